"""The project's index: what rules ask beyond one file, built in steps and updated file by file."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.analysis.calls.in_project import ProjectCalls
from groundwire.analysis.declared import declared, entry_points
from groundwire.analysis.environment import Environment
from groundwire.analysis.facts_together import FactsTogether
from groundwire.analysis.file_facts import read_facts
from groundwire.analysis.files import ProjectFiles, is_configuration, read, walk
from groundwire.analysis.fixtures.lookup import Fixtures
from groundwire.analysis.fixtures.plugins import PluginReader
from groundwire.analysis.layout import Layout, test_file_for
from groundwire.analysis.members.answer import UNKNOWN as UNKNOWN_MEMBER
from groundwire.analysis.members.project_text import ProjectText
from groundwire.analysis.members.texts import Texts
from groundwire.analysis.modules import Modules
from groundwire.analysis.outside import UNKNOWN
from groundwire.analysis.project import ModuleAnswer, ProjectFacts, TestAnswer
from groundwire.analysis.references import References
from groundwire.analysis.targets import defined_elsewhere, followed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from groundwire.analysis.calls.answer import CallAnswer
    from groundwire.analysis.calls.asked import AskedCalls
    from groundwire.analysis.calls.calls import Calls
    from groundwire.analysis.calls.signature import Shape
    from groundwire.analysis.file_facts import FileFacts
    from groundwire.analysis.fixtures.answer import FixtureAnswer
    from groundwire.analysis.members.answer import MemberAnswer
    from groundwire.analysis.members.installed import Installed
    from groundwire.analysis.project import RecordedRuns
    from groundwire.model import RecordedRun


class ProjectIndex(ProjectFacts):
    """One workspace folder: its files' facts, its layout, its environment. Paths are POSIX, relative to the folder."""

    def __init__(self, root: Path, environment: Environment | None) -> None:
        self.root = root
        self.environment = environment
        self.files = ProjectFiles()
        self.layout = Layout()
        self.runs: RecordedRuns | None = None
        """What a test run recorded, where that is looked at."""
        self.facts_of: Callable[..., FileFacts | None] = read_facts
        """Reads a file's facts, or looks them up."""
        self.unread: set[str] = set()
        """Python files that could not be read or parsed."""
        self._facts: dict[str, FileFacts] = {}
        self._answers: dict[tuple[str, str], ModuleAnswer] = {}
        self._members: dict[tuple[str, str], MemberAnswer] = {}
        self._targets: dict[tuple[str, str, bool], MemberAnswer] = {}
        self._ask: Callable[[Environment], Installed | None] | None = None
        self.texts = Texts()
        self._text = ProjectText(self.texts, self._sources)
        self._calls = ProjectCalls(root, self._calls_of, self._text)
        self._plugins = PluginReader(environment) if environment is not None else None
        """Of pytest, as they are installed: read once until something is installed or removed."""
        self._nested: dict[str, Environment | None] = {}
        """Environments of projects inside this one, by their folder."""
        self._nested_modules: dict[str, Modules] = {}
        self._arrange()

    @classmethod
    def build(cls, root: Path, environment: Environment | None) -> ProjectIndex:
        """Read a whole project at once."""
        index = cls(root, environment)
        for _ in index.build_steps():
            pass
        return index

    def ask_of_imports(self, files: int) -> None:
        """Look up what so many files or more import, so that whatever is read for it has been read."""
        importers = Counter(name for facts in self._facts.values() for name in facts.imports)
        for path, facts in self._facts.items():
            for name in facts.imports & importers.keys():
                if importers.pop(name) >= files:
                    self.find_member(name, path)

    def ask(self, ask: Callable[[Environment], Installed | None] | None) -> None:
        """From now on have what is installed asked itself, by whom `ask` gives for an environment; None: no more."""
        self._ask = ask
        self._arrange()

    def build_steps(self) -> Iterator[str]:
        """Read the project, yielding the path of each folder and file when it is done, so that others get their turn.

        Until the last step the index must not be asked.
        """
        self.files = ProjectFiles()
        self._facts.clear()
        yield from walk(self.root, self.files)
        self.layout = Layout.of(self.files.python, self.files.texts)
        for path in sorted(self.files.python):
            self._read(path, read(self.root / path))
            yield path
        self._arrange()

    def update(self, path: str, text: str | None) -> bool:
        """Take in a file's new text, saved or not; None when it is gone. Cost: this file's, unless it came or went.

        False where every answer is what it was. Packages installed or removed meanwhile are noticed as well. Files that
        do not belong to the project (hidden, ignored, of an environment) are passed over.
        """
        refreshed = self.refresh()
        self._members.clear()
        self._targets.clear()
        self._calls.clear()
        self.texts.forget(str(self.root / path))
        if text is not None and path.endswith((".py", ".pyi")):
            self._modules.members.take(str(self.root / path), text)
        known = path in self.files.python or path in self.files.texts
        if not known and (text is None or not self.files.takes(path)):
            return refreshed
        if not path.endswith((".py", ".pyi")):
            return self._update_configuration(path, text) or refreshed
        if text is None:
            self.files.python.discard(path)
            self._facts.pop(path, None)
            self.unread.discard(path)
            self._rearrange()
        elif known:
            return self._reread(path, text) or refreshed
        else:
            self.files.python.add(path)
            self._read(path, text)
            self._rearrange()
        return True

    def refresh(self) -> bool:
        """Look again at what was installed or removed; whether something was."""
        environments = [self.environment, *self._nested.values()]
        changed = [environment.refresh() for environment in environments if environment is not None]
        if any(changed):
            self.texts.clear()
            self._plugins = PluginReader(self.environment) if self.environment is not None else None
            self._arrange()
        return any(changed)

    def find_module(self, name: str, importer: str) -> ModuleAnswer:
        """Look up a dotted module name (absolute, or relative with its dots) imported by the file `importer`."""
        key = (name, importer)
        if key not in self._answers:
            answer = self._find_module(name, importer)
            if answer.pending:
                return answer
            self._answers[key] = answer
        return self._answers[key]

    def find_member(self, dotted: str, importer: str) -> MemberAnswer:
        """Follow an absolute dotted path, as the file `importer` means it, to the first name that is missing."""
        key = (dotted, importer)
        if key not in self._members:
            answer = self._find_member(dotted, importer)
            if answer.pending:
                return answer
            self._members[key] = answer
        return self._members[key]

    def find_target(self, dotted: str, importer: str, of_instance: bool) -> MemberAnswer:
        """Follow the path that a string of the file `importer` names something by, to the first missing name."""
        key = (dotted, importer, of_instance)
        if key not in self._targets:
            answer = self._find_target(*key)
            if answer.pending:
                return answer
            self._targets[key] = answer
        return self._targets[key]

    def find_fixture(self, path: str, owner: str, function: str, name: str) -> FixtureAnswer:
        """Whether a function of the file `path`, in the class `owner` where it is in one, can have a fixture."""
        return self._fixtures.find(path, owner, function, name)

    def find_attribute(self, class_path: str, name: str, exact: bool) -> MemberAnswer:
        """Whether instances of a class have an attribute; `exact`: they are of no subclass of it."""
        if self.files.truncated:
            return UNKNOWN_MEMBER
        answer = self._unless_assigned(self._modules.names.of_instance(class_path, name, exact=exact))
        if answer.kind == "absent" and not exact and self._text.defines(name):
            return UNKNOWN_MEMBER  # by a subclass of the project's, perhaps
        return answer

    def find_call(self, dotted: str, importer: str, shape: Shape) -> CallAnswer:
        """Whether what an absolute dotted path leads to, as the file `importer` means it, can be called so."""
        return self._calls.of_path(dotted, importer, shape)

    def find_method_call(self, class_path: str, name: str, importer: str, shape: Shape, exact: bool) -> CallAnswer:
        """Whether a method of the objects of a class can be called so; `exact`: they are of no subclass of it."""
        return self._calls.of_object(class_path, name, importer, shape, exact=exact)

    def search_path(self) -> tuple[str, ...]:
        """The folders that imports of the project look in: its own, its Python's library, what is installed."""
        roots = tuple(str(self.root / root) for root in self.layout.roots)
        return roots + (self.environment.search_path if self.environment is not None else ())

    def is_called(self, name: str) -> bool:
        """Whether code of the project calls something of this bare name."""
        return name in self._together.called

    def seeds_random(self) -> bool:
        """Whether code of the project, its tests aside, seeds a generator that all share."""
        return self._together.seeds_random

    def limits_requests(self) -> bool:
        """Whether code of the project, its tests aside, replaces what sends all requests of `requests`."""
        return self._together.limits_requests

    def tested(self, path: str, name: str) -> TestAnswer:
        """Whether a test refers to the unit `name` of the file `path`, directly or through its callers."""
        if self.files.truncated:  # the test that refers to it may be among the files not read
            return TestAnswer("unknown")
        return self._references.tested(path, name)

    def run_of(self, path: str, digest: str) -> RecordedRun | None:
        """What the recorded test run says of the unit with this digest; None where no run is recorded."""
        return self.runs.run_of(path, digest) if self.runs is not None else None

    def look_at_runs(self) -> bool:
        """Look again at what test runs recorded; whether an answer may be another one."""
        return self.runs is not None and self.runs.refresh(self.files.python)

    def test_file_for(self, path: str) -> tuple[str, bool]:
        """Path of a module's test file, and whether it is there (see `layout.test_file_for`)."""
        dotted = self.layout.module_name(path)
        counts: Counter[str] = Counter()
        for test, facts in self._facts.items():
            if self.layout.is_test_module(test):
                counts[test] = sum(module == dotted for module in facts.taken)
        return test_file_for(path, self.layout, self.files.python, +counts)

    def _find_module(self, name: str, importer: str) -> ModuleAnswer:
        answer = self._modules_of(importer).find(name, importer)
        if self.files.truncated and answer.kind != "found":  # it may be a module of the project's that was not read
            return UNKNOWN
        if answer.kind in {"found", "unknown"}:
            return answer
        if self.layout.is_test_data(importer):
            return UNKNOWN  # an input of a test, not a part of it
        if not name.startswith(".") and (self._optional(name, importer) or self._looks_elsewhere(name, importer)):
            return UNKNOWN
        return answer

    def _looks_elsewhere(self, dotted: str, importer: str) -> bool:
        """Whether a file changes where imports look, for what is not the standard library's: that stays what it is."""
        top = dotted.partition(".")[0]
        standard = top in sys.stdlib_module_names and self._modules_of(importer).place(top) is None
        return not standard and self._together.extends_path(importer)

    def _optional(self, dotted: str, importer: str) -> bool:
        """Whether the project provides for the absence of what a path names."""
        modules = self._modules_of(importer)
        return self._together.optional(dotted, lambda path: modules.find(path, importer).kind == "found")

    def _find_member(self, dotted: str, importer: str) -> MemberAnswer:
        modules = self._agreeing(dotted, importer)
        return self._unless_assigned(modules.names.find(dotted)) if modules is not None else UNKNOWN_MEMBER

    def _agreeing(self, dotted: str, importer: str) -> Modules | None:
        """The modules that a file sees; None where a path may mean another one than the project's own texts say."""
        top = dotted.partition(".")[0]
        modules = self._modules_of(importer)
        if self.files.truncated or self.layout.is_test_data(importer) or self._looks_elsewhere(dotted, importer):
            return None
        if self._optional(dotted, importer) or modules.place(top, importer) != modules.place(top):
            return None
        return modules

    def _find_target(self, dotted: str, importer: str, of_instance: bool) -> MemberAnswer:
        top = dotted.partition(".")[0]
        modules = self._modules_of(importer)
        own = modules.place(top)
        if self.files.truncated or self.layout.is_test_data(importer) or self._looks_elsewhere(dotted, importer):
            return UNKNOWN_MEMBER
        if (own is None and self._optional(dotted, importer)) or modules.place(top, importer) != own:
            return UNKNOWN_MEMBER
        answer = followed(dotted, modules, importer, self.find_module, of_instance=of_instance)
        if answer.kind != "absent":
            return answer
        if self._text.sets(answer.name):
            return UNKNOWN_MEMBER
        return replace(answer, elsewhere=defined_elsewhere(answer, self._facts, self.layout))

    def _calls_of(self, dotted: str, importer: str) -> Calls | AskedCalls | None:
        own = self._modules_of(importer).place(dotted.partition(".")[0], importer) is not None
        modules = self._agreeing(dotted, importer) if own else self._modules_of(importer)
        return modules.calls if modules is not None and not self.files.truncated else None

    def _unless_assigned(self, answer: MemberAnswer) -> MemberAnswer:
        """The answer, unless a file of the project gives the missing name to something."""
        if answer.kind != "absent":
            return answer
        return UNKNOWN_MEMBER if self._text.assigns(answer.name) else answer

    def _sources(self, tests: bool = True) -> Iterator[str]:
        """Whole paths of the project's files."""
        return (str(self.root / path) for path in self.files.python if tests or not self.layout.is_test(path))

    def _modules_of(self, importer: str) -> Modules:
        """The modules as the nearest virtual environment above a file sees them; the project's own by default."""
        for environment in self.files.environments:
            folder = environment.rpartition("/")[0]
            if folder and importer.startswith(f"{folder}/"):
                if environment not in self._nested:
                    self._nested[environment] = Environment.read(self.root / environment)
                nested = self._nested[environment]
                if nested is not None:
                    if environment not in self._nested_modules:
                        modules = Modules(
                            self.root,
                            self.files,
                            self.layout,
                            self._dependencies,
                            nested,
                            self._asking(nested),
                            self.texts,
                        )
                        self._nested_modules[environment] = modules
                    return self._nested_modules[environment]
        return self._modules

    def _asking(self, environment: Environment | None) -> Installed | None:
        return self._ask(environment) if self._ask is not None and environment is not None else None

    def _read(self, path: str, text: str | None) -> None:
        facts = self.facts_of(path, text, test=self.layout.is_test(path)) if text is not None else None
        if facts is None:
            self.unread.add(path)  # what was known of it stays: a file is broken while it is typed
        else:
            self.unread.discard(path)
            self._facts[path] = facts
            self._together = self._all_facts()

    def _all_facts(self) -> FactsTogether:
        return FactsTogether(self._facts, self.layout.is_test)

    def _reread(self, path: str, text: str) -> bool:
        before, broken = self._facts.get(path), path in self.unread
        self._read(path, text)
        after = self._facts.get(path)
        if after == before and broken == (path in self.unread):
            return False
        self._references.changed(path)
        self._fixtures.changed()
        if (
            before is None
            or after is None
            or before.optional != after.optional
            or before.extends_path != after.extends_path
        ):
            self._answers.clear()
        return True

    def _update_configuration(self, path: str, text: str | None) -> bool:
        if text == self.files.texts.get(path) or not (text is None or is_configuration(path)):
            return False
        if text is None:
            del self.files.texts[path]
        else:
            self.files.texts[path] = text
        self._rearrange()
        return True

    def _rearrange(self) -> None:
        """Settle the layout anew; a file that became a test, or is none any more, is read again."""
        before = self.layout
        self.layout = Layout.of(self.files.python, self.files.texts)
        for path in [path for path in self._facts if before.is_test(path) != self.layout.is_test(path)]:
            self._read(path, read(self.root / path))
        self._arrange()

    def _arrange(self) -> None:
        """Set up what answers questions, after files or environments came or went."""
        self._together = self._all_facts()
        self._dependencies = declared(self.files.texts)
        self._modules = Modules(
            self.root,
            self.files,
            self.layout,
            self._dependencies,
            self.environment,
            self._asking(self.environment),
            self.texts,
        )
        self._references = References(self._facts, self.layout, self.unread, entry_points(self.files.texts))
        self._fixtures = Fixtures(self._facts, self.layout, self.files, self.environment, self.root, self._plugins)
        self._answers.clear()
        self._members.clear()
        self._targets.clear()
        self._calls.clear()
        self._nested_modules.clear()
