"""What is known, as the text of a note of Git AI: `authorship/3.0.0` (see `git_ai_note`). It is only ever printed.

In it are the lines that the commit brought and that are known to be generated, by an exact record or in the editor
(grades A and B): the format has no word for *likely*. What a person said to be theirs is left out, for the format asks
for their name and address. Ids are made as the standard has it, of tool and session.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.exchange.line_owners import owned_lines
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from groundwire.model import Origin
    from groundwire.provenance.exchange.note import FileNote

_UNKNOWN: Final = "unknown"
_WRITTEN: Final = frozenset({"ai", "ai-modified"})


def git_ai_text(files: Sequence[FileNote], texts: Mapping[str, str], commit: str, added: Mapping[str, Set[int]]) -> str:
    """The note; `texts` are the raw texts of the files, `added` the lines, from zero, that the commit brought."""
    attested: list[str] = []
    sessions: dict[str, Any] = {}
    for file in sorted(files, key=lambda file: file.path):
        lines: dict[str, set[int]] = {}
        for owned in owned_lines(file, texts[file.path]):
            if owned.state in _WRITTEN and owned.origin.grade in {"A", "B"}:
                new = {line for line in range(owned.first, owned.last + 1) if line - 1 in added.get(file.path, ())}
                if new:
                    session, key = _keys(owned.origin)
                    sessions[session] = {"agent_id": _agent(owned.origin)}
                    lines.setdefault(key, set()).update(new)
        if lines and '"' not in file.path:
            attested.append(f'"{file.path}"' if " " in file.path else file.path)
            attested += [f"  {key} {_ranges(numbers)}" for key, numbers in sorted(lines.items())]
    metadata = {"schema_version": "authorship/3.0.0", "base_commit_sha": commit, "prompts": {}, "sessions": sessions}
    return "".join(f"{line}\n" for line in [*attested, "---"]) + json.dumps(metadata, indent=2) + "\n"


def _agent(origin: Origin) -> dict[str, str]:
    return {"tool": origin.tool or _UNKNOWN, "id": origin.session or origin.id, "model": origin.model or _UNKNOWN}


def _keys(origin: Origin) -> tuple[str, str]:
    """The session's key, and that of the entry."""
    agent = _agent(origin)
    session = f"s_{_hex(agent['tool'] + ':' + agent['id'])}"
    return session, f"{session}::t_{_hex(origin.id)}"


def _hex(text: str) -> str:
    return text_digest(text)[:14]


def _ranges(lines: Iterable[int]) -> str:
    """`1-3,7`."""
    ends: list[list[int]] = []
    for line in sorted(lines):
        if ends and line == ends[-1][1] + 1:
            ends[-1][1] = line
        else:
            ends.append([line, line])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ends)
