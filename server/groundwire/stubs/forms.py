"""Reads annotations into one form of type that samples are made from."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.stubs.source import Source


@dataclass(frozen=True, slots=True)
class Form:
    """A type: its absolute dotted name and its arguments; a union is `|`, a literal type holds its values."""

    name: str
    arguments: tuple[Form, ...] = ()
    values: tuple[object, ...] = ()


NONE: Final = Form("None")
ANY: Final = Form("typing.Any")

_SAME: Final = {
    "typing.List": "list", "typing.Dict": "dict", "typing.Set": "set", "typing.Tuple": "tuple", "typing.Text": "str",
    "typing.FrozenSet": "frozenset", "typing.Type": "type", "typing.AnyStr": "str", "typing.LiteralString": "str",
    "typing_extensions.LiteralString": "str", "object": "typing.Any", "collections.OrderedDict": "dict",
    "numbers.Number": "float", "numbers.Real": "float", "numbers.Integral": "int", "typing.SupportsInt": "int",
    "typing.SupportsFloat": "float", "os.PathLike": "pathlib.Path", "typing.Hashable": "str",
    "collections.abc.Hashable": "str", "pathlib.PurePath": "pathlib.Path", "pathlib.PosixPath": "pathlib.Path",
}  # fmt: skip
_TRANSPARENT: Final = frozenset({
    "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar", "Unpack",
})  # fmt: skip


def form_of(node: ast.expr | None, source: Source, depth: int = 0) -> Form:
    """The form of an annotation in a module; `typing.Any` where it says nothing."""
    if node is None or depth > 12:
        return ANY
    if isinstance(node, ast.Constant):
        return _constant_form(node, source, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return union((form_of(node.left, source, depth + 1), form_of(node.right, source, depth + 1)))
    if isinstance(node, ast.Subscript):
        return _subscript_form(node, source, depth)
    name = dotted(node)
    if name is None:
        return ANY
    if name in source.constants and name not in source.classes:
        return _alias_form(source.constants[name], name, source, depth)
    path = _canonical(source.path_of(name))
    return Form(path)


def union(forms: tuple[Form, ...]) -> Form:
    """The union of forms, flattened and without repeats."""
    flat: list[Form] = []
    for form in forms:
        flat.extend(part for part in (form.arguments if form.name == "|" else (form,)) if part not in flat)
    return flat[0] if len(flat) == 1 else Form("|", tuple(flat))


def _canonical(path: str) -> str:
    if path.startswith("typing_extensions."):
        path = "typing." + path.removeprefix("typing_extensions.")
    if path in _SAME:
        return _SAME[path]
    module, _, name = path.rpartition(".")
    if module == "typing" and name in _ABSTRACT:
        return f"collections.abc.{name}"
    return path


_ABSTRACT: Final = frozenset({
    "Iterable", "Iterator", "Sequence", "MutableSequence", "Collection", "Container", "Mapping", "MutableMapping",
    "AbstractSet", "MutableSet", "Callable", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator",
    "Awaitable", "Coroutine", "Reversible", "Sized",
})  # fmt: skip


def _constant_form(node: ast.Constant, source: Source, depth: int) -> Form:
    if node.value is None:
        return NONE
    if isinstance(node.value, str):
        try:
            return form_of(ast.parse(node.value.strip(), mode="eval").body, source, depth + 1)
        except (SyntaxError, ValueError):
            return ANY
    return ANY


def _subscript_form(node: ast.Subscript, source: Source, depth: int) -> Form:
    base = form_of(node.value, source, depth + 1)
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    short = base.name.rpartition(".")[2]
    if short == "Literal":
        return Form("Literal", values=tuple(_literal_values(items)))
    if short in _TRANSPARENT:
        return form_of(items[0], source, depth + 1) if items else ANY
    if short == "Optional":
        return union((form_of(items[0], source, depth + 1), NONE))
    if short == "Union":
        return union(tuple(form_of(item, source, depth + 1) for item in items))
    if short == "Callable" and len(items) == 2:
        taken = items[0].elts if isinstance(items[0], ast.List) else []
        arguments = (form_of(items[1], source, depth + 1), *(form_of(item, source, depth + 1) for item in taken))
        return Form(base.name, arguments)
    return Form(
        base.name, tuple(form_of(item, source, depth + 1) if not _ellipsis(item) else Form("...") for item in items)
    )


def _ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _literal_values(items: list[ast.expr]) -> Iterator[object]:
    for item in items:
        if isinstance(item, ast.Constant):
            yield item.value
        elif isinstance(item, ast.UnaryOp) and isinstance(item.operand, ast.Constant):
            yield ast.literal_eval(item)


def _alias_form(value: ast.expr, name: str, source: Source, depth: int) -> Form:
    """The form of a name that a module-level assignment binds: an alias, a `NewType`, a `TypeVar`."""
    if isinstance(value, ast.Call):
        maker = source.path_of(dotted(value.func) or "").rpartition(".")[2]
        if maker == "NewType" and len(value.args) == 2:
            return Form("NewType", (form_of(value.args[1], source, depth + 1), Form(f"{source.name}.{name}")))
        if maker == "TypeVar":
            bound = next((word.value for word in value.keywords if word.arg == "bound"), None)
            return form_of(bound or (value.args[1] if len(value.args) > 1 else None), source, depth + 1)
        if maker in {"namedtuple", "TypedDict", "Enum"}:
            return Form(f"{source.name}.{name}")
        return ANY
    return form_of(value, source, depth + 1)
