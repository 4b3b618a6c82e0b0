"""Which commit last changed each line of a text, where its message names an agent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.provenance.agent_trailers import KEYS, agent_mark
from groundwire.provenance.git import without_filters
from groundwire.provenance.git_call import call, output

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.provenance.agent_trailers import AgentMark
    from groundwire.provenance.git import Steps

_SINCE: Final = "2022-01-01"
"""No agent signed a commit before: git need not look further back, which is most of the work in an old project."""
_ENTRY: Final = re.compile(rb"([0-9a-f]{40,64}) \d+ (\d+) (\d+)")
_TRAILERS: Final = f"%(trailers:{','.join(f'key={key}' for key in KEYS)},unfold,separator=%x1f)"


class CommitHint(NamedTuple):
    """A commit whose message names an agent."""

    commit: str
    time: int
    """Seconds since the epoch, of the author's date."""
    mark: AgentMark


def hints_steps(folder: Path, name: str, text: bytes) -> Steps[dict[int, CommitHint]]:
    """Line, counted from zero, of the text of a file → the commit that last changed it, for those that name an agent.

    Lines that are in no commit, or that the text has otherwise than the last one, are left out. Raises `GitError`.
    """
    lines = yield from _blamed(folder, name, text)
    hints = yield from _hints(folder, sorted(set(lines.values())))
    return {line: hints[commit] for line, commit in lines.items() if commit in hints}


def _blamed(folder: Path, name: str, text: bytes) -> Steps[dict[int, str]]:
    """Line → commit, those older than any agent left out; of which commit a text is, git works out."""
    filters = yield from without_filters(folder)
    options = ("--incremental", "--root", f"--since={_SINCE}", "--no-textconv", "--ignore-revs-file=")
    asked = call(folder, *filters, "blame", *options, "--contents", "-", "--", name, sent=text)
    said = output((yield asked), folder)
    found: dict[int, str] = {}
    commit, lines = b"", range(0)
    boundaries: set[bytes] = set()
    for line in said.split(b"\n"):
        if (entry := _ENTRY.fullmatch(line)) is not None:
            first = int(entry[2]) - 1
            commit, lines = entry[1], range(first, first + int(entry[3]))
        elif line == b"boundary":
            boundaries.add(commit)
        elif line.startswith(b"filename ") and commit not in boundaries and commit.strip(b"0"):
            found.update(dict.fromkeys(lines, commit.decode("ascii")))
    return found


def _hints(folder: Path, commits: list[str]) -> Steps[dict[str, CommitHint]]:
    if not commits:
        return {}
    listed = "".join(f"{commit}\n" for commit in commits).encode()
    form = f"--format=%H%x1f%at%x1f%an%x1f{_TRAILERS}"
    asked = call(folder, "rev-list", "--no-walk=unsorted", "--encoding=UTF-8", form, "--stdin", sent=listed)
    said = output((yield asked), folder).decode("utf-8", "replace")
    found = {}
    for record in said.split("\n"):
        commit, *rest = record.split("\x1f")
        if len(rest) >= 2 and rest[0].isdigit() and (mark := agent_mark(rest[1], rest[2:])) is not None:
            found[commit] = CommitHint(commit, int(rest[0]), mark)
    return found
