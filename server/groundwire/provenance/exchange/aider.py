"""Commits that aider made of its own edits (aider.chat/docs/git.html).

Aider commits each of its edits by itself, so every line such a commit brought is taken for aider's. Grade B: a person
may have changed the text before it was committed, or the commit after. It signs them as author, `Name (aider)`, or in
a trailer, `Co-authored-by: aider (model) <noreply@aider.chat>`. As committer alone it signs a person's changes, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.provenance.exchange import foreign

if TYPE_CHECKING:
    from groundwire.model import Origin
    from groundwire.provenance.history import Commit

_TRAILER: Final = re.compile(r"aider(?: \((?P<model>[^()]*)\))? <(?:noreply|aider)@aider\.chat>", re.IGNORECASE)


def aider_origin(commit: Commit) -> Origin | None:
    """Who wrote what the commit brought, where that is aider."""
    trailers = [found for line in commit.co_authors if (found := _TRAILER.fullmatch(line.strip()))]
    if not trailers and not commit.author.endswith(" (aider)"):
        return None
    model = foreign.name(trailers[0]["model"]) if trailers else None
    time = foreign.time(commit.time)
    return foreign.origin("import", "B", "aider-commit", tool="aider", model=model, event=commit.name, time=time)
