"""GW104: a string that must name something, and what it names is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import BUILTINS
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import dangling_target_string_examples as examples
from groundwire.analysis.rules.grounding.attribute_guards import handled
from groundwire.analysis.rules.grounding.import_guards import guarded
from groundwire.analysis.rules.grounding.missing_modules import wording
from groundwire.analysis.rules.grounding.targets.called import called
from groundwire.analysis.rules.grounding.targets.configured import configured
from groundwire.analysis.rules.grounding.targets.replaced import replaced
from groundwire.analysis.rules.grounding.targets.target import place_of
from groundwire.model import Finding, Fix, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.members.answer import MemberAnswer
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.grounding.targets.target import Target

_EXPECTED: Final = re.compile(r"\b(?:raises|assertRaises\w*|suppress)\b")
_CONDITIONAL: Final = re.compile(r"skip|xfail|requires|only_if", re.IGNORECASE)


class DanglingTargetString(Rule):
    """A string that must name something, and what it names is not there.

    Targets of `mock.patch` and its forms, of pytest-mock's `mocker`, of `monkeypatch.setattr`; modules that
    `importlib.import_module`, `runpy`, `pkgutil`, `importlib.resources` and `uvicorn.run` are given; classes in a
    logging configuration; Django's settings, entry points in `setup.py`, Celery's `include`, `pytest_plugins`. The path
    is followed as imports and attributes are by GW101 and GW102: through the project's files, which are read and never
    imported, and through what its environment holds.

    Why it bites
    ------------
    No import checker reads strings. A patch target that was guessed fails the test that should have checked the code,
    with an error that speaks of the test; a module name in settings fails when the program starts, or when a code path
    first asks for it.

    How to settle it
    ----------------
    Name the thing by the module that looks it up: `shop.orders.send` where `shop/orders.py` has `from shop.mail import
    send`. Where the project defines such a name elsewhere, the explanation says where.

    When to ignore it
    -----------------
    Where something no file shows makes the name. Silent are `create=True` and `raising=False`, handlers and tests that
    expect the failure, conditions on versions and platforms, files that change `sys.path` or `sys.modules`, and names
    that a file of the project sets.

    Fix safety
    ----------
    Offered where the only difference to an existing name is case, underscores, a doubled letter or two exchanged ones.
    """

    code = "GW104"
    name = "dangling-target-string"
    summary = "A string that must name something, and what it names is not there."
    triggers = re.compile(
        r"patch|mocker|setattr|delattr|import_module|__import__|run_module|resolve_name|get_data|resources|import_string"
        r"|include|from_object|loadTestsFromName|DJANGO_SETTINGS_MODULE|uvicorn|entry_points|pytest_plugins|Celery"
        r"|[\"'](?:handlers|formatters|filters)[\"']|^[A-Z]+(?:_[A-Z]+)*\s*\+?=",
        re.MULTILINE,
    )
    needs_project = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        targets = {id(target.node): target for target in (*replaced(unit, module), *called(unit, module))}
        for target in configured(unit, module):
            targets.setdefault(id(target.node), target)
        for target in sorted(targets.values(), key=lambda target: unit.range(target.node)):
            finding = self._of(target, unit, module, project)
            if finding is not None and not _provided_for(target, unit, module):
                yield finding

    def _of(self, target: Target, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Finding | None:
        name = target.dotted if target.module else target.dotted.partition(".")[0]
        found = project.find_module(name, module.path())
        if found.kind in {"absent", "renamed"}:
            if target.first and not target.module:  # an import of the same file names it, and is wrong
                return None
            place, _ = place_of(target, target.first, len(name.split(".")), unit)
            message, explanation = wording(name, found)
            return Finding(self.code, place, message, explanation, contradicts=True)
        if found.kind != "found" or target.module:
            return None
        answer = project.find_target(target.dotted, module.path(), target.instance)
        depth = target.dotted.count(".") if target.instance else answer.depth
        if answer.kind != "absent" or depth < target.first:
            return None
        if target.builtins and answer.owner_kind == "module" and answer.name in BUILTINS:
            return None
        place, exact = place_of(target, depth, depth + 1, unit)
        fixes: tuple[Fix, ...] = ()
        if answer.replacement is not None and exact:
            fixes = (Fix(f"Name `{answer.replacement}`", (TextEdit(place, answer.replacement),)),)
        return Finding(self.code, place, _message(answer), _explanation(answer), contradicts=True, fixes=fixes)


def _provided_for(target: Target, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the string stands where it does no harm that nothing is there."""
    top, _, rest = target.dotted.partition(".")
    name = rest.rpartition(".")[2]
    if guarded(target.node, unit, top) or handled(target.node, unit, _EXPECTED):
        return True
    if name and re.search(rf"(?:has|get)attr\([^()]*[\"']{re.escape(name)}[\"']", unit.text):
        return True
    owner = unit.unit.name.rpartition(".")[0]
    written = (node.decorator for node in unit.nodes(cst.Decorator))
    decorators = [unit.source(node.func if isinstance(node, cst.Call) else node) for node in written]
    decorators += module.class_decorators(owner) if owner else ()
    return any(_CONDITIONAL.search(decorator) for decorator in decorators)


def _message(answer: MemberAnswer) -> str:
    message = f"`{answer.owner}` of {answer.source} has no `{answer.name}`"
    if answer.elsewhere:
        return f"{message}; `{answer.elsewhere[0]}` has one."
    if not answer.close:
        return f"{message}."
    names = " and ".join(f"`{name}`" for name in answer.close[:2])
    return f"{message}; closest {'is' if len(answer.close) == 1 else 'are'} {names}."


def _explanation(answer: MemberAnswer) -> str:
    if not answer.file:
        where = f"`{answer.owner}` is a folder without a module of its own, and `{answer.name}` is not in it."
    else:
        everything = "everything it takes names from" if answer.owner_kind == "module" else "all its base classes"
        where = f"It was looked for in {answer.file} and {everything}; no file sets it from outside."
    if answer.elsewhere and answer.close:
        where += f" The closest name there is `{answer.close[0]}`."
    return where if answer.said is None else f"{where} {answer.file} says of it: “{answer.said}”."
