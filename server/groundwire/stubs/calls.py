"""How a test calls its subject and looks at the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from groundwire.stubs.shapes import Parameter
    from groundwire.stubs.subject import Subject

_UNARY: Final = {
    "__len__": "len({0})", "__str__": "str({0})", "__repr__": "repr({0})", "__bool__": "bool({0})",
    "__hash__": "hash({0})", "__iter__": "list({0})", "__int__": "int({0})", "__float__": "float({0})",
    "__abs__": "abs({0})", "__neg__": "-{0}", "__reversed__": "list(reversed({0}))", "__next__": "next({0})",
    "__bytes__": "bytes({0})", "__invert__": "~{0}", "__pos__": "+{0}",
}  # fmt: skip
_BINARY: Final = {
    "__eq__": "({0} == {1})", "__ne__": "({0} != {1})", "__lt__": "({0} < {1})", "__le__": "({0} <= {1})",
    "__gt__": "({0} > {1})", "__ge__": "({0} >= {1})", "__add__": "{0} + {1}", "__sub__": "{0} - {1}",
    "__mul__": "{0} * {1}", "__truediv__": "{0} / {1}", "__floordiv__": "{0} // {1}", "__mod__": "{0} % {1}",
    "__and__": "{0} & {1}", "__or__": "{0} | {1}", "__contains__": "({1} in {0})", "__getitem__": "{0}[{1}]",
    "__matmul__": "{0} @ {1}", "__pow__": "{0}**{1}", "__xor__": "{0} ^ {1}", "__format__": "format({0}, {1})",
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """A call of the subject, as an expression."""

    code: str
    statement: str
    """The same as a statement of its own: an attribute or comparison alone would look like a mistake."""


def call_of(subject: Subject, target: str, arguments: Mapping[str, str]) -> Call:
    """The call with these arguments (parameter name to code); `target` is the function, instance or class."""
    inside = ", ".join(_arguments(subject.parameters, arguments))
    short = subject.short
    if subject.binding == "property":
        return Call(f"{target}.{short}", f"_ = {target}.{short}")
    if subject.binding == "method" and not subject.asynchronous:
        given = list(arguments.values())
        if short in _UNARY and not subject.parameters:
            code = _UNARY[short].format(target)
            return Call(code, code if code.endswith(")") else f"_ = {code}")
        if short in _BINARY and len(given) == 1 and len(subject.parameters) == 1:
            code = _BINARY[short].format(target, given[0])
            return Call(code, f"_ = {code.removeprefix('(').removesuffix(')') if code.startswith('(') else code}")
        if short == "__call__":
            return Call(f"{target}({inside})", f"{target}({inside})")
    if subject.binding in {"function", "constructor"}:
        return Call(f"{target}({inside})", f"{target}({inside})")
    return Call(f"{target}.{short}({inside})", f"{target}.{short}({inside})")


def _arguments(parameters: Sequence[Parameter], arguments: Mapping[str, str]) -> list[str]:
    """Required arguments by position, optional ones by name; after a gap everything goes by name."""
    written: list[str] = []
    by_name = False
    for parameter in parameters:
        code = arguments.get(parameter.name)
        if code is None:
            by_name = True
        elif parameter.kind == "variadic":
            written.append(f"*{code}")
        elif parameter.kind == "keywords":
            written.append(f"**{code}")
        elif parameter.kind == "keyword" or by_name or parameter.default is not None:
            written.append(f"{parameter.name}={code}")
            by_name = True
        else:
            written.append(code)
    return written


@dataclass(frozen=True)
class Run:
    """Statements that run the subject before anything is compared, and the expression that is compared."""

    before: tuple[str, ...]
    result: str
    needs: frozenset[str]
    within: str | None = None
    """A `with` statement's head, under which the comparison stands."""


def run_of(subject: Subject, call: Call, *, plugin: bool) -> Run:
    """How a value comes out of a call: awaited, consumed or entered as the subject asks."""
    runner: Callable[[str], str] = (lambda code: f"await {code}") if plugin else (lambda code: f"asyncio.run({code})")
    needs = frozenset() if plugin or not subject.asynchronous else frozenset({"asyncio:"})
    if subject.result == "items":
        return _items(subject, call, runner, needs, plugin=plugin)
    if subject.result == "context":
        if not subject.asynchronous:
            return Run((), "entered", needs, f"with {call.code} as entered:")
        if plugin:
            return Run((), "entered", needs, f"async with {call.code} as entered:")
        body = ("async def entered():", f"    async with {call.code} as value:", "        return value", "")
        return Run(body, "asyncio.run(entered())", needs)
    return Run((), runner(call.code) if subject.asynchronous else call.code, needs)


def _items(subject: Subject, call: Call, runner: Callable[[str], str], needs: frozenset[str], *, plugin: bool) -> Run:
    """A generator is consumed: all of it, or the first five items of an endless one."""
    if not subject.asynchronous:
        if subject.endless:
            return Run((), f"list(islice({call.code}, 5))", frozenset({"itertools:islice"}))
        return Run((), call.code if call.code.startswith("list(") else f"list({call.code})", frozenset())
    if subject.endless:
        body: tuple[str, ...] = (
            "async def first_items():", "    items = []", f"    async for item in {call.code}:",
            "        items.append(item)", "        if len(items) == 5:", "            return items", "",
        )  # fmt: skip
        return Run(body, runner("first_items()"), needs)
    if plugin:
        return Run((), f"[item async for item in {call.code}]", needs)
    body = ("async def all_items():", f"    return [item async for item in {call.code}]", "")
    return Run(body, "asyncio.run(all_items())", needs)
