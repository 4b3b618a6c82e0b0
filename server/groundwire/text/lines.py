"""Raw text cut into lines: where they end, how their ends are written, how long they are once normalised to LF."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Final

_OTHER_ENDS: Final = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Where `str.splitlines` ends a line, beside LF: it is quicker, and right without them."""


def split_lines(raw: str) -> list[str]:
    r"""The lines of a raw text, each with its own ending; the last one has none and may be empty.

    A line ends at "\n", "\r\n" or "\r" and at nothing else.
    """
    if any(other in raw for other in _OTHER_ENDS):
        lines = list(StringIO(raw, newline=""))
    else:
        lines = raw.splitlines(keepends=True)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def count_endings(raw: str) -> Counter[str]:
    """How many lines end in each way."""
    if "\r" not in raw:
        return Counter({"\n": raw.count("\n"), "\r\n": 0, "\r": 0})
    both = raw.count("\r\n")
    return Counter({"\n": raw.count("\n") - both, "\r\n": both, "\r": raw.count("\r") - both})


def content(line: str) -> str:
    """The line without its ending."""
    return line.rstrip("\r\n")


def normalised(raw: str) -> str:
    """The text with every line ending as LF."""
    return raw.replace("\r\n", "\n").replace("\r", "\n") if "\r" in raw else raw


def normalised_lengths(lines: list[str]) -> list[int]:
    """Code points of each line, its ending counted as one."""
    lengths = list(map(len, lines))
    if "\r" in "".join(lines):
        return [length - line.endswith("\r\n") for length, line in zip(lengths, lines, strict=True)]
    return lengths
