"""Which files a project's `.gitignore` files leave out; git itself is not started."""

from __future__ import annotations

import re
from typing import NamedTuple


class Pattern(NamedTuple):
    """One line of a `.gitignore`."""

    expression: re.Pattern[str]
    negated: bool
    folders_only: bool


class Ignored:
    """The patterns of every `.gitignore` read so far, by the folder it lies in."""

    def __init__(self) -> None:
        self._patterns: dict[str, tuple[Pattern, ...]] = {}

    def add(self, folder: str, text: str) -> None:
        """Take in the `.gitignore` of a folder (POSIX, relative to the project's)."""
        found = tuple(pattern for line in text.splitlines() if (pattern := _pattern(line)) is not None)
        if found:
            self._patterns[folder] = found

    def matches(self, path: str, *, folder: bool) -> bool:
        """Whether a path itself is left out; that a folder above it is must be asked of that folder."""
        ignored = False
        for base, patterns in self._patterns.items():
            if base and not path.startswith(f"{base}/"):
                continue
            relative = path[len(base) + 1 :] if base else path
            for pattern in patterns:
                if (folder or not pattern.folders_only) and pattern.expression.match(relative):
                    ignored = not pattern.negated
        return ignored

    def covers(self, path: str) -> bool:
        """Whether a file that may not be there would be left out, itself or with a folder above it."""
        parts = path.split("/")
        return self.matches(path, folder=False) or any(
            self.matches("/".join(parts[:length]), folder=True) for length in range(1, len(parts))
        )


def _pattern(line: str) -> Pattern | None:
    text = line.rstrip()
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text.removeprefix("!").removeprefix("\\")
    folders_only = text.endswith("/")
    text = text.rstrip("/")
    anchored = "/" in text
    expression = _expression(text.removeprefix("/"))
    try:
        return Pattern(re.compile(("" if anchored else "(?:.*/)?") + expression + r"\Z"), negated, folders_only)
    except re.error:
        return None


def _expression(glob: str) -> str:
    """A glob as a regular expression: `*` and `?` stop at slashes, `**` does not."""
    pieces: list[str] = []
    place = 0
    while place < len(glob):
        if glob.startswith("**/", place):
            pieces.append("(?:.*/)?")
            place += 3
        elif glob.startswith("**", place):
            pieces.append(".*")
            place += 2
        elif glob[place] == "[" and (end := glob.find("]", place + 2)) > 0:
            pieces.append("[" + glob[place + 1 : end].replace("!", "^", 1).replace("\\", "\\\\") + "]")
            place = end + 1
        else:
            pieces.append({"*": "[^/]*", "?": "[^/]"}.get(glob[place]) or re.escape(glob[place]))
            place += 1
    return "".join(pieces)
