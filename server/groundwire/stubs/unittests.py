"""Writes a stub in the style of `unittest`, for a test file that is written so and a subject that needs no fixture."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from groundwire.stubs.calls import run_of
from groundwire.stubs.effects import effect_of
from groundwire.stubs.formatting import exploded, failing, laid_out
from groundwire.stubs.rows import Row
from groundwire.stubs.samples import quoted
from groundwire.stubs.source import dotted
from groundwire.stubs.writer import VALUE, error_message, raises_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.stubs.body import Body
    from groundwire.stubs.raises import RaiseSite


def test_case_style(tree: ast.Module) -> tuple[str, bool] | None:
    """How a test file names its base class, and whether its classes begin with `Test`; None for a pytest file."""
    text = ast.unparse(tree)
    if "pytest" in text:
        return None
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                name = dotted(base) or ""
                if name.rpartition(".")[2] in {"TestCase", "IsolatedAsyncioTestCase"}:
                    plain = name.replace("IsolatedAsyncioTestCase", "TestCase")
                    return plain, node.name.startswith("Test")
    return None


def is_simple(body: Body) -> bool:
    """Whether a subject's tests need nothing that only pytest has: fixtures, patches, captured output."""
    sheet = body.sheet
    run = run_of(sheet.subject, body.call(None), plugin=False)
    effect = effect_of(sheet.subject, sheet.arrangement.collaborators) if sheet.subject.silent else None
    seen = not sheet.subject.silent or (effect is not None and effect.fixture is None)
    asked = [name for name in body.fixtures(sheet.headers()) if name != sheet.arrangement.instance]
    plain = not run.before and run.within is None and not sheet.plugin
    return seen and plain and not asked and not sheet.usefixtures and not sheet.arrangement.fixtures


def test_case(
    body: Body, name: str, sites: Sequence[tuple[RaiseSite, str]], style: tuple[str, bool]
) -> tuple[list[str], list[str]]:
    """A test case with a table of rows and one method for each raise statement; its lines and its tests' names."""
    sheet = body.sheet
    camel = "".join(part[:1].upper() + part[1:] for part in name.removeprefix("test_").split("_"))
    base, leading = style
    lines = [f"class {f'Test{camel}' if leading else f'{camel}Test'}({base}):"]
    tests: list[str] = []
    if sheet.rows.values:
        tests.append(name)
        lines.extend(_table(body, name))
    taken = {name}
    for site, written in sites:
        tests.append(raises_name(name, site, taken) if tests else name)
        lines.extend([""] if len(tests) > 1 else [])
        lines.extend(_raises(body, tests[-1], site, written))
    return lines, tests


def _setup(body: Body, row: Row | None, indent: int) -> list[str]:
    """The object under test, built in the test itself."""
    sheet = body.sheet
    lines = [" " * (indent - 4) + line for line in body.setup(row)]
    bound = sheet.subject.binding in {"method", "property"} and not sheet.is_member
    if bound and not sheet.builds_instance and sheet.arrangement.instance is not None:
        lines.extend(body.statement(f"{sheet.arrangement.instance} = {body.built({})}", indent))
    return lines


def _table(body: Body, name: str) -> list[str]:
    sheet = body.sheet
    width = sheet.settings.width
    expected = sheet.column("expected")
    label = "label" if "label" not in sheet.headers() else "row_label"
    headers = [label, *sheet.headers(), expected]
    rows = []
    for row in sheet.rows.values:
        values = [sheet.value(item, row).code for item in sheet.columns()]
        rows.append(f"({', '.join([quoted(row.label), *values, sheet.names.sentinel])})")
    head = f"for {', '.join(headers)} in ["
    lines = [f"    def {name}(self):", *exploded(head, rows, "]:", indent=8, width=width)]
    lines.extend(
        [f"            with self.subTest({label}):", f"                if {expected} is {sheet.names.sentinel}:"]
    )
    lines.extend(failing(VALUE.format(sentinel=sheet.names.sentinel), indent=20, width=width, by="self"))
    lines.extend(_setup(body, None, 16))
    call = body.call(None)
    run = run_of(sheet.subject, call, plugin=False)
    sheet.needs |= run.needs
    result = run.result
    if sheet.subject.silent:
        effect = effect_of(sheet.subject, {})
        lines.extend(body.statement(result if result != call.code else call.statement, 16))
        result = effect.expression.format(instance=sheet.arrangement.instance or "") if effect is not None else "None"
    method = "assertAlmostEqual" if body.is_float else "assertEqual"
    return [*lines, *laid_out(f"self.{method}({result}, {expected})", indent=16, width=width)]


def _raises(body: Body, name: str, site: RaiseSite, written: str) -> list[str]:
    sheet = body.sheet
    width = sheet.settings.width
    rows = sheet.rows.raising.get(id(site.node), [])
    guesses = [] if rows else sheet.rows.tentative.get(id(site.node), [])[-1:]
    row = (rows or guesses or [Row("typical", {})])[0]
    message = error_message(site, sure=bool(rows), guessed=bool(guesses))
    lines = [f"    def {name}(self):"]
    lines.extend(failing(message, indent=8, width=width, by="self"))
    lines.extend(_setup(body, row, 8))
    for line in body.raises(site, written, body.call(row)):
        replaced = line.replace("pytest.raises(", "self.assertRaisesRegex(" if site.match else "self.assertRaises(", 1)
        lines.append("    " + replaced.replace(", match=", ", ", 1))
    return lines
