"""The formats in which what is known is printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from groundwire.provenance.exchange.agent_trace_text import agent_trace_text
from groundwire.provenance.exchange.git_ai_text import git_ai_text
from groundwire.provenance.exchange.note import note_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.provenance.exchange.note import FileNote
    from groundwire.provenance.history import History

FORMATS: Final = ("json", "agent-trace", "git-ai")


def formatted(
    form: str, files: Sequence[FileNote], texts: Mapping[str, str], commit: str | None, history: History
) -> str:
    """The files in one of `FORMATS`; `texts` holds the raw text of each, `commit` is the one whose texts they are.

    The last of them needs a commit. Raises `GitError`.
    """
    if form == "git-ai" and commit is not None:
        return git_ai_text(files, texts, commit, history.added(commit))
    if form == "agent-trace":
        seconds = None if commit is None else history.times([commit]).get(commit)
        return agent_trace_text(files, texts, commit, seconds)
    of_commit = {} if commit is None else {"commit": commit}
    return json.dumps(json.loads(note_text(files, **of_commit)), indent=2) + "\n"
