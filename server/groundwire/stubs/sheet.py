"""The table of a test: which inputs are columns, how a row is written, and the decorators that hold the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from groundwire.stubs.formatting import exploded, laid_out
from groundwire.stubs.samples import Sample, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.stubs.arrange import Arrangement
    from groundwire.stubs.inputs import Input
    from groundwire.stubs.request import Expectation
    from groundwire.stubs.rows import Row, Rows
    from groundwire.stubs.settings import Settings
    from groundwire.stubs.subject import Subject


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
class Sheet:
    """Everything that a stub's tests have in common; `needs` collects what they import."""

    subject: Subject
    arrangement: Arrangement
    rows: Rows
    settings: Settings
    expectation: Expectation
    names: Names
    usefixtures: tuple[str, ...] = ()
    needs: set[str] = field(default_factory=lambda: {"pytest:"})

    @property
    def plugin(self) -> bool:
        """Whether a plugin runs the test, so that it may await."""
        return self.subject.asynchronous and self.settings.runner != "run"

    @property
    def is_member(self) -> bool:
        """Whether the object under test is a member of an enumeration, which rows hold."""
        return any(item.way == "instance" for item in self.arrangement.inputs)

    @property
    def builds_instance(self) -> bool:
        """Whether the test builds the object itself: its rows vary the object's state, or building it runs code.

        Such code may fail, and no row is to be red for another reason than its unstated expectation.
        """
        owner, instance = self.subject.owner, self.arrangement.instance
        if owner is None or instance is None or instance in self.arrangement.fixtures or self.is_member:
            return False
        return bool(self.state_columns()) or owner.kind != "record"

    def state_columns(self) -> list[Input]:
        """Inputs that set the state of the object under test, where some row varies them."""
        varied = self._varied()
        return [
            item
            for item in self.arrangement.inputs
            if item.way in {"constructor", "attribute"} and item.variable in varied
        ]

    def columns(self) -> list[Input]:
        """Inputs that the rows set: required ones, and others that some row varies; environment variables are apart."""
        varied = self._varied()
        return [
            item
            for item in self.arrangement.inputs
            if item.base is not None
            and item.way != "environment"
            and (
                item.variable in varied
                or item.way in {"content", "instance"}
                or (item.way == "parameter" and not item.optional)
            )
        ]

    def headers(self) -> list[str]:
        """Names of the columns, `env` for the environment variables first."""
        environment = [self.column("env")] if self.environment() else []
        return [*environment, *(self.column(item.name) for item in self.columns())]

    def column(self, name: str) -> str:
        """A column's name, made different where it means something else in the test."""
        return f"{name}_" if name in self.names.reserved or name in {"request", "pytest", "self"} else name

    def environment(self) -> list[str]:
        """Names of the environment variables that the subject reads."""
        return [item.name for item in self.arrangement.inputs if item.way == "environment"]

    def value(self, item: Input, row: Row) -> Sample:
        """What a row sets an input to; what that imports is noted."""
        sample = row.changes.get(item.variable, self.rows.base.get(item.variable, item.base))
        self.needs |= sample.needs if sample is not None else set()
        return sample if sample is not None else Sample("None", None)

    def environment_value(self, row: Row) -> str:
        """The environment variables that a row sets, as a dictionary; one left out is not set."""
        items = [item for item in self.arrangement.inputs if item.way == "environment"]
        values = {item.name: self.value(item, row).known for item in items}
        entries = [f"{quoted(key)}: {quoted(str(value))}" for key, value in values.items() if value is not None]
        return f"{{{', '.join(entries)}}}"

    def param(self, row: Row, *, expected: bool, marked: bool) -> str:
        """A row as `pytest.param`."""
        values = [self.environment_value(row)] if self.environment() else []
        values.extend(self.value(item, row).code for item in self.columns())
        values.extend([self.names.sentinel] if expected else [])
        marks = f", marks={self.names.mark}" if marked else ""
        return f"pytest.param({', '.join([*values, f'id={quoted(row.label)}'])}{marks})"

    def decorators(self, headers: list[str], params: list[str], *, marked: bool) -> list[str]:
        """The decorators of a test: who runs it, what stands still, its rows."""
        lines = [f"@{self.names.mark}"] if marked else []
        if self.plugin and self.settings.runner in {"asyncio", "anyio"}:
            lines.append(f"@pytest.mark.{self.settings.runner}")
        if self.usefixtures:
            lines.append(f"@pytest.mark.usefixtures({', '.join(map(quoted, self.usefixtures))})")
        if headers:
            names = quoted(headers[0]) if len(headers) == 1 else f"({', '.join(map(quoted, headers))})"
            lines.append("@pytest.mark.parametrize(")
            lines.extend(laid_out(names, indent=4, width=self.settings.width, suffix=","))
            lines.extend(exploded("[", params, "],", indent=4, width=self.settings.width))
            lines.append(")")
        return lines

    def signature(self, name: str, takes: Sequence[str]) -> list[str]:
        """The `def` line of a test, or lines."""
        head = "async def" if self.plugin else "def"
        flat = f"{head} {name}({', '.join(takes)}):"
        inner = f"    {', '.join(takes)}"
        if len(flat) <= self.settings.width:
            return [flat]
        if len(inner) <= self.settings.width:
            return [f"{head} {name}(", inner, "):"]
        return [f"{head} {name}(", *(f"    {item}," for item in takes), "):"]

    def _varied(self) -> set[str]:
        rows = [*self.rows.values, *(row for found in self.rows.raising.values() for row in found)]
        return self.rows.rebased | {variable for row in rows for variable in row.changes}
