"""What kind of remote party an object stands for: an HTTP client, Redis, a database session, a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.distributed.parties import (
    HANDED_OUT,
    KIND_BY_CLASS,
    SESSION_FACTORIES,
    SESSION_MAKERS,
)
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_DEPTH: Final = 6
"""How many bindings are followed: `cursor = connection.cursor()`, `connection = psycopg2.connect()`."""


def kind_of(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext, depth: int = _DEPTH) -> str | None:
    """`http`, `redis`, `session`, …: what the object is known to be by its constructor, annotation or `with`."""
    if not depth:  # names that are bound to each other
        return None
    if isinstance(node, cst.Await):
        node = node.expression
    if isinstance(node, cst.Call):
        return _made_by(node, unit, module, depth - 1)
    if isinstance(node, cst.Name) and node.value in unit.scope.bound:
        return _kind_of_local(node, unit, module, depth - 1)
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value == "self":
        owner = unit.unit.name.rpartition(".")[0]
        path = constructor(node, unit, module) or module.attribute_type(owner, node.attr.value)
        return _kind_of_path(path, module) if path is not None else None
    path = resolve(node, unit, module)
    if path is not None and path in KIND_BY_CLASS:  # an instance a library keeps, as django's cache
        return KIND_BY_CLASS[path]
    if isinstance(node, cst.Attribute) and node.attr.value == "session" and _is_flask(node.value, unit, module):
        return "session"
    made = constructor(node, unit, module)
    return _kind_of_path(made, module) if made is not None else None


def _kind_of_local(node: cst.Name, unit: ParsedUnit, module: ModuleContext, depth: int) -> str | None:
    """What every binding of a local name agrees on, `None` beside it allowed."""
    if node.value in unit.scope.imports:
        return KIND_BY_CLASS.get(unit.scope.imports[node.value])
    kinds: set[str | None] = set()
    for binding in unit.scope.bindings.get(node.value, ()):
        if isinstance(binding, cst.Param):
            kinds.add(_annotated(binding.annotation, unit, module))
        elif isinstance(binding, cst.BaseExpression):
            if not (isinstance(binding, cst.Name) and binding.value == "None") and binding is not node:
                value = binding.expression if isinstance(binding, cst.Await) else binding
                is_itself = isinstance(value, cst.Name) and value.value == node.value
                kinds.add(kind_of(value, unit, module, depth) if not is_itself else None)
        elif binding is None:
            kinds.add(_kind_by_with(node.value, unit, module, depth))
    return kinds.pop() if len(kinds) == 1 else None


def _annotated(annotation: cst.Annotation | None, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The kind of an annotation: `AsyncClient`, `"Session"`, `Redis | None`, `Annotated[Session, Depends(…)]`."""
    if annotation is None:
        return None
    node = annotation.annotation
    if isinstance(node, cst.SimpleString):
        path = module.imported((string_value(node) or "").partition(".")[0])
        rest = (string_value(node) or "").partition(".")[2]
        return KIND_BY_CLASS.get(f"{path}.{rest}" if rest else path or "")
    if isinstance(node, cst.BinaryOperation):
        sides = [side for side in (node.left, node.right) if not (isinstance(side, cst.Name) and side.value == "None")]
        node = sides[0] if len(sides) == 1 else node
    if isinstance(node, cst.Subscript):
        outer = dotted_name(node.value) or ""
        inner = node.slice[0].slice
        if outer.rpartition(".")[2] in {"Optional", "Annotated"} and isinstance(inner, cst.Index):
            node = inner.value
        else:
            node = node.value
    return KIND_BY_CLASS.get(resolve(node, unit, module) or "")


def _kind_by_with(name: str, unit: ParsedUnit, module: ModuleContext, depth: int) -> str | None:
    """The kind of what `with … as NAME` binds, where only `with` binds the name, each time to the same."""
    kinds: set[str | None] = set()
    for item in unit.nodes(cst.WithItem):
        target = item.asname.name if item.asname is not None else None
        if isinstance(target, cst.Name) and target.value == name:
            value = item.item.expression if isinstance(item.item, cst.Await) else item.item
            kinds.add(_made_by(value, unit, module, depth) if isinstance(value, cst.Call) else None)
    return kinds.pop() if len(kinds) == 1 else None


def _made_by(call: cst.Call, unit: ParsedUnit, module: ModuleContext, depth: int) -> str | None:
    """The kind of what a call returns."""
    path = resolve(call.func, unit, module)
    if path is not None and (kind := _kind_of_path(path, module)) is not None:
        return kind
    if constructor(call.func, unit, module) in SESSION_MAKERS or (dotted_name(call.func) or "") in SESSION_FACTORIES:
        return "session"
    if isinstance(call.func, cst.Attribute):
        receiver = kind_of(call.func.value, unit, module, depth)
        if receiver is not None:
            return HANDED_OUT.get((receiver, call.func.attr.value))
    return None


def _kind_of_path(path: str, module: ModuleContext) -> str | None:
    if path in KIND_BY_CLASS:
        return KIND_BY_CLASS[path]
    if path.rpartition(".")[2] in SESSION_FACTORIES or module.constructor(path) in SESSION_MAKERS:
        return "session"
    return None


def _is_flask(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether this is what Flask-SQLAlchemy's `SQLAlchemy()` made, kept as `db` here or in another module."""
    if constructor(node, unit, module) == "flask_sqlalchemy.SQLAlchemy":
        return True
    path = resolve(node, unit, module)
    return path is not None and "." in path and path.rpartition(".")[2] == "db"
