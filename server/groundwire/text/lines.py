"""Raw text cut into lines: where they end, how their ends are written, how long they are once normalised to LF."""

from __future__ import annotations

from io import StringIO


def split_lines(raw: str) -> list[str]:
    r"""The lines of a raw text, each with its own ending; the last one has none and may be empty.

    A line ends at "\n", "\r\n" or "\r" and at nothing else.
    """
    lines = list(StringIO(raw, newline=""))
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def ending(line: str) -> str:
    """The line's own ending, empty for the last line of a text."""
    if line.endswith("\n"):
        return "\r\n" if line.endswith("\r\n") else "\n"
    return "\r" if line.endswith("\r") else ""


def content(line: str) -> str:
    """The line without its ending."""
    return line.rstrip("\r\n")


def normalised(line: str) -> str:
    """The line with its ending, if it has one, as LF."""
    bare = line.rstrip("\r\n")
    return bare if len(bare) == len(line) else bare + "\n"


def normalised_length(line: str) -> int:
    """Code points of the line, its ending counted as one."""
    return len(line) - 1 if line.endswith("\r\n") else len(line)
