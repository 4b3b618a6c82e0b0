"""`groundwire.showOrigin`: who wrote the lines of a selection, and how that is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.lsp import convert
from groundwire.lsp.commands import opened
from groundwire.lsp.lenses import range_to_json
from groundwire.lsp.messages import range_of
from groundwire.lsp.wording import hint_sentence, origin_sentence
from groundwire.provenance.line_states import line_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.model import Origin
    from groundwire.provenance.last_commits import CommitHint
    from groundwire.provenance.line_states import LineState

_UNKNOWN: Final = (
    "Nobody is known to have written it. Unknown is not human: it may have been typed, pasted or generated."
)
_CHANGED: Final = " Part of it was changed since."


async def show_origin(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range}` → `{pieces: [{range, state, message, origin, retained}]}`: runs of lines with one author.

    `origin` is null where nobody is known; `retained` is how much of what that origin wrote in the file still stands.
    Of lines that nobody is known to have written, the message tells what their commits hint at.
    """
    document = opened(session, argument)
    place = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    first, last = place.start.line, place.end.line
    if last > first and place.end.column == 0:
        last -= 1
    retained = document.attribution.retained()
    states = line_states(document.document.text(), document.attribution)
    lines = [_line(document, number, state, session) for number, state in enumerate(states[first : last + 1], first)]
    if any(line.state.origin is None for line in lines):
        lines = list(_hinted(lines, await session.hints.of(document)))
    pieces = []
    for (state, hint), run in groupby(lines, key=lambda line: (line.state, line.hint)):
        start, *rest = run
        pieces.append(
            {
                "range": {"start": start.place["start"], "end": [start, *rest][-1].place["end"]},
                "state": state.state,
                "message": _sentence(state, hint),
                "origin": _origin(state.origin),
                "retained": retained.get(state.origin.id) if state.origin is not None else None,
            }
        )
    return {"pieces": pieces}


class _Line(NamedTuple):
    number: int
    blank: bool
    place: dict[str, Any]
    """Its range, as the client counts."""
    state: LineState
    hint: CommitHint | None = None


def _line(document: TrackedDocument, number: int, state: LineState, session: Session) -> _Line:
    place = convert.from_range(document.document, document.lines(number, number + 1), session.encoding)
    return _Line(number, not document.document.line(number).strip(), range_to_json(place), state)


def _hinted(lines: Iterable[_Line], hints: Mapping[int, CommitHint]) -> Iterator[_Line]:
    """The lines with what is hinted at of those without an author; an empty one goes with the line before it."""
    last: CommitHint | None = None
    for line in lines:
        if line.state.origin is not None:
            last = None
            yield line
            continue
        last = last if line.blank else hints.get(line.number)
        yield line._replace(hint=last)


def _sentence(line: LineState, hint: CommitHint | None) -> str:
    if line.origin is None:
        return _UNKNOWN if hint is None else f"{_UNKNOWN} {hint_sentence(hint)}"
    sentence = origin_sentence(line.origin, likely=line.state in {"likely-ai", "unknown"})
    return sentence + (_CHANGED if line.state == "ai-modified" else "")


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    named = ("id", "kind", "grade", "via", "tool", "model", "time")
    return {name: getattr(origin, name) for name in named}
