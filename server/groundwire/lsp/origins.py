"""`groundwire.showOrigin`: who wrote the lines of a selection, and how that is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from groundwire.lsp import convert
from groundwire.lsp.commands import opened
from groundwire.lsp.lenses import range_to_json
from groundwire.lsp.messages import range_of
from groundwire.lsp.wording import origin_sentence
from groundwire.provenance.line_states import line_states

if TYPE_CHECKING:
    from groundwire.lsp.session import Session
    from groundwire.model import Origin
    from groundwire.provenance.line_states import LineState

_UNKNOWN: Final = (
    "Nobody is known to have written it. Unknown is not human: it may have been typed, pasted or generated."
)
_CHANGED: Final = " Part of it was changed since."


def show_origin(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range}` → `{pieces: [{range, state, message, origin, retained}]}`: runs of lines with one author.

    `origin` is null where nobody is known; `retained` is how much of what that origin wrote in the file still stands.
    """
    document = opened(session, argument)
    place = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    first, last = place.start.line, place.end.line
    if last > first and place.end.column == 0:
        last -= 1
    retained = document.attribution.retained()
    states = line_states(document.document.text(), document.attribution)
    pieces = []
    for _, numbered in groupby(enumerate(states[first : last + 1], first), key=lambda pair: pair[1]):
        run = list(numbered)
        line, lines = run[0][1], document.lines(run[0][0], run[-1][0] + 1)
        pieces.append(
            {
                "range": range_to_json(convert.from_range(document.document, lines, session.encoding)),
                "state": line.state,
                "message": _sentence(line),
                "origin": _origin(line.origin),
                "retained": retained.get(line.origin.id) if line.origin is not None else None,
            }
        )
    return {"pieces": pieces}


def _sentence(line: LineState) -> str:
    if line.origin is None:
        return _UNKNOWN
    sentence = origin_sentence(line.origin, likely=line.state in {"likely-ai", "unknown"})
    return sentence + (_CHANGED if line.state == "ai-modified" else "")


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    named = ("id", "kind", "grade", "via", "tool", "model", "time")
    return {name: getattr(origin, name) for name in named}
