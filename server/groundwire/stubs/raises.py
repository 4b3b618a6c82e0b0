"""The raise statements of a function: which exception, what its message holds for certain, under which condition."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.stubs.library import Library
    from groundwire.stubs.subject import Subject

_PLACEHOLDER: Final = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[#0\- +]*[\d.]*[a-zA-Z%]|\{[^{}]*\}")
_SILENT: Final = frozenset({"typer.Exit", "click.exceptions.Exit", "click.Abort"})


@dataclass(frozen=True)
class RaiseSite:
    """One raise statement."""

    node: ast.Raise
    exception: str
    """The exception's dotted name, as the module writes it."""
    match: str | None
    """The longest literal part of its message; None where there is none, or the class makes its own message."""
    condition: str
    """What must hold for it, in the code's words."""


def raise_sites(subject: Subject, library: Library) -> list[RaiseSite]:
    """Every raise statement of a function whose exception type can be named."""
    parents = {child: node for node in _within(subject.node) for child in ast.iter_child_nodes(node)}
    found: list[RaiseSite] = []
    for node in own_nodes(subject.node):
        if not isinstance(node, ast.Raise):
            continue
        handler = _handler(node, parents)
        for exception in _exceptions(node, handler):
            match = _message(node.exc) if _keeps_message(exception, library) else None
            found.append(RaiseSite(node, exception, match, _condition(node, subject.node, parents)))
    return found


def _within(function: ast.AST) -> Iterator[ast.AST]:
    yield function
    yield from own_nodes(function)


def _handler(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.ExceptHandler | None:
    """The innermost `except` around a statement."""
    current: ast.AST | None = node
    while current is not None and not isinstance(current, ast.ExceptHandler):
        current = parents.get(current)
    return current


def _exceptions(node: ast.Raise, handler: ast.ExceptHandler | None) -> list[str]:
    """Names of what a raise statement raises; a re-raise raises what its handler caught."""
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if isinstance(raised, ast.Attribute) and raised.attr == "with_traceback" and isinstance(raised.value, ast.Call):
        raised = raised.value.func
    again = raised is None or (handler is not None and isinstance(raised, ast.Name) and raised.id == handler.name)
    if again:
        if handler is None or handler.type is None:
            return []
        caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names = [dotted(item) for item in caught]
        return [name for name in names if name not in {None, "Exception", "BaseException"} and name is not None][:1]
    name = dotted(raised)
    return [name] if name is not None and name.rpartition(".")[2][:1].isupper() else []


def _message(raised: ast.expr | None) -> str | None:
    """The longest piece of an exception's message that is the same every time."""
    if not isinstance(raised, ast.Call) or not raised.args:
        return None
    pieces = sorted((piece.strip() for piece in _literals(raised.args[0])), key=len)
    return pieces[-1] if pieces and len(pieces[-1]) > 2 and "\n" not in pieces[-1] else None


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        for text in _literals(node.left):
            yield from _PLACEHOLDER.split(text)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _literals(node.left)
        yield from _literals(node.right)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        for text in _literals(node.func.value):
            yield from _PLACEHOLDER.split(text)


def _keeps_message(exception: str, library: Library) -> bool:
    """Whether an exception's text holds its first argument as it is."""
    path = library.module.path_of(exception)
    if path in _SILENT or path.rpartition(".")[2] in {"HTTPException", "KeyError"}:
        return False
    found = library.find_class(path)
    if found is None:
        return "." not in path
    own = {item.name for item in found.node.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))}
    bases = [found.source.path_of(dotted(base) or "?") for base in found.node.bases]
    return not own & {"__init__", "__str__", "__new__"} and all(_keeps_message_of_base(base, library) for base in bases)


def _keeps_message_of_base(path: str, library: Library) -> bool:
    found = library.find_class(path)
    if found is None:
        return "." not in path and path != "KeyError"
    own = {item.name for item in found.node.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))}
    return not own & {"__init__", "__str__", "__new__"}


def _condition(node: ast.AST, function: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    """What must hold for a statement to be reached: its nearest test, handler or case."""
    current = node
    while current is not function and current in parents:
        parent = parents[current]
        if isinstance(parent, (ast.If, ast.While)) and current is not parent.test:
            test = " ".join(ast.unparse(parent.test).split())
            return f"`{test}` holds" if current in parent.body else f"`{test}` does not hold"
        if isinstance(parent, ast.ExceptHandler):
            caught = ast.unparse(parent.type) if parent.type is not None else "an exception"
            return f"its `try` block raises {caught}"
        if isinstance(parent, ast.match_case):
            return f"`case {' '.join(ast.unparse(parent.pattern).split())}` matches"
        if isinstance(parent, (ast.For, ast.AsyncFor)) and current in parent.orelse:
            return "its loop ends without a break"
        current = parent
    return "it is reached"
