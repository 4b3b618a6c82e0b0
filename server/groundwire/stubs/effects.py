"""What can be seen of a call that returns nothing: state it changes, calls on a collaborator, output."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.stubs.subject import Subject

_MUTATORS: Final = frozenset({
    "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard", "update", "setdefault",
    "popitem", "appendleft", "popleft", "difference_update", "intersection_update",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """Where a test looks after the call."""

    expression: str
    """`{instance}` stands for the object under test."""
    fixture: str | None = None
    """A fixture of pytest that the expression uses."""


def effect_of(subject: Subject, collaborators: Mapping[str, str]) -> Effect | None:
    """The effect of a subject that returns nothing; `collaborators` are parameters mocked, with the mocks' names."""
    changed = list(dict.fromkeys(_changed(subject.node)))
    if subject.receiver is not None:
        prefix = f"{subject.receiver}."
        attributes = [path.removeprefix(prefix) for path in changed if path.startswith(prefix)]
        own = list(dict.fromkeys(attribute.partition(".")[0] for attribute in attributes))
        public = [attribute for attribute in own if not attribute.startswith("_")] or own
        if public:
            written = [f"{{instance}}.{attribute}" for attribute in public[:3]]
            return Effect(written[0] if len(written) == 1 else f"({', '.join(written)})")
    names = {parameter.name for parameter in subject.parameters} - set(collaborators)
    for path in changed:
        if path.partition(".")[0] in names:
            return Effect(path)
    for node in own_nodes(subject.node):
        collaborator = _asked(node, subject) if isinstance(node, ast.Call) else None
        if collaborator is not None and collaborator in collaborators:
            return Effect(f"{collaborators[collaborator]}.mock_calls", collaborators[collaborator])
    if any(isinstance(node, ast.Call) and dotted(node.func) == "print" for node in own_nodes(subject.node)):
        return Effect("capsys.readouterr().out", "capsys")
    return None


def constructed(subject: Subject) -> str:
    """What a test of a constructor compares: the one attribute it sets, or all of them."""
    attributes = list(subject.owner.attributes) if subject.owner is not None else []
    return f"{{instance}}.{attributes[0]}" if len(attributes) == 1 else "vars({instance})"


def _changed(function: ast.AST) -> Iterator[str]:
    """Dotted names of what a function assigns to, or calls a mutating method of."""
    for node in own_nodes(function):
        path: str | None = None
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            path = dotted(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
            path = dotted(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MUTATORS:
            path = dotted(node.func.value)
        if path is not None:
            yield path


def _asked(node: ast.Call, subject: Subject) -> str | None:
    """The parameter, or the constructor's parameter, that a call is made on."""
    parts = (dotted(node.func) or "").split(".")
    if parts[0] == subject.receiver and len(parts) > 2 and subject.owner is not None:
        held = subject.owner.attributes.get(parts[1])
        return held if isinstance(held, str) else None
    return parts[0] if len(parts) > 1 else None
