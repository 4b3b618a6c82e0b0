"""GW408: a generated function that no test of the project refers to."""

from __future__ import annotations

import re
from posixpath import basename
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.verification import unreferenced_by_tests_examples as examples
from groundwire.analysis.scope import dotted_name
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_DECLARATIONS: Final = frozenset({"overload", "abstractmethod", "abstractproperty"})
_NOT_CALLED_BY_TESTS: Final = re.compile(
    r"(?:^|/)(?:conftest|setup|manage|noxfile|tasks|fabfile|conf|wsgi|asgi)\.py$|\.pyi$|migrations/"
)


class UnreferencedByTests(Rule):
    """A generated function that no test of the project refers to.

    Read are the names that test files import, the attributes they call, their fixtures and the strings by which they
    name a target; from there the calls inside the project are followed. Nothing is run, and nothing is said of code
    that a framework calls by itself.

    Why it bites
    ------------
    Generated code compiles and reads well whether or not it is right. Where no test mentions it, nothing independent
    has ever looked at what it does, and no later change will be noticed either.

    How to settle it
    ----------------
    Write one test whose expectation comes from somewhere else than this code: the requirement, a worked example, a
    person. *Write a test stub* makes the file, the rows and the places for the expectations.

    When to ignore it
    -----------------
    Where something outside the project's tests exercises the function: another repository, a test by hand. Functions
    with a registering decorator (routes, commands, tasks, fixtures), overrides of a framework's classes, scripts'
    `main`, declarations without a body, test code and notebooks, which no test can import, are not reported.
    """

    code = "GW408"
    name = "unreferenced-by-tests"
    summary = "A generated function that no test of the project refers to."
    triggers = re.compile(r"\bdef\b")
    needs_project = True
    generated_only = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        function = unit.function
        if function is None or module.is_notebook() or not _worth_a_test(function, unit, module):
            return
        answer = project.tested(module.path(), unit.unit.name)
        if answer.kind != "none":
            return
        run = project.run_of(module.path(), unit_digest(unit.unit, unit.text))
        if run is not None and run.kind == "known" and run.statements:
            return  # that it ran, or did not, says more than what the tests refer to
        name = unit.unit.name
        if answer.tests:
            files = f"{answer.tests} test file{'' if answer.tests == 1 else 's'} read"
            message = f"No test of this project refers to `{name}`, directly or through its callers ({files})."
            why = "Followed were imports, calls, attributes, fixtures and named targets; no test was run."
        else:
            message = f"No test of this project refers to `{name}`: there are no test files."
            why = "Looked for: files called test_*.py or *_test.py, or as the project's pytest settings say."
        yield self.finding(unit, function.name, message, why)


def _worth_a_test(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a person would expect a test of it: it has a body, and is no declaration or start of a script."""
    name = function.name.value
    if (name.startswith("__") and name.endswith("__")) or name.startswith("test") or name == "main":
        return False
    if _NOT_CALLED_BY_TESTS.search(module.path()) or basename(module.path()).startswith("test_"):
        return False
    if any((dotted_name(item.decorator) or "").rpartition(".")[2] in _DECLARATIONS for item in function.decorators):
        return False
    owner, _, _ = unit.unit.name.rpartition(".")
    if owner and any(base.rpartition(".")[2] == "Protocol" for base in module.class_bases(owner)):
        return False
    return not _empty(function.body)


def _empty(body: cst.BaseSuite) -> bool:
    """Whether a body does nothing: a docstring, `pass`, `...`, `raise NotImplementedError`."""
    for statement in body.body:
        parts = statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
        for part in parts:
            if isinstance(part, cst.Pass):
                continue
            if isinstance(part, cst.Expr) and isinstance(
                part.value, (cst.SimpleString, cst.ConcatenatedString, cst.Ellipsis)
            ):
                continue
            if isinstance(part, cst.Raise) and part.exc is not None and _not_implemented(part.exc):
                continue
            return False
    return True


def _not_implemented(node: cst.BaseExpression) -> bool:
    return dotted_name(node.func if isinstance(node, cst.Call) else node) == "NotImplementedError"
