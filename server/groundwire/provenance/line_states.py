"""Who wrote each line of a text: the state that a person reads, and the origin behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from groundwire.provenance.generated import ENOUGH, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.model import Origin, State
    from groundwire.provenance.attribution import Attribution


class LineState(NamedTuple):
    """One line's author."""

    state: State
    origin: Origin | None
    """Who wrote most of what the state rests on; of an *unknown* line, a guess (grade D) or None."""


def line_states(text: str, attribution: Attribution) -> list[LineState]:
    """The state of each line of an LF-normalised text, the last one without an ending included where it holds anything.

    A line without code belongs to whoever wrote its white space: an empty line inside generated code is generated.
    """
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [
        _state(_counts(line, owners), _code(line), attribution.origins)
        for line, owners in zip(lines, _owners(lines, attribution), strict=True)
    ]


def _owners(lines: list[str], attribution: Attribution) -> Iterator[list[tuple[int, int, str]]]:
    """Of each line its spans, as columns; the line's ending is one column more."""
    spans, index, start = attribution.spans, 0, 0
    for line in lines:
        end = start + len(line) + 1
        while index < len(spans) and spans[index].end <= start:
            index += 1
        found, at = [], index
        while at < len(spans) and spans[at].start < end:
            span = spans[at]
            found.append((max(span.start, start) - start, min(span.end, end) - start, span.origin))
            at += 1
        yield found
        start = end


def _counts(line: str, owners: list[tuple[int, int, str]]) -> dict[str, int]:
    """Code characters of each origin; of a line without code, all its characters."""
    counts: dict[str, int] = {}
    empty = not line.strip()
    for start, end, origin in owners:
        if count := end - start if empty else _code(line[start:end]):
            counts[origin] = counts.get(origin, 0) + count
    return counts


def _state(counts: Mapping[str, int], code: int, origins: Mapping[str, Origin]) -> LineState:
    """`code`: how many code characters the line has; 0 where it has none."""
    generated = {name: count for name, count in counts.items() if origins[name].generated}
    human = {name: count for name, count in counts.items() if origins[name].kind == "human"}
    total = code or sum(counts.values())
    if generated and (share := sum(generated.values()) / total) >= ENOUGH:
        if all(origins[name].grade == "C" for name in generated):
            return LineState("likely-ai", _most(generated, origins))
        return LineState("ai" if share >= WHOLE else "ai-modified", _most(generated, origins))
    if human and sum(human.values()) / total >= WHOLE:
        return LineState("human", _most(human, origins))
    guessed = {name: count for name, count in counts.items() if origins[name].grade == "D"}
    return LineState("unknown", _most(guessed, origins) if guessed else None)


def _most(counts: Mapping[str, int], origins: Mapping[str, Origin]) -> Origin:
    return origins[max(counts, key=lambda name: (counts[name], name))]


def _code(text: str) -> int:
    return len("".join(text.split()))
