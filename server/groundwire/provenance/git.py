"""What git knows of a work tree: the lines changed since a revision.

Every call is read-only, takes no lock, reaches no network and starts none of the programs a repository can configure.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

T = TypeVar("T")

TIMEOUT_SECONDS: Final = 60
PATTERNS: Final = ("*.py", "*.pyi", "*.pyw")

LineRanges: TypeAlias = "tuple[tuple[int, int], ...] | None"
"""Zero-based lines [start, end); None for all lines of the file."""

_QUIET: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "diff.external=", "-c", "core.pager=cat"),
    *("-c", "protocol.allow=never", "-c", "core.quotePath=false", "--no-pager"),
)
_HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE: Final = re.compile(rb'\\([abtnvfr"\\]|[0-7]{3})')
_ESCAPES: Final = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


class GitError(Exception):
    """Git could not answer; the message is for a person."""


class GitMissingError(GitError):
    """There is no git on the PATH."""

    def __init__(self) -> None:
        super().__init__("git is not on the PATH")


class NotARepositoryError(GitError):
    """The folder is in no work tree."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not in a git repository")


class UnknownRevisionError(GitError):
    """The revision names no commit."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"git knows no commit {revision!r}")


class Call(NamedTuple):
    """One start of git."""

    command: tuple[str, ...]
    environment: dict[str, str]
    folder: Path


class Answer(NamedTuple):
    """What git said; `status` is None where it said nothing in time."""

    status: int | None
    output: bytes
    errors: bytes


Steps: TypeAlias = "Generator[Call, Answer, T]"
"""Asks for one call of git after another: whoever drives it decides how to wait."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree, by its top folder."""

    root: Path

    def changed_lines(self, revision: str) -> dict[str, LineRanges]:
        """Lines of Python files that the work tree has and the revision has not, by path from the root.

        Renamed files count with what changed in them, untracked ones as a whole, ignored and deleted ones not at all.
        Raises `GitError`.
        """
        steps = self.changed_lines_steps(revision)
        try:
            call = next(steps)
            while True:
                call = steps.send(_run(call))
        except StopIteration as stop:
            changed: dict[str, LineRanges] = stop.value
            return changed

    def changed_lines_steps(self, revision: str) -> Steps[dict[str, LineRanges]]:
        """The same for a caller that waits for git in its own way."""
        commit = yield from self._commit(revision)
        options = (
            *("-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--text"),
            *("--src-prefix=a/", "--dst-prefix=b/", "--diff-filter=d", "--no-relative", "--ignore-submodules=all"),
        )
        filters = yield from self._without_filters()
        patch = yield from self._ask(*filters, "diff", *options, commit, "--", *PATTERNS)
        changed: dict[str, LineRanges] = dict(parse_patch(patch))
        untracked = yield from self._ask("ls-files", "-z", "--others", "--exclude-standard", "--", *PATTERNS)
        changed.update((os.fsdecode(path), None) for path in untracked.split(b"\0") if path)
        return changed

    def _commit(self, revision: str) -> Steps[str]:
        """The commit's full name, so that nothing a person types can be read as an option."""
        try:
            named = yield from self._ask(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except GitError as error:
            yield from self._ask("rev-parse", "--git-dir")
            raise UnknownRevisionError(revision) from error
        return named.decode("ascii").split()[-1]

    def _without_filters(self) -> Steps[list[str]]:
        """Options that switch off the content filters (programs) which the configuration names."""
        pattern = r"^filter\..*\.(clean|smudge|process)$"
        try:
            names = yield from self._ask("config", "-z", "--name-only", "--get-regexp", pattern)
        except GitError:
            return []
        options = []
        for name in map(os.fsdecode, filter(None, names.split(b"\0"))):
            options += ["-c", f"{name}=", "-c", f"{name.rpartition('.')[0]}.required=false"]
        return options

    def _ask(self, *arguments: str) -> Steps[bytes]:
        if (program := shutil.which("git")) is None:
            raise GitMissingError
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        answer = yield Call((program, *_QUIET, *arguments), environment, self.root)
        if answer.status is None:
            raise GitError("git did not answer in time")
        if answer.status != 0:
            said = answer.errors.decode("utf-8", "replace").strip()
            if "not a git repository" in said:
                raise NotARepositoryError(self.root)
            raise GitError(said or "git failed without a word")
        return answer.output


def _run(call: Call) -> Answer:
    try:
        done = subprocess.run(
            call.command,
            cwd=call.folder,
            env=call.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return Answer(None, b"", b"")
    return Answer(done.returncode, done.stdout, done.stderr)


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
            path = _path(line[4:])
        elif (hunk := _HUNK.match(line)) is not None:
            removed, start, added = (1 if number is None else int(number) for number in hunk.groups())
            body = removed + added
            if added:
                ranges.append((start - 1, start - 1 + added))
    if path is not None:
        yield path, tuple(ranges)


def _path(written: bytes) -> str:
    """The path in a `+++` line: after its prefix, without the tab that ends one with spaces, unquoted."""
    written = written.rstrip(b"\t\r")
    if written.startswith(b'"'):
        written = _ESCAPE.sub(lambda match: _ESCAPES.get(match[1]) or _octal(match[1]), written[1:-1])
    return os.fsdecode(written.removeprefix(b"b/"))


def _octal(digits: bytes) -> bytes:
    return bytes([int(digits, 8)]) if digits.isdigit() else digits
