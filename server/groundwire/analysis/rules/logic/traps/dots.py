"""A dot in a regular expression that stands for a dot, and matches anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.traps.trap import Trap
from groundwire.model import Fix, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_CALLS: Final = frozenset({f"re.{name}" for name in ("compile", "match", "search", "fullmatch", "findall", "sub")})
_HOST: Final = re.compile(r"\^?(?:https?://)?(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|edu|gov)(?:/[\w/-]*)?\$?")
"""A host written out, with no other regular-expression syntax."""
_ENDING: Final = re.compile(
    r"(?:\^?[\w-]*|\^?\.[*+]|\^?\\[wdS][*+])(\.)(?:py|json|csv|tsv|txt|xml|html?|ya?ml|toml|md|log|pdf|zip|jpe?g|png)\$"
)
"""A file ending at the end, after a name, `.*` or `\\w+`."""


def traps(unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    """Every literal pattern of a unit whose dots are a host's or a file ending's."""
    for call in unit.nodes(cst.Call):
        if resolve(call.func, unit, module) not in _CALLS or not call.args:
            continue
        node = call.args[0].value
        pattern = string_value(node)
        if pattern is None or not isinstance(node, cst.SimpleString):
            continue
        places = _plain_dots(pattern)
        if places:
            text = _witness(pattern, places[-1])
            message = f"{quoted(node.value)} takes any character where its dot stands."
            yield Trap(node, message, f'It matches "{text}" too.', False, _fixes(node, pattern, places, unit))


def _plain_dots(pattern: str) -> list[int]:
    if _HOST.fullmatch(pattern):
        return [place for place, character in enumerate(pattern) if character == "."]
    ending = _ENDING.fullmatch(pattern)
    return [ending.start(1)] if ending else []


def _witness(pattern: str, place: int) -> str:
    """The text that the author means, with another character at the dot."""
    head = re.sub(r"\\[wdS][*+]|\.[*+]", "data", pattern[:place].lstrip("^"))
    return f"{head or 'data'}x{pattern[place + 1 :].rstrip('$')}"


def _fixes(node: cst.SimpleString, pattern: str, places: list[int], unit: ParsedUnit) -> tuple[Fix, ...]:
    """Escape the dots; offered where the source shows the pattern as it is."""
    if node.raw_value != pattern or len(node.quote) > 1:
        return ()
    escaped = "".join("\\." if place in places else character for place, character in enumerate(pattern))
    return (Fix("Escape the dot", (TextEdit(unit.range(node), f"r{node.quote}{escaped}{node.quote}"),)),)
