"""A JSON text with the place of each value, edited without touching a character that need not change."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_DEEPEST: Final = 100
"""Levels of nesting; settings have a handful."""


class NotJsonError(ValueError):
    """The text is not JSON; the message says where."""


class Splice(NamedTuple):
    """One change of a text: at `start`, `removed` gives way to `inserted`."""

    start: int
    removed: str
    inserted: str

    @classmethod
    def between(cls, before: str, after: str) -> Splice:
        """The smallest one that makes a text of another."""
        start = _common(before, after)
        end = _common(before[start:][::-1], after[start:][::-1])
        return cls(start, before[start : len(before) - end], after[start : len(after) - end])

    def apply(self, text: str) -> str:
        """The text after it."""
        return text[: self.start] + self.inserted + text[self.start + len(self.removed) :]

    def undo(self, text: str) -> str:
        """The text before it, given the one after."""
        return text[: self.start] + self.removed + text[self.start + len(self.inserted) :]


@dataclass(slots=True)
class Node:
    """A value at [start, end) of the text. An object's or array's children are in their order in the text."""

    start: int
    end: int = 0
    key: str | None = None
    """In an object: the member's name; the member then begins at `begin`."""
    begin: int = 0
    opens: str = ""
    """`{` or `[` for a container."""
    children: list[Node] = field(default_factory=list)

    def member(self, key: str) -> Node | None:
        """The object's member of a name, the last one where several have it, as readers of JSON do."""
        found = [child for child in self.children if child.key == key]
        return found[-1] if found and self.opens == "{" else None


class JsonText:
    """A text that is JSON. Raises `NotJsonError` where it is not."""

    def __init__(self, text: str) -> None:
        self.text = text
        mark = text.startswith("\ufeff")
        try:
            _loaded(text[mark:])
        except json.JSONDecodeError as error:
            raise NotJsonError(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
        except RecursionError as error:
            raise NotJsonError("it is nested too deeply") from error
        self.root = self._parsed(int(mark))

    def value(self, node: Node) -> Any:
        """The value of a node."""
        return _loaded(self.text[node.start : node.end])

    def written(self, node: Node) -> str:
        """The text of a node."""
        return self.text[node.start : node.end]

    def _parsed(self, start: int) -> Node:
        """The tree of a text that is known to be JSON."""
        root = Node(0, opens="[")
        open_nodes, key, begin = [root], None, 0
        for token in _TOKEN.finditer(self.text, start):
            said = token[0]
            top = open_nodes[-1]
            if said == ":" or said == ",":
                continue
            if said in "}]":
                top.end = token.end()
                open_nodes.pop()
                continue
            if top.opens == "{" and key is None:
                key, begin = json.loads(said), token.start()
                continue
            node = Node(token.start(), token.end(), key, begin if key is not None else token.start())
            key = None
            top.children.append(node)
            if said in "{[":
                node.opens = said
                open_nodes.append(node)
                if len(open_nodes) > _DEEPEST:
                    raise NotJsonError("it is nested too deeply")
        return root.children[0]

    def added(self, container: Node, value: Any, key: str | None = None) -> Splice:
        """The change that puts a value at the end of a container, laid out as what stands around it."""
        if container.children:
            first, last = container.children[0], container.children[-1]
            space = self.text[container.start + 1 : first.begin]
            return Splice(last.end, "", "," + space + self._laid_out(value, key, space))
        inside = self.text[container.start + 1 : container.end - 1]
        if not self._in_lines():
            return Splice(container.start + 1, inside, self._laid_out(value, key, ""))
        end = self._newline() + self._indent_at(container.begin)
        space = end + self._unit()
        return Splice(container.start + 1, inside, space + self._laid_out(value, key, space) + end)

    def removed(self, path: list[Node]) -> Splice:
        """The change that takes a value away, and each container around it that is left empty; `path` from the root."""
        depth = len(path) - 1
        while depth > 1 and len(path[depth - 1].children) == 1:
            depth -= 1
        container, node = path[depth - 1], path[depth]
        index = container.children.index(node)
        if index > 0:
            start, end = container.children[index - 1].end, node.end
        elif len(container.children) > 1:
            start, end = node.begin, container.children[1].begin
        else:
            start, end = container.start + 1, container.end - 1
        return Splice(start, self.text[start:end], "")

    def replaced(self, node: Node, value: Any) -> Splice:
        """The change that puts another value in the place of one."""
        return Splice(node.start, self.text[node.start : node.end], json.dumps(value, ensure_ascii=False))

    def _laid_out(self, value: Any, key: str | None, space: str) -> str:
        name = "" if key is None else json.dumps(key) + ": "
        if "\n" not in space:
            return name + json.dumps(value, ensure_ascii=False)
        lines = json.dumps(value, ensure_ascii=False, indent=self._unit()).split("\n")
        return name + (self._newline() + space.rpartition("\n")[2]).join(lines)

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _in_lines(self) -> bool:
        """Whether the text is laid out in lines; an empty object has yet to be."""
        return not self.root.children or "\n" in self.text[self.root.start + 1 : self.root.children[0].begin]

    def _unit(self) -> str:
        """The indentation of one level."""
        if self.root.children:
            space = self.text[self.root.start + 1 : self.root.children[0].begin]
            return space.rpartition("\n")[2] or "  "
        return "  "

    def _indent_at(self, place: int) -> str:
        line = self.text[self.text.rfind("\n", 0, place) + 1 : place]
        return line[: len(line) - len(line.lstrip())]


def _common(one: str, other: str) -> int:
    """Length of what both begin with."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1),
        min(len(one), len(other)),
    )


def _loaded(text: str) -> Any:
    """The value; numbers are of no interest, and an integer of too many digits would be an error."""
    return json.loads(text, parse_constant=_no_constant, parse_int=float)


def _no_constant(name: str) -> Any:
    raise NotJsonError(f"{name} is not JSON")
