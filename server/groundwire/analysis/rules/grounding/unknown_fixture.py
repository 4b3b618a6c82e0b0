"""GW105: a test or fixture that asks for a fixture which is nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import unknown_fixture_examples as examples
from groundwire.analysis.rules.grounding.fixtures.asked import asked
from groundwire.model import Fix, Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.fixtures.answer import FixtureAnswer
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.grounding.fixtures.asked import Asked
    from groundwire.model import Finding

_NAMED: Final = 4
"""Plugins that an explanation names."""


class UnknownFixture(Rule):
    """A test or fixture that asks for a fixture which is nowhere.

    Looked for are the class and the file, every `conftest.py` above it, names that marks and `pytest_generate_tests`
    fill, modules in `pytest_plugins` and `-p`, pytest's own fixtures, and those of every plugin installed in the
    project's environment, read from their files: no plugin is imported. Parameters, `usefixtures` and
    `request.getfixturevalue` ask.

    Why it bites
    ------------
    The name of a parameter is all that connects a test with its fixture. A model writes the one that another project
    would have, or that of a plugin nobody installed; the test then errors before its first line, and an error in the
    set-up is easily taken for a broken machine.

    How to settle it
    ----------------
    Take the fixture that is there (the closest are named), write the missing one into `conftest.py`, or add the plugin
    to the project's dependencies.

    When to ignore it
    -----------------
    Where a plugin gives it that is not installed here. Nothing is said where no environment with pytest in it is known,
    where a configuration file names a plugin that is not installed, for files that pytest does not collect or that a
    `conftest.py` may leave out, and wherever code may add fixtures as it runs: factories, hooks, plugins registered as
    objects, unknown decorators and bases.

    Fix safety
    ----------
    Offered where the only difference to an existing fixture is case, underscores, a doubled letter or two exchanged
    ones; it renames the parameter and its uses.
    """

    code = "GW105"
    name = "unknown-fixture"
    summary = "A test or fixture that asks for a fixture which is nowhere."
    triggers = re.compile(r"\bdef\s+\w*(?:test|Test)|fixture")
    needs_project = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        for wanted in sorted(asked(unit, module), key=lambda wanted: unit.range(wanted.node)):
            answer = project.find_fixture(module.path(), wanted.owner, wanted.function, wanted.name)
            if answer.kind == "absent":
                message, explanation = _message(wanted.name, answer), _explanation(wanted.name, answer)
                yield self.finding(
                    unit, wanted.node, message, explanation, contradicts=True, fixes=_fixes(wanted, answer, unit)
                )


def _message(name: str, answer: FixtureAnswer) -> str:
    message = f"No fixture `{name}` is found"
    if answer.plugin is not None:
        return f"{message}; {answer.plugin} has one and is not installed."
    if not answer.close:
        return f"{message}."
    names = " and ".join(f"`{other}`" for other in answer.close[:2])
    return f"{message}; closest {'is' if len(answer.close) == 1 else 'are'} {names}."


def _explanation(name: str, answer: FixtureAnswer) -> str:
    files = ["this file", *answer.conftests]
    shown = ", ".join(answer.plugins[:_NAMED])
    more = len(answer.plugins) - _NAMED
    plugins = f"{shown} and {more} more" if more > 0 else shown
    return f"`{name}` is not in {', '.join(files)}, nor among the fixtures of {answer.place} ({plugins})."


def _fixes(wanted: Asked, answer: FixtureAnswer, unit: ParsedUnit) -> tuple[Fix, ...]:
    other = answer.replacement
    if other is None:
        return ()
    title = f"Ask for `{other}`"
    if isinstance(wanted.node, cst.SimpleString):
        whole = unit.range(wanted.node)
        start = len(wanted.node.prefix) + len(wanted.node.quote)
        inner = Range(
            Position(whole.start.line, whole.start.column + start),
            Position(whole.end.line, whole.end.column - len(wanted.node.quote)),
        )
        return (Fix(title, (TextEdit(inner, other),)),)
    if len(unit.scope.bindings.get(wanted.name, ())) != 1 or other in unit.scope.bindings:
        return ()
    uses = [node for node in unit.nodes(cst.Name) if node.value == wanted.name and _is_use(node, unit)]
    return (Fix(title, tuple(TextEdit(unit.range(node), other) for node in uses)),)


def _is_use(node: cst.Name, unit: ParsedUnit) -> bool:
    """Whether a name stands for the variable: neither an attribute's, nor a keyword's, nor a part of an import."""
    parent = unit.parent(node)
    if isinstance(parent, cst.Attribute):
        return parent.value is node
    if isinstance(parent, cst.Arg):
        return parent.keyword is not node
    return not isinstance(parent, (cst.ImportAlias, cst.ImportFrom, cst.FunctionDef))
