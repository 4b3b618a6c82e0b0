"""Whether the text beside a branch says that it is never reached: who wrote that knows what the rule would tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.branches.sites import Site

_SAID: Final = re.compile(
    r"unreach(?:able|ed)|(?:not|never) reach|never (?:true|run|execut|the case)"
    r"|(?:should(?:n't| not| never)|can(?:not|'t| not| never)|never) (?:happen|occur|get (?:here|there)|be reached)"
    r"|impossible|defensive|just in case|for safety|to be safe|paranoi|sanity|belt and|no ?cover|dead code",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"\s*#")


def is_acknowledged(site: Site, unit: ParsedUnit) -> bool:
    """Whether a comment above the condition, or what stands from there to the first statement of its block, says so."""
    lines = unit.text.split("\n")
    first = last = unit.range(site.test).start.line
    while first > 0 and _COMMENT.match(lines[first - 1]):
        first -= 1
    if isinstance(site.node, (cst.If, cst.While)):
        last = unit.range(site.node.body.body[0]).start.line
    return _SAID.search("\n".join(lines[first : last + 1])) is not None
