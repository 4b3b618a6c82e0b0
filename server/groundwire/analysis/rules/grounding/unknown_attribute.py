"""GW102: a name that the module, class or object it is taken from does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.grounding import unknown_attribute_examples as examples
from groundwire.analysis.rules.grounding.missing_names import imported, of_objects, used
from groundwire.model import Finding, Fix, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.members.answer import MemberAnswer
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext


class UnknownAttribute(Rule):
    """A name that the module, class or object it is taken from does not have.

    Two sources must agree. Modules and classes are read as they are installed: every statement that binds a name, star
    imports, base classes, stubs beside the source, `__getattr__`, and every file of the package that may set the name
    from outside. And in a trusted workspace a child of the project's Python imports the installed package, never a
    module of the project, and is asked: names that code makes at import are there, and where the texts leave a question
    open the answer settles it. In an untrusted one nothing is started; of the standard library the stubs and the Python
    that runs this analysis must agree. For objects, inference must name the class, and that class must lack the name.

    Why it bites
    ------------
    A model remembers many versions of a library at once: a function that was renamed, a method of a sister class, one
    that would be sensible and was never written. It reads like the real thing, and fails when the line first runs.

    How to settle it
    ----------------
    Look at the closest names that the installed version has. Where the name was removed, the library's notes on that
    version say what to use instead; where it comes with a later version, raise the requirement.

    When to ignore it
    -----------------
    Where something outside the project's files gives the object that name. Uses under a handler for `AttributeError` or
    `ImportError`, under a test of version, type or `hasattr`, names that a file of the project sets itself, and those
    that mocks have (`assert_called_once`) are not reported; neither is anything about objects whose text leaves the
    question open.

    Fix safety
    ----------
    Offered where the only difference to an existing name is case, underscores, a doubled letter or two exchanged ones.
    """

    code = "GW102"
    name = "unknown-attribute"
    summary = "A name that the module, class or object it is taken from does not have."
    triggers = re.compile(r"[\w)\]\"']\s*\.\s*[^\W\d]|\bimport\b")
    needs_project = True
    overlaps = (
        "pyright:reportAttributeAccessIssue",
        "mypy:attr-defined",
        "ty:missing-attribute",
        "ty:missing-module-member",
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        found = {id(node): (node, answer) for node, answer in imported(unit, module, project)}
        for node, answer in (*used(unit, module, project), *of_objects(unit, module, project)):
            found.setdefault(id(node), (node, answer))
        for node, answer in sorted(found.values(), key=lambda pair: unit.range(pair[0])):
            fixes: tuple[Fix, ...] = ()
            if answer.replacement is not None:
                edit = TextEdit(unit.range(node), answer.replacement)
                fixes = (Fix(f"Replace by `{answer.replacement}`", (edit,)),)
            yield self.finding(unit, node, _message(answer), _explanation(answer), contradicts=True, fixes=fixes)


def _message(answer: MemberAnswer) -> str:
    message = f"`{answer.owner}` of {answer.source} has no `{answer.name}`"
    if not answer.close:
        return f"{message}."
    names = " and ".join(f"`{name}`" for name in answer.close[:2])
    return f"{message}; closest {'is' if len(answer.close) == 1 else 'are'} {names}."


def _explanation(answer: MemberAnswer) -> str:
    everything = "everything it takes names from" if answer.owner_kind == "module" else "all its base classes"
    where = f"It was looked for in {answer.file} and {everything}; no file sets it from outside."
    if answer.asked:
        where = f"{where.removesuffix('.')}, and where the project's Python imports it, it has no such name."
    if answer.said is None:
        return where
    speaker = "The library" if answer.asked else answer.file
    return f"{where} {speaker} says of it: “{answer.said}”."
