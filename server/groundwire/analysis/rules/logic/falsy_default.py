"""GW201: a default that also replaces a legal falsy value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value, quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import falsy_default_examples as examples
from groundwire.analysis.rules.logic.default_choices import Choice, choices
from groundwire.analysis.rules.logic.legal_falsy import is_a_bound, may_be_nought, may_choose_none
from groundwire.analysis.rules.logic.optional_values import Falsy, docstring, falsy_value
from groundwire.analysis.rules.logic.value_uses import fails_on_nothing, is_computed_with, is_filled
from groundwire.model import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_GATHERED: Final = frozenset({"seen", "visited", "memo", "cache", "acc", "accumulator", "found", "results", "errors"})
"""Containers that a caller hands over to be filled."""
_ASIDE: Final = re.compile(r"\b(?:zero|falsy|falsey|empty)\b|(?<![\w.])0(?![\w.])", re.IGNORECASE)


class FalsyDefault(Rule):
    """A default that also replaces a legal falsy value.

    `x or d`, `x if x else d` and `if not x: x = d` where `x` is a parameter that may be `0`, `0.0`, `False` or an empty
    container and still mean something: its annotation, default or documentation shows it.

    Why it bites
    ------------
    `or` asks whether the value is true, and what was meant is whether it was given. `discount(0)` becomes
    `discount(10)`, `delay=0` becomes a wait, and `enabled or True` is true whatever the caller says. It is the first
    thing that comes to mind, and every example with a usual value works.

    How to settle it
    ----------------
    Decide what the falsy value means. Where it is a value, write `d if x is None else x`; where it really means *not
    given*, say so in the docstring. A test with the falsy value shows which.

    When to ignore it
    -----------------
    Where nought makes no sense. A number is marked only where its name tells of what may be nought (a quantity, a
    discount, an offset, a delay, a threshold, `min_…`), not `port`, `page`, `workers`, `max_connections` or `timeout`,
    and a `limit` or `depth` only in generated code, where the function itself cuts or counts with it: who wrote it by
    hand mostly wants some; a list where it lets in or leaves out (`allowed`, `exclude`). Texts are left alone: an empty
    one is hardly ever meant. So is everything where the default equals the falsy value (`x or 0`, `items or []`), where
    the function compares the parameter with 0 itself or does what fails for it (divides by it, takes its logarithm),
    where it fills a container before it hands it to itself, or where its docstring speaks of zero or empty.
    """

    code = "GW201"
    name = "falsy-default"
    summary = "A default that also replaces a legal falsy value, such as 0."
    triggers = re.compile(r"^[^\S\n]*(?:async\s+)?def\b(?s:.*)\b(?:or|else|not)\b", re.MULTILINE)
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if unit.function is None:
            return
        parameters = {parameter.name.value: parameter for parameter in _parameters(unit.function)}
        found: list[Finding] = []
        for choice in choices(unit):
            parameter = parameters.get(choice.name.value)
            falsy = falsy_value(parameter, unit, module) if parameter is not None else None
            if falsy is None:
                continue
            if _differs(falsy, choice, unit) and not _considered(choice.name.value, unit):
                found.append(self._found(choice, falsy, unit))
        yield from sorted(found, key=lambda finding: finding.range)

    def _found(self, choice: Choice, falsy: Falsy, unit: ParsedUnit) -> Finding:
        name, default = choice.name.value, unit.source(choice.default)
        always = falsy.kind == "bool"
        if always:
            message = f"{quoted(unit.source(choice.node))} is true whatever `{name}` is."
            why = f"`{name}` {falsy.shown_by}, and `False or True` is True."
        else:
            message = f"`{name}={falsy.text}` is replaced by {quoted(default)} here."
            why = f"`{name}` {falsy.shown_by}: {falsy.text} is a value it may have, and it counts as false."
        fixes = (Fix("Ask whether it is None", (choice.fix,)),) if choice.fix is not None and falsy.optional else ()
        bound = falsy.kind in {"int", "float"} and is_a_bound(name)
        return self.finding(unit, choice.node, message, why, contradicts=always, fixes=fixes, generated_only=bound)


def _parameters(function: cst.FunctionDef) -> Iterator[cst.Param]:
    yield from function.params.posonly_params
    yield from function.params.params
    yield from function.params.kwonly_params


def _differs(falsy: Falsy, choice: Choice, unit: ParsedUnit) -> bool:
    """Whether the falsy value is a value of its own here, and the default another one."""
    name, default = choice.name.value, choice.default
    value = literal_value(default)
    if isinstance(default, cst.Name) and default.value in {"None", name}:
        return False
    if falsy.kind == "bool":
        return value is True
    if falsy.kind in {"int", "float"}:
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and bool(value)
        other = isinstance(default, (cst.Name, cst.Attribute)) and value is None
        return (number or other) and may_be_nought(name, computed=is_computed_with(choice, unit))
    if name in _GATHERED:
        return falsy.optional and not value and is_filled(name, unit)
    chosen = isinstance(value, (list, tuple, set, dict)) and bool(value)
    return falsy.optional and chosen and may_choose_none(name)


def _considered(name: str, unit: ParsedUnit) -> bool:
    """Whether the function shows that it knows what a falsy value means."""
    if _ASIDE.search(docstring(unit)) or fails_on_nothing(name, unit):
        return True
    for comparison in unit.nodes(cst.Comparison):
        if isinstance(comparison.left, cst.Name) and comparison.left.value == name:
            value = literal_value(comparison.comparisons[0].comparator)
            if isinstance(value, (int, float)) and value in {0, 1}:
                return True
    return False
