"""Loops that try the same again for ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.blocks import below, exits
from groundwire.analysis.rules.distributed.effects import remote_calls
from groundwire.analysis.rules.distributed.retry_loops import RetryLoop, retry_loops
from groundwire.analysis.rules.logic.fallbacks.excuses import only_tells
from groundwire.analysis.rules.logic.fallbacks.handlers import is_broad
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

SLEEPS: Final = frozenset(
    {"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep", "gevent.sleep", "eventlet.sleep"}
)
_HARMLESS: Final = frozenset(
    {"sleep", "rollback", "close", "aclose", "format", "str", "repr", "type", "random", "uniform", "randint", "round"}
    | {"int", "float", "getattr", "isinstance", "len", "disconnect", "refresh", "reset", "now", "time", "getLogger"}
    | {"format_exc", "traceback", "getMessage", "flush", "total_seconds", "strftime", "isoformat", "basename"}
)
"""Calls in a handler that neither raise nor count."""
_GROWS: Final = re.compile(
    r"\*\*|<<|\*=|\bmin\(|\bpow\(|backoff|\*\s*(?:2|attempt|retr|tries|count|i\b|n\b)", re.IGNORECASE
)
"""A pause that gets longer."""
_STATES: Final = frozenset(
    [
        "KeyError",
        "IndexError",
        "AttributeError",
        "ValueError",
        "TypeError",
        "Empty",
        "Full",
        "QueueEmpty",
        "QueueFull",
        "BlockingIOError",
        "InterruptedError",
        "StopIteration",
        "FileNotFoundError",
        "FileExistsError",
        "PermissionError",
        "ImportError",
        "LookupError",
        "EOFError",
        "NotImplementedError",
        "UnicodeDecodeError",
        "AssertionError",
        "NameError",
        "BrokenBarrierError",
        "NoSuchProcess",
        "ProcessLookupError",
        "WouldBlock",
        "EndOfStream",
        "TimeoutError",
        "CancelledError",
        "timeout",
        "TimeoutExpired",
    ]
)
"""Errors that tell a state of this process or machine, for which one waits."""
_CONFLICTS: Final = frozenset({"WatchError", "StaleDataError", "SerializationFailure", "TransactionRetryError"})
"""Errors after which somebody else has got on: with every attempt of all, one succeeds."""
_TELLS: Final = frozenset({"cast", "print", "debug", "info", "warning", "error", "log", "set_description"})
_ASKS_PERSON: Final = frozenset({"input", "getpass", "prompt", "confirm", "raw_input"})


class EndlessAttempt(NamedTuple):
    """One place that tries again for ever."""

    node: cst.CSTNode
    """What is marked: the call that is tried."""
    shown: str
    why: str
    paced: bool = False
    """Each failure is told, and followed by a pause: somebody has thought of what happens while the peer is away."""


def endless_attempts(unit: ParsedUnit, module: ModuleContext) -> Iterator[EndlessAttempt]:
    """Every such loop of a unit."""
    for found in retry_loops(unit, module):
        if found.endless and not _GROWS.search(unit.source(found.loop)):
            attempt = _by_loop(found, unit, module)
            if attempt is not None:
                yield attempt


def _by_loop(found: RetryLoop, unit: ParsedUnit, module: ModuleContext) -> EndlessAttempt | None:
    calls = list(below(found.attempt.body, unit, cst.Call))
    if not calls or any(called_name(call) in _ASKS_PERSON for call in calls):
        return None
    sleeps = [call for call in below(found.loop, unit, cst.Call) if pauses(call, unit, module)]
    remote = [call for call, known in remote_calls(found.attempt.body, unit, module)]
    handlers = [handler for handler in found.handlers if not exits(handler.body, unit) and _only_goes_on(handler, unit)]
    if len(handlers) != len(found.handlers):
        return None  # one of them may end it
    if all(_catches_only(handler, _CONFLICTS) for handler in handlers):
        return None
    if len(found.attempt.handlers) > len(handlers) and not any(is_broad(handler) for handler in handlers):
        return None  # other errors are let through: somebody has chosen
    if not remote:
        handlers = [handler for handler in handlers if not _catches_only(handler, _STATES)]
        if not sleeps or not handlers:
            return None
    node = (
        remote[0]
        if remote
        else next((call for call in calls if call not in sleeps and called_name(call) not in _TELLS), None)
    )
    if node is None:
        return None
    told = all(any(_is_told(call) for call in below(handler.body, unit, cst.Call)) for handler in handlers)
    why = _why(handlers[-1], bool(sleeps), unit)
    return EndlessAttempt(node, unit.source(node.func) + "()", why, paced=bool(sleeps) and told)


def _why(handler: cst.ExceptHandler, sleeps: bool, unit: ParsedUnit) -> str:
    caught = "every error" if is_broad(handler) or handler.type is None else f"`{unit.source(handler.type)}`"
    pace = "waits the same time and goes on" if sleeps else "goes on at once"
    typo = ", one that no further attempt can cure as well" if is_broad(handler) else ""
    return f"The handler of {caught} {pace}{typo}: nothing counts the attempts, and nothing looks at the time."


def called_name(call: cst.Call) -> str:
    """The last part of what is called."""
    return (
        dotted_name(call.func) or (call.func.attr.value if isinstance(call.func, cst.Attribute) else "")
    ).rpartition(".")[2]


def pauses(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the call is a pause."""
    return resolve(call.func, unit, module) in SLEEPS


def _only_goes_on(handler: cst.ExceptHandler, unit: ParsedUnit) -> bool:
    """Whether the handler calls nothing that might count, raise or change what is tried."""
    for call in below(handler.body, unit, cst.Call):
        if called_name(call) in _HARMLESS:
            continue
        statement = unit.parent(call)
        if not (isinstance(statement, cst.Expr) and only_tells(statement)):
            return False
    return not any(True for _ in below(handler.body, unit, cst.Yield))


def _is_told(call: cst.Call) -> bool:
    """Whether a call says that something failed, to somebody who looks after it: `LOG.warning(…)`."""
    return called_name(call) in {"warning", "warn", "error", "exception", "critical"}


def _catches_only(handler: cst.ExceptHandler, names: frozenset[str]) -> bool:
    """Whether only errors of these names are caught."""
    if handler.type is None:
        return False
    listed = (
        [element.value for element in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
    )
    return all((dotted_name(each) or "").rpartition(".")[2] in names for each in listed)
