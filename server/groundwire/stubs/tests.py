"""Writes the test functions of a stub: the table of rows, the raised exceptions, and the fixtures they take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from groundwire.stubs.calls import call_of, run_of
from groundwire.stubs.effects import constructed, effect_of
from groundwire.stubs.formatting import exploded, failing, laid_out
from groundwire.stubs.inputs import snake
from groundwire.stubs.rows import Row
from groundwire.stubs.samples import Sample, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.stubs.arrange import Arrangement
    from groundwire.stubs.calls import Call
    from groundwire.stubs.fixtures import Fixture
    from groundwire.stubs.inputs import Input
    from groundwire.stubs.raises import RaiseSite
    from groundwire.stubs.request import Expectation
    from groundwire.stubs.rows import Rows
    from groundwire.stubs.settings import Settings
    from groundwire.stubs.shapes import Shape
    from groundwire.stubs.subject import Subject

STATE_VALUE: Final = "state the expected value: it goes where this row has {sentinel}"
_FLOATS: Final = frozenset({"float", "complex"})


@dataclass(frozen=True)
class Names:
    """How the test file writes what it refers to."""

    target: str
    """The function, or the class of a method."""
    sentinel: str
    mark: str
    reserved: frozenset[str]
    """Names that no column may take."""


@dataclass
class TestWriter:
    """Writes the tests of one subject."""

    subject: Subject
    arrangement: Arrangement
    rows: Rows
    settings: Settings
    expectation: Expectation
    names: Names
    returned: Shape | None
    """The class the subject returns, where it is the project's."""
    usefixtures: tuple[str, ...] = ()
    needs: set[str] = field(default_factory=lambda: {"pytest:"})

    def values_test(self, name: str) -> list[str]:
        """The test with one row per way through the code; each waits for its expected value."""
        rows = self.rows.values
        columns = self._columns()
        effect = effect_of(self.subject, self.arrangement.collaborators) if self.subject.silent else None
        blind = self.subject.silent and effect is None
        expected = self._column("expected")
        headers = [self._column(item.name) for item in columns if item.way != "environment"]
        headers = ([self._column("env")] if self._environment() else []) + headers + ([] if blind else [expected])
        params = [self._param(row, columns, expected=not blind, marked=self.expectation == "xfail") for row in rows]
        lines = self._decorators(headers, params)
        asked = [*self._fixture_arguments(columns), *([effect.fixture] if effect and effect.fixture else [])]
        takes = [*headers, *dict.fromkeys(asked)]
        lines.append(self._signature(name, takes))
        if blind:
            message = "state the expected effect: delete this line and assert, after the call, what has changed"
            lines.extend(failing(message, indent=4, width=self.settings.width))
        else:
            lines.append(f"    if {expected} is {self.names.sentinel}:")
            message = STATE_VALUE.format(sentinel=self.names.sentinel)
            lines.extend(failing(message, indent=8, width=self.settings.width))
        lines.extend(self._setup(None))
        call = self._call(columns, None)
        if self.subject.silent:
            lines.extend(self._run_statement(call, indent=4))
            if effect is not None:
                seen = effect.expression.format(instance=self.arrangement.instance or "")
                lines.append(f"    assert {self._renamed(seen)} == {expected}")
        else:
            lines.extend(self._assertion(call, expected))
        return lines

    def raises_test(self, name: str, site: RaiseSite, written: str) -> list[str]:
        """The test of one raise statement; a person confirms it by deleting its first line."""
        rows = self.rows.raising.get(id(site.node), [])
        guesses = [] if rows else self.rows.tentative.get(id(site.node), [])[-1:]
        message = self._error_message(site, sure=bool(rows), guessed=bool(guesses))
        rows = rows or guesses or [Row("typical", {})]
        row = rows[0] if len(rows) == 1 else None
        columns = self._columns() if row is None else []
        headers: list[str] = []
        lines: list[str] = []
        if row is None:
            headers = ["env"] if self._environment() else []
            headers += [self._column(item.name) for item in columns if item.way != "environment"]
            lines.extend(
                self._decorators(headers, [self._param(item, columns, expected=False, marked=False) for item in rows])
            )
        else:
            lines.extend(self._decorators([], []))
            self._need(row)
        if self.expectation == "xfail":
            lines.insert(0, f"@{self.names.mark}")
        takes = [*headers, *self._fixture_arguments(columns)]
        lines.append(self._signature(name, takes))
        lines.extend(failing(message, indent=4, width=self.settings.width))
        lines.extend(self._setup(row))
        lines.extend(self._raises(site, written, self._call(columns, row)))
        return lines

    def _error_message(self, site: RaiseSite, *, sure: bool, guessed: bool) -> str:
        """What a person has to settle about a raise statement."""
        condition = site.condition if len(site.condition) < 120 else f"{site.condition[:117]}..."
        if sure:
            return f"state the expected error: if {site.exception} is right, delete this line"
        if guessed:
            return f"state the expected error: if {condition} here and {site.exception} is right, delete this line"
        return f"state the expected error: choose inputs for which {condition}, then delete this line"

    def fixture(self, fixture: Fixture) -> list[str]:
        """A fixture function."""
        self.needs |= fixture.needs
        lines = ["@pytest.fixture", f"def {fixture.name}({', '.join(fixture.takes)}):"]
        for line in fixture.lines:
            lines.extend(self._statement(line, 4))
        return lines

    def instance_fixture(self) -> list[str]:
        """The fixture that makes the object under test."""
        name = self.arrangement.instance or "instance"
        takes = [key for key, item in self.arrangement.construction if key in self.arrangement.fixtures]
        return ["@pytest.fixture", f"def {name}({', '.join(takes)}):", *self._statement(f"return {self._built({})}", 4)]

    @property
    def builds_instance(self) -> bool:
        """Whether the test builds the object itself: its rows vary the object's state, or building it runs code.

        Such code may fail, and no row is to be red for another reason than its unstated expectation.
        """
        owner, instance = self.subject.owner, self.arrangement.instance
        if owner is None or instance is None or instance in self.arrangement.fixtures or self.is_member:
            return False
        return bool(self._state_columns()) or owner.kind != "record"

    def _state_columns(self) -> list[Input]:
        varied = self._varied()
        return [
            item
            for item in self.arrangement.inputs
            if item.way in {"constructor", "attribute"} and item.variable in varied
        ]

    def _varied(self) -> set[str]:
        rows = [*self.rows.values, *(row for found in self.rows.raising.values() for row in found)]
        return self.rows.rebased | {variable for row in rows for variable in row.changes}

    def _columns(self) -> list[Input]:
        """Inputs that the rows set: required ones, and others that some row varies."""
        varied = self._varied()
        return [
            item
            for item in self.arrangement.inputs
            if item.base is not None
            and (
                item.variable in varied
                or item.way in {"environment", "content", "instance"}
                or (item.way == "parameter" and not item.optional)
            )
        ]

    def _environment(self) -> list[str]:
        return [item.name for item in self.arrangement.inputs if item.way == "environment"]

    def _column(self, name: str) -> str:
        return f"{name}_" if name in self.names.reserved or name in {"request", "pytest", "self"} else name

    def _value(self, item: Input, row: Row) -> Sample:
        sample = row.changes.get(item.variable, self.rows.base.get(item.variable, item.base))
        self.needs |= sample.needs if sample is not None else set()
        return sample if sample is not None else Sample("None", None)

    def _need(self, row: Row) -> None:
        for item in self._columns():
            self._value(item, row)

    def _param(self, row: Row, columns: Sequence[Input], *, expected: bool, marked: bool) -> str:
        values = [self._env_value(row)] if self._environment() else []
        values.extend(self._value(item, row).code for item in columns if item.way != "environment")
        values.extend([self.names.sentinel] if expected else [])
        marks = f", marks={self.names.mark}" if marked else ""
        return f"pytest.param({', '.join([*values, f'id={quoted(row.label)}'])}{marks})"

    def _env_value(self, row: Row) -> str:
        items = [item for item in self.arrangement.inputs if item.way == "environment"]
        values = {item.name: self._value(item, row).known for item in items}
        return (
            "{"
            + ", ".join(f"{quoted(key)}: {quoted(str(value))}" for key, value in values.items() if value is not None)
            + "}"
        )

    def _decorators(self, headers: list[str], params: list[str]) -> list[str]:
        lines = []
        if self.subject.asynchronous and self.settings.runner in {"asyncio", "anyio"}:
            lines.append(f"@pytest.mark.{self.settings.runner}")
        if self.usefixtures:
            lines.append(f"@pytest.mark.usefixtures({', '.join(map(quoted, self.usefixtures))})")
        if params and not headers:
            if self.expectation == "xfail":
                lines.append(f"@{self.names.mark}")
        elif params:
            names = quoted(headers[0]) if len(headers) == 1 else f"({', '.join(map(quoted, headers))})"
            lines.append("@pytest.mark.parametrize(")
            lines.extend(laid_out(names, indent=4, width=self.settings.width, suffix=","))
            lines.extend(exploded("[", params, "],", indent=4, width=self.settings.width))
            lines.append(")")
        return lines

    def _signature(self, name: str, takes: Sequence[str]) -> str:
        plugin = self.subject.asynchronous and self.settings.runner != "run"
        head = "async def" if plugin else "def"
        flat = f"{head} {name}({', '.join(takes)}):"
        if len(flat) <= self.settings.width:
            return flat
        inner = f"    {', '.join(takes)}"
        if len(inner) <= self.settings.width:
            return "\n".join([f"{head} {name}(", inner, "):"])
        return "\n".join([f"{head} {name}(", *(f"    {item}," for item in takes), "):"])

    def _fixture_arguments(self, columns: Sequence[Input]) -> list[str]:
        """Fixtures a test asks for: those of its arguments, the object under test, and pytest's own."""
        names = [
            item.name
            for item in self.arrangement.inputs
            if item.way == "parameter" and item.name in self.arrangement.fixtures
        ]
        instance = self.arrangement.instance
        if instance is not None and self.subject.binding in {"method", "property"} and not self.is_member:
            if self.builds_instance:
                names.extend(
                    key
                    for key, _ in self.arrangement.construction
                    if key in self.arrangement.fixtures and key not in names
                )
            else:
                names.append(instance)
        names.extend(["tmp_path"] if self.arrangement.files else [])
        names.extend(["monkeypatch"] if self._environment() else [])
        return [name for name in dict.fromkeys(names) if name not in {self._column(item.name) for item in columns}]

    @property
    def is_member(self) -> bool:
        """Whether the object under test is a member of an enumeration, which rows hold."""
        return any(item.way == "instance" for item in self.arrangement.inputs)

    def _setup(self, row: Row | None) -> list[str]:
        """Statements before the call: environment, files, the object under test."""
        lines: list[str] = []
        names = self._environment()
        values = self._env_value(row) if row is not None and names else "env"
        if len(names) == 1:
            lines.append(f'    monkeypatch.delenv("{names[0]}", raising=False)')
        elif names:
            listed = ", ".join(map(quoted, names))
            lines.extend([f"    for name in ({listed}):", "        monkeypatch.delenv(name, raising=False)"])
        if names and values != "{}":
            lines.extend([f"    for name, value in {values}.items():", "        monkeypatch.setenv(name, value)"])
        for parameter, content in self.arrangement.files.items():
            text = self._value(content, row).code if row is not None else self._column(content.name)
            lines.append(f'    {self._column(parameter)} = tmp_path / "file.txt"')
            lines.extend(self._statement(f'{self._column(parameter)}.write_text({text}, encoding="utf-8")', 4))
        if self.builds_instance and self.arrangement.instance is not None:
            lines.extend(self._built_instance(row))
        return lines

    def _built_instance(self, row: Row | None) -> list[str]:
        given: dict[str, str] = {}
        instance = self.arrangement.instance or ""
        after: list[str] = []
        for item in self._state_columns():
            code = self._value(item, row).code if row is not None else self._column(item.name)
            if item.way == "constructor" and item.parameter is not None:
                given[item.parameter.name] = code
            else:
                after.append(f"    {instance}.{item.variable.partition('.')[2]} = {code}")
        return [*self._statement(f"{instance} = {self._built(given)}", 4), *after]

    def _built(self, given: Mapping[str, str]) -> str:
        """The expression that constructs the object under test."""
        arguments: dict[str, str] = {}
        for key, sample in self.arrangement.construction:
            self.needs |= sample.needs if key not in given else set()
            arguments[key] = given.get(key, sample.code)
        arguments.update({key: code for key, code in given.items() if key not in arguments})
        return f"{self.names.target}({', '.join(f'{key}={code}' for key, code in arguments.items())})"

    def _call(self, columns: Sequence[Input], row: Row | None) -> Call:
        arguments: dict[str, str] = {}
        for item in self.arrangement.inputs:
            if item.way != "parameter":
                continue
            if item.name in self.arrangement.files:
                text = item.form.name == "str"
                arguments[item.variable] = f"str({self._column(item.name)})" if text else self._column(item.name)
            elif item.name in self.arrangement.fixtures:
                arguments[item.variable] = item.name
            elif row is None and item in columns:
                arguments[item.variable] = self._column(item.name)
            elif (
                row is not None
                and item.base is not None
                and (not item.optional or item.variable in self.rows.rebased | row.changes.keys())
            ):
                arguments[item.variable] = self._value(item, row).code
        target = self.names.target
        if self.subject.binding in {"method", "property"}:
            target = self.arrangement.instance or target
            if row is not None and self.is_member:
                member = next(item for item in self.arrangement.inputs if item.way == "instance")
                target = self._value(member, row).code
        return call_of(self.subject, target, arguments)

    def _renamed(self, expression: str) -> str:
        head, dot, rest = expression.partition(".")
        return f"{self._column(head)}{dot}{rest}" if not expression.startswith("(") else expression

    def _assertion(self, call: Call, expected: str) -> list[str]:
        """Run the subject and compare."""
        run = run_of(self.subject, call, plugin=self.settings.runner != "run")
        self.needs |= run.needs
        lines = self._prepared(run.before)
        if self.subject.binding == "constructor":
            result = constructed(self.subject).format(instance=run.result)
        elif self.returned is not None and self.returned.kind == "plain" and not self.returned.compares:
            result = f"vars({run.result})"
        else:
            result = run.result
        wanted = f"pytest.approx({expected})" if self._is_float() else expected
        if run.within is not None:
            head = run.within.removesuffix(" as entered:")
            keyword, _, code = head.rpartition("with ")
            lines.extend(
                laid_out(code, indent=4, width=self.settings.width, prefix=f"{keyword}with ", suffix=" as entered:")
            )
            return [*lines, f"        assert {result} == {wanted}"]
        flat = f"    assert {result} == {wanted}"
        if len(flat) <= self.settings.width:
            return [*lines, flat]
        return [*lines, *self._statement(f"result = {result}", 4), f"    assert result == {wanted}"]

    def _is_float(self) -> bool:
        form = self.subject.returns
        options = form.arguments if form.name == "|" else (form,)
        for option in options:
            inner = option.arguments[-1:] if option.name in {"list", "tuple", "dict"} else (option,)
            if any(part.name in _FLOATS for part in inner):
                return self.subject.result == "value"
        return False

    def _prepared(self, before: Sequence[str]) -> list[str]:
        """Statements that define what runs the subject, a blank line around them."""
        if not before:
            return []
        lines: list[str] = [""]
        for line in before:
            indent = len(line) - len(line.lstrip())
            lines.extend(self._statement(line.strip(), 4 + indent) if line.strip() else [""])
        return lines

    def _run_statement(self, call: Call, indent: int) -> list[str]:
        """The subject run for its effect alone."""
        run = run_of(self.subject, call, plugin=self.settings.runner != "run")
        self.needs |= run.needs
        code = run.result if run.result != call.code else call.statement
        return self._statement(code, indent)

    def _raises(self, site: RaiseSite, written: str, call: Call) -> list[str]:
        run = run_of(self.subject, call, plugin=self.settings.runner != "run")
        self.needs |= run.needs
        match = ""
        if site.match is not None:
            special = re.search(r"[.^$*+?{}\[\]\\|()]", site.match)
            self.needs |= {"re:"} if special else set()
            match = f", match=re.escape({quoted(site.match)})" if special else f", match={quoted(site.match)}"
        lines = self._prepared(run.before)
        head = f"pytest.raises({written}{match})"
        if run.within is not None:
            keyword, _, code = run.within.removesuffix(" as entered:").rpartition("with ")
            lines.extend(laid_out(head, indent=4, width=self.settings.width, prefix="with ", suffix=":"))
            body = laid_out(code, indent=8, width=self.settings.width, prefix=f"{keyword}with ", suffix=":")
            return [*lines, *body, "            pass"]
        lines.extend(laid_out(head, indent=4, width=self.settings.width, prefix="with ", suffix=":"))
        code = run.result if run.result != call.code else call.statement
        return [*lines, *self._statement(code, 8)]

    def _statement(self, code: str, indent: int) -> list[str]:
        """A statement, its expression split where the line is too long."""
        found = re.match(r"(?:return |await |\w+ = (?:await )?|_ = )", code)
        prefix = found[0] if found else ""
        try:
            return laid_out(code[len(prefix) :], indent=indent, width=self.settings.width, prefix=prefix)
        except SyntaxError:
            return [" " * indent + code]


def raises_name(base: str, site: RaiseSite, taken: set[str]) -> str:
    """A name for the test of a raise statement: by exception, then by what its condition looks at, then by number."""
    exception = snake(site.exception)
    name = f"{base}_raises_{exception}"
    if name in taken:
        words = [word for word in re.findall(r"[a-z_]\w*", site.condition.lower()) if word not in _KEYWORDS]
        name = f"{name}_for_{words[0].strip('_')}" if words else name
    number = 2
    unnumbered = name
    while name in taken:
        name = f"{unnumbered}_{number}"
        number += 1
    taken.add(name)
    return name


_KEYWORDS: Final = frozenset({
    "not", "and", "or", "in", "is", "none", "len", "if", "self", "isinstance", "str", "int", "it", "called", "its",
    "try", "block", "raises", "case", "matches", "any", "all", "loop", "ends", "without", "a", "break", "cls", "holds",
    "does", "hold", "reached",
})  # fmt: skip
