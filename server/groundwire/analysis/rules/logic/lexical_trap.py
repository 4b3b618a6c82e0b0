"""GW208: a string operation that does not mean what it looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from groundwire.analysis.literals import string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class LexicalTrap(Rule):
    """A string is used as if it were a flag."""

    code = "GW208"
    name = "lexical-trap"
    summary = "A string operation that does not mean what it looks like."
    triggers = re.compile(r"\bbool\(")
    invalid = (
        Example(
            'import os\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n', ('bool(os.environ.get("DEBUG"))',)
        ),
    )
    valid = (Example('import os\n\ndef debug():\n    return os.environ.get("DEBUG") == "1"\n'),)

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        for call in unit.nodes(cst.Call):
            if resolve(call.func, unit, module) != "builtins.bool" or len(call.args) != 1:
                continue
            argument = call.args[0].value
            if isinstance(argument, cst.Call) and resolve(argument.func, unit, module) in {
                "os.environ.get",
                "os.getenv",
            }:
                variable = string_value(argument.args[0].value) if argument.args else None
                yield self.finding(
                    unit,
                    call,
                    f"`{unit.source(call)}` is true for every non-empty value.",
                    f'With {variable or "the variable"}=false the text is "false", and `bool("false")` is True.',
                    contradicts=True,
                )
