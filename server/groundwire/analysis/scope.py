"""Names bound inside one unit: what they shadow, what local imports and single assignments make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis import cst

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.parsed import ParsedUnit


Binding = str | cst.BaseExpression | cst.Param | None
"""What binds a name: an import's dotted path, an assigned value, a parameter, or something that tells nothing."""


@dataclass(frozen=True)
class LocalScope:
    """Names that mean something else inside the unit than in its module.

    Scopes nested in the unit are not told apart: a name bound in any of them counts as bound here, so a shadowed
    module name is never mistaken for the module's.
    """

    bound: frozenset[str]
    imports: Mapping[str, str]
    """Names bound only by one import inside the unit: what they stand for, dotted; relative ones keep their dots."""
    assigned: Mapping[str, cst.BaseExpression]
    """Names bound exactly once, by a plain assignment: its right-hand side."""
    bindings: Mapping[str, tuple[Binding, ...]]
    """Every binding of each name; kept for top-level statements and class bodies too."""

    @classmethod
    def of(cls, unit: ParsedUnit) -> LocalScope:
        """Collect the bindings of a unit; a top-level statement's are its module's, and belong there."""
        found: dict[str, list[Binding]] = {}
        for name, value in bindings(unit):
            found.setdefault(name, []).append(value)
        single = {name: values[0] for name, values in found.items() if len(values) == 1}
        return cls(
            bound=frozenset(found) if unit.unit.testable else frozenset(),
            imports={name: value for name, value in single.items() if isinstance(value, str)},
            assigned={name: value for name, value in single.items() if isinstance(value, cst.BaseExpression)},
            bindings={name: tuple(values) for name, values in found.items()},
        )


def dotted_name(node: cst.BaseExpression) -> str | None:
    """`a.b.c` for a chain of attributes on a name, else None."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    return ".".join([node.value, *reversed(parts)])


def imported_names(node: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, str]]:
    """(bound name, dotted path) pairs of an import; a star import binds nothing that can be known."""
    if isinstance(node, cst.Import):
        for alias in node.names:
            path = dotted_name(alias.name) or ""
            if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
                yield alias.asname.name.value, path
            else:
                top = path.partition(".")[0]
                yield top, top
        return
    base = "." * len(node.relative) + ((dotted_name(node.module) or "") if node.module is not None else "")
    if isinstance(node.names, cst.ImportStar):
        return
    for alias in node.names:
        name = alias.name.value if isinstance(alias.name, cst.Name) else ""
        target = alias.asname.name if alias.asname is not None else alias.name
        if isinstance(target, cst.Name):
            yield target.value, f"{base}{'' if base.endswith('.') else '.'}{name}"


def bindings(unit: ParsedUnit) -> Iterator[tuple[str, Binding]]:
    """Every binding of a unit as (name, what it is bound to): an import's dotted path, an expression, or None."""
    for plain in unit.nodes(cst.Import):
        yield from imported_names(plain)
    for member in unit.nodes(cst.ImportFrom):
        yield from imported_names(member)
    for parameter in unit.nodes(cst.Param):
        yield parameter.name.value, parameter
    for assign in unit.nodes(cst.Assign):
        for target in assign.targets:
            if isinstance(target.target, cst.Name):
                yield target.target.value, assign.value
            else:
                yield from _targets(target.target)
    for annotated in unit.nodes(cst.AnnAssign):
        if isinstance(annotated.target, cst.Name):
            yield annotated.target.value, annotated.value
    for function in unit.nodes(cst.FunctionDef):
        if function is not unit.function:
            yield function.name.value, None
    for class_ in unit.nodes(cst.ClassDef):
        yield class_.name.value, None
    yield from _bound_by_statements(unit)
    yield from _bound_by_patterns(unit)


def _bound_by_statements(unit: ParsedUnit) -> Iterator[tuple[str, None]]:
    """Targets of loops, `with`, `except`, `del`, augmented assignments, comprehensions, `global` and `nonlocal`."""
    for augmented in unit.nodes(cst.AugAssign):
        yield from _targets(augmented.target)
    for loop in unit.nodes(cst.For):
        yield from _targets(loop.target)
    for comprehension in unit.nodes(cst.CompFor):
        yield from _targets(comprehension.target)
    for walrus in unit.nodes(cst.NamedExpr):
        yield from _targets(walrus.target)
    for alias in unit.nodes(cst.AsName):
        if not isinstance(unit.parent(alias), cst.ImportAlias):
            yield from _targets(alias.name)
    for deleted in unit.nodes(cst.Del):
        yield from _targets(deleted.target)
    for outer in unit.nodes(cst.Global):
        yield from ((item.name.value, None) for item in outer.names)
    for enclosing in unit.nodes(cst.Nonlocal):
        yield from ((item.name.value, None) for item in enclosing.names)


def _bound_by_patterns(unit: ParsedUnit) -> Iterator[tuple[str, None]]:
    """Captures of `match`."""
    for capture in unit.nodes(cst.MatchAs):
        if capture.name is not None:
            yield capture.name.value, None
    for star in unit.nodes(cst.MatchStar):
        if star.name is not None:
            yield star.name.value, None
    for mapping in unit.nodes(cst.MatchMapping):
        if mapping.rest is not None:
            yield mapping.rest.value, None


def _targets(node: cst.BaseExpression) -> Iterator[tuple[str, None]]:
    if isinstance(node, cst.Name):
        yield node.value, None
    elif isinstance(node, (cst.Tuple, cst.List)):
        for element in node.elements:
            yield from _targets(element.value)
    elif isinstance(node, cst.StarredElement):
        yield from _targets(node.value)
