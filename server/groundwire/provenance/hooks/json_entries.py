"""Settings in JSON that list hooks by event: `{"hooks": {"<event>": [entry, …]}}`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from groundwire.provenance.hooks.command import is_ours
from groundwire.provenance.hooks.form import SettingsShapeError
from groundwire.provenance.hooks.json_text import JsonText, Node, Splice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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

    def commands(self, text: str) -> list[str]:
        """Our commands in the file."""
        settings = JsonText(text)
        return [settings.value(command) for _, command in self._hooks(settings)]

    def install(self, text: str, command: str) -> Splice | None:
        """The change that has the command run after each edit; None where it is there already."""
        settings = JsonText(text)
        for _, node in self._hooks(settings):
            return None if settings.value(node) == command else settings.replaced(node, command)
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
        return not text.strip() or {child.key for child in JsonText(text).root.children} <= self.top.keys()

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
