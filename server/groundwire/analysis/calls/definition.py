"""One definition of a function as its text shows it: what it takes, what decorates it, where its `**kwargs` go."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from groundwire.analysis.calls.decorating import HandsOn, hands_on
from groundwire.analysis.calls.forwarding import Forwarding, forwarding
from groundwire.analysis.calls.signature import Parameter, Signature
from groundwire.analysis.tree_walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Decorator(NamedTuple):
    """One decorator."""

    path: str
    """Absolute dotted path; `?` for another expression."""
    called: bool
    """It is the result of a call: `@cache(10)`."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One `def` statement."""

    signature: Signature
    decorators: tuple[Decorator, ...] = ()
    forwarding: Forwarding | None = None
    """Of one with `**kwargs`: where they go; None where they may go anywhere."""
    hands_on: HandsOn | None = None
    """As a decorator: what it gives back takes the arguments of what it was given."""
    returns: str = "?"
    """Absolute dotted path of the class that its return annotation names; `?` for another annotation, or none."""
    waits: bool = False
    """It is an `async def`."""
    makes_own: bool = False
    """Of `__new__`: it gives an object of the class it is called for, which then goes to `__init__`."""
    lines: tuple[int, int] = (0, 0)
    """First and last line, from 1."""

    @property
    def wrapped(self) -> bool:
        """Whether what it gives back is not what its body returns: a coroutine, or by a decorator a context."""
        return self.waits or any("contextmanager" in decorator.path for decorator in self.decorators)


def read_definition(node: FunctionNode, dotted: Callable[[ast.expr], str], *, stub: bool) -> Definition:
    """A definition; `dotted` makes an expression of its module an absolute path, `?` where it is none."""
    return Definition(
        read_signature(node.args, stub=stub),
        tuple(read_decorator(decorator, dotted) for decorator in node.decorator_list),
        forwarding(node, dotted) if node.args.kwarg is not None and not stub else None,
        hands_on(node) if not stub else None,
        dotted(node.returns) if isinstance(node.returns, (ast.Name, ast.Attribute)) else "?",
        isinstance(node, ast.AsyncFunctionDef),
        node.name == "__new__" and _makes_own(node),
        (node.lineno, node.end_lineno or node.lineno),
    )


def read_decorator(node: ast.expr, dotted: Callable[[ast.expr], str]) -> Decorator:
    """A decorator's path, and whether it is called."""
    called = isinstance(node, ast.Call)
    return Decorator(dotted(node.func if isinstance(node, ast.Call) else node), called)


def read_signature(arguments: ast.arguments, *, stub: bool) -> Signature:
    """What a parameter list takes; in a stub, leading parameters named `__x` are positional-only."""
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults = len(plain) - len(arguments.defaults)
    found: list[Parameter] = []
    only = len(arguments.posonlyargs)
    if stub and not only:
        only = sum(1 for _ in _dunder_names(arguments.args))
    for place, argument in enumerate(plain):
        kind: Literal["positional", "either"] = "positional" if place < only else "either"
        found.append(Parameter(argument.arg, kind, place < defaults))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        found.append(Parameter(argument.arg, "keyword", default is None))
    return Signature(tuple(found), arguments.vararg is not None, arguments.kwarg is not None)


def _dunder_names(arguments: list[ast.arg]) -> list[ast.arg]:
    """The leading parameters that the older way of stubs makes positional-only, what they are bound to included."""
    found: list[ast.arg] = []
    for place, argument in enumerate(arguments):
        hidden = argument.arg.startswith("__") and not argument.arg.endswith("__")
        bound = place == 0 and argument.arg in {"self", "cls", "metacls"}
        if not (hidden or bound):
            break
        found.append(argument)
    return found if any(argument.arg.startswith("__") for argument in found) else []


def _makes_own(node: FunctionNode) -> bool:
    """Whether each `return` of a `__new__` gives what `super().__new__(cls, …)` or `object.__new__(cls, …)` gave."""
    made = {
        target.id
        for inner in walk(node)
        if isinstance(inner, ast.Assign) and _is_new(inner.value)
        for target in inner.targets
        if isinstance(target, ast.Name)
    }
    returned = [inner.value for inner in walk(node) if isinstance(inner, ast.Return)]
    return bool(returned) and all(
        _is_new(value) or (isinstance(value, ast.Name) and value.id in made) for value in returned
    )


def _is_new(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__new__"
        and bool(node.args)
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id == "cls"
    )
