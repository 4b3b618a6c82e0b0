"""The body of a test: what it sets up, how it calls the subject, and what it compares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.stubs.calls import call_of, run_of
from groundwire.stubs.effects import constructed
from groundwire.stubs.formatting import laid_out
from groundwire.stubs.samples import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.stubs.calls import Call, Run
    from groundwire.stubs.raises import RaiseSite
    from groundwire.stubs.rows import Row
    from groundwire.stubs.shapes import Shape
    from groundwire.stubs.sheet import Sheet

_FLOATS: Final = frozenset({"float", "complex"})
_SPECIAL: Final = re.compile(r"[.^$*+?{}\[\]\\|()]")
_PREFIX: Final = re.compile(r"return |await |\w+ = (?:await )?")


@dataclass(frozen=True)
class Body:
    """Writes the statements of tests; with a `row` its values stand in the statements, without one its columns do."""

    sheet: Sheet
    returned: Shape | None
    """The class the subject returns, where it is the project's."""

    def fixtures(self, columns: Sequence[str]) -> list[str]:
        """Fixtures a test asks for: those of its arguments, the object under test, and pytest's own."""
        sheet, arrangement = self.sheet, self.sheet.arrangement
        made = arrangement.fixtures
        names = [made[item.name].name for item in arrangement.inputs if item.way == "parameter" and item.name in made]
        instance = arrangement.instance
        if instance is not None and sheet.builds_instance:
            names.extend(made[key].name for key, _ in arrangement.construction if key in made)
        elif instance is not None and not sheet.is_member:
            names.append(made[instance].name if instance in made else instance)
        names.extend(["tmp_path"] if arrangement.files else [])
        names.extend(["monkeypatch"] if sheet.environment() else [])
        return [name for name in dict.fromkeys(names) if name not in columns]

    def setup(self, row: Row | None) -> list[str]:
        """Statements before the call: environment, files, the object under test."""
        lines: list[str] = []
        sheet = self.sheet
        names = sheet.environment()
        values = sheet.environment_value(row) if row is not None and names else sheet.column("env")
        if len(names) == 1:
            lines.append(f'    monkeypatch.delenv("{names[0]}", raising=False)')
        elif names:
            listed = ", ".join(map(quoted, names))
            lines.extend(
                laid_out(f"({listed})", indent=4, width=sheet.settings.width, prefix="for name in ", suffix=":")
            )
            lines.append("        monkeypatch.delenv(name, raising=False)")
        if names and values != "{}":
            lines.extend([f"    for name, value in {values}.items():", "        monkeypatch.setenv(name, value)"])
        for parameter, content in sheet.arrangement.files.items():
            text = sheet.value(content, row).code if row is not None else sheet.column(content.name)
            lines.append(f'    {sheet.column(parameter)} = tmp_path / "file.txt"')
            lines.extend(self.statement(f'{sheet.column(parameter)}.write_text({text}, encoding="utf-8")', 4))
        if sheet.builds_instance:
            lines.extend(self._built_instance(row))
        return lines

    def built(self, given: Mapping[str, str]) -> str:
        """The expression that constructs the object under test, some of its arguments given."""
        arguments: dict[str, str] = {}
        made = self.sheet.arrangement.fixtures
        for key, sample in self.sheet.arrangement.construction:
            self.sheet.needs |= sample.needs if key not in given else set()
            arguments[key] = given.get(key, made[key].name if key in made else sample.code)
        arguments.update({key: code for key, code in given.items() if key not in arguments})
        return f"{self.sheet.names.target}({', '.join(f'{key}={code}' for key, code in arguments.items())})"

    def call(self, row: Row | None) -> Call:
        """The call of the subject."""
        sheet, made = self.sheet, self.sheet.arrangement.fixtures
        columns = sheet.columns()
        arguments: dict[str, str] = {}
        for item in sheet.arrangement.inputs:
            if item.way != "parameter":
                continue
            if item.name in sheet.arrangement.files:
                name = sheet.column(item.name)
                arguments[item.variable] = f"str({name})" if item.form.name == "str" else name
            elif item.name in made:
                arguments[item.variable] = made[item.name].name
            elif row is None and item in columns:
                arguments[item.variable] = sheet.column(item.name)
            elif row is not None and item.base is not None:
                changed = sheet.rows.rebased | row.changes.keys()
                if not item.optional or item.variable in changed:
                    arguments[item.variable] = sheet.value(item, row).code
        return call_of(sheet.subject, self._target(row), arguments)

    def assertion(self, call: Call, expected: str) -> list[str]:
        """Run the subject and compare its result."""
        width = self.sheet.settings.width
        run, lines = self._run(call)
        result = run.result
        if self.sheet.subject.binding == "constructor":
            result = constructed(self.sheet.subject).format(instance=result)
        elif self.returned is not None and self.returned.kind == "plain" and not self.returned.compares:
            result = f"vars({result})"
        wanted = f"pytest.approx({expected})" if self.is_float else expected
        if run.within is not None:
            keyword, code = _context(run.within)
            lines.extend(laid_out(code, indent=4, width=width, prefix=keyword, suffix=" as entered:"))
            return [*lines, f"        assert {result} == {wanted}"]
        flat = f"    assert {result} == {wanted}"
        if len(flat) <= width:
            return [*lines, flat]
        return [*lines, *self.statement(f"result = {result}", 4), f"    assert result == {wanted}"]

    def effect(self, call: Call) -> list[str]:
        """Run the subject for its effect alone."""
        run, lines = self._run(call)
        return [*lines, *self.statement(run.result if run.result != call.code else call.statement, 4)]

    def raises(self, site: RaiseSite, written: str, call: Call) -> list[str]:
        """Run the subject where it is to raise: one statement under `pytest.raises`."""
        width = self.sheet.settings.width
        run, lines = self._run(call)
        match = ""
        if site.match is not None:
            special = _SPECIAL.search(site.match) is not None
            self.sheet.needs |= {"re:"} if special else set()
            match = f", match=re.escape({quoted(site.match)})" if special else f", match={quoted(site.match)}"
        head = f"pytest.raises({written}{match})"
        if run.within is not None:
            keyword, code = _context(run.within)
            flat = f"    with {head}, {code}:"
            if keyword == "with " and len(flat) <= width:
                return [*lines, flat, "        pass"]
            lines.extend(laid_out(head, indent=4, width=width, prefix="with ", suffix=":"))
            return [*lines, *laid_out(code, indent=8, width=width, prefix=keyword, suffix=":"), "            pass"]
        lines.extend(laid_out(head, indent=4, width=width, prefix="with ", suffix=":"))
        return [*lines, *self.statement(run.result if run.result != call.code else call.statement, 8)]

    def statement(self, code: str, indent: int) -> list[str]:
        """A statement, its expression split where the line is too long."""
        found = _PREFIX.match(code)
        prefix = found[0] if found else ""
        try:
            return laid_out(code[len(prefix) :], indent=indent, width=self.sheet.settings.width, prefix=prefix)
        except SyntaxError:
            return [" " * indent + code]

    def _run(self, call: Call) -> tuple[Run, list[str]]:
        """How the call is run, and the statements that come before, a blank line around them."""
        run = run_of(self.sheet.subject, call, plugin=self.sheet.plugin)
        self.sheet.needs |= run.needs
        lines: list[str] = [""] if run.before else []
        for line in run.before:
            indent = len(line) - len(line.lstrip())
            lines.extend(self.statement(line.strip(), 4 + indent) if line.strip() else [""])
        return run, lines

    def _target(self, row: Row | None) -> str:
        """What the subject is called on."""
        sheet, arrangement = self.sheet, self.sheet.arrangement
        if sheet.subject.binding not in {"method", "property"} or arrangement.instance is None:
            return sheet.names.target
        if row is not None and sheet.is_member:
            return sheet.value(next(item for item in arrangement.inputs if item.way == "instance"), row).code
        fixture = arrangement.fixtures.get(arrangement.instance)
        return fixture.name if fixture is not None else sheet.column(arrangement.instance)

    def _built_instance(self, row: Row | None) -> list[str]:
        given: dict[str, str] = {}
        instance = self.sheet.column(self.sheet.arrangement.instance or "")
        after: list[str] = []
        for item in self.sheet.state_columns():
            code = self.sheet.value(item, row).code if row is not None else self.sheet.column(item.name)
            if item.way == "constructor" and item.parameter is not None:
                given[item.parameter.name] = code
            else:
                after.append(f"    {instance}.{item.variable.partition('.')[2]} = {code}")
        return [*self.statement(f"{instance} = {self.built(given)}", 4), *after]

    @property
    def is_float(self) -> bool:
        """Whether results are compared within a tolerance."""
        subject = self.sheet.subject
        options = subject.returns.arguments if subject.returns.name == "|" else (subject.returns,)
        inner = [part for form in options for part in (form.arguments[-1:] if form.arguments else (form,))]
        return subject.result == "value" and any(part.name in _FLOATS for part in inner)


def _context(within: str) -> tuple[str, str]:
    """`with f(x) as entered:` as the keyword and the expression."""
    keyword, _, code = within.removesuffix(" as entered:").partition("with ")
    return f"{keyword}with ", code
