"""Whether a call that waits is given a limit, and whether going without one is a decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.distributed.waits import Wait

_LISTENS: Final = re.compile(
    r"(?i)stream|\bsse\b|event.?source|web.?socket|subscri|pub.?sub|asgi|wsgi|listen|\bb[lr]pop|xread|long.?poll|download|upload"
)
"""What may take as long as it takes: there, no limit is a decision."""

_REFUSED: Final = re.compile(r"#\s*(?:nosec\b(?!\s*:?\s*B(?!113))|noqa:[^#\n]*\bS(?:1(?:13?)?)?\b)")
"""What tells Bandit, or ruff, that a request without a limit is meant."""


def is_refused(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether a comment on a call's first or last line tells another tool that it is meant so."""
    lines = unit.text.split("\n")
    place = unit.range(call)
    return any(_REFUSED.search(lines[line]) for line in (place.start.line, place.end.line) if line < len(lines))


def is_unbounded(call: cst.Call, wait: Wait) -> bool:
    """Whether neither an argument nor the library bounds the call."""
    arguments = Arguments.of(call)
    given = arguments.get(wait.position, wait.keyword)
    otherwise = any(name in arguments.keywords for name in wait.also)
    if given is not None:
        return isinstance(given, cst.Name) and given.value == "None" and not otherwise
    if wait.by_default or arguments.open or otherwise:
        return False
    if wait.needs and arguments.get(wait.needs - 1, wait.needs_keyword) is None:
        return False
    if wait.seconds == "60":
        return not arguments.positional
    return not any(_may_carry(node, wait.keyword) for node in arguments.positional[:1])


def is_left_open(call: cst.Call, wait: Wait, unit: ParsedUnit) -> bool:
    """Whether a limit is switched off, or not set for a connection as a whole, where something is listened to."""
    if any(isinstance(outer, cst.Param) for outer in unit.ancestors(call)):
        return True  # whoever calls may say
    given = Arguments.of(call).get(wait.position, wait.keyword)
    return (given is not None or wait.keyword == "socket_timeout") and _LISTENS.search(unit.text) is not None


def _may_carry(node: cst.BaseExpression, keyword: str) -> bool:
    """Whether a connection string holds the timeout, or may."""
    if keyword == "timeout":
        return False
    text = string_value(node)
    return keyword in text if text is not None else keyword == "connect_timeout"
