"""Calls that do something once more each time they are made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.rules.distributed.blocks import below, function_around
from groundwire.analysis.rules.distributed.effects import effect, statement_text
from groundwire.analysis.rules.distributed.transactions import transaction_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_READS: Final = re.compile(
    r"search|query|graphql|token|login|auth|rpc|predict|embed|complet|infer|chat|generat|validat|check|lookup|translat"
    r"|classif|analy|calculat|estimat|preview|fetch|get_|list|scroll|detect|scor|pars|convert|refresh|evaluat|summar"
    r"|transcri|llm|openai|model|prompt|resolve|verif|\bread|render|extract|heartbeat|ping|metric|telemetry|status|session"
    r"|connect|negotiat|subscribe|elastic|solr|recaptcha|load|call_api|api_call|request$|_request|send_request",
    re.IGNORECASE,
)
"""Words for a POST that only asks, or may be either."""
_ONCE: Final = frozenset({"payment", "message", "mail", "task", "count"})


def repeated_effects(body: cst.CSTNode, unit: ParsedUnit, module: ModuleContext) -> Iterator[cst.Call]:
    """The calls of a body that do something once more each time, in source order."""
    for call in below(body, unit, cst.Call):
        if any(
            isinstance(outer, cst.ExceptHandler) and not _holds(outer, body, unit) for outer in unit.ancestors(call)
        ):
            continue
        known = effect(call, unit, module)
        if known is None:
            continue
        if (
            known.kind in _ONCE
            or (known.kind == "request" and known.verb == "POST" and not _reads(call, unit))
            or (known.kind == "insert" and not _is_undone(call, unit, module))
        ):
            yield call


def _holds(handler: cst.ExceptHandler, body: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether the handler lies around the body, not in it."""
    return any(outer is handler for outer in unit.ancestors(body))


def _reads(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether a POST asks for something, by its address, its data, or the function's name."""
    arguments = Arguments.of(call)
    address = arguments.get(0, "url")
    function = function_around(call, unit)
    name = function.name.value if function is not None else ""
    return bool(_READS.search(name) or (address is not None and _READS.search(unit.source(address))))


def _is_undone(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether an attempt that fails takes its rows back."""
    if re.search(r"rollback\(|\.begin\(|atomic|ignore_conflicts", unit.text):
        return True
    text = statement_text(call) or ""
    return (
        transaction_around(call, unit, module) is not None
        or re.search(r"conflict|duplicate", text, re.IGNORECASE) is not None
    )
