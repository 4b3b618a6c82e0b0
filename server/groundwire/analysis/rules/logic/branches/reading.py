"""Read a condition as a formula: comparisons with literals exactly, anything else pure as a question to be repeated."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.literals import is_literal, literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.branches.formula import Atom, Joined, Negated
from groundwire.analysis.rules.logic.branches.purity import names_read
from groundwire.analysis.rules.logic.branches.questions import (
    MIRRORED,
    ORDERS,
    SAME,
    compares,
    has_affix,
    is_any_of,
    is_in,
    is_plain,
)
from groundwire.analysis.rules.logic.branches.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.branches.formula import Formula, Value
    from groundwire.analysis.rules.logic.branches.purity import Changes, Effects
    from groundwire.analysis.rules.logic.branches.subjects import Subject


class Reader:
    """Reads the conditions of one unit; `own` names are rebound by its own statements alone."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext, own: frozenset[str], changes: Changes) -> None:
        self._unit = unit
        self._changes = changes
        self._module = module
        self._own = own
        self._subjects = Subjects(unit, module, own)
        self._unknown = 0

    def read(self, test: cst.BaseExpression) -> Formula:
        """The condition as a formula; what cannot be repeated becomes a question of its own."""
        return self._read(test, self._changes.of(test))

    def _read(self, test: cst.BaseExpression, during: Effects) -> Formula:
        if isinstance(test, cst.BooleanOperation):
            every = isinstance(test.operator, cst.And)
            return Joined(every, (self._read(test.left, during), self._read(test.right, during)))
        if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
            return Negated(self._read(test.expression, during))
        if isinstance(test, cst.Comparison):
            return self._comparisons(test, during)
        return self._atom(test, self._call(test) if isinstance(test, cst.Call) else self._truth(test), during)

    def _comparisons(self, test: cst.Comparison, during: Effects) -> Formula:
        parts: list[Formula] = []
        left = test.left
        for target in test.comparisons:
            alone = self._unit.pair(left, target)
            parts.append(self._atom(alone, self._comparison(alone), during))
            left = target.comparator
        return parts[0] if len(parts) == 1 else Joined(True, tuple(parts))

    def _atom(self, test: cst.BaseExpression, found: Atom | None, during: Effects) -> Atom:
        """The question itself, or an opaque one; where calls may change what it reads, one that is never repeated."""
        if found is not None and (found.stable or not during.calls) and found.names.isdisjoint(during.names):
            return found
        text = self._text(test)
        if during.calls or during.names or is_literal(test):
            self._unknown += 1
            return Atom(f"question {self._unknown}", text, bool, frozenset(), domain="truth")
        return Atom(text, text, bool, names_read(test), domain="truth", stable=self._is_settled(test))

    def _is_settled(self, test: cst.BaseExpression) -> bool:
        """Whether nothing but a new binding changes an opaque answer: `is` between names of the unit's own."""
        if not isinstance(test, cst.Comparison) or not isinstance(test.comparisons[0].operator, (cst.Is, cst.IsNot)):
            return False
        sides = (test.left, test.comparisons[0].comparator)
        return all(isinstance(side, cst.Name) and side.value in self._own for side in sides)

    def _truth(self, test: cst.BaseExpression) -> Atom | None:
        subject = self._subjects.of(test)
        if subject is None or subject.modulus > 1:
            return None
        stable = subject.stable and subject.typed
        return Atom(subject.text, self._text(test), bool, subject.names, subject.domain, stable, exact=stable)

    def _comparison(self, pair: cst.Comparison) -> Atom | None:
        left, right = pair.left, pair.comparisons[0].comparator
        kind, text = type(pair.comparisons[0].operator), self._text(pair)
        if is_literal(left) and not is_literal(right) and kind in MIRRORED:
            left, right, kind = right, left, MIRRORED[kind]
        subject = self._subjects.of(left)
        if subject is None or not is_literal(right):
            return None
        value = literal_value(right)
        if kind in {cst.In, cst.NotIn}:
            if not isinstance(value, (tuple, list, set)) or not all(map(is_plain, value)) or subject.domain == "count":
                return None
            members = tuple(value)
            if subject.modulus > 1 and any(type(member) is not int for member in members):
                return None
            ask: Callable[[Value], bool] = partial(
                is_in, members=members, wanted=kind is cst.In, modulus=subject.modulus
            )
            return self._about(subject, text, ask, members)
        if not is_plain(value) or (subject.modulus > 1 and type(value) is not int):
            return None
        if kind in ORDERS and (not isinstance(value, (int, float)) or isinstance(value, bool)):
            return None
        if kind in {cst.Is, cst.IsNot} and not (value is None or isinstance(value, bool)):
            return None
        compare = (ORDERS | SAME)[kind]
        ask = partial(compares, compare=compare, value=value, modulus=subject.modulus)
        found = self._about(subject, text, ask, (value,))
        return replace(found, exact=True) if kind in {cst.Is, cst.IsNot} else found

    def _about(self, subject: Subject, text: str, ask: Callable[[Value], bool], constants: tuple[Value, ...]) -> Atom:
        names, domain, stable = subject.names, subject.domain, subject.stable
        return Atom(subject.text, text, ask, names, domain, stable, subject.typed, constants, subject.modulus)

    def _call(self, call: cst.Call) -> Atom | None:
        """`isinstance(x, T)`, `x.startswith("…")`, `x.endswith("…")`."""
        if any(argument.keyword is not None or argument.star for argument in call.args):
            return None
        if len(call.args) == 2 and resolve(call.func, self._unit, self._module) == "builtins.isinstance":
            return self._isinstance(call)
        if len(call.args) != 1 or not isinstance(call.func, cst.Attribute):
            return None
        method, subject = call.func.attr.value, self._subjects.of(call.func.value)
        affix = literal_value(call.args[0].value)
        affixes = tuple(
            item for item in (affix if isinstance(affix, tuple) else (affix,)) if isinstance(item, (str, bytes))
        )
        if subject is None or subject.modulus > 1 or method not in {"startswith", "endswith"}:
            return None
        if not affixes or (isinstance(affix, tuple) and len(affixes) < len(affix)):
            return None
        ask = partial(has_affix, method=method, affixes=affixes)
        stable = subject.stable and subject.typed
        return Atom(
            subject.text,
            self._text(call),
            ask,
            subject.names,
            subject.domain,
            stable,
            exact=stable,
            prefixes=affixes if method == "startswith" else (),
            suffixes=affixes if method == "endswith" else (),
        )

    def _isinstance(self, call: cst.Call) -> Atom | None:
        subject, asked = self._subjects.of(call.args[0].value), call.args[1].value
        if subject is None or subject.domain != "value" or subject.modulus > 1:
            return None
        listed = [element.value for element in asked.elements] if isinstance(asked, cst.Tuple) else [asked]
        paths = (resolve(item, self._unit, self._module) for item in listed)
        classes = tuple(path for path in paths if path is not None)
        if len(classes) < max(1, len(listed)):
            return None
        ask = partial(is_any_of, classes=frozenset(classes))
        about = f"the class of {subject.text}"
        return Atom(about, self._text(call), ask, subject.names, "class", subject.stable, exact=True, constants=classes)

    def _text(self, node: cst.CSTNode) -> str:
        return " ".join(self._unit.code(node).split())
