"""Settings in JSON that list hooks by event: `{"hooks": {"<event>": [entry, …]}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.hooks.command import is_ours
from groundwire.provenance.hooks.form import SettingsShapeError, is_blank
from groundwire.provenance.hooks.json_text import JsonText, Node, Splice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ENTRY: Final = 3
"""Where on the way from the root an entry stands: behind the root, `hooks` and the event's list."""


@dataclass(frozen=True, slots=True)
class JsonEntries:
    """Our hook as an entry of one event's list; an entry is a hook, or with a `matcher` a group of hooks."""

    event: str
    matcher: str | None = None
    """Which tools the hook is for: then an entry is `{"matcher": …, "hooks": [hook, …]}`."""
    hook: Mapping[str, Any] = field(default_factory=dict)
    """What a hook holds beside its command."""
    top: Mapping[str, Any] = field(default_factory=dict)
    """What the host wants to find in the file beside the hooks."""
    executable: bool = False
    dispensable: frozenset[str] = frozenset()
    """Tools of the matcher of which nothing is recorded yet."""
    switch: str | None = None
    """The member of the file that switches all hooks off."""

    def commands(self, text: str) -> list[str]:
        """Our commands in the file."""
        settings = JsonText(text)
        return [settings.value(command) for _, command in self._hooks(settings)]

    def narrowed(self, text: str) -> str | None:
        """To which tools our hook is narrowed so that it is not run after each edit; None where it is."""
        settings = JsonText(text)
        entries = [path[_ENTRY] for path, _ in self._hooks(settings)]
        if not entries or any(self._covers(settings, entry) for entry in entries):
            return None
        matcher = entries[0].member("matcher")
        return None if matcher is None else settings.written(matcher)

    def off(self, text: str) -> bool | None:
        """Whether the file switches all hooks off; None where it does not say."""
        settings = JsonText(text)
        said = settings.root.member(self.switch) if self.switch is not None else None
        return None if said is None else settings.value(said) is True

    def install(self, text: str, command: str) -> Splice | None:
        """The change that has the command run after each edit; None where it is there already."""
        settings = JsonText(text)
        hooks_of_ours = list(self._hooks(settings))
        for path, node in hooks_of_ours:
            if self._covers(settings, path[_ENTRY]):
                return None if settings.value(node) == command else settings.replaced(node, command)
        if hooks_of_ours:
            return self._widened(settings, hooks_of_ours[0][0], command)
        entry: dict[str, Any] = {**self.hook, "command": command}
        if self.matcher is not None:
            entry = {"matcher": self.matcher, "hooks": [entry]}
        hooks = settings.root.member("hooks")
        if hooks is None:
            return settings.added(settings.root, {self.event: [entry]}, "hooks")
        listed = hooks.member(self.event)
        return settings.added(hooks, [entry], self.event) if listed is None else settings.added(listed, entry)

    def remove(self, text: str) -> Splice | None:
        """The change that takes one of our entries out; None where there is none."""
        settings = JsonText(text)
        for path, _ in self._hooks(settings):
            return settings.removed(path)
        return None

    def new(self, command: str) -> str:
        """The text of a settings file that holds nothing else."""
        text = "{}\n"
        for key, value in self.top.items():
            settings = JsonText(text)
            text = settings.added(settings.root, value, key).apply(text)
        splice = self.install(text, command)
        return text if splice is None else splice.apply(text)

    def empty(self, text: str) -> bool:
        """Whether the file holds nothing that a person would miss."""
        return is_blank(text) or {child.key for child in JsonText(text).root.children} <= self.top.keys()

    def _covers(self, settings: JsonText, entry: Node) -> bool:
        """Whether the entry's hooks run after each edit; a person may have widened its matcher."""
        matcher = entry.member("matcher") if self.matcher is not None else None
        if self.matcher is None or matcher is None or (value := settings.value(matcher)) in ("", "*"):
            return True
        try:
            tools = set(self.matcher.split("|")) - self.dispensable
            return isinstance(value, str) and all(re.fullmatch(value, tool) for tool in tools)
        except re.error:
            return False

    def _widened(self, settings: JsonText, path: list[Node], command: str) -> Splice:
        """The change that has a hook of ours run after each edit; hooks of others keep their matcher."""
        entry, text = path[_ENTRY], settings.text
        matcher = entry.member("matcher") if path[-1] is entry else None
        changed = settings.removed(path) if matcher is None else settings.replaced(matcher, self.matcher)
        done = changed.apply(text)
        rest = self.install(done, command)
        return Splice.between(text, done if rest is None else rest.apply(done))

    def _hooks(self, settings: JsonText) -> Iterator[tuple[list[Node], Node]]:
        """What to take out for each of our commands, as a path from the root, and the command's node."""
        path = self._listed(settings)
        for entry in path[-1].children if path else ():
            group = entry.member("hooks") if self.matcher is not None else None
            if self.matcher is None:
                hooks = [entry]
            else:
                hooks = group.children if group is not None and group.opens == "[" else []
            for hook in hooks:
                command = hook.member("command")
                value = settings.value(command) if command is not None else None
                if command is not None and isinstance(value, str) and is_ours(value):
                    alone = group is None or len(group.children) == 1
                    yield [*path, entry] if alone or group is None else [*path, entry, group, hook], command

    def _listed(self, settings: JsonText) -> list[Node]:
        """The way from the root to the event's list; nothing where there is none. Raises `SettingsShapeError`."""
        if settings.root.opens != "{":
            raise SettingsShapeError("it is not a JSON object")
        path = [settings.root]
        for name, opens, kind in (("hooks", "{", "an object"), (self.event, "[", "a list")):
            node = path[-1].member(name)
            if node is None:
                return []
            if node.opens != opens:
                raise SettingsShapeError(f"its `{name}` is not {kind}")
            path.append(node)
        return path
