"""GW101: an import that resolves in no place the project imports from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import unresolved_module_examples as examples
from groundwire.analysis.rules.grounding.import_guards import guarded
from groundwire.analysis.rules.grounding.missing_modules import wording
from groundwire.analysis.scope import dotted_name
from groundwire.model import Finding, Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ModuleAnswer, ProjectContext


class UnresolvedModule(Rule):
    """An import that resolves in no place the project imports from.

    Three answers are told apart: the module is *absent* everywhere; a dependency that provides it is *declared but not
    installed*; the distribution of that name is there, *under another import name*. Looked up are the project's own
    modules, the standard library of its Python version, the packages of its environment (metadata, path files and
    editable installations included) and every manifest. In a trusted workspace the project's Python is asked as well,
    without the project's folders: a module that it can import is there.

    Why it bites
    ------------
    Package names are easy to guess and easily wrong: a plausible one that nobody published, one that was renamed, one
    that belongs to another language. The mistake shows only when the line runs, which inside a function may be in
    production; and a name that does not exist today can be registered tomorrow by somebody with bad intentions.

    How to settle it
    ----------------
    Absent: look the library up before installing anything of that name. Declared: install the project's dependencies.
    Under another name: import that name; the fix does where nothing else has to change.

    When to ignore it
    -----------------
    Where the module comes from a place no file shows: a host program, a path added at run time, a build step that
    nothing names. In a notebook that installs packages or changes where imports look, what is missing is not reported.
    Imports with a handler for `ImportError`, under `TYPE_CHECKING`, or under a test of version, platform
    or availability are not reported; neither is anything where the project's environment is not known, but for modules
    of the standard library and of the project itself.

    Fix safety
    ----------
    Offered where the import binds names of its own choice, so that no other line has to change.
    """

    code = "GW101"
    name = "unresolved-module"
    summary = "An import that resolves in no place the project imports from."
    triggers = re.compile(r"\bimport\b")
    needs_project = True
    overlaps = ("pyright:reportMissingImports", "mypy:import-not-found", "ty:import-not-found")
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        found: list[Finding] = []
        for name, parts, rebinds in _modules([*unit.nodes(cst.Import), *unit.nodes(cst.ImportFrom)], unit):
            answer = project.find_module(name, module.path())
            if answer.kind in {"absent", "declared"} and module.may_hold(name):
                continue
            if answer.kind in {"absent", "declared", "renamed"}:
                message, explanation = wording(name, answer)
                place = Range(unit.range(parts[0]).start, unit.range(parts[-1]).end)
                fixes = _fixes(answer, place) if rebinds else ()
                found.append(Finding(self.code, place, message, explanation, answer.kind != "declared", fixes))
        return iter(sorted(found, key=lambda finding: finding.range))


def _modules(
    imports: Sequence[cst.BaseSmallStatement], unit: ParsedUnit
) -> Iterator[tuple[str, Sequence[cst.CSTNode], bool]]:
    """Each module that an unguarded import names: dotted, by which nodes, and whether the bound name stays as it is."""
    for node in imports:
        if isinstance(node, cst.Import):
            for alias in node.names:
                name = dotted_name(alias.name) or ""
                if not guarded(node, unit, name.partition(".")[0]):
                    yield name, (alias.name,), alias.asname is not None
            continue
        if not isinstance(node, cst.ImportFrom):
            continue
        name = "." * len(node.relative) + (dotted_name(node.module) or "" if node.module is not None else "")
        if not guarded(node, unit, name.partition(".")[0]):
            yield name, (*node.relative, *([node.module] if node.module is not None else [])), True


def _fixes(answer: ModuleAnswer, place: Range) -> tuple[Fix, ...]:
    if answer.kind != "renamed" or answer.suggestion is None:
        return ()
    return (Fix(f"Import `{answer.suggestion}`", (TextEdit(place, answer.suggestion),)),)
