"""What a unit may know of its project: modules, distributions, callers, tests. Every answer a rule gets is recorded."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from groundwire.analysis.calls.answer import UNKNOWN as UNKNOWN_CALL
from groundwire.analysis.calls.signature import Shape
from groundwire.analysis.fixtures.answer import UNKNOWN as UNKNOWN_FIXTURE
from groundwire.analysis.members.answer import UNKNOWN as UNKNOWN_MEMBER
from groundwire.analysis.recorded import Recorded, recorded

if TYPE_CHECKING:
    from collections.abc import Collection

    from groundwire.analysis.calls.answer import CallAnswer
    from groundwire.analysis.fixtures.answer import FixtureAnswer
    from groundwire.analysis.members.answer import MemberAnswer, ObjectClass
    from groundwire.analysis.recorded import Reads
    from groundwire.model import RecordedRun


@dataclass(frozen=True, slots=True)
class ModuleAnswer:
    """Whether an import can find its module."""

    kind: Literal["found", "absent", "declared", "renamed", "unknown"]
    """*declared*: the project depends on a distribution that provides it, and it is not installed. *renamed*: an
    installed or declared distribution of that name provides another import name. *unknown*: the environment cannot be
    read, or something that no file shows may provide the module."""
    distribution: str | None = None
    """Declared or installed distribution, as its metadata spells it."""
    suggestion: str | None = None
    """Import name that is there: the renamed distribution's, or a close match."""
    looked_in: tuple[str, ...] = ()
    """Where it was looked for and is not, for the explanation: `the standard library of Python 3.11`."""
    reason: str | None = None
    """A further fact, as a sentence: `The standard library lost it in Python 3.12.`"""
    pending: bool = False
    """Of what is *unknown*: what is installed is being asked."""


@dataclass(frozen=True, slots=True)
class TestAnswer:
    """Whether the project's tests refer to a function."""

    kind: Literal["direct", "through", "none", "unknown"]
    """*unknown*: no test of the project could be read, or something dynamic may drive the unit."""
    test: str | None = None
    """Path of a test file that refers to it."""
    through: str | None = None
    """The caller by which a test reaches it."""
    tests: int = 0
    """How many test files were read."""


class RecordedRuns(Protocol):
    """What the project's own test run recorded; read elsewhere and handed in."""

    @abstractmethod
    def refresh(self, files: Collection[str]) -> bool:
        """See it anew where it changed; whether an answer may be another one. `files` are the project's sources."""

    @abstractmethod
    def run_of(self, path: str, digest: str) -> RecordedRun | None:
        """What is recorded of the unit with this digest; None where nothing was recorded."""


class Inference(Protocol):
    """What tells the classes of objects; asked elsewhere and handed in."""

    @abstractmethod
    def classes_of(
        self, path: str, unit: str, digest: str, places: tuple[tuple[int, int], ...]
    ) -> tuple[ObjectClass | None, ...]:
        """For each place the class of the object before an attribute; None where it is not settled, or not yet.

        `unit` and `digest` are the name and the digest of a unit of the file `path`; a place is the last character of
        the attribute's name, its line counted from the unit's first.
        """


class ProjectFacts(Protocol):
    """The project's index, as far as rules ask it."""

    @abstractmethod
    def find_module(self, name: str, importer: str) -> ModuleAnswer:
        """Look up a dotted module name (absolute, or relative with its dots) imported by the file `importer`."""

    @abstractmethod
    def find_member(self, dotted: str, importer: str) -> MemberAnswer:
        """Follow an absolute dotted path, as the file `importer` means it, to the first name that is missing."""

    @abstractmethod
    def find_target(self, dotted: str, importer: str, of_instance: bool) -> MemberAnswer:
        """Follow the path that a string of the file `importer` names something by, as `find_member` does.

        A test that replaces the name does not make it; a package without text has its submodules alone. `of_instance`:
        all but the last part name the class of an object, and the last one is an attribute of that.
        """

    @abstractmethod
    def find_fixture(self, path: str, owner: str, function: str, name: str) -> FixtureAnswer:
        """Whether a function of the file `path`, in the class `owner` where it is in one, can have a fixture."""

    @abstractmethod
    def find_attribute(self, class_path: str, name: str, exact: bool) -> MemberAnswer:
        """Whether instances of a class have an attribute; `exact`: they are of no subclass of it."""

    @abstractmethod
    def find_call(self, dotted: str, importer: str, shape: Shape) -> CallAnswer:
        """Whether what an absolute dotted path leads to, as the file `importer` means it, can be called so."""

    @abstractmethod
    def find_method_call(self, class_path: str, name: str, importer: str, shape: Shape, exact: bool) -> CallAnswer:
        """Whether a method of the objects of a class can be called so; `exact`: they are of no subclass of it."""

    @abstractmethod
    def is_called(self, name: str) -> bool:
        """Whether code of the project calls something of this bare name."""

    @abstractmethod
    def seeds_random(self) -> bool:
        """Whether code of the project, its tests aside, seeds a generator that all share."""

    @abstractmethod
    def limits_requests(self) -> bool:
        """Whether code of the project, its tests aside, replaces what sends all requests of `requests`."""

    @abstractmethod
    def tested(self, path: str, name: str) -> TestAnswer:
        """Whether a test refers to the unit `name` of the file `path`, directly or through its callers."""

    @abstractmethod
    def run_of(self, path: str, digest: str) -> RecordedRun | None:
        """What the recorded test run says of the unit with this digest; None where no run is recorded."""


