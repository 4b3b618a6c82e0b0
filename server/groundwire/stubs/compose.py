"""Composes what a stub adds to a test file: fixtures, tests, constants and imports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from groundwire.stubs.arrange import arrange
from groundwire.stubs.body import Body
from groundwire.stubs.evaluate import Evaluator
from groundwire.stubs.imports import missing
from groundwire.stubs.maker import Maker
from groundwire.stubs.raises import raise_sites
from groundwire.stubs.rows import Chooser, Row
from groundwire.stubs.shapes import enum_members
from groundwire.stubs.sheet import Names, Sheet
from groundwire.stubs.surroundings import stillness
from groundwire.stubs.testfile import Addition
from groundwire.stubs.unittests import is_simple, test_case
from groundwire.stubs.writer import fixture_function, instance_fixture, raises_name, raises_test, values_test

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.stubs.arrange import Arrangement
    from groundwire.stubs.fixtures import Fixture
    from groundwire.stubs.imports import Header
    from groundwire.stubs.library import Library
    from groundwire.stubs.raises import RaiseSite
    from groundwire.stubs.request import StubRequest
    from groundwire.stubs.settings import Settings
    from groundwire.stubs.subject import Subject

_SENTINEL: Final = "EXPECTED"
_MARK: Final = "UNSTATED"


class Composer:
    """The steps from a subject to what is added to its test file."""

    def __init__(
        self,
        request: StubRequest,
        subject: Subject,
        library: Library,
        settings: Settings,
        header: Header,
        fixtures: Mapping[str, str],
        style: tuple[str, bool] | None,
    ) -> None:
        self.request = request
        self.subject = subject
        self.library = library
        self.settings = settings
        self.header = header
        self.fixtures = fixtures
        self.style = style
        self.fresh: list[Fixture] = []

    def addition(self, name: str) -> tuple[Addition, list[str]]:
        """Everything to add, and the names of the tests in it."""
        sites = raise_sites(self.subject, self.library)
        body = self._body(sites)
        needs = body.sheet.needs
        raised = [(site, self._exception(site.exception, needs)) for site in sites]
        if self.style is not None and self.request.expectation == "fail" and is_simple(body):
            case, tests = test_case(body, name, raised, self.style)
            blocks, fixtures = [case], []
            needs.discard("pytest:")
        else:
            blocks, tests = self._tests(body, name, raised)
            fixtures = self._fixtures(body, blocks)
        absent, _ = missing(self.header, needs - {""})
        constants = self._constants(body.sheet.names, blocks)
        every = (*(tuple(lines) for lines in fixtures), *(tuple(lines) for lines in blocks))
        return Addition(frozenset(absent), constants, every), tests

    def _body(self, sites: Sequence[RaiseSite]) -> Body:
        """Choose the inputs and rows, and the names that the tests use."""
        subject, library, text = self.subject, self.library, self.request.module_text
        maker = Maker(library, aware="timezone" in text or "UTC" in text)
        arrangement = arrange(subject, maker)
        self._settle_fixtures(arrangement)
        evaluator = Evaluator(library.module.path_of, library.module.constants, enum_members(library))
        rows = Chooser(subject, arrangement.inputs, maker, evaluator).rows()
        if not rows.values and (subject.can_return or not sites):
            rows.values.append(Row("typical", {}))
        need, target = self._target()
        sentinel, mark = self._unbound(_SENTINEL), self._unbound(_MARK)
        reserved = frozenset({target.partition(".")[0], sentinel, mark, "asyncio", "re", "create_autospec"})
        names = Names(target, sentinel, mark, reserved)
        uses = (self._predictable,) if stillness(subject, library.module) is not None else ()
        expectation = self.request.expectation
        sheet = Sheet(subject, arrangement, rows, self.settings, expectation, names, uses, {"pytest:", need})
        return Body(sheet, maker.shape(subject.returns))

    def _tests(
        self, body: Body, name: str, raised: Sequence[tuple[RaiseSite, str]]
    ) -> tuple[list[list[str]], list[str]]:
        """The test functions, and their names."""
        tests = [name] if body.sheet.rows.values else []
        blocks = [values_test(body, name)] if tests else []
        taken = {name}
        for site, written in raised:
            tests.append(raises_name(name, site, taken) if tests else name)
            blocks.append(raises_test(body, tests[-1], site, written))
        return blocks, tests

    def _fixtures(self, body: Body, blocks: list[list[str]]) -> list[list[str]]:
        """The fixtures that the tests ask for and that are not there."""
        sheet, arrangement = body.sheet, body.sheet.arrangement
        fixtures = [fixture_function(body, item) for item in self.fresh]
        instance = arrangement.instance
        asked = {word for block in blocks for line in block for word in _words(line)}
        made_here = sheet.builds_instance or sheet.is_member or instance in arrangement.fixtures
        if instance in asked and not made_here and instance not in self.fixtures:
            fixtures.append(instance_fixture(body))
        still = stillness(self.subject, self.library.module)
        if still is not None:
            head = f"def {self._predictable}({'monkeypatch' if still.patches else ''}):"
            fixtures.append(["@pytest.fixture", head, *(f"    {line}" if line else "" for line in still.lines)])
            sheet.needs |= still.needs
        return fixtures

    @property
    def _predictable(self) -> str:
        """The fixture that holds clock and chance still."""
        return f"predictable_{self.subject.short.strip('_')}"

    def _settle_fixtures(self, arrangement: Arrangement) -> None:
        """Note the fixtures to write: one that is there and makes the same is used, else ours takes another name."""
        for key, fixture in list(arrangement.fixtures.items()):
            there = self.fixtures.get(fixture.name)
            if there is None:
                self.fresh.append(fixture)
            elif fixture.made is not None and fixture.made not in there:
                arrangement.fixtures[key] = replace(fixture, name=f"{self.subject.short.strip('_')}_{fixture.name}")
                self.fresh.append(arrangement.fixtures[key])

    def _target(self) -> tuple[str, str]:
        """What the tests import of the module, and how they name the function or class."""
        module = self.library.module.name
        owner = self.subject.name.rpartition(".")[0]
        named = self.subject.name if self.subject.binding == "function" else owner
        top = named.partition(".")[0]
        if (whole := self._imported_whole(module)) is not None:
            return f"{module}:" if whole == module else "", f"{whole}.{named}"
        if top.lower().startswith("test") or self.header.bound.get(top, f"{module}:{top}") != f"{module}:{top}":
            return f"{module}:", f"{module}.{named}"
        return f"{module}:{top}", named

    def _imported_whole(self, module: str) -> str | None:
        """What the test file calls the module, where it imports that and none of its names."""
        if any(path.startswith(f"{module}:") and path != f"{module}:" for path in self.header.bound.values()):
            return None
        parent, _, last = module.rpartition(".")
        ways = {f"{module}:", module, f"{parent}:{last}"}
        return next((name for name, path in self.header.bound.items() if path in ways), None)

    def _unbound(self, name: str) -> str:
        """The constant's name, another where the test file uses it for something else."""
        while name in self.header.bound and f"{name} = " not in "\n".join(
            line
            for line in self.header.lines
            if "object()" in line or "xfail(" in line or line == f"{name} = pytest.mark.xfail("
        ):
            name = f"{name}_"
        return name

    def _exception(self, exception: str, needs: set[str]) -> str:
        """How the test writes an exception, with what it imports for that."""
        path = self.library.module.path_of(exception)
        if "." not in path:
            return path
        need, written = self.library.need(path)
        needs.add(need)
        return written

    def _constants(self, names: Names, blocks: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        text = "\n".join("\n".join(block) for block in blocks)
        sentinel, mark = names.sentinel, names.mark
        constants: list[tuple[str, ...]] = []
        if sentinel in text and sentinel not in self.header.bound:
            constants.append((f"{sentinel} = object()",))
        if mark in text and mark not in self.header.bound:
            reason = 'strict=True, reason="expectation not stated", raises=pytest.fail.Exception'
            flat = f"{mark} = pytest.mark.xfail({reason})"
            split = (f"{mark} = pytest.mark.xfail(", f"    {reason}", ")")
            constants.append((flat,) if len(flat) <= self.settings.width else split)
        return tuple(constants)


def _words(line: str) -> list[str]:
    return "".join(character if character.isidentifier() or character.isdigit() else " " for character in line).split()
