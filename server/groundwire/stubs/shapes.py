"""Reads from a class's definition how it is constructed, compared, and which attributes its constructor sets."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from groundwire.stubs.samples import UNKNOWN, Member
from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.stubs.library import Found, Library
    from groundwire.stubs.source import Function, Source

ParameterKind = Literal["positional", "keyword", "variadic", "keywords"]
ClassKind = Literal["record", "enum", "dictionary", "plain", "abstract", "opaque"]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function or constructor."""

    name: str
    kind: ParameterKind
    annotation: ast.expr | None
    default: ast.expr | None
    source: Source
    """The module whose names the annotation uses."""


@dataclass(frozen=True)
class Shape:
    """What a class tells of its construction."""

    path: str
    kind: ClassKind
    """*record*: construction stores its arguments and runs nothing else. *opaque*: a base class that is not at hand."""
    parameters: tuple[Parameter, ...] = ()
    members: Mapping[str, object] = field(default_factory=dict)
    """Of an enumeration: the members' values, UNKNOWN where they are computed."""
    attributes: Mapping[str, str | ast.expr] = field(default_factory=dict)
    """Attributes the constructor sets: the name of the parameter they hold, or the expression they start as."""
    compares: bool = False
    """Whether equal content makes equal objects."""


_ENUMS: Final = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
_DATACLASSES: Final = frozenset({
    "dataclasses.dataclass", "attr.s", "attr.define", "attr.frozen", "attr.attrs", "attrs.define", "attrs.frozen",
    "attrs.mutable", "pydantic.dataclasses.dataclass",
})  # fmt: skip
_MODELS: Final = frozenset({"pydantic.BaseModel", "sqlmodel.SQLModel", "msgspec.Struct"})
_HARMLESS: Final = frozenset(
    {"object", "typing.Generic", "abc.ABC", "str", "int", "Generic", "collections.abc.Hashable"}
)


def shape_of(found: Found, library: Library, depth: int = 0) -> Shape:
    """The shape of a class, with what it inherits from the project's classes."""
    source, node = found.source, found.node
    bases = [source.path_of(dotted(_plain(base)) or "?") for base in node.bases]
    decorators = [source.path_of(dotted(_plain(item)) or "?") for item in node.decorator_list]
    methods = {item.name: item for item in node.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))}
    parents = [
        shape_of(parent, library, depth + 1)
        for base in bases
        if depth < 5 and (parent := library.find_class(base)) is not None
    ]
    if any(base in _ENUMS for base in bases) or any(parent.kind == "enum" for parent in parents):
        return Shape(found.path, "enum", members=dict(_members(node)), compares=True)
    if any(base.rpartition(".")[2] == "TypedDict" for base in bases):
        return Shape(found.path, "dictionary", tuple(_fields(node, source)), compares=True)
    if _is_abstract(node, bases, source):
        return Shape(found.path, "abstract")
    model = any(base in _MODELS for base in bases) or any(parent.kind == "record" for parent in parents)
    named_tuple = any(base.rpartition(".")[2] == "NamedTuple" for base in bases)
    if "__init__" in methods:
        return _initialised(found, methods, parents)
    if named_tuple or model or any(item in _DATACLASSES for item in decorators):
        inherited = [parameter for parent in parents for parameter in parent.parameters]
        own = list(_fields(node, source))
        names = {parameter.name for parameter in own}
        parameters = (*(parameter for parameter in inherited if parameter.name not in names), *own)
        checks = {"__post_init__", "__new__", "__attrs_post_init__"} & methods.keys() or _validates(node)
        attributes = {parameter.name: parameter.name for parameter in parameters}
        return Shape(found.path, "plain" if checks else "record", tuple(parameters), {}, attributes, compares=True)
    compares = "__eq__" in methods or any(parent.compares for parent in parents)
    if parents:
        kind = parents[0].kind if parents[0].kind != "abstract" else "plain"
        return Shape(found.path, kind, parents[0].parameters, {}, parents[0].attributes, compares)
    opaque = any(base not in _HARMLESS for base in bases) or "__new__" in methods
    return Shape(found.path, "opaque" if opaque else "plain", compares=compares)


def parameters_of(function: Function, source: Source, *, bound: bool) -> tuple[Parameter, ...]:
    """A function's parameters, the receiver of a bound method left out."""
    taken = function.args
    positional = [*taken.posonlyargs, *taken.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(taken.defaults))
    defaults.extend(taken.defaults)
    found = [
        Parameter(item.arg, "positional", item.annotation, default, source)
        for item, default in zip(positional, defaults, strict=True)
    ][1 if bound else 0 :]
    if taken.vararg is not None:
        found.append(Parameter(taken.vararg.arg, "variadic", taken.vararg.annotation, None, source))
    for item, keyword_default in zip(taken.kwonlyargs, taken.kw_defaults, strict=True):
        found.append(Parameter(item.arg, "keyword", item.annotation, keyword_default, source))
    if taken.kwarg is not None:
        found.append(Parameter(taken.kwarg.arg, "keywords", taken.kwarg.annotation, None, source))
    return tuple(found)


