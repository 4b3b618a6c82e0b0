"""Writes the functions of a stub: the test with the rows, a test for each raise statement, and their fixtures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.stubs.effects import effect_of
from groundwire.stubs.formatting import failing
from groundwire.stubs.inputs import snake
from groundwire.stubs.rows import Row

if TYPE_CHECKING:
    from groundwire.stubs.body import Body
    from groundwire.stubs.fixtures import Fixture
    from groundwire.stubs.raises import RaiseSite

VALUE: Final = "state the expected value: it goes where this row has {sentinel}"
_EFFECT: Final = "state the expected effect: delete this line and assert, after the call, what has changed"
_MAX_CONDITION: Final = 120
_EVERYDAY: Final = frozenset({
    "not", "and", "or", "in", "is", "none", "len", "if", "self", "isinstance", "str", "int", "it", "called", "its",
    "try", "block", "raises", "case", "matches", "any", "all", "loop", "ends", "without", "a", "break", "cls", "holds",
    "does", "hold", "reached",
})  # fmt: skip


def values_test(body: Body, name: str) -> list[str]:
    """The test with one row per way through the code; each waits for its expected value."""
    sheet = body.sheet
    width, marked = sheet.settings.width, sheet.expectation == "xfail"
    effect = effect_of(sheet.subject, sheet.arrangement.collaborators) if sheet.subject.silent else None
    blind = sheet.subject.silent and effect is None
    expected = sheet.column("expected")
    headers = [*sheet.headers(), *([] if blind else [expected])]
    params = [sheet.param(row, expected=not blind, marked=marked) for row in sheet.rows.values]
    lines = sheet.decorators(headers, params, marked=marked and not headers)
    asked = [*body.fixtures(headers), *([effect.fixture] if effect and effect.fixture else [])]
    lines.extend(sheet.signature(name, [*headers, *dict.fromkeys(asked)]))
    if blind:
        lines.extend(failing(_EFFECT, indent=4, width=width))
    else:
        lines.append(f"    if {expected} is {sheet.names.sentinel}:")
        lines.extend(failing(VALUE.format(sentinel=sheet.names.sentinel), indent=8, width=width))
    lines.extend(body.setup(None))
    call = body.call(None)
    if not sheet.subject.silent:
        return [*lines, *body.assertion(call, expected)]
    lines.extend(body.effect(call))
    if effect is not None:
        seen = effect.expression.format(instance=sheet.arrangement.instance or "")
        head, dot, rest = seen.partition(".")
        seen = f"{sheet.column(head)}{dot}{rest}" if not seen.startswith("(") else seen
        lines.append(f"    assert {seen} == {expected}")
    return lines


def raises_test(body: Body, name: str, site: RaiseSite, written: str) -> list[str]:
    """The test of one raise statement; a person confirms it by deleting its first line.

    `written` is how the test file names the exception.
    """
    sheet = body.sheet
    rows = sheet.rows.raising.get(id(site.node), [])
    guesses = [] if rows else sheet.rows.tentative.get(id(site.node), [])[-1:]
    message = error_message(site, sure=bool(rows), guessed=bool(guesses))
    rows = rows or guesses or [Row("typical", {})]
    row = rows[0] if len(rows) == 1 else None
    headers = sheet.headers() if row is None else []
    params = [sheet.param(item, expected=False, marked=False) for item in rows] if row is None else []
    lines = sheet.decorators(headers, params, marked=sheet.expectation == "xfail")
    lines.extend(sheet.signature(name, [*headers, *body.fixtures(headers)]))
    lines.extend(failing(message, indent=4, width=sheet.settings.width))
    lines.extend(body.setup(row))
    return [*lines, *body.raises(site, written, body.call(row))]


def fixture_function(body: Body, fixture: Fixture) -> list[str]:
    """A fixture."""
    body.sheet.needs |= fixture.needs
    lines = ["@pytest.fixture", f"def {fixture.name}({', '.join(fixture.takes)}):"]
    for line in fixture.lines:
        lines.extend(body.statement(line, 4))
    return lines


def instance_fixture(body: Body) -> list[str]:
    """The fixture that makes the object under test."""
    arrangement = body.sheet.arrangement
    made = arrangement.fixtures
    takes = [made[key].name for key, _ in arrangement.construction if key in made]
    head = f"def {arrangement.instance}({', '.join(takes)}):"
    return ["@pytest.fixture", head, *body.statement(f"return {body.built({})}", 4)]


def raises_name(base: str, site: RaiseSite, taken: set[str]) -> str:
    """A name for the test of a raise statement: by exception, then by what its condition looks at, then by number."""
    name = f"{base}_raises_{snake(site.exception)}"
    if name in taken:
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", site.condition)
        words = [snake(word) for word in re.findall(r"[A-Za-z]\w*", bare) if word.lower() not in _EVERYDAY]
        name = f"{name}_for_{words[0]}" if words else name
    unnumbered, number = name, 2
    while name in taken:
        name = f"{unnumbered}_{number}"
        number += 1
    taken.add(name)
    return name


def error_message(site: RaiseSite, *, sure: bool, guessed: bool) -> str:
    """What a person has to settle about a raise statement."""
    condition = site.condition if len(site.condition) < _MAX_CONDITION else f"{site.condition[: _MAX_CONDITION - 3]}..."
    if sure:
        return f"state the expected error: if {site.exception} is right, delete this line"
    if guessed:
        return f"state the expected error: if {condition} here and {site.exception} is right, delete this line"
    return f"state the expected error: choose inputs for which {condition}, then delete this line"
