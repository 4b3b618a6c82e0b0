"""Messages that are acknowledged before the work is done that they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.distributed.blocks import below
from groundwire.analysis.rules.distributed.dual_writes import DualWrite
from groundwire.analysis.rules.logic.fallbacks.excuses import only_tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_MESSAGES: Final = re.compile(r"message|msg|delivery|event|record|job|m", re.IGNORECASE)
_NOT_NEEDED: Final = re.compile(r"reply|callback|rpc|log|broadcast|fanout|temp|exclusive|monitor", re.IGNORECASE)
"""Queues whose messages may be lost, or are answers that nobody would send again."""
_ADDRESSES: Final = frozenset({"basic_ack", "ack", "acknowledge", "delete_message", "nack", "reject"})


def early_acks(unit: ParsedUnit) -> Iterator[DualWrite]:
    """`channel.basic_ack(…)`, `sqs.delete_message(…)` before the work, and `basic_consume(…, auto_ack=True)`."""
    if re.search(r"(?:^|_)n?ack", unit.unit.name.rpartition(".")[2], re.IGNORECASE):
        return  # a library's own
    for call in unit.nodes(cst.Call):
        if not isinstance(call.func, cst.Attribute):
            continue
        method = call.func.attr.value
        if method in {"basic_consume", "basic_get"}:
            yield from _automatic(call, unit)
        elif method == "basic_ack" or _acknowledges(call, method, call.func.value):
            yield from _before_work(call, unit)


def _acknowledges(call: cst.Call, method: str, receiver: cst.BaseExpression) -> bool:
    """`message.ack()`, and SQS's way of saying it."""
    if method == "delete_message":
        return "ReceiptHandle" in Arguments.of(call).keywords
    return method in {"ack", "acknowledge"} and _is_message(receiver)


def _is_message(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and _MESSAGES.fullmatch(node.value) is not None


def _automatic(call: cst.Call, unit: ParsedUnit) -> Iterator[DualWrite]:
    given = Arguments.of(call).keywords
    told = given.get("auto_ack", given.get("no_ack"))
    queue = given.get("queue", call.args[0].value if call.args else None)
    if not (isinstance(told, cst.Name) and told.value == "True") or queue is None:
        return
    if _NOT_NEEDED.search(unit.source(queue)):
        return
    name = "auto_ack" if "auto_ack" in given else "no_ack"
    why = f"With `{name}=True` the broker forgets a message as it sends it: what the consumer dies over is gone."
    yield DualWrite(call, "Messages are acknowledged here before anything is done with them.", why)


def _before_work(call: cst.Call, unit: ParsedUnit) -> Iterator[DualWrite]:
    """An acknowledgement behind which the message is worked on, and before which it is not."""
    line = next((outer for outer in unit.ancestors(call) if isinstance(outer, cst.SimpleStatementLine)), None)
    block = unit.parent(line) if line is not None else None
    if line is None or not isinstance(block, cst.IndentedBlock):
        return
    holder = unit.parent(block)
    if not isinstance(holder, (cst.FunctionDef, cst.For, cst.While, cst.With, cst.If, cst.Else)):
        return
    place = next(index for index, statement in enumerate(block.body) if statement is line)
    if any(_works(statement, unit) for statement in block.body[:place]):
        return
    if any(_works(statement, unit) for statement in block.body[place + 1 :]):
        shown = quoted(unit.source(call.func) + "()")
        why = "Where the work below fails, or the process dies, the broker does not send the message again."
        yield DualWrite(call, f"{shown} tells the broker that the work is done, before it is.", why)


def _works(statement: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether a statement does something: a call for its own sake, that is no log, or a branch with one."""
    smalls: list[cst.Expr | cst.Assign] = [*below(statement, unit, cst.Expr), *below(statement, unit, cst.Assign)]
    for small in smalls:
        value = small.value.expression if isinstance(small.value, cst.Await) else small.value
        if not isinstance(value, cst.Call) or (isinstance(small, cst.Expr) and only_tells(small)):
            continue
        name = unit.source(value.func).rpartition(".")[2]
        if name not in _ADDRESSES and (isinstance(small, cst.Expr) or isinstance(small.value, cst.Await)):
            return True
    return False
