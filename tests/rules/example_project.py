"""A rule's example as a project on disk, analysed as the editor and the command line do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coverage import CoverageData

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.analysis.environment import Environment
from groundwire.analysis.index import ProjectIndex
from groundwire.evidence.coverage import Coverage
from groundwire.model import Finding, TextEdit, Unit
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from groundwire.analysis.rule import Example

MODULE = "app.py"


class Marked(NamedTuple):
    """A finding and the unit it is counted from."""

    unit: Unit
    finding: Finding

    def edit_in_file(self, edit: TextEdit) -> TextEdit:
        """The same edit, lines counted from the file's first."""
        return TextEdit(edit.range.shifted(self.unit.start), edit.new_text)

    def text(self, document: Document) -> str:
        """The source text under the mark."""
        return document.slice(self.finding.range.shifted(self.unit.start))


class ExampleProject:
    """`app.py` with an example's other files and its environment."""

    def __init__(self, folder: Path, example: Example) -> None:
        self.folder = folder
        for path, text in {MODULE: example.code, **example.files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        self.environment = _install(folder / ".venv", example.installed)
        self.ran = example.ran

    def marks(self, rule_code: str, code: str, *, generated: bool = True) -> list[Marked]:
        """What a rule says of `app.py` with this text, all of it generated or none."""
        (self.folder / MODULE).write_text(code, encoding="utf-8")
        if self.ran is not None:
            record(self.folder, MODULE, self.ran)
        index = ProjectIndex.build(self.folder, self.environment)
        index.runs = Coverage(self.folder)
        index.look_at_runs()
        engine = Engine([rule_code], facts=index)
        document = Document(code)
        facts = module_facts(document, MODULE, index.layout.module_name(MODULE))
        found = []
        for unit in document.units:
            result = engine.analyse(
                unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=generated
            )
            assert result.not_analysed is None
            assert not result.faults
            found += [Marked(unit, finding) for finding in result.findings]
        return found


def record(folder: Path, path: str, ran: Mapping[int, str]) -> None:
    """Leave the data that a test run under coverage leaves, in place of what was there."""
    (folder / ".coverage").unlink(missing_ok=True)
    data = CoverageData(str(folder / ".coverage"))
    file = str(folder / path)
    for test in sorted({*ran.values()}):
        data.set_context(test)
        data.add_lines({file: [line for line, by in ran.items() if by == test]})
    data.add_lines({file: []})  # measured, whether or not anything of it ran
    data.write()
    data.close()


def _install(folder: Path, installed: Mapping[str, tuple[str, ...]]) -> Environment:
    """A virtual environment as its files show it, nothing of it runnable."""
    site = folder / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True, exist_ok=True)
    (folder / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = 3.11.0\n", encoding="utf-8")
    for distribution, modules in installed.items():
        metadata = site / f"{distribution.replace('-', '_')}-1.0.dist-info"
        metadata.mkdir(exist_ok=True)
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n", encoding="utf-8"
        )
        (metadata / "RECORD").write_text("".join(f"{module}/__init__.py,,\n" for module in modules), encoding="utf-8")
        for module in modules:
            (site / module).mkdir(exist_ok=True)
            (site / module / "__init__.py").touch()
    environment = Environment.read(folder)
    assert environment is not None
    return environment
