"""GW208: a string operation that does not mean what it looks like."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import lexical_trap_examples as examples
from groundwire.analysis.rules.logic.traps import affixes, dots, flags, membership, versions
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class LexicalTrap(Rule):
    """A string operation that does not mean what it looks like.

    A setting taken for a truth value (`bool(os.environ.get("DEBUG"))`, `type=bool` of a command-line argument),
    versions or numbers compared as text, `rstrip(".json")`, `in ("word")`, and a host or file ending whose dot a
    regular expression reads as *any character*.

    Why it bites
    ------------
    The line reads as what was meant and does something else, and the usual inputs hide it: `DEBUG` unset, Python 3.9
    after 3.8, `data.json`. It turns up with `DEBUG=false` in production, with version 3.10, with `person.json`, which
    loses its last letters.

    How to settle it
    ----------------
    Say what is meant: compare the text with the values that count as true, compare versions with
    `packaging.version.Version` or as tuples, use `removesuffix`, write the tuple's comma, escape the dot. The
    explanation gives an input on which the two differ; it belongs in a test.

    When to ignore it
    -----------------
    Where being set at all is the answer (`NO_COLOR`, `CI`): only names that ask yes or no are marked, and in code that
    a person wrote no switch that a project's own tests or processes set (`SHOP_TESTING`, `IS_WORKER`). Versions are
    marked where one that is there, or comes, stands on the wrong side as text. Not `< "1.1"`; and in generated code
    alone, whose author may not know, `< "1.7"` of a series that may have ended before its tenth, `>= "17"` of what
    nobody has with a single digit, and `< "2"` of a package that no import names. Where `strip` is really given a
    set of characters. Where the project's ruff has B005 on, words in which a letter is repeated (`lstrip("www.")`) are
    left to it; its YTT rules say the same of `sys.version`.
    """

    code = "GW208"
    name = "lexical-trap"
    summary = "A string operation that does not mean what it looks like."
    triggers = re.compile(
        r"\bbool\b|environ|getenv|\.get\(|version|strip\(|\bin\s*\(?\s*[rRuU]?[\"']|[<>]=?\s*\(?[rRuU]?[\"']|[\"']\s*\)?[<>]"
        r"|\b(?:compile|match|search|fullmatch|findall|sub)\("
    )
    overlaps_in_part = (affixes.REPEATED,)
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        found = chain(
            flags.traps(unit, module), versions.traps(unit, module), affixes.traps(unit), membership.traps(unit)
        )
        if not is_test_file(module.path()):
            found = chain(found, dots.traps(unit, module))
        yield from sorted(
            (
                self.finding(
                    unit,
                    trap.node,
                    trap.message,
                    trap.explanation,
                    contradicts=trap.certain,
                    fixes=trap.fixes,
                    overlaps=trap.overlaps,
                    generated_only=trap.generated_only,
                )
                for trap in found
            ),
            key=lambda finding: finding.range,
        )
