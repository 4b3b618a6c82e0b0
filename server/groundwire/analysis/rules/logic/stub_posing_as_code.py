"""GW203: a function that promises work and does none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import stub_posing_as_code_examples as examples
from groundwire.analysis.rules.logic.admissions import admission, comments
from groundwire.analysis.rules.logic.optional_values import docstring
from groundwire.analysis.rules.logic.trivial_bodies import constant_body, raises_only
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis import cst
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_PROMISE: Final = re.compile(
    r"(?:is|has|can|should|validate|verify|check|authenticate|authorize|calculate|compute|estimate|fetch|load|parse|send"
    r"|save|store|delete|encrypt|decrypt|hash|sign|sanitize|escape|normalize|charge|refund|notify|publish|upload|download"
    r"|convert|detect|classify|predict|score|resolve|lookup|find|search|sync|migrate|schedule)_\w+|validate|verify"
    r"|authenticate|authorize|encrypt|decrypt|sanitize"
)
_CHECK: Final = re.compile(
    r"(?:validate|verify|check|authenticate|authorize)(?:_\w+)?|is_(?:valid|authenticated|authorized)\w*"
)
"""A method of such a name that lets everything through is no base class's cautious default."""
_STAND_IN: Final = re.compile(
    r"base|abstract|interface|protocol|mixin|null|no_?op|dummy|fake|stub|mock|empty|default|hook|handler|visitor|adapter"
    r"|backend|plugin|always|never|callback|template|placeholder",
    re.IGNORECASE,
)
"""Names of classes and functions whose work is to do nothing, or to be overridden."""
_SAID: Final = re.compile(
    r"no-?op|does nothing|do nothing|deprecated|compat|overrid|subclass|hook|always returns?"
    r"|return (?:true|false|none)\b|by default|default implementation|not supported|unsupported|ignored|consisten"
    r"|interface|monkeypatch|required by|unused|included for",
    re.IGNORECASE,
)
"""Words of a docstring or comment that own up to it."""
_UNUSED_ON_PURPOSE: Final = re.compile(r"unused-argument|\bARG00\d")


class StubPosingAsCode(Rule):
    """A function that promises work and does none.

    Its own words admit it (*in a real implementation*, *placeholder*, *TODO: implement*) while it returns something
    that callers take for a result; or its body is a bare constant, its parameters are never read, and the project calls
    it by a name such as `is_valid`, `verify_signature` or `send_invoice`.

    Why it bites
    ------------
    It has the right name, signature and docstring, so everything around it is built as if it worked. A check that
    returns True lets everything in; a `send` that only logs loses what it was given. Nothing fails.

    How to settle it
    ----------------
    Implement it, or make it honest: `raise NotImplementedError` with what is missing. A test with two inputs that must
    give different results tells the two apart.

    When to ignore it
    -----------------
    Where doing nothing is the work. In code that a person wrote, words such as *for now* are that person's own, who
    knows what is left to do: such code is left alone, as more than a third of the marks on it were wrong. Abstract
    methods, overloads, protocols, overrides, decorated functions, hooks, null objects, test doubles and functions whose
    docstring says that they do nothing are not reported, nor is one that raises `NotImplementedError`. What only its
    body gives away is reported where the project calls it.
    """

    code = "GW203"
    name = "stub-posing-as-code"
    summary = "A function that promises work and does none."
    triggers = re.compile(
        # The line that is the last one is found first: what a body may end with stands in every line.
        r"(?m:^)[^\S\n]*(?=\S)(?=.*(?m:$)\s*\Z)"
        r".*(?:\bpass|\.\.\.|\breturn|\bNone|\bTrue|\bFalse|[\d\"'\])}])[ \t;]*(?:#.*)?\s*\Z"
        r"|real|production|actual|would|placeholder|simulat|mock|your|todo|fixme|implement|for now|dummy|coded|stub",
        re.IGNORECASE,
    )
    needs_project = True
    generated_only = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        function = unit.function
        if function is None or _is_exempt(function, unit, module) or raises_only(function):
            return
        name = function.name.value
        if (words := admission(function, unit)) is not None:
            message = f"`{name}` says itself that it is not the real thing."
            yield self.finding(unit, function.name, message, f"It stands there: {words}.")
        elif (result := constant_body(function, unit)) is not None and _promises(function, result, unit, module):
            parameters = _parameters(function)
            if parameters and project.is_called(name):
                message = f"`{name}` {result} whatever it is given."
                read = ", ".join(f"`{parameter}`" for parameter in parameters)
                verb = "are" if len(parameters) > 1 else "is"
                yield self.finding(unit, function.name, message, f"{read} {verb} never read, and the project calls it.")


def _is_exempt(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether doing nothing may be the function's work."""
    name = function.name.value
    if is_test_file(module.path()) or module.path().endswith(".pyi") or re.fullmatch(r"__\w+__", name):
        return True
    if name.startswith("pytest_") or _STAND_IN.search(module.path().rpartition("/")[2]):
        return True
    decorators = {dotted_name(decorator.decorator) for decorator in function.decorators}
    if decorators - {"staticmethod", "classmethod"} or _STAND_IN.search(name):
        return True
    owner = unit.unit.name.rpartition(".")[0]
    if unit.unit.kind != "method":
        return False
    return _STAND_IN.search(owner) is not None or any(
        base.rpartition(".")[2] in {"Protocol", "ABC"} for base in module.class_bases(owner)
    )


def _promises(function: cst.FunctionDef, result: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the name promises work that no subclass or parent explains away."""
    name = function.name.value
    if _PROMISE.fullmatch(name.lstrip("_")) is None or _SAID.search("\n".join((docstring(unit), *comments(unit)))):
        return False
    if _UNUSED_ON_PURPOSE.search(unit.text):
        return False
    if unit.unit.kind == "function":
        return True
    owner = unit.unit.name.rpartition(".")[0]
    if module.class_bases(owner) or module.class_decorators(owner) or len(module.class_methods(owner)) < 2:
        return False  # it may be there to be derived from
    if module.has_elsewhere(owner, name):
        return False  # the default of a hook, perhaps
    return result == "returns `True`" and _CHECK.fullmatch(name.lstrip("_")) is not None


def _parameters(function: cst.FunctionDef) -> list[str]:
    parameters = [*function.params.posonly_params, *function.params.params, *function.params.kwonly_params]
    return [parameter.name.value for parameter in parameters if parameter.name.value not in {"self", "cls"}]
