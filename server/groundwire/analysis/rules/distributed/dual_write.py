"""GW605: two systems told in one function, of which one may hear and the other not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import dual_write_examples as examples
from groundwire.analysis.rules.distributed.dual_writes import dual_writes
from groundwire.analysis.rules.distributed.early_acks import early_acks
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_SETTLED: Final = re.compile(
    r"outbox|on_commit|after_commit|listens_for|event\.listen|saga|compensat|idempot|transactional_id|send_offsets"
    r"|best.effort|fire.and.forget|two.?phase",
    re.IGNORECASE,
)
"""Words by which the code says that it has thought of it."""


class DualWrite(Rule):
    """Two systems told in one function, of which one may hear and the other not.

    A message, a mail, a task or a changing HTTP request that goes out inside a database transaction or before its
    commit; a message or request after the commit that nothing sends again; a message from a queue that is acknowledged
    before its work is done.

    Why it bites
    ------------
    A database and a broker do not commit together. Sent first, the order confirmation is out when the commit fails;
    sent last, the order is there and the warehouse never hears of it when the process is restarted in between. Each
    happens with every deployment, to the one request that was under way, and no log says so.

    How to settle it
    ----------------
    Write what is to be sent into the same transaction, as a row, and let another process send it (an *outbox*); or send
    it when the transaction has been committed (`transaction.on_commit`, `after_commit`) and make sure that what was not
    sent is found later. Acknowledge a message when the work is done, and let the work bear being done twice.

    When to ignore it
    -----------------
    Where losing or repeating it hurts nobody. Functions that speak of an outbox, `on_commit`, a saga or an idempotency
    key are not reported, nor is what is sent between two commits, what stands in a handler or a callback, a message
    after the commit in a `try` that sees to its failure, mails and tasks after the commit, answers and logs that are
    consumed with `auto_ack`, or tests.

    References
    ----------
    Django, *Performing actions after commit*. RabbitMQ, *Consumer Acknowledgements*: automatic mode is unsafe.
    """

    code = "GW605"
    name = "dual-write"
    summary = "Two systems told in one function, of which one may hear and the other not."
    triggers = re.compile(
        r"\.commit\(|\batomic\b|\.begin\(|\.transaction\(|basic_ack|\.ack\(|\.acknowledge\(|auto_ack|no_ack|ReceiptHandle"
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()) or _SETTLED.search(unit.text):
            return
        found = [
            self.finding(unit, each.node, each.message, each.why)
            for each in (*(dual_writes(unit, module) if unit.function is not None else ()), *early_acks(unit))
        ]
        yield from sorted(found, key=lambda finding: finding.range)
