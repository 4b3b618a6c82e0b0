"""Whether an agent tells of its edits, by all the settings files that it reads."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from groundwire.provenance.hooks.outcome import Outcome, next_step
from groundwire.provenance.hooks.settings import HooksError, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from groundwire.provenance.hooks.hosts import Host, Scope

_SCOPES: Final[tuple[Scope, ...]] = ("project", "shared", "user")
"""What the first of them says outweighs the others."""


def standing(
    host: Host, folder: Path, scope: Scope | None = None, environment: Mapping[str, str] = os.environ
) -> Outcome:
    """How the file of a scope stands; where none is asked for, the one that tells, else the one that comes nearest.

    Hooks may be switched off in any of them. Raises `HooksError` for a file that is asked for, or where none tells.
    """
    found: dict[Scope, Outcome] = {}
    problems: dict[Scope, HooksError] = {}
    off: bool | None = None
    off_in: Path | None = None
    for each in _SCOPES:
        if each not in {scope, "user"} and (host.shared if each == "shared" else host.project) is None:
            continue
        try:
            settings = Settings(host, each, folder, environment)
            found[each] = settings.status()
            if off is None and (off := settings.off()):
                off_in = settings.path
        except HooksError as error:
            problems[each] = error
    best = max(found, key=lambda each: _rank(found[each], usual=each == host.usual), default=host.usual)
    wanted = scope or best
    if wanted not in found or (scope is None and problems and not _rank(found[wanted], usual=True)[0]):
        raise problems.get(wanted) or next(iter(problems.values()))
    return replace(found[wanted], off_in=off_in)


def _rank(outcome: Outcome, *, usual: bool) -> tuple[bool, bool, bool]:
    plain = replace(outcome, off_in=None)  # said of the host, not of the file
    return next_step(plain).tells, outcome.command is not None, usual
