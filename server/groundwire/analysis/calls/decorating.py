"""Whether what a decorator gives back takes exactly the arguments of the function it was given, by its text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Literal

from groundwire.analysis.tree_walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

HandsOn = Literal["itself", "factory"]
"""*itself*: used as `@name`; *factory*: used as `@name(…)`."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_CHANGING: Final = frozenset({"pop", "popitem", "setdefault", "update", "clear"})
_READING: Final = frozenset({"len", "bool", "str", "repr", "dict", "sorted", "set", "list", "tuple"})
_WRAPPING: Final = frozenset({"wraps", "update_wrapper"})


def hands_on(node: _Function) -> HandsOn | None:
    """Whether a function is such a decorator; None where its text leaves it open."""
    last = node.body[-1]
    if not isinstance(last, ast.Return) or not isinstance(last.value, (ast.Name, ast.Call)):
        return None  # most functions: told without a walk
    first = _first_parameter(node)
    nested = {inner.name: inner for inner in node.body if isinstance(inner, _Function)}
    if not nested and _name(_unwrapped(last.value)) != first:
        return None
    if first is not None and _gives_back(node, first):
        return "itself"
    returned = list(_returned(node))
    if not returned or not nested:
        return None
    for value in returned:
        inner_name = value.id if isinstance(value, ast.Name) else ""
        if inner_name not in nested:
            return None
        parameter = _first_parameter(nested[inner_name])
        if parameter is None or not _gives_back(nested[inner_name], parameter):
            return None
    return "factory"


def _first_parameter(node: _Function) -> str | None:
    parameters = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    if parameters[:1] == ["self"]:
        del parameters[0]
    return parameters[0] if parameters else None


def _gives_back(node: _Function, given: str) -> bool:
    """Whether each return gives the given function, or a wrapper that hands every argument on to it."""
    returned = list(_returned(node))
    if not returned or given in _rebound(node):
        return False
    wrappers = {inner.name: inner for inner in ast.walk(node) if isinstance(inner, _Function) and inner is not node}
    for value in returned:
        name = _name(_unwrapped(value))
        if name == given:
            continue
        if name not in wrappers or not _passes_on(wrappers[name], given):
            return False
    return True


def _returned(node: _Function) -> Iterator[ast.expr | None]:
    """Values of a function's own `return` statements."""
    stack: list[ast.AST] = list(node.body)
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Return):
            yield inner.value
        if not isinstance(inner, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
            stack += ast.iter_child_nodes(inner)


def _unwrapped(value: ast.expr | None) -> ast.expr | None:
    """The wrapper inside `update_wrapper(wrapper, f)`, `wraps(f)(wrapper)` and `cast(F, wrapper)`."""
    if not isinstance(value, ast.Call) or not value.args:
        return value
    name = _name(value.func)
    if name == "cast" and len(value.args) == 2:
        return value.args[1]
    if name in _WRAPPING:
        return value.args[0]
    if isinstance(value.func, ast.Call) and _name(value.func.func) in _WRAPPING:
        return value.args[0]
    return value


def _name(node: ast.AST | None) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _rebound(node: _Function) -> set[str]:
    return {inner.id for inner in walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}


def _passes_on(wrapper: _Function, given: str) -> bool:
    """Whether a wrapper calls the given function with what it got and nothing else, and changes none of it."""
    arguments = wrapper.args
    if arguments.vararg is None or arguments.kwarg is None or arguments.kwonlyargs or arguments.defaults:
        return False
    leading = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    rest, options = arguments.vararg.arg, arguments.kwarg.arg
    if any(_undecided(decorator) for decorator in wrapper.decorator_list):
        return False
    if {rest, options, given, *leading} & _rebound(wrapper) or _changes(wrapper, options):
        return False
    calls = [node for node in walk(wrapper) if isinstance(node, ast.Call) and _is(node.func, given)]
    return bool(calls) and all(_same_arguments(call, leading, rest, options) for call in calls)


def _undecided(decorator: ast.expr) -> bool:
    return not (isinstance(decorator, ast.Call) and _name(decorator.func) == "wraps")


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _changes(wrapper: _Function, options: str) -> bool:
    """Whether the keywords are changed on the way, or may be."""
    for node in walk(wrapper):
        if isinstance(node, ast.Subscript) and _is(node.value, options) and not isinstance(node.ctx, ast.Load):
            return True
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and _is(node.func.value, options) and node.func.attr in _CHANGING:
            return True
        if any(_is(argument, options) for argument in node.args) and _name(node.func) not in _READING:
            return True
    return False


def _same_arguments(call: ast.Call, leading: list[str], rest: str, options: str) -> bool:
    *before, last = call.args or (ast.Constant(None),)
    return (
        [_name(argument) for argument in before] == leading
        and isinstance(last, ast.Starred)
        and _is(last.value, rest)
        and len(call.keywords) == 1
        and call.keywords[0].arg is None
        and _is(call.keywords[0].value, options)
    )