class ProjectContext(Recorded):
    """A project as a rule sees it; `facts` is None until the index is built."""

    def __init__(
        self,
        facts: ProjectFacts | None,
        reads: Reads | None = None,
        inference: Inference | None = None,
        known: Reads | None = None,
    ) -> None:
        super().__init__(reads, known)
        self._facts = facts
        self._inference = inference

    @property
    def ready(self) -> bool:
        """Whether the index is built; rules that declare `needs_project` run only then."""
        return self._facts is not None

    @recorded
    def find_module(self, name: str, importer: str) -> ModuleAnswer:
        """Look up a dotted module name imported by the file `importer`."""
        return self._facts.find_module(name, importer) if self._facts is not None else ModuleAnswer("unknown")

    @recorded
    def find_member(self, dotted: str, importer: str) -> MemberAnswer:
        """Follow an absolute dotted path, as the file `importer` means it, to the first name that is missing."""
        return self._facts.find_member(dotted, importer) if self._facts is not None else UNKNOWN_MEMBER

    @recorded
    def find_target(self, dotted: str, importer: str, of_instance: bool) -> MemberAnswer:
        """Follow the path that a string of the file `importer` names something by, to the first missing name."""
        if self._facts is None:
            return UNKNOWN_MEMBER
        return self._facts.find_target(dotted, importer, of_instance)

    @recorded
    def find_fixture(self, path: str, owner: str, function: str, name: str) -> FixtureAnswer:
        """Whether a function of the file `path`, in the class `owner` where it is in one, can have a fixture."""
        if self._facts is None:
            return UNKNOWN_FIXTURE
        return self._facts.find_fixture(path, owner, function, name)

    @recorded
    def find_attribute(self, class_path: str, name: str, exact: bool) -> MemberAnswer:
        """Whether instances of a class have an attribute; `exact`: they are of no subclass of it."""
        return self._facts.find_attribute(class_path, name, exact) if self._facts is not None else UNKNOWN_MEMBER

    @recorded
    def infers(self) -> bool:
        """Whether classes of objects can be asked for at all; the places to ask about take long to find."""
        return self._inference is not None

    @recorded
    def find_call(self, dotted: str, importer: str, shape: Shape) -> CallAnswer:
        """Whether what an absolute dotted path leads to, as the file `importer` means it, can be called so."""
        return self._facts.find_call(dotted, importer, Shape(*shape)) if self._facts is not None else UNKNOWN_CALL

    @recorded
    def find_method_call(self, class_path: str, name: str, importer: str, shape: Shape, exact: bool) -> CallAnswer:
        """Whether a method of the objects of a class can be called so; `exact`: they are of no subclass of it."""
        if self._facts is None:
            return UNKNOWN_CALL
        return self._facts.find_method_call(class_path, name, importer, Shape(*shape), exact)

    @recorded
    def classes_of(
        self, path: str, unit: str, digest: str, places: tuple[tuple[int, int], ...]
    ) -> tuple[ObjectClass | None, ...]:
        """For each place the class of the object before an attribute, as `Inference.classes_of` says it."""
        return self._inference.classes_of(path, unit, digest, places) if self._inference is not None else ()

    @recorded
    def is_called(self, name: str) -> bool:
        """Whether code of the project calls something of this bare name."""
        return self._facts is not None and self._facts.is_called(name)

    @recorded
    def seeds_random(self) -> bool:
        """Whether code of the project, its tests aside, seeds a generator that all share."""
        return self._facts is not None and self._facts.seeds_random()

    @recorded
    def limits_requests(self) -> bool:
        """Whether code of the project, its tests aside, replaces what sends all requests of `requests`."""
        return self._facts is not None and self._facts.limits_requests()

    @recorded
    def tested(self, path: str, name: str) -> TestAnswer:
        """Whether a test refers to the unit `name` of the file `path`, directly or through its callers."""
        return self._facts.tested(path, name) if self._facts is not None else TestAnswer("unknown")

    @recorded
    def run_of(self, path: str, digest: str) -> RecordedRun | None:
        """What the recorded test run says of the unit with this digest; None where no run is recorded."""
        return self._facts.run_of(path, digest) if self._facts is not None else None