def enum_members(library: Library) -> dict[str, Member]:
    """Members of the enumerations that the module defines or imports, by absolute dotted path."""
    paths = [f"{library.module.name}.{name}" for name in library.module.classes]
    paths.extend(path for name, path in library.module.imports.items() if name[:1].isupper())
    members: dict[str, Member] = {}
    for path in paths:
        found = library.find_class(path)
        if found is not None and (shape := shape_of(found, library)).kind == "enum":
            members.update({f"{path}.{name}": Member(found.path, name, value) for name, value in shape.members.items()})
    return members


def _plain(node: ast.expr) -> ast.expr:
    """What a call or subscript is made on: `dataclass(frozen=True)`, `Generic[T]`."""
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _is_abstract(node: ast.ClassDef, bases: list[str], source: Source) -> bool:
    if any(base.rpartition(".")[2] == "Protocol" for base in bases):
        return True
    return any(
        source.path_of(dotted(decorator) or "").startswith("abc.abstract")
        for item in node.body
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))
        for decorator in item.decorator_list
    )


def _validates(node: ast.ClassDef) -> bool:
    """Whether a model declares validators or constraints, which may refuse what we put in."""
    for item in node.body:
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names = [dotted(_plain(decorator)) or "" for decorator in item.decorator_list]
            if any("validator" in name for name in names):
                return True
        if isinstance(item, ast.AnnAssign) and isinstance(item.value, ast.Call) and dotted(item.value.func) == "Field":
            return True
    return False


def _members(node: ast.ClassDef) -> Iterator[tuple[str, object]]:
    for item in node.body:
        if isinstance(item, ast.Assign) and len(item.targets) == 1 and isinstance(item.targets[0], ast.Name):
            name = item.targets[0].id
            if not name.startswith("_"):
                yield name, item.value.value if isinstance(item.value, ast.Constant) else UNKNOWN


def _fields(node: ast.ClassDef, source: Source) -> Iterator[Parameter]:
    """Annotated fields as constructor parameters; class variables and `init=False` fields are none."""
    for item in node.body:
        if not (isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)):
            continue
        if "ClassVar" in ast.dump(item.annotation) or item.target.id.startswith("__"):
            continue
        default, words = item.value, {}
        if isinstance(default, ast.Call):
            words = {word.arg: word.value for word in default.keywords}
        if isinstance(never := words.get("init"), ast.Constant) and never.value is False:
            continue
        maker = (dotted(default.func) or "").rpartition(".")[2] if isinstance(default, ast.Call) else ""
        if maker in {"field", "Field", "ib", "attrib"}:
            default = _field_default(words)
        yield Parameter(item.target.id, "positional", item.annotation, default, source)


def _field_default(words: Mapping[str | None, ast.expr]) -> ast.expr | None:
    """The default that a `field(…)` call gives; an ellipsis where only running its factory would tell."""
    if "default" in words:
        return words["default"]
    factory = words.get("default_factory", words.get("factory"))
    if factory is None:
        return None
    return {"list": ast.List([], ast.Load()), "dict": ast.Dict([], [])}.get(dotted(factory) or "", ast.Constant(...))


def _initialised(found: Found, methods: Mapping[str, Function], parents: list[Shape]) -> Shape:
    """The shape of a class with a constructor of its own."""
    function = methods["__init__"]
    parameters = parameters_of(function, found.source, bound=True)
    names = {parameter.name for parameter in parameters}
    receiver = next((item.arg for item in [*function.args.posonlyargs, *function.args.args]), "self")
    attributes: dict[str, str | ast.expr] = {}
    simple = True
    for statement in function.body:
        value = getattr(statement, "value", None)
        attribute = _assigned_attribute(statement, receiver)
        if attribute is not None and isinstance(value, ast.expr):
            attributes[attribute] = stored = _stored(value, names)
            simple &= isinstance(stored, (str, ast.Constant, ast.List, ast.Dict, ast.Set, ast.Tuple))
        else:
            simple &= isinstance(statement, ast.Pass) or isinstance(value, ast.Constant)
    compares = "__eq__" in methods or any(parent.compares for parent in parents)
    plain_base = all(parent.kind in {"plain", "record", "abstract"} for parent in parents)
    kind: ClassKind = "record" if simple and plain_base and not found.node.bases else "plain"
    return Shape(found.path, kind, parameters, {}, attributes, compares)


def _assigned_attribute(statement: ast.stmt, receiver: str) -> str | None:
    """`x` for an assignment to `self.x` alone."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    else:
        return None
    own = isinstance(target, ast.Attribute) and dotted(target.value) == receiver
    return target.attr if own and isinstance(target, ast.Attribute) else None


def _stored(value: ast.expr, names: set[str]) -> str | ast.expr:
    """The parameter an attribute holds (`x`, `x or []`, `list(x)`), else the expression itself."""
    if isinstance(value, ast.BoolOp):
        value = value.values[0]
    if isinstance(value, ast.Call) and len(value.args) == 1 and dotted(value.func) in {"list", "dict", "set", "tuple"}:
        value = value.args[0]
    return value.id if isinstance(value, ast.Name) and value.id in names else value
