"""Retries that a library makes: decorators and objects, what limits each, and what it does without a limit."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


class Policy(NamedTuple):
    """How one library's retry is limited."""

    limits: tuple[str, ...]
    """Keywords each of which limits it."""
    by_default: str
    """What it does where none is given; empty where it limits itself unless told otherwise."""
    position: int | None = None
    """Where the first limit stands among the positional arguments."""
    settled: int = 0
    """With more positional arguments than this, a limit may be among them."""
    fix: str = ""
    """A keyword argument that limits it."""


_TENACITY: Final = Policy(("stop",), "tenacity stops for nothing, and by default does not wait between two attempts")
_RETRYING: Final = Policy(
    ("stop", "stop_max_attempt_number", "stop_max_delay", "stop_func"),
    "retrying stops for nothing, and by default does not wait between two attempts",
    fix="stop_max_attempt_number=5",
)
_RETRY: Final = Policy(
    ("tries",), "the default of `tries` is -1: for ever, without a pause", position=1, settled=1, fix="tries=5"
)
_BACKOFF: Final = Policy(
    ("max_tries", "max_time", "giveup"), "backoff gives up for nothing by default", settled=2, fix="max_tries=5"
)
_URLLIB3: Final = Policy(("total", "connect", "read", "redirect", "status", "other"), "", position=0, settled=1)

POLICIES: Final[Mapping[str, Policy]] = MappingProxyType(
    {
        **dict.fromkeys(("tenacity.retry", "tenacity.Retrying", "tenacity.AsyncRetrying"), _TENACITY),
        **dict.fromkeys(("tenacity.asyncio.AsyncRetrying", "tenacity._asyncio.AsyncRetrying"), _TENACITY),
        **dict.fromkeys(("retrying.retry", "retrying.Retrying"), _RETRYING),
        **dict.fromkeys(("retry.retry", "retry.api.retry", "reretry.retry"), _RETRY),
        **dict.fromkeys(("backoff.on_exception", "backoff.on_predicate"), _BACKOFF),
        **dict.fromkeys(("urllib3.Retry", "urllib3.util.Retry", "urllib3.util.retry.Retry"), _URLLIB3),
        **dict.fromkeys(("requests.adapters.Retry", "requests.packages.urllib3.util.retry.Retry"), _URLLIB3),
        "stamina.retry": Policy(("attempts", "timeout"), ""),
        "stamina.retry_context": Policy(("attempts", "timeout"), ""),
    }
)
"""By what the decorator or class stands for."""
_TASKS: Final = frozenset({"celery.shared_task", "celery.task"})


class Retried(NamedTuple):
    """A retry that a library makes."""

    node: cst.BaseExpression
    """The decorator's expression, or the call that makes the policy."""
    path: str
    call: cst.Call | None
    endless: str
    """Why nothing ends it; empty where something does, or may."""


def retried(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> Retried | None:
    """The retry that a decorator's expression or a call makes; None where it makes none."""
    call = node if isinstance(node, cst.Call) else None
    path = resolve(call.func if call is not None else node, unit, module)
    if path is not None and path in POLICIES:
        return Retried(node, path, call, _endless(path, call))
    if call is not None and is_task(call, unit, module):
        given = Arguments.of(call).keywords
        never = given.get("max_retries")
        endless = _is_none(never)
        why = "with `max_retries=None`, celery runs a failing task again for ever" if endless else ""
        return Retried(node, path or "celery.task", call, why) if endless or "autoretry_for" in given else None
    return None


def is_task(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a decorator makes a celery task: `@shared_task(…)`, `@app.task(…)`."""
    path = resolve(call.func, unit, module) or dotted_name(call.func) or ""
    if path in _TASKS:
        return True
    celery = {"max_retries", "autoretry_for", "default_retry_delay", "acks_late", "retry_backoff"}
    return path.endswith(".task") and bool(celery & set(Arguments.of(call).keywords))


def policies_of(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> list[Retried]:
    """The retries that a function's decorators make."""
    found = [retried(decorator.decorator, unit, module) for decorator in function.decorators]
    return [each for each in found if each is not None]


def _endless(path: str, call: cst.Call | None) -> str:
    policy = POLICIES[path]
    if call is None:
        return policy.by_default if not path.startswith("backoff") else ""
    arguments = Arguments.of(call)
    if arguments.open:
        return ""
    given = {name: arguments.keywords[name] for name in policy.limits if name in arguments.keywords}
    if policy.position is not None and len(arguments.positional) > policy.position:
        given[policy.limits[0]] = arguments.positional[policy.position]
    if len(arguments.positional) > max(policy.settled, (policy.position or -1) + 1):
        return ""
    if not policy.by_default:
        return _lifted(path, given)
    if not given:
        return policy.by_default
    if path.startswith("backoff") and all(_is_none(value) for value in given.values()):
        return policy.by_default
    tries = literal_value(given["tries"]) if "tries" in given else None
    return "with `tries=-1` it never gives up" if tries == -1 else ""


def _lifted(path: str, given: dict[str, cst.BaseExpression]) -> str:
    """Why a retry that limits itself does not any more."""
    if path.startswith("stamina"):
        both = len(given) == len(POLICIES[path].limits) and all(_is_none(value) for value in given.values())
        return "without attempts and without a timeout, stamina never gives up" if both else ""
    if "total" in given and all(_is_none(value) for value in given.values()):
        return "with `total=None` only the other counts would end it, and none is given"
    return ""


def _is_none(node: cst.BaseExpression | None) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"
