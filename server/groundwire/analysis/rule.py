"""How a rule declares itself: code, name, summary, documentation, examples, and the check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from groundwire.model import Finding, Fix

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from groundwire.analysis import cst
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of code that must or must not be marked: a test, and a part of the rule's page."""

    code: str
    """A whole module, at the path `app.py` of the example project."""
    marks: tuple[str, ...] = ()
    """The source text of each mark, in order; for a rule's `invalid` examples at least one."""
    fixed: str | None = None
    """The module after the first offered fix of the first mark, where the rule has a fix."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Other files of the example project, by POSIX path: tests, modules, `pyproject.toml`."""
    ran: Mapping[int, str] | None = None
    """Lines of `app.py`, from one, that the recorded test run ran, each with the test that ran it (empty where that was
    not recorded); None where no run is recorded."""
    installed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Distributions of the example environment, each with its import names; the standard library is always there."""
    title: str = ""
    """What the example shows, where the code does not say it by itself."""


class Rule(ABC):
    """One pattern.

    The class's docstring is its page: summary line, then *Why it bites*, *How to settle it*, *When to ignore it*.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    """Says the pattern, never the remedy; also the key of its evidence weight."""
    summary: ClassVar[str]
    """One line, as `groundwire rules` prints it."""
    triggers: ClassVar[re.Pattern[str]]
    """The unit is parsed for this rule only where this is found in its text; cheap, and never wrong by silence."""
    needs_project: ClassVar[bool] = False
    """Runs only once the project's index is built."""
    generated_only: ClassVar[bool] = False
    """Says something of generated units alone; off with `--all` and for lines of unknown origin."""
    overlaps: ClassVar[tuple[str, ...]] = ()
    """Rules of other tools that say the same, each as `tool:code` (`ruff:S311`, `pyright:reportCallIssue`): a project
    that runs one of them has been told.
    """
    overlaps_in_part: ClassVar[tuple[str, ...]] = ()
    """The same, of some of its findings alone: each of those says by which."""
    version: ClassVar[int] = 1
    """Raised when the rule's answers change, so that cached findings are not reused."""
    invalid: ClassVar[tuple[Example, ...]]
    valid: ClassVar[tuple[Example, ...]]

    @abstractmethod
    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Every finding in the unit, in source order."""

    def finding(
        self,
        unit: ParsedUnit,
        node: cst.CSTNode,
        message: str,
        explanation: str,
        *,
        contradicts: bool = False,
        fixes: tuple[Fix, ...] = (),
        overlaps: tuple[str, ...] = (),
        generated_only: bool = False,
    ) -> Finding:
        """A finding of this rule at a node.

        `message` is one sentence about this code with its full stop; `explanation` the deciding fact (an input and its
        result, or what was looked up where); `contradicts` says that something concrete shows the code wrong;
        `overlaps` are those of the rule's `overlaps_in_part` that mark this, too; `generated_only` that it is said of
        generated code alone, where the rest of the rule speaks of all.
        """
        place = unit.range(node)
        return Finding(
            self.code, place, message, explanation, contradicts, fixes, None, overlaps, generated_only=generated_only
        )
