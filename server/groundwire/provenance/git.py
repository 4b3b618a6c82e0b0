"""What git knows of a work tree: the lines changed since a revision."""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from groundwire.model import NotAnalysed
from groundwire.provenance.cells import changed_lines
from groundwire.provenance.git_call import Answer, Call, GitError, UnknownRevisionError, call, output, run
from groundwire.text.notebook import is_notebook, script_of
from groundwire.text.read import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")

PATTERNS: Final = ("*.py", "*.pyi", "*.pyw", "*.ipynb")

LineRanges: TypeAlias = "tuple[tuple[int, int], ...] | None"
"""Zero-based lines [start, end); None for all lines of the file."""

Steps: TypeAlias = Generator[Call, Answer, T]
"""Asks for one call of git after another: whoever drives it decides how to wait."""

_HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE: Final = re.compile(rb'\\([abtnvfr"\\]|[0-7]{3})')
_ESCAPES: Final = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree, by its top folder."""

    root: Path

    def changed_lines(self, revision: str) -> dict[str, LineRanges]:
        """Lines of Python files that the work tree has and the revision has not, by path from the root.

        Those of a notebook are lines of its cells' one text (see `text.notebook`).

        Renamed files count with what changed in them, untracked ones as a whole, ignored and deleted ones not at all.
        Raises `GitError`.
        """
        return answered(self.changed_lines_steps(revision))

    def committed(self, path: str) -> str | None:
        """The text of a file in the last commit, LF-normalised; None where that holds no such text."""
        return answered(self.committed_steps(path))

    def committed_steps(self, path: str) -> Steps[str | None]:
        """The same for a caller that waits for git in its own way."""
        try:
            text = (yield from self._ask("cat-file", "blob", f"HEAD:{path}")).decode("utf-8-sig")
        except (GitError, UnicodeDecodeError):
            return None
        if is_notebook(path):
            found = script_of(text)
            return None if isinstance(found, NotAnalysed) else found
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def changed_lines_steps(self, revision: str) -> Steps[dict[str, LineRanges]]:
        """The same for a caller that waits for git in its own way."""
        commit = yield from self._commit(revision)
        options = (
            *("-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--text"),
            *("--src-prefix=a/", "--dst-prefix=b/", "--diff-filter=d", "--no-relative", "--ignore-submodules=all"),
        )
        filters = yield from without_filters(self.root)
        patch = yield from self._ask(*filters, "diff", *options, commit, "--", *PATTERNS)
        changed: dict[str, LineRanges] = dict(parse_patch(patch))
        untracked = yield from self._ask("ls-files", "-z", "--others", "--exclude-standard", "--", *PATTERNS)
        changed.update((os.fsdecode(path), None) for path in untracked.split(b"\0") if path)
        for path in filter(is_notebook, changed):
            changed[path] = yield from self._changed_cells(commit, path)
        return changed

    def _changed_cells(self, commit: str, path: str) -> Steps[LineRanges]:
        """The same for the text of a notebook's cells; one that was renamed is new."""
        now = read_source(self.root / path)
        if isinstance(now, NotAnalysed):
            return None  # whoever reads it says why
        try:
            before = script_of((yield from self._ask("cat-file", "blob", f"{commit}:{path}")))
        except GitError:
            return None
        return None if isinstance(before, NotAnalysed) else changed_lines(before, now)

    def _commit(self, revision: str) -> Steps[str]:
        """The commit's full name, so that nothing a person types can be read as an option; the empty tree's for a HEAD
        without a commit yet: everything is new to it.
        """
        try:
            named = yield from self._ask(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except GitError as error:
            yield from self._ask("rev-parse", "--git-dir")
            if not (yield from self._is_unborn(revision)):
                raise UnknownRevisionError(revision) from error
            named = yield from self._ask("hash-object", "-t", "tree", "--stdin")  # of nothing: its name, in any format
        return named.decode("ascii").split()[-1]

    def _is_unborn(self, revision: str) -> Steps[bool]:
        """Whether the revision is the branch at hand, and nothing was ever committed to it."""
        try:
            branch = os.fsdecode((yield from self._ask("symbolic-ref", "--quiet", "HEAD"))).rstrip("\n")
        except GitError:
            return False
        if revision not in {"HEAD", "@", branch, branch.removeprefix("refs/heads/")}:
            return False
        try:
            yield from self._ask("show-ref", "--verify", "--quiet", branch)
        except GitError:
            return True
        return False

    def _ask(self, *arguments: str) -> Steps[bytes]:
        answer = yield call(self.root, *arguments)
        return output(answer, self.root)


def without_filters(folder: Path) -> Steps[list[str]]:
    """Options that switch off the content filters (programs) which the configuration names."""
    pattern = r"^filter\..*\.(clean|smudge|process)$"
    try:
        names = output((yield call(folder, "config", "-z", "--name-only", "--get-regexp", pattern)), folder)
    except GitError:
        return []
    options = []
    for name in map(os.fsdecode, filter(None, names.split(b"\0"))):
        options += ["-c", f"{name}=", "-c", f"{name.rpartition('.')[0]}.required=false"]
    return options


def answered(steps: Steps[T]) -> T:
    """What the steps come to, waiting for git."""
    try:
        asked = next(steps)
        while True:
            asked = steps.send(run(asked))
    except StopIteration as stop:
        found: T = stop.value
        return found


def parse_patch(patch: bytes) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Path and added line ranges of each file in the output of `git diff -U0` with the prefixes `a/` and `b/`."""
    path: str | None = None
    ranges: list[tuple[int, int]] = []
    body = 0
    for line in patch.split(b"\n"):
        if body and line[:1] in {b"-", b"+"}:
            body -= 1
        elif line.startswith(b"diff --git "):
            if path is not None:
                yield path, tuple(ranges)
            path, ranges = None, []
        elif line.startswith(b"+++ "):
            path = unquoted(line[4:].rstrip(b"\t\r")).removeprefix("b/")
        elif (hunk := _HUNK.match(line)) is not None:
            removed, start, added = (1 if number is None else int(number) for number in hunk.groups())
            body = removed + added
            if added:
                ranges.append((start - 1, start - 1 + added))
    if path is not None:
        yield path, tuple(ranges)


def unquoted(written: bytes) -> str:
    """A path as git writes it: in quotes with escapes where it holds what would be misread."""
    if written.startswith(b'"'):
        written = _ESCAPE.sub(lambda match: _ESCAPES.get(match[1]) or _octal(match[1]), written[1:-1])
    return os.fsdecode(written)


def _octal(digits: bytes) -> bytes:
    return bytes([int(digits, 8) & 0xFF]) if digits.isdigit() else digits
