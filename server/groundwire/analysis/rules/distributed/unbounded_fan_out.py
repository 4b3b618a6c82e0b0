"""GW606: as many tasks, threads or processes at once as there are items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import unbounded_fan_out_examples as examples
from groundwire.analysis.rules.distributed.fan_outs import FanOut, fan_outs
from groundwire.analysis.rules.distributed.unbounded_queues import unbounded_queues
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_LIMITED: Final = re.compile(
    r"[Ss]emaphore|[Ll]imiter|\bsem\b|concurren(?!t\.futures)|batch|chunk|throttl|rate_?limit|bounded|islice|max_(?:para|work|task|in_fl|conn|open|size|jobs)\w*"
    r"|\blimit\b|\[:\w+\]|per_host|FIRST_COMPLETED|len\(\w+\)\s*[<>]",
)
"""Something in the unit that limits how much runs at the same time."""
_COLLECTS: Final = re.compile(r"(?i)data_?loader")
"""Classes that ask for many things with one request, however many of their calls are made."""
_COSTS: Final = {
    "request": "ten thousand items are ten thousand requests at once, that wait for a connection until they time out",
    "task": "ten thousand items are ten thousand tasks at once, each with what it holds and asks for",
    "thread": "ten thousand items are ten thousand threads, each with its stack, where starting one fails sooner",
    "process": "ten thousand items are ten thousand processes, each with an interpreter of its own",
}


class UnboundedFanOut(Rule):
    """As many tasks, threads or processes at once as there are items.

    `asyncio.gather` (or `wait`, `as_completed`, `create_task`, a task group) with one coroutine for each item of a
    parameter or of an answer; a thread or process per item; a queue without a size between a source that does not end
    and what works it off.

    Why it bites
    ------------
    With the five items of a test it is fast. With the fifty thousand of production all of them start in the same
    moment: the peer sees an attack and refuses, sockets and memory run out, and what waits for a connection times out
    before it had a turn. The more there is to do, the less of it gets done.

    How to settle it
    ----------------
    Decide how many may be under way: a semaphore in the coroutine, a fixed number of workers on a queue, batches, a
    `TaskGroup` filled from such a queue. Give queues a `maxsize`, so that a source waits for its reader.

    When to ignore it
    -----------------
    Where the caller is known to pass few. Iterables that the code itself fixes (literals, constants, slices, numbers of
    workers) are not reported, nor are modules in which a semaphore or limiter is used, names that say that there are
    few (hosts, workers, plugins), data loaders, what only closes or starts something, pools, which limit themselves,
    and tests.

    References
    ----------
    `asyncio.gather` runs its awaitables concurrently; the number is up to the caller. `queue.Queue`: with a `maxsize`
    of zero or less, the size is infinite.
    """

    code = "GW606"
    name = "unbounded-fan-out"
    summary = "As many tasks, threads or processes at once as there are items."
    triggers = re.compile(
        r"\bgather\(|asyncio\.wait\(|\bwait\(|as_completed\(|create_task\(|ensure_future\(|start_soon\(|\bThread\("
        r"|\bProcess\(|Queue\(\)"
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()) or _LIMITED.search(unit.text) or module.limits():
            return
        if _COLLECTS.search(unit.unit.name):
            return
        found = [self._found(each, unit) for each in fan_outs(unit, module)]
        for queue in unbounded_queues(unit, module):
            message = f"{quoted(queue.name)} takes everything that its source puts, however far its reader is behind."
            found.append(self.finding(unit, queue.node, message, queue.why))
        yield from sorted(found, key=lambda finding: finding.range)

    def _found(self, each: FanOut, unit: ParsedUnit) -> Finding:
        message = f"One {each.unit} is started for each item of `{each.items}`, all at once."
        why = f"Nothing here limits how many `{each.items}` holds, or how many run at a time: {_COSTS[each.unit]}."
        return self.finding(unit, each.node, message, why)
