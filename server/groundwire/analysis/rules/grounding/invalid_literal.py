"""GW106: a literal that the parser which will read it rejects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.expected_errors import expects
from groundwire.analysis.literals import is_literal, literal_value, quoted
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import invalid_literal_examples as examples
from groundwire.analysis.rules.grounding.literals import regex_calls
from groundwire.analysis.rules.grounding.literals.filled_templates import filled_fields
from groundwire.analysis.rules.grounding.literals.formats import format_spec_error, struct_count
from groundwire.analysis.rules.grounding.literals.rejection import Rejection
from groundwire.analysis.rules.grounding.literals.slots import ERROR_HANDLER, METHODS, SLOTS, Slot
from groundwire.analysis.rules.grounding.literals.values import PURE, call_error
from groundwire.analysis.value_types import value_type
from groundwire.model import Fix, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class InvalidLiteral(Rule):
    """A literal that the parser which will read it rejects.

    Regular expressions and their group numbers, encodings, `struct` and `strftime` formats, format specifications, hash
    names, time zones, numbers, dates, UUIDs, addresses, JSON: each is a small language, and its parser is asked about
    the literal, as it stands. The code around it is never run.

    Why it bites
    ------------
    Such a literal looks right, because it is right in another language or another library: `(?<name>…)` in JavaScript,
    `"hex"` in Python 2, `YYYY-MM-DD` in Java, `"sha-256"` in the browser. Nothing complains before the line runs, and
    it often stands on a path that runs late: a fallback, an error report, an export.

    How to settle it
    ----------------
    The explanation quotes the parser. Correct the literal, or run the one line in an interpreter.

    When to ignore it
    -----------------
    Where the failure is wanted. Inside `pytest.raises`, `assertRaises`, `contextlib.suppress`, and a `try` whose
    handler names the error, it is not reported. A codec or logging level that the project registers itself is only
    marked where it can hardly be one. Anything that depends on the platform or on the version of Python is left alone.

    References
    ----------
    Python's documentation of `re`, `codecs` (Standard Encodings), `struct`, `datetime` (Format Codes), and `string`
    (Format Specification Mini-Language).
    """

    code = "GW106"
    name = "invalid-literal"
    summary = "A literal that the parser which will read it rejects."
    triggers = re.compile(
        r"""\bre\b|\b(?:search|match|fullmatch|compile|sub|subn|findall|finditer|group)\(|encod|errors|hash|hmac|digest"""
        r"""|struct|strftime|strptime|[pP]ack|calcsize|datefmt|[lL]evel|ZoneInfo|timezone|normalize|bytes|ZipFile"""
        r"""|csv|reader|writer|Reader|Writer|\b(?:r?split|r?partition)\(|int\(|float\(|complex\(|Decimal|date|time"""
        r"""|UUID|[iI][pP](?<!\w..)|loads|literal_eval|fromhex|maketrans|unhexlify|decode|[fF]["']|[fF][rR]["']|[rR][fF]["']|format\("""
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        found: list[Finding] = []
        for call in unit.nodes(cst.Call):
            path = resolve(call.func, unit, module)
            found += self._arguments(call, path, unit, module, project)
            if path is not None and path in PURE:
                found += self._whole_call(call, path, unit)
            found += self._struct_values(call, path, unit)
            found += self._format_call(call, path, unit, module)
        for field in unit.nodes(cst.FormattedStringExpression):
            found += self._field(field, unit, module)
        for rejected in regex_calls.rejected(unit, module):
            found += self._rejected(rejected.node, rejected.what, rejected.rejection, regex_calls.ERRORS, unit)
        yield from sorted(set(found), key=lambda finding: finding.range)

    def _arguments(
        self, call: cst.Call, path: str | None, unit: ParsedUnit, module: ModuleContext, project: ProjectContext
    ) -> Iterator[Finding]:
        arguments = Arguments.of(call)
        for slot in _slots(call, path, unit, module):
            node = arguments.get(slot.position, slot.keyword)
            if node is None or (value := literal_value(node)) is None:
                continue
            if (rejection := slot.reject(value)) is not None:
                if slot.what == ERROR_HANDLER and project.is_called("register_error"):
                    continue  # it may be the project's own
                yield from self._rejected(node, slot.what, rejection, slot.errors, unit)

    def _whole_call(self, call: cst.Call, path: str, unit: ParsedUnit) -> Iterator[Finding]:
        arguments = Arguments.of(call)
        nodes = (*arguments.positional, *arguments.keywords.values())
        if arguments.open or not all(is_literal(node) for node in nodes):
            return
        keywords = {name: literal_value(node) for name, node in arguments.keywords.items()}
        words = call_error(path, [literal_value(node) for node in arguments.positional], keywords)
        errors = frozenset({words.partition(":")[0], "ValueError", "Error"}) if words else frozenset()
        if words and not expects(call, unit, errors):
            message = f"{quoted(unit.source(call))} fails whenever it runs."
            yield self.finding(unit, call, message, f"Called with these values it raises {words}.", contradicts=True)

    def _struct_values(self, call: cst.Call, path: str | None, unit: ParsedUnit) -> Iterator[Finding]:
        arguments = Arguments.of(call)
        if path != "struct.pack" or arguments.open or not arguments.positional:
            return
        wanted, given = struct_count(literal_value(arguments.positional[0])), len(arguments.positional) - 1
        if wanted is not None and wanted != given:
            words = f"pack expected {wanted} items for packing (got {given})"
            what = "struct format for the values packed"
            yield from self._rejected(arguments.positional[0], what, Rejection(words), frozenset({"error"}), unit)

    def _format_call(
        self, call: cst.Call, path: str | None, unit: ParsedUnit, module: ModuleContext
    ) -> Iterator[Finding]:
        if path == "builtins.format" and len(call.args) == 2:
            kind, spec = value_type(call.args[0].value, unit, module), literal_value(call.args[1].value)
            if kind is not None and isinstance(spec, str) and (words := format_spec_error(spec, kind)) is not None:
                yield from self._rejected(
                    call.args[1].value, f"format for type {kind}", Rejection(words), frozenset({"ValueError"}), unit
                )
        for template, spec, value in filled_fields(call):
            kind = value_type(value, unit, module)
            if kind is not None and (words := format_spec_error(spec, kind)) is not None:
                what = f"template: `{spec}` is no format for type {kind}"
                yield from self._rejected(template, what, Rejection(words), frozenset({"ValueError"}), unit)

    def _field(
        self, field: cst.FormattedStringExpression, unit: ParsedUnit, module: ModuleContext
    ) -> Iterator[Finding]:
        parts = field.format_spec or ()
        spec = "".join(part.value for part in parts if isinstance(part, cst.FormattedStringText))
        if not spec or not all(isinstance(part, cst.FormattedStringText) for part in parts):
            return
        kind = "str" if field.conversion else value_type(field.expression, unit, module)
        if kind is not None and (words := format_spec_error(spec, kind)) is not None:
            what = f"format for type {kind}"
            yield from self._rejected(field, what, Rejection(words), frozenset({"ValueError", "TypeError"}), unit)

    def _rejected(
        self, node: cst.CSTNode, what: str, rejection: Rejection, errors: frozenset[str], unit: ParsedUnit
    ) -> Iterator[Finding]:
        if expects(node, unit, errors):
            return
        message = f"{quoted(unit.source(node))} is not a valid {what}."
        why = f"Its parser says: {rejection.words.rstrip('.')}."
        fixes: tuple[Fix, ...] = ()
        if rejection.instead is not None and isinstance(node, cst.SimpleString):
            meant = f"{node.prefix}{node.quote}{rejection.instead}{node.quote}"
            fixes = (Fix(f"Write {meant}", (TextEdit(unit.range(node), meant),)),)
        yield self.finding(unit, node, message, why, contradicts=True, fixes=fixes)


def _slots(call: cst.Call, path: str | None, unit: ParsedUnit, module: ModuleContext) -> Iterator[Slot]:
    """The arguments of a call that some parser reads; of a method's, those that fit its receiver."""
    if path is not None and path in SLOTS:
        yield from SLOTS[path]
        return
    if path is not None or not isinstance(call.func, cst.Attribute) or call.func.attr.value not in METHODS:
        return  # a path that resolves is some module's function, whatever its name
    receiver = call.func.value
    if isinstance(receiver, cst.Attribute) and receiver.attr.value in {"dt", "str"}:
        return  # a data frame's accessor has its own language
    kind: str | None = None
    for method in METHODS[call.func.attr.value]:
        if method.receivers and kind is None:
            kind = value_type(receiver, unit, module) or constructor(receiver, unit, module) or "?"
        if not method.receivers or kind in method.receivers:
            yield method.slot
