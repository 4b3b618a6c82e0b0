"""The type an expression surely has: literals, annotations, constructors, and what well-known calls return."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.scope import Binding

_BUILTIN_TYPES: Final = frozenset(
    {"str", "bytes", "bytearray", "int", "float", "complex", "bool", "list", "dict", "set", "frozenset", "tuple"}
)
_DISPLAYS: Final[Mapping[type[cst.CSTNode], str]] = MappingProxyType(
    {
        cst.FormattedString: "str",
        cst.Integer: "int",
        cst.Float: "float",
        cst.Imaginary: "complex",
        cst.List: "list",
        cst.ListComp: "list",
        cst.Dict: "dict",
        cst.DictComp: "dict",
        cst.Set: "set",
        cst.SetComp: "set",
        cst.Tuple: "tuple",
    }
)
_RETURNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("repr", "ascii", "chr", "hex", "oct", "bin", "input", "format"), "str"),
        **dict.fromkeys(("len", "ord", "hash", "id"), "int"),
        "sorted": "list",
    }
)
_CALLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "platform.python_version": "str",
        "os.getcwd": "str",
        "time.time": "float",
        "datetime.datetime.now": "datetime.datetime",
        "datetime.datetime.utcnow": "datetime.datetime",
        "datetime.date.today": "datetime.date",
    }
)
_CLASSES: Final = frozenset({"datetime.datetime", "datetime.date", "decimal.Decimal", "pathlib.Path", "uuid.UUID"})
_TEXT_TO_SAME: Final = frozenset(
    [
        "capitalize",
        "casefold",
        "center",
        "expandtabs",
        "join",
        "ljust",
        "lower",
        "lstrip",
        "removeprefix",
        "removesuffix",
        "replace",
        "rjust",
        "rstrip",
        "strip",
        "swapcase",
        "title",
        "translate",
        "upper",
        "zfill",
    ]
)


def value_type(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """`str`, `int`, … or a dotted class, where every binding the unit shows agrees; None where it is not sure."""
    return _type(node, unit, module, frozenset())


def annotation_type(annotation: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The same for an annotation that names one plain type: `int`, `"str"`, `list[int]`."""
    if isinstance(annotation, cst.SimpleString):
        text = literal_value(annotation)
        return text if isinstance(text, str) and text in _BUILTIN_TYPES else None
    if isinstance(annotation, cst.Subscript):
        annotation = annotation.value
    path = resolve(annotation, unit, module)
    if path is None:
        return None
    name = path.rpartition(".")[2].lower()
    if path.startswith("typing.") and name in {"list", "dict", "set", "tuple", "frozenset"}:
        return name
    return _class(path)


def _class(path: str) -> str | None:
    module, _, name = path.rpartition(".")
    if module == "builtins":
        return name if name in _BUILTIN_TYPES else None
    return path if path in _CLASSES else None


def _type(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext, seen: frozenset[str]) -> str | None:
    if (display := _DISPLAYS.get(type(node))) is not None:
        return display
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return "bytes" if isinstance(literal_value(node), bytes) else "str"
    if isinstance(node, cst.Name):
        return "bool" if node.value in {"True", "False"} else _type_of_name(node.value, unit, module, seen)
    if isinstance(node, cst.Call):
        return _type_of_call(node, unit, module, seen)
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.Modulo)):
        left = _type(node.left, unit, module, seen)
        return left if left in {"str", "bytes"} else None
    if isinstance(node, cst.IfExp):
        kinds = {_type(node.body, unit, module, seen), _type(node.orelse, unit, module, seen)}
        return kinds.pop() if len(kinds) == 1 else None
    if isinstance(node, cst.Subscript) and resolve(node.value, unit, module) == "os.environ":
        return "str"
    return None


def _type_of_name(name: str, unit: ParsedUnit, module: ModuleContext, seen: frozenset[str]) -> str | None:
    """The one type that all bindings of a local name agree on; a binding that refers to itself keeps what it had."""
    if not unit.unit.testable:
        return None
    kinds: set[str | None] = set()
    for binding in unit.scope.bindings.get(name, ()):
        if isinstance(binding, cst.Param):
            star = binding.star in {"*", "**"}
            annotation = binding.annotation.annotation if binding.annotation is not None and not star else None
            kinds.add(annotation_type(annotation, unit, module) if annotation is not None else None)
        elif (annotated := _annotated(binding, unit)) is not None:
            kinds.add(annotation_type(annotated, unit, module))
        elif isinstance(binding, cst.BaseExpression) and name not in seen:
            kinds.add(_type(binding, unit, module, seen | {name}))
        elif name not in seen:
            kinds.add(None)
    return kinds.pop() if len(kinds) == 1 else None


def _annotated(binding: Binding, unit: ParsedUnit) -> cst.BaseExpression | None:
    """The annotation of a name where it is bound: `text: str = …`."""
    statement = unit.parent(binding) if isinstance(binding, cst.BaseExpression) else None
    return statement.annotation.annotation if isinstance(statement, cst.AnnAssign) else None


def _type_of_call(node: cst.Call, unit: ParsedUnit, module: ModuleContext, seen: frozenset[str]) -> str | None:
    path = resolve(node.func, unit, module)
    if path is not None:
        top, _, name = path.rpartition(".")
        known = _RETURNS.get(name) if top == "builtins" else _CALLS.get(path)
        return known or _class(path)
    if isinstance(node.func, cst.Attribute):
        receiver = _type(node.func.value, unit, module, seen)
        method = node.func.attr.value
        if receiver in {"str", "bytes"} and method in _TEXT_TO_SAME:
            return receiver
        if receiver == "str" and method == "format":
            return "str"
        if (receiver, method) in {("str", "encode"), ("bytes", "decode")}:
            return "bytes" if receiver == "str" else "str"
        if receiver in {"str", "bytes"} and method in {"split", "rsplit", "splitlines"}:
            return "list"
    return None
