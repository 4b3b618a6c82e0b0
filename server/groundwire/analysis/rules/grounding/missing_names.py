"""Names of a unit that the module, class or object they are taken from does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.grounding.attribute_guards import provided_for
from groundwire.analysis.scope import dotted_name
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.members.answer import MemberAnswer, ObjectClass
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext

_RECEIVERS: Final = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.SimpleString,
    cst.FormattedString,
    cst.ConcatenatedString,
    cst.ListComp,
    cst.DictComp,
    cst.SetComp,
)
"""Expressions whose class may be inferred."""
_STANDING_IN: Final = frozenset({"builtins.super"})
"""Classes whose objects have the attributes of another."""
_MOST: Final = 200
"""Attributes of one unit that are asked about."""
Missing = tuple[cst.Name, "MemberAnswer"]
"""The name in the code, and what is known of its absence."""


def imported(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Missing]:
    """Names that `from … import …` takes and its module does not have."""
    for node in unit.nodes(cst.ImportFrom):
        if isinstance(node.names, cst.ImportStar):
            continue
        base = _module_of(node, module)
        if base is None or module.may_replace(base) or project.find_module(base, module.path()).kind != "found":
            continue
        for alias in node.names:
            if not isinstance(alias.name, cst.Name):
                continue
            answer = project.find_member(f"{base}.{alias.name.value}", module.path())
            missing = answer.kind == "absent" and answer.depth == base.count(".") + 1
            if missing and not provided_for(node, unit, base.partition(".")[0], alias.name.value):
                yield alias.name, answer


def _module_of(node: cst.ImportFrom, module: ModuleContext) -> str | None:
    """The absolute module a `from` import takes names from; None where a relative one cannot be settled."""
    name = (dotted_name(node.module) or "") if node.module is not None else ""
    return module.absolute("." * len(node.relative) + name)


def used(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Missing]:
    """Attributes of imported modules and classes that these do not have."""
    for node in unit.nodes(cst.Attribute):
        parent = unit.parent(node)
        if (isinstance(parent, cst.Attribute) and parent.value is node) or not _is_read(node, unit):
            continue
        dotted = resolve(node, unit, module)
        if dotted is None or dotted.startswith(".") or module.may_replace(dotted):
            continue
        if dotted.count(".") == 1 and dotted.startswith("builtins."):
            continue  # consoles, debuggers and translations put names of their own there
        answer = project.find_member(dotted, module.path())
        attributes = _chain(node)
        place = answer.depth - (dotted.count(".") + 1 - len(attributes))
        if answer.kind != "absent" or place < 0:  # below nought it is the import that is wrong
            continue
        if not provided_for(attributes[place], unit, dotted.partition(".")[0], answer.name):
            yield attributes[place].attr, answer


def of_objects(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Missing]:
    """Attributes of objects whose class inference names, and that this class does not have."""
    for node, found in inferred(unit, module, project):
        name = node.attr.value
        answer = project.find_attribute(found.path, name, found.exact)
        if answer.kind == "absent" and not provided_for(node, unit, found.path.partition(".")[0], name):
            yield node.attr, answer


def inferred(
    unit: ParsedUnit, module: ModuleContext, project: ProjectContext
) -> Iterator[tuple[cst.Attribute, ObjectClass]]:
    """Attributes that are read of objects, each with the class of the object where inference names it."""
    if not project.infers():
        return
    nodes = [
        node
        for node in unit.nodes(cst.Attribute)
        if isinstance(node.value, _RECEIVERS) and _is_read(node, unit) and resolve(node, unit, module) is None
    ][:_MOST]
    if not nodes:
        return
    ends = [unit.range(node.attr).end for node in nodes]
    places = tuple((end.line, end.column - 1) for end in ends)
    classes = project.classes_of(module.path(), unit.unit.name, unit_digest(unit.unit, unit.text), places)
    for node, found in zip(nodes, classes):  # noqa: B905 - there are none where nobody infers
        if found is None or found.path in _STANDING_IN or found.path.startswith("typing."):
            continue
        if not module.may_replace(found.path):
            yield node, found


def _chain(node: cst.Attribute) -> list[cst.Attribute]:
    """`a.b`, `a.b.c` … of a chain, innermost first."""
    found = [node]
    while isinstance(value := found[-1].value, cst.Attribute):
        found.append(value)
    return found[::-1]


def _is_read(node: cst.Attribute, unit: ParsedUnit) -> bool:
    """Whether the attribute is read: neither set nor deleted, nor the path of an import."""
    inner: cst.CSTNode = node
    parent = unit.parent(node)
    while isinstance(parent, (cst.Element, cst.Tuple, cst.List, cst.StarredElement)):
        inner, parent = parent, unit.parent(parent)
    if isinstance(parent, (cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor)):
        return parent.target is not inner
    return not isinstance(parent, (cst.AssignTarget, cst.Del, cst.AsName, cst.ImportFrom, cst.ImportAlias))
