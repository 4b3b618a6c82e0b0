"""Every place where a condition chooses, with what is known there from the conditions before and around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.cst import children, walk
from groundwire.analysis.rules.logic.branches.deciding import ASSERTED, Fact
from groundwire.analysis.rules.logic.branches.formula import Formula, consequences
from groundwire.analysis.rules.logic.branches.purity import Changes, Effects
from groundwire.analysis.rules.logic.branches.reading import Reader
from groundwire.analysis.rules.logic.branches.ways_out import way_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_COMPREHENSIONS: Final = (cst.ListComp, cst.SetComp, cst.DictComp)


class Site(NamedTuple):
    """A condition where it stands."""

    node: cst.If | cst.IfExp | cst.While | cst.BooleanOperation
    """What it decides; a boolean operation outside a condition stands for itself."""
    test: cst.BaseExpression
    formula: Formula
    facts: tuple[Fact, ...]


def sites(unit: ParsedUnit, module: ModuleContext) -> list[Site]:
    """All conditions of a unit, in source order."""
    declared: list[cst.Global | cst.Nonlocal] = [*unit.nodes(cst.Global), *unit.nodes(cst.Nonlocal)]
    shared = {item.name.value for node in declared for item in node.names}
    walker = _Walker(unit, module, frozenset(), frozenset(shared), Changes(unit), _holding_choices(unit))
    walker.block(unit.tree.body, ())
    return walker.found


def _holding_choices(unit: ParsedUnit) -> set[int]:
    """Identities of the nodes that are choices within an expression, and of all around them: few are."""
    found: set[int] = set()
    for kind in (cst.IfExp, cst.BooleanOperation):
        for choice in unit.nodes(kind):
            found.add(id(choice))
            for outer in unit.ancestors(choice):
                if id(outer) in found:
                    break
                found.add(id(outer))
    return found


class _Walker:
    """Runs over statements as control does, and carries what is known."""

    def __init__(
        self,
        unit: ParsedUnit,
        module: ModuleContext,
        own: frozenset[str],
        shared: frozenset[str],
        changes: Changes,
        holding: Set[int],
    ) -> None:
        self._unit, self._module, self._shared, self._changes = unit, module, shared, changes
        self._holding = holding
        self._reader = Reader(unit, module, own - shared, changes)
        self._named = any(True for _ in unit.nodes(cst.NamedExpr))
        self.found: list[Site] = []

    def block(self, statements: Iterable[cst.CSTNode], facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Walk statements in a row; what is known behind them."""
        known = tuple(facts)
        for statement in statements:
            known = self._statement(statement, known)
        return known

    def _suite(self, suite: cst.BaseSuite | None, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return self.block(suite.body, facts) if suite is not None else facts

    def _statement(self, node: cst.CSTNode, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        if isinstance(node, cst.If):
            return self._if(node, facts)
        if isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            return self.block(node.body, facts)
        if isinstance(node, cst.BaseSmallStatement):
            return self._small(node, facts)
        if isinstance(node, cst.FunctionDef):
            self._function(node)
        elif isinstance(node, cst.ClassDef):
            self._suite(node.body, ())
        elif isinstance(node, cst.While):
            return self._while(node, facts)
        elif isinstance(node, cst.For):
            self._expression(node.iter, facts)
            inner = _kept(facts, self._changes.of(node))
            self._suite(node.body, inner)
            self._suite(node.orelse.body if node.orelse is not None else None, inner)
        elif isinstance(node, cst.With):
            self._suite(node.body, _kept(facts, self._changes.of(*node.items)._replace(calls=True)))
        elif isinstance(node, (cst.Try, cst.TryStar)):
            self._try(node, facts)
        elif isinstance(node, cst.Match):
            for case in node.cases:
                self._suite(case.body, _kept(facts, self._changes.of(node)))
        return _kept(facts, self._changes.of(node))

    def _if(self, node: cst.If, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        formula = self._choice(node, node.test, facts)
        known = _kept(facts, self._changes.of(node.test))
        out = way_out(node.body)
        behind = self._suite(node.body, (*known, *_learned(formula, node.test, "", passed=True)))
        others = (*known, *_learned(formula, node.test, out or "", passed=False))
        if isinstance(node.orelse, cst.If):
            others = self._if(node.orelse, others)
        elif node.orelse is not None:
            others = self._suite(node.orelse.body, others)
        if out is not None:
            return () if way_out(node.orelse) is not None else others
        if way_out(node.orelse) is not None:
            return behind
        return tuple(fact for fact in behind if any(fact is other for other in others))

    def _while(self, node: cst.While, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        inner = _kept(facts, self._changes.of(node))
        formula = self._choice(node, node.test, inner)
        known = _kept(inner, self._changes.of(node.test))
        self._suite(node.body, (*known, *_learned(formula, node.test, "", passed=True)))
        self._suite(node.orelse.body if node.orelse is not None else None, known)
        return known

    def _try(self, node: cst.Try | cst.TryStar, facts: tuple[Fact, ...]) -> None:
        behind = self._suite(node.body, facts)
        broken = _kept(facts, self._changes.of(node.body)._replace(calls=True))
        for handler in node.handlers:
            self._suite(handler.body, _kept(broken, self._changes.of(handler)))
        self._suite(node.orelse.body if node.orelse is not None else None, behind)
        if node.finalbody is not None:
            self._suite(node.finalbody.body, _kept(broken, self._changes.of(*node.handlers, node.orelse)))

    def _function(self, node: cst.FunctionDef) -> None:
        parameters = {part.name.value for part in walk(node.params) if isinstance(part, cst.Param)}
        own = self._changes.of(node.body).names | parameters
        inner = _Walker(self._unit, self._module, own, self._shared, self._changes, self._holding)
        inner.block(node.body.body, ())
        self.found += inner.found

    def _small(self, node: cst.BaseSmallStatement, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        walrus = [part for part in walk(node) if isinstance(part, cst.NamedExpr)] if self._named else []
        changed = self._changes.of(node)
        self._expression(node, _kept(facts, Effects(self._changes.of(*walrus).names, changed.calls)))
        known = _kept(facts, changed)
        if isinstance(node, cst.Assert):
            formula = self._reader.read(node.test)
            return (*known, *_learned(formula, node.test, ASSERTED, passed=True))
        return known

    def _expression(self, node: cst.CSTNode, facts: tuple[Fact, ...], *, part: bool = False) -> None:
        """Choices inside an expression; `part` says that it belongs to a condition that was looked at as a whole."""
        if id(node) not in self._holding:
            return
        if isinstance(node, cst.IfExp):
            formula = self._choice(node, node.test, facts)
            known = _kept(facts, self._changes.of(node.test))
            self._expression(node.body, (*known, *_learned(formula, node.test, "", passed=True)))
            self._expression(node.orelse, (*known, *_learned(formula, node.test, "", passed=False)))
            return
        if isinstance(node, cst.BooleanOperation) and not part:
            self.found.append(Site(node, node, self._reader.read(node), ()))
        if isinstance(node, (cst.Lambda, cst.GeneratorExp)):
            facts = ()
        elif isinstance(node, _COMPREHENSIONS):
            facts = _kept(facts, self._changes.of(node))
        within = part or isinstance(node, cst.BooleanOperation)
        inside = within and isinstance(node, (cst.BooleanOperation, cst.UnaryOperation))
        for child in children(node):
            self._expression(child, facts, part=inside)

    def _choice(
        self, node: cst.If | cst.IfExp | cst.While, test: cst.BaseExpression, facts: tuple[Fact, ...]
    ) -> Formula:
        formula = self._reader.read(test)
        self.found.append(Site(node, test, formula, facts))
        self._expression(test, _kept(facts, self._changes.of(test)), part=True)
        return formula


def _learned(formula: Formula, test: cst.BaseExpression, left: str, *, passed: bool) -> list[Fact]:
    return [Fact(part, truth, test, passed, left) for part, truth in consequences(formula, passed)]


def _kept(facts: Iterable[Fact], changed: Effects) -> tuple[Fact, ...]:
    """The facts that still hold after such changes."""
    if not changed.names and not changed.calls:
        return tuple(facts)
    return tuple(
        fact
        for fact in facts
        if all(
            question.names.isdisjoint(changed.names) and (question.stable or not changed.calls)
            for question in fact.formula.atoms
        )
    )
