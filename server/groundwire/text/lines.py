"""Raw text cut into lines: where they end, how their ends are written, how long they are once normalised to LF."""

from __future__ import annotations

from collections import Counter
from io import StringIO


def split_lines(raw: str) -> list[str]:
    r"""The lines of a raw text, each with its own ending; the last one has none and may be empty.

    A line ends at "\n", "\r\n" or "\r" and at nothing else.
    """
    lines = list(StringIO(raw, newline=""))
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def count_endings(raw: str) -> Counter[str]:
    """How many lines end in each way."""
    both = raw.count("\r\n")
    return Counter({"\n": raw.count("\n") - both, "\r\n": both, "\r": raw.count("\r") - both})


def content(line: str) -> str:
    """The line without its ending."""
    return line.rstrip("\r\n")


def normalised(raw: str) -> str:
    """The text with every line ending as LF."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def normalised_length(line: str) -> int:
    """Code points of the line, its ending counted as one."""
    return len(line) - 1 if line.endswith("\r\n") else len(line)
