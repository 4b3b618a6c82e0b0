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
    from collections.abc import Mapping

    from groundwire.stubs.arrange import Arrangement
    from groundwire.stubs.fixtures import Fixture
    from groundwire.stubs.imports import Header
    from groundwire.stubs.library import Library
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

    def addition(self, name: str) -> tuple[Addition, list[str]]:
        """Everything to add, and the names of the tests in it."""
        subject, library = self.subject, self.library
        maker = Maker(library, aware="timezone" in self.request.module_text or "UTC" in self.request.module_text)
        arrangement = arrange(subject, maker)
        fresh = self._fresh_fixtures(arrangement)
        evaluator = Evaluator(library.module.path_of, library.module.constants, enum_members(library))
        rows = Chooser(subject, arrangement.inputs, maker, evaluator).rows()
        sites = raise_sites(subject, library)
        if not rows.values and (subject.can_return or not sites):
            rows.values.append(Row("typical", {}))
        need, target = self._target()
        sentinel, mark = self._unbound(_SENTINEL), self._unbound(_MARK)
        reserved = frozenset({target.partition(".")[0], sentinel, mark, "asyncio", "re", "create_autospec"})
        names = Names(target, sentinel, mark, reserved)
        still = stillness(subject, library.module)
        predictable = f"predictable_{subject.short.strip('_')}"
        uses = (predictable,) if still is not None else ()
        needs = {"pytest:", need}
        sheet = Sheet(subject, arrangement, rows, self.settings, self.request.expectation, names, uses, needs)
        body = Body(sheet, maker.shape(subject.returns))
        raised = [(site, self._exception(site.exception, needs)) for site in sites]
        if self.style is not None and self.request.expectation == "fail" and is_simple(body):
            case, tests = test_case(body, name, raised, self.style)
            constants = self._constants(sentinel, mark, [case])
            absent, _ = missing(self.header, needs - {"pytest:", ""})
            return Addition(frozenset(absent), constants, (tuple(case),)), tests
        tests = [name] if rows.values else []
        blocks = [values_test(body, name)] if rows.values else []
        taken = {name}
        for site, written in raised:
            tests.append(raises_name(name, site, taken) if tests else name)
            blocks.append(raises_test(body, tests[-1], site, written))
        fixtures = [fixture_function(body, item) for item in fresh]
        instance = arrangement.instance
        asked = {word for block in blocks for line in block for word in _words(line)}
        made_here = sheet.builds_instance or sheet.is_member or instance in arrangement.fixtures
        if instance in asked and not made_here and instance not in self.fixtures:
            fixtures.append(instance_fixture(body))
        if still is not None:
            head = f"def {predictable}({'monkeypatch' if still.patches else ''}):"
            fixtures.append(["@pytest.fixture", head, *(f"    {line}" if line else "" for line in still.lines)])
            needs |= still.needs
        constants = self._constants(sentinel, mark, blocks)
        absent, _ = missing(self.header, needs - {""})
        every = (*(tuple(lines) for lines in fixtures), *(tuple(lines) for lines in blocks))
        return Addition(frozenset(absent), constants, every), tests

    def _fresh_fixtures(self, arrangement: Arrangement) -> list[Fixture]:
        """The fixtures to write; one that is there and makes the same class is used, else ours takes another name."""
        fresh: list[Fixture] = []
        for key, fixture in list(arrangement.fixtures.items()):
            there = self.fixtures.get(fixture.name)
            if there is None:
                fresh.append(fixture)
            elif fixture.made is not None and fixture.made not in there:
                arrangement.fixtures[key] = replace(fixture, name=f"{self.subject.short.strip('_')}_{fixture.name}")
                fresh.append(arrangement.fixtures[key])
        return fresh

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

    def _constants(self, sentinel: str, mark: str, blocks: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        text = "\n".join("\n".join(block) for block in blocks)
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
