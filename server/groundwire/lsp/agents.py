"""The command that connects an agent: what `groundwire hooks` does, with the difference shown first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from groundwire.lsp.messages import BadMessage, uri_of
from groundwire.provenance.hooks.command import quoted
from groundwire.provenance.hooks.hosts import HOSTS
from groundwire.provenance.hooks.outcome import Outcome, next_step
from groundwire.provenance.hooks.settings import HooksError, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.lsp.session import Session


def connect_agent(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, agent, scope, command?, apply, remove?}` → `{path, before, after, changed, installed, message}`.

    `uri` names a workspace folder or a file in one, `agent` one of `HOSTS`. With `apply: false` nothing is written.
    Only the two settings files of the agent are ever read or written; where that cannot be done, `path` is null and
    `message` says why.
    """
    folder = _folder(session, uri_of(argument))
    agent = argument.get("agent")
    if not isinstance(agent, str) or agent not in HOSTS:
        raise BadMessage(f"`agent` must be one of {', '.join(HOSTS)}")
    scope = argument.get("scope")
    if scope not in {"project", "user"}:
        raise BadMessage("`scope` must be project or user")
    apply, remove = argument.get("apply"), argument.get("remove", False)
    if not isinstance(apply, bool) or not isinstance(remove, bool):
        raise BadMessage("`apply` and `remove` must be true or false")
    command = _command(argument.get("command"))
    try:
        settings = Settings(HOSTS[agent], scope, folder, os.environ)
        outcome = settings.remove(write=apply) if remove else settings.install(command, write=apply)
    except HooksError as error:
        none = {"path": None, "before": None, "after": None, "changed": False, "installed": False}
        return {**none, "message": f"{error}."}
    return {
        "path": str(outcome.path),
        "before": outcome.before,
        "after": outcome.after,
        "changed": outcome.changed,
        "installed": outcome.command is not None,
        "message": _message(outcome, apply=apply, remove=remove),
    }


def _message(outcome: Outcome, *, apply: bool, remove: bool) -> str:
    if not outcome.changed:
        return f"There is no hook of ours in {outcome.path}." if remove else next_step(outcome)[0]
    if not apply:
        return f"This would change {outcome.path}."
    return f"The hook is gone from {outcome.path}; what was recorded stays." if remove else next_step(outcome)[0]


def _folder(session: Session, uri: str) -> Path:
    if (entered := session.folders.get(uri)) is not None:
        return entered.root
    place = session.place(uri)
    if place is None:
        raise BadMessage(f"{uri} lies in no workspace folder")
    return place.folder.root


def _command(value: Any) -> str | None:
    if value is None:
        return None
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(word, str) and "\0" not in word for word in value)
    ):
        raise BadMessage("`command` must be a list of strings: the program and its arguments")
    return quoted(value)
