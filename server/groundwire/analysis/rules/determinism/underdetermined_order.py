"""GW505: some of the rows, one of the best, a digest of members: of those that an order would settle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis.literals import quoted
from groundwire.analysis.names import resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.determinism import underdetermined_order_examples as examples
from groundwire.analysis.rules.determinism.digests import loose_digests
from groundwire.analysis.rules.determinism.escape import Code
from groundwire.analysis.rules.determinism.orm_order import loose_chains
from groundwire.analysis.rules.determinism.sql_order import loose_queries
from groundwire.analysis.rules.determinism.ties import split_groups, tied_choices
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis import cst
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class UnderdeterminedOrder(Rule):
    """Some of the items are taken, and no order says which.

    Literal SQL and SQLAlchemy queries without ORDER BY that page by OFFSET, or by LIMIT take what a name calls the
    latest or the top; `itertools.groupby` of unsorted rows into a dictionary; the best of a set by a count or a length;
    a digest of JSON without `sort_keys`.

    Why it bites
    ------------
    A database gives rows as it finds them. The test's table has ten rows and gives them as they were put in; the real
    one gives others after a vacuum, with an index, from a replica, and a page shows what another page has shown.
    `groupby` starts a group at each change of the key, so a dictionary keeps the last run of it alone. Of two words
    that are as frequent a set has another one first in each run. Two equal dictionaries have two digests.

    How to settle it
    ----------------
    Order by something that no two rows share: `ORDER BY created, id`. Sort by the same key before `groupby`. Break
    ties: `max(sorted(counts), key=counts.get)`, `key=lambda word: (-counts[word], word)`. Pass `sort_keys=True`.

    When to ignore it
    -----------------
    Where any rows will do. A LIMIT alone is a bound, a look or a batch of work, and is not reported where no name says
    which rows are meant. Aggregates, queries that are put together from pieces, and tests are left alone; so are
    Django's queries, whose order may stand in the model, and everything in a function that speaks of an order.

    References
    ----------
    PostgreSQL documentation, *LIMIT and OFFSET*: without ORDER BY you get an unpredictable subset of the rows.
    """

    code = "GW505"
    name = "underdetermined-order"
    summary = "Some of the rows, groups or best items are taken, and no order says which."
    triggers = re.compile(
        r"\b(?:limit|LIMIT|Limit|offset|OFFSET|Offset)\b|\.first\(|\.skip\(|groupby|\bkey\s*=|json\.dumps|dumps\(|(?:str|repr)\(\w+\)"
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()):
            return
        code = Code(unit, module)
        found = [*self._queries(unit, module)]
        for call in split_groups(code):
            message = f"{quoted(unit.source(call))} groups rows that nothing has sorted."
            why = (
                "A group starts at each change of the key: of a key that comes back, the dictionary keeps the last run."
            )
            found.append(self.finding(unit, call, message, why))
        for call in tied_choices(code):
            message = f"{quoted(unit.source(call))} leaves open which of several equals comes first."
            why = "They come from a set, whose order is another one in each run, and several may have one key."
            found.append(self.finding(unit, call, message, why))
        for call in loose_digests(unit, module):
            message = f"{quoted(unit.source(call))} goes into a digest or key with its members in any order."
            why = "Two equal dictionaries that were filled in another order give two texts, and so two digests."
            found.append(self.finding(unit, call, message, why, fixes=_sorted_keys(call, unit, module)))
        yield from sorted(found, key=lambda finding: finding.range)

    def _queries(self, unit: ParsedUnit, module: ModuleContext) -> Iterator[Finding]:
        why = "Without ORDER BY the database gives the rows as it finds them: other ones tomorrow, or on a replica."
        paged = "Without an order two pages may show one row twice and another never."
        for query in loose_queries(unit):
            message = f"{quoted(unit.source(query.node))} takes some of the rows in no order."
            yield self.finding(unit, query.node, message, paged if query.skips else why)
        for call in loose_chains(unit, module):
            message = f"{quoted(unit.source(call))} takes some of the rows in no order."
            yield self.finding(unit, call, message, why)


def _sorted_keys(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> tuple[Fix, ...]:
    if resolve(call.func, unit, module) != "json.dumps":
        return ()
    place = unit.range(call.args[-1].value).end
    return (Fix("Pass `sort_keys=True`", (TextEdit(Range(place, place), ", sort_keys=True"),)),)
