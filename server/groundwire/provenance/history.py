"""What git knows of commits: their Python files, which lines came with which commit, and the notes on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.provenance.git import parse_patch, unquoted
from groundwire.provenance.git_call import GitError, UnknownRevisionError, ask
from groundwire.text.read import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SUFFIXES: Final = (".py", ".pyi", ".pyw")
MOST_COMMITS: Final = 50_000
"""Commits of one history that are looked at, the newest first."""
_REGULAR: Final = ("100644", "100755")
_BYTES_AT_ONCE: Final = 32 * 1024 * 1024
_AT_ONCE: Final = 200
"""Objects asked of git in one call, so that not all of them are in memory."""
_ENTRY: Final = re.compile(rb"([0-9a-f]{40,64}) (\d+) (\d+) (\d+)")
_NO_PARENTS: Final = ("diff-tree", "--root", "-r", "--no-commit-id", "--no-renames")


class Blamed(NamedTuple):
    """Where one line comes from; lines count from one, as git counts them."""

    commit: str
    path: str
    line: int


class Commit(NamedTuple):
    """Who a commit says made it."""

    name: str
    author: str
    time: int
    """Seconds since the epoch, of the author's date."""
    co_authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A repository's commits; `root` is any folder of a work tree. Every call may raise `GitError`."""

    root: Path

    def commit(self, revision: str) -> str:
        """The full name of the commit that a revision names."""
        try:
            return self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
        except GitError as error:
            self._ask("rev-parse", "--git-dir")
            raise UnknownRevisionError(revision) from error

    def commits(self, revision: str, most: int = MOST_COMMITS) -> list[str]:
        """The commits that a range holds, or from which a revision came, the newest first."""
        try:
            return self._ask("rev-list", f"--max-count={most}", "--end-of-options", revision, "--").split()
        except GitError as error:
            self._ask("rev-parse", "--git-dir")
            raise UnknownRevisionError(revision) from error

    def is_cut_off(self) -> bool:
        """Whether older commits are left out here (a shallow clone)."""
        return self._ask("rev-parse", "--is-shallow-repository").strip() == "true"

    def git_directories(self) -> list[Path]:
        """The work tree's own git directory, and the one that all work trees share."""
        named = self._ask("rev-parse", "--absolute-git-dir", "--git-common-dir").splitlines()
        return list(dict.fromkeys((self.root / name).resolve() for name in named))

    def described(self, revision: str, most: int = MOST_COMMITS) -> Iterator[Commit]:
        """What the commits say of their authors, the newest first; no address of theirs but in trailers."""
        trailers = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1f)"
        form = f"--format=%H%x1f%an%x1f%at%x1f{trailers}%x1e"
        for record in self._ask("log", f"--max-count={most}", form, self.commit(revision), "--").split("\x1e"):
            name, *rest = record.strip("\n").split("\x1f")
            if len(rest) >= 2 and rest[1].isdigit():
                yield Commit(name, rest[0], int(rest[1]), tuple(rest[2:]))

    def times(self, commits: Sequence[str]) -> dict[str, int]:
        """When each commit was made, by its author's date: seconds since the epoch."""
        listed = "".join(f"{commit}\n" for commit in commits).encode()
        said = ask(self.root, "rev-list", "--no-walk=unsorted", "--format=%H %at", "--stdin", sent=listed).decode()
        rows = (line.split() for line in said.splitlines() if not line.startswith("commit "))
        return {row[0]: int(row[1]) for row in rows if len(row) == 2}

    def files(self, commit: str) -> dict[str, str]:
        """Path → blob of each Python file; links, and names that are no UTF-8, are left out."""
        files = {}
        for entry in ask(self.root, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            head, _, name = entry.partition(b"\t")
            mode, _, blob = head.decode("ascii").partition(" blob ")
            if mode in _REGULAR and name.endswith(tuple(map(str.encode, SUFFIXES))) and (path := _utf8(name)):
                files[path] = blob
        return files

    def changed(self, commit: str) -> list[str]:
        """Paths of which a commit has another text than each of its parents; deleted ones included."""
        names = ask(self.root, *_NO_PARENTS, "-c", "--name-only", "-z", commit).split(b"\0")
        return [path for name in names if (path := _utf8(name)) and path.endswith(SUFFIXES)]

    def added(self, commit: str) -> dict[str, set[int]]:
        """Path → lines, counted from zero, that a commit has and none of its parents has."""
        parents = self._ask("rev-list", "--parents", "--max-count=1", commit).split()[1:]
        found: list[dict[str, set[int]]] = []
        for sides in [[parent, commit] for parent in parents] or [[commit]]:
            options = ("-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--diff-filter=d")
            patch = ask(self.root, *_NO_PARENTS, *options, "--src-prefix=a/", "--dst-prefix=b/", *sides)
            changed = parse_patch(patch)
            found.append({path: {line for pair in ranges for line in range(*pair)} for path, ranges in changed})
        first, *others = found
        return {path: lines.intersection(*(more.get(path, ()) for more in others)) for path, lines in first.items()}

    def has(self, ref: str) -> bool:
        """Whether there is such a ref, given in full."""
        try:
            self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        except GitError:
            self._ask("rev-parse", "--git-dir")
            return False
        return True

    def notes(self, ref: str) -> dict[str, str] | None:
        """Commit → blob of its note under a full ref; None where there is no such ref."""
        if not self.has(ref):
            return None
        pairs = (line.split() for line in self._ask("notes", f"--ref={ref}", "list").splitlines())
        return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}

    def contents(self, objects: Iterable[str], largest: int = MAX_BYTES) -> Iterator[tuple[str, bytes]]:
        """Each object that is there and is a blob no larger, with its content; in order, each once."""
        names = [name for name in dict.fromkeys(objects) if "\n" not in name]
        for at in range(0, len(names), _AT_ONCE):
            asked = "".join(f"{name}\n" for name in names[at : at + _AT_ONCE]).encode("utf-8", "surrogateescape")
            said = ask(self.root, "cat-file", "--batch-check=%(objecttype) %(objectsize)", sent=asked).splitlines()
            rows = zip(names[at : at + _AT_ONCE], said, strict=False)
            sizes = {name: int(row.split()[1]) for name, row in rows if row.startswith(b"blob ")}
            fit: list[str] = []
            for name, size in sizes.items():
                if size > largest:
                    continue
                if fit and sum(map(sizes.__getitem__, fit)) + size > _BYTES_AT_ONCE:
                    yield from zip(fit, self._read(fit), strict=False)
                    fit = []
                fit.append(name)
            yield from zip(fit, self._read(fit), strict=False)

    def blame(self, commit: str, path: str) -> dict[int, Blamed]:
        """Line, counted from one → where it comes from. Moved and re-indented lines count as new."""
        options = ("--incremental", "--no-textconv", "--ignore-revs-file=")  # what the configuration ignores counts
        said = ask(self.root, "blame", *options, commit, "--", path)
        found: dict[int, Blamed] = {}
        entry: re.Match[bytes] | None = None
        for line in said.split(b"\n"):
            if (start := _ENTRY.fullmatch(line)) is not None:
                entry = start
            elif line.startswith(b"filename ") and entry is not None:
                name, at = unquoted(line.removeprefix(b"filename ")), entry[1].decode("ascii")
                original, final, count = (int(number) for number in entry.groups()[1:])
                found.update((final + step, Blamed(at, name, original + step)) for step in range(count))
                entry = None
        return found

    def _read(self, names: Sequence[str]) -> Iterator[bytes]:
        asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        said = ask(self.root, "cat-file", "--batch", sent=asked) if names else b""
        at = 0
        for _ in names:
            end = said.index(b"\n", at)
            size = int(said[at:end].rsplit(b" ", 1)[1])
            yield said[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def _ask(self, *arguments: str) -> str:
        return ask(self.root, *arguments).decode("utf-8", "replace")


def _utf8(name: bytes) -> str:
    """The name, or nothing where it is no UTF-8."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return ""
