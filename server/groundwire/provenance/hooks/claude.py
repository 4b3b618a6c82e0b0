"""Claude Code's settings: the `PostToolUse` entry that tells us of its edits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.hooks.json_text import JsonText, Node, Splice

if TYPE_CHECKING:
    from collections.abc import Iterator

MATCHER: Final = "Edit|MultiEdit|Write|NotebookEdit"
_TIMEOUT_SECONDS: Final = 10
_OURS: Final = re.compile(r"groundwire.*\brecord\b", re.IGNORECASE | re.DOTALL)
_EVENTS: Final = ("hooks", "PostToolUse")


class SettingsShapeError(ValueError):
    """The settings are JSON, but not of the shape that Claude Code reads."""


def is_ours(command: str) -> bool:
    """Whether a hook's command is one that we wrote: it names groundwire, and then its `record`."""
    return _OURS.search(command) is not None


def commands(text: str) -> list[str]:
    """Our commands in the settings. Raises `NotJsonError` and `SettingsShapeError`."""
    settings = JsonText(text)
    return [settings.value(command) for _, command in _hooks(settings)]


def install(text: str, command: str) -> Splice | None:
    """The change that has the command run after each edit; None where it is there already.

    Raises `NotJsonError` and `SettingsShapeError`.
    """
    settings = JsonText(text)
    for _, node in _hooks(settings):
        return None if settings.value(node) == command else settings.replaced(node, command)
    entry = {"matcher": MATCHER, "hooks": [_hook(command)]}
    hooks = settings.root.member("hooks")
    if hooks is None:
        return settings.added(settings.root, {"PostToolUse": [entry]}, "hooks")
    listed = hooks.member("PostToolUse")
    return settings.added(hooks, [entry], "PostToolUse") if listed is None else settings.added(listed, entry)


def remove(text: str) -> Splice | None:
    """The change that takes one of our entries out; None where there is none."""
    settings = JsonText(text)
    for path, _ in _hooks(settings):
        return settings.removed(path)
    return None


def new_settings(command: str) -> str:
    """The text of a settings file that holds nothing else."""
    text = "{}\n"
    splice = install(text, command)
    return text if splice is None else splice.apply(text)


def _hook(command: str) -> dict[str, Any]:
    return {"type": "command", "command": command, "timeout": _TIMEOUT_SECONDS}


def _hooks(settings: JsonText) -> Iterator[tuple[list[Node], Node]]:
    """What to take out for each of our commands, as a path from the root, and the command's node."""
    if settings.root.opens != "{":
        raise SettingsShapeError("it is not a JSON object")
    path = [settings.root]
    for name, opens, kind in zip(_EVENTS, "{[", ("an object", "a list"), strict=True):
        node = path[-1].member(name)
        if node is None:
            return
        if node.opens != opens:
            raise SettingsShapeError(f"its `{name}` is not {kind}")
        path.append(node)
    for entry in path[-1].children:
        hooks = entry.member("hooks")
        for hook in hooks.children if hooks is not None and hooks.opens == "[" else ():
            command = hook.member("command")
            value = settings.value(command) if command is not None else None
            if command is not None and isinstance(value, str) and is_ours(value):
                alone = hooks is None or len(hooks.children) == 1
                yield [*path, entry] if alone or hooks is None else [*path, entry, hooks, hook], command
