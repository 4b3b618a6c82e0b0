"""GW401: lines of a generated unit that the recorded test run did not run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.execution import generated_line_never_run_examples as examples
from groundwire.model import Finding, Position, Range
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import RecordedRun

_NAMED: Final = 3
"""Places whose code is shown."""
_WIDTH: Final = 60
"""Characters of it."""


class GeneratedLineNeverRun(Rule):
    """Lines of a generated unit that the recorded test run did not run.

    Read is the coverage data that the project's own test run left (`.coverage`, or where its settings of coverage.py
    say). It is believed only of text that is known to be the text that ran: the file was not newer than the data when
    the data was first seen, and the unit has not changed since. Otherwise nothing is said. Nothing is run, and files
    that the run did not measure are passed over.

    Why it bites
    ------------
    Generated code is right where it was tried and a guess where it was not. A branch that no test has entered is text:
    a wrong name, a wrong argument or a wrong result in it shows when somebody needs it.

    How to settle it
    ----------------
    Write a test that enters the lines and states what they are to do, and run the tests under coverage again. That the
    lines then ran takes the mark away and is not yet a check of what they do.

    When to ignore it
    -----------------
    Where the recorded run was a part of the tests, or where the lines are there so as never to run. A line with
    `# pragma: no cover`, lines that the project's `exclude_lines` and `exclude_also` name, declarations, `...`,
    `raise NotImplementedError`, `if TYPE_CHECKING:` and `if __name__ == "__main__":` are passed over. One mark stands
    for the whole unit, also for lines of it that a person wrote.
    """

    code = "GW401"
    name = "generated-line-never-run"
    summary = "Lines of a generated unit that the recorded test run did not run."
    triggers = re.compile(r":[ \t]*(?:#[^\n]*)?\n")
    needs_project = True
    generated_only = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        run = project.run_of(module.path(), unit_digest(unit.unit, unit.text))
        if run is None or run.kind != "known" or not run.missed:
            return
        data = f"Read from {run.data} of {run.time[:10]}; no code was run for it."
        if run.ran:
            first = run.missed[0]
            beside = f" `{first.test}` ran the line before." if first.test is not None else ""
            place = _line(unit.text, first.first)
            yield Finding(self.code, place, _what(unit, run), f"{_where(unit, run)}{beside} {data}", False)
        elif unit.function is not None:  # of a module that was never imported, its functions say so
            why = (
                "Its one statement did not run"
                if run.statements == 1
                else f"None of its {run.statements} statements ran"
            )
            message = f"The recorded test run never ran `{unit.unit.name}`."
            yield self.finding(unit, unit.function.name, message, f"{why}. {data}")


def _what(unit: ParsedUnit, run: RecordedRun) -> str:
    missed = run.statements - run.ran
    name = "here" if unit.unit.name == "<module>" else f"of `{unit.unit.name}`"
    places = f", in {len(run.missed)} places" if len(run.missed) > 1 else ""
    return f"The recorded test run never ran {missed} of the {_statements(run.statements)} {name}{places}."


def _where(unit: ParsedUnit, run: RecordedRun) -> str:
    """What was not run, by its code and not its line, so that the sentence stands when the unit moves."""
    lines = unit.text.split("\n")
    places = []
    for block in run.missed[:_NAMED]:
        code = lines[block.first].strip()
        shown = f"`{code if len(code) <= _WIDTH else f'{code[:_WIDTH]}…'}`"
        places.append(shown if block.statements == 1 else f"{shown} and the {_following(block.statements - 1)}")
    further = f"; and more in {len(run.missed) - _NAMED} other places" if len(run.missed) > _NAMED else ""
    return f"Not run: {'; '.join(places)}{further}."


def _following(count: int) -> str:
    return "next statement" if count == 1 else f"next {count} statements"


def _statements(count: int) -> str:
    return f"{count} statement{'' if count == 1 else 's'}"


def _line(text: str, line: int) -> Range:
    """The code of one line."""
    row = text.split("\n")[line].rstrip()
    return Range(Position(line, len(row) - len(row.lstrip())), Position(line, len(row)))
