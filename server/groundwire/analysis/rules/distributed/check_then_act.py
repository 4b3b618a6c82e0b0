"""GW604: a test, and an act that another process or task can come before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import check_then_act_examples as examples
from groundwire.analysis.rules.distributed.await_gaps import await_gaps
from groundwire.analysis.rules.distributed.file_races import file_races
from groundwire.analysis.rules.distributed.row_races import row_races
from groundwire.analysis.rules.distributed.store_races import store_races
from groundwire.analysis.started_by_hand import is_sample, runs_alone
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_DECIDED: Final = re.compile(
    r"\brac(?:y|e[- ]?conditions?)\b|\bnaive\b|not atomic|thread[- ]?safe"
    r"|(?:hold|holds|holding|under) the (?:\w+ )?lock|lock is held",
    re.IGNORECASE,
)
"""Words by which the code says that it knows."""


class CheckThenAct(Rule):
    """A test, and an act that another process or task can come before.

    A folder, a lock file or a pid file that is made where none was found; a key of Redis or Django's cache that is set
    after a test, or from what it held; a row that is inserted where a query found none; a field of a row that is
    counted up in Python; a lock in Redis without an expiry; state of an object that is tested before an `await` and
    set after it.

    Why it bites
    ------------
    Between the test and the act there is time, and everybody else has it too. Two requests both find no such user and
    both insert one; two workers both read 5 and both write 6; two processes both hold the lock. It takes the load of
    production to happen, and then happens on every busy day.

    How to settle it
    ----------------
    Let one step do both: `exist_ok=True`, mode `x`, `set(…, nx=True, ex=…)`, `incr`, `get_or_create` with a unique
    constraint, `F()` expressions, `UPDATE … SET n = n + 1`. Where that cannot be, hold a lock over both:
    `select_for_update`, `with_for_update`, an `asyncio.Lock`.

    When to ignore it
    -----------------
    Where nobody else is there: one process, one task, one person. Dictionaries and objects in code without `await` are
    not reported for that reason, nor is anything under a lock, in a `try` that expects the collision, beside a unique
    constraint's `IntegrityError`, a cache that is filled with the same by whoever comes, code that itself speaks of the
    race, a step that is taken back after the `await`, private and temporary folders, modules that read a command line,
    samples, scripts, migrations, importers, or tests. Of folders only those are reported that others make as well: by a
    function that does nothing but give the folder, when a module is imported, or at a place of all (`~`, a cache, the
    configuration, logs); one into which the function then copies or unpacks belongs to that piece of work.

    References
    ----------
    `os.makedirs`: with `exist_ok`, no error is raised where the folder is there. Django, *F() expressions*: a race
    condition is avoided by having the database, rather than Python, update a field's value.
    """

    code = "GW604"
    name = "check-then-act"
    summary = "A test, and an act that another process or task can come before."
    triggers = re.compile(
        r"exists\(|\.is_(?:dir|file)\(|isdir\(|isfile\(|\bawait\b|setnx|\bnx\s*=|\.set\(|\.objects\.|\.add\(|\.commit\("
        r"|or_404\(|\.setex\(|fetch(?:one|row|val)"
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        path = module.path()
        if is_test_file(path) or is_sample(path) or _DECIDED.search(unit.text) or runs_alone(path):
            return
        found = [
            self.finding(unit, race.node, race.message, race.why, fixes=race.fixes)
            for race in (
                *file_races(unit, module),
                *store_races(unit, module),
                *row_races(unit, module),
                *await_gaps(unit),
            )
        ]
        yield from sorted(found, key=lambda finding: finding.range)
