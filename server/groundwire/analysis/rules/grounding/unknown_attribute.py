"""GW102: a name that the module, class or object it is taken from does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import libcst as cst

from groundwire.analysis.names import resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import unknown_attribute_examples as examples
from groundwire.analysis.rules.grounding.attribute_guards import provided_for
from groundwire.analysis.scope import dotted_name
from groundwire.model import Finding, Fix, TextEdit
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.members.answer import MemberAnswer
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext


class UnknownAttribute(Rule):
    """A name that the module, class or object it is taken from does not have.

    Modules and classes are read as they are installed: every statement that binds a name, star imports, base classes,
    stubs beside the source, `__getattr__`, and every file of the package that may set the name from outside. Of the
    standard library the stubs and the running Python must agree. For objects, inference must name the class, and that
    class, read with all its bases, must lack the name. Nothing is imported or run but Python's own library.

    Why it bites
    ------------
    A model remembers many versions of a library at once: a function that was renamed, a method of a sister class, one
    that would be sensible and was never written. It reads like the real thing, and fails when the line first runs.

    How to settle it
    ----------------
    Look at the closest names that the installed version has. Where the name was removed, the library's notes on that
    version say what to use instead; where it comes with a later version, raise the requirement.

    When to ignore it
    -----------------
    Where something outside the project's files gives the object that name. Uses under a handler for `AttributeError` or
    `ImportError`, under a test of version, type or `hasattr`, and names that a file of the project sets itself are not
    reported; neither is anything about objects whose text leaves the question open.

    Fix safety
    ----------
    Offered where the only difference to an existing name is case, underscores, a doubled letter or two exchanged ones.
    """

    code = "GW102"
    name = "unknown-attribute"
    summary = "A name that the module, class or object it is taken from does not have."
    triggers = re.compile(r"[\w)\]\"']\s*\.\s*[^\W\d]|\bimport\b")
    needs_project = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        found = {id(node): (node, answer) for node, answer in _imported(unit, module, project)}
        for node, answer in (*_used(unit, module, project), *_of_objects(unit, module, project)):
            found.setdefault(id(node), (node, answer))
        for node, answer in sorted(found.values(), key=lambda pair: unit.range(pair[0])):
            fixes: tuple[Fix, ...] = ()
            if answer.replacement is not None:
                edit = TextEdit(unit.range(node), answer.replacement)
                fixes = (Fix(f"Replace by `{answer.replacement}`", (edit,)),)
            yield self.finding(unit, node, _message(answer), _explanation(answer), contradicts=True, fixes=fixes)


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
_MOST: Final = 200
"""Attributes of one unit that are asked about."""
Missing = tuple[cst.Name, "MemberAnswer"]
"""The name in the code, and what is known of its absence."""


def _imported(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Missing]:
    """Names that `from … import …` takes and its module does not have."""
    for node in unit.nodes(cst.ImportFrom):
        if isinstance(node.names, cst.ImportStar):
            continue
        base = _module_of(node, module)
        if base is None or project.find_module(base, module.path()).kind != "found":
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


def _used(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Missing]:
    """Attributes of imported modules and classes that these do not have."""
    for node in unit.nodes(cst.Attribute):
        parent = unit.parent(node)
        if (isinstance(parent, cst.Attribute) and parent.value is node) or not _is_read(node, unit):
            continue
        dotted = resolve(node, unit, module)
        if dotted is None or dotted.startswith("."):
            continue
        answer = project.find_member(dotted, module.path())
        attributes = _chain(node)
        place = answer.depth - (dotted.count(".") + 1 - len(attributes))
        if answer.kind != "absent" or place < 0:  # below nought it is the import that is wrong
            continue
        if not provided_for(attributes[place], unit, dotted.partition(".")[0], answer.name):
            yield attributes[place].attr, answer


def _of_objects(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Missing]:
    """Attributes of objects whose class inference names, and that this class does not have."""
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
        if found is None:
            continue
        name = node.attr.value
        answer = project.find_attribute(found.path, name, found.exact)
        if answer.kind == "absent" and not provided_for(node, unit, found.path.partition(".")[0], name):
            yield node.attr, answer


def _chain(node: cst.Attribute) -> list[cst.Attribute]:
    """`a.b`, `a.b.c` … of a chain, innermost first."""
    found = [node]
    while isinstance(value := found[-1].value, cst.Attribute):
        found.append(value)
    return found[::-1]


def _is_read(node: cst.Attribute, unit: ParsedUnit) -> bool:
    """Whether the attribute is read, neither set nor deleted."""
    inner: cst.CSTNode = node
    parent = unit.parent(node)
    while isinstance(parent, (cst.Element, cst.Tuple, cst.List, cst.StarredElement)):
        inner, parent = parent, unit.parent(parent)
    if isinstance(parent, (cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor)):
        return parent.target is not inner
    return not isinstance(parent, (cst.AssignTarget, cst.Del, cst.AsName))


def _message(answer: MemberAnswer) -> str:
    message = f"`{answer.owner}` of {answer.source} has no `{answer.name}`"
    if not answer.close:
        return f"{message}."
    names = " and ".join(f"`{name}`" for name in answer.close[:2])
    return f"{message}; closest {'is' if len(answer.close) == 1 else 'are'} {names}."


def _explanation(answer: MemberAnswer) -> str:
    everything = "everything it takes names from" if answer.owner_kind == "module" else "all its base classes"
    where = f"It was looked for in {answer.file} and {everything}; no file sets it from outside."
    return where if answer.said is None else f"{where} {answer.file} says of it: “{answer.said}”."
