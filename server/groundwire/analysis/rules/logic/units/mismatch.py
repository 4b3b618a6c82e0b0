"""Two units where one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.logic.units.unit import DEGREES, RADIANS, factor_between
from groundwire.model import Fix, TextEdit

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.units.unit import Unit

_FACTORS = {-86_400_000: "24 / 3600 / 1000", 1_000_000: "1_000_000", 1_000_000_000: "1_000_000_000"}


class Mismatch(NamedTuple):
    """One place where they meet."""

    node: cst.BaseExpression
    """What is in the wrong one."""
    message: str
    explanation: str
    contradicts: bool = True
    fixes: tuple[Fix, ...] = ()


def differ(given: Unit | None, wanted: Unit | None) -> bool:
    """Whether both are known, measure the same, and are not the same."""
    return given is not None and wanted is not None and given.kind == wanted.kind and given != wanted


def taken_for(given: Unit, wanted: Unit) -> str:
    """What happens to a number in the one that is read as the other."""
    number = {"angle": 90, "share": 50}.get(given.kind, 250)
    return f"250 {given.words} are taken for 250 {wanted.words}.".replace("250", str(number))


def conversion(node: cst.BaseExpression, given: Unit, wanted: Unit, unit: ParsedUnit) -> tuple[Fix, ...]:
    """The fix that turns a number from one unit into the other; none for sizes, whose factors are a matter of taste."""
    source = unit.source(node)
    if {given, wanted} == {DEGREES, RADIANS} and "math" in unit.text:
        name = "radians" if wanted == RADIANS else "degrees"
        return (Fix(f"Turn into {wanted.words}", (TextEdit(unit.range(node), f"math.{name}({source})"),)),)
    factor = factor_between(given, wanted)
    if factor is None or "\n" in source or "#" in source:
        return ()
    plain = isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript))
    text = f"{source if plain else f'({source})'} {'*' if factor > 0 else '/'} {abs(factor)}"
    return (Fix(f"Turn into {wanted.words}", (TextEdit(unit.range(node), text),)),)


def between(
    node: cst.BaseExpression, given: Unit, target: str, wanted: Unit, unit: ParsedUnit, *, takes: bool = False
) -> Mismatch:
    """The mismatch of an expression and what it is given to, by name: a parameter's call, a variable, a key."""
    verb = "takes" if takes else "is in"
    message = f"{quoted(target)} {verb} {wanted.words}, and {quoted(unit.source(node))} is in {given.words}."
    return Mismatch(node, message, taken_for(given, wanted), fixes=conversion(node, given, wanted, unit))
