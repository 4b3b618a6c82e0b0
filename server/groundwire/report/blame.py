"""Who wrote each line of a file, as text like git's blame and as JSON."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from groundwire.model import Origin
    from groundwire.provenance.line_states import LineState

VERSION: Final = 1
_NOTHING: Final = "-"
_AGES: Final = ((365 * 86_400, "y"), (30 * 86_400, "mo"), (86_400, "d"), (3_600, "h"), (60, "min"), (0, "s"))
"""Seconds from which a unit of time is used, and the unit."""


class Blamed(NamedTuple):
    """A file, or a cell of a notebook by its number, and who wrote its lines."""

    cell: int | None
    text: str
    states: Sequence[LineState]


def blame_json(path: str, parts: Iterable[Blamed]) -> str:
    """The stable interface, version 1: lines count from one, in each cell of a notebook. ASCII, with a line break."""
    lines = [
        ({} if part.cell is None else {"cell": part.cell}) | _line(number, state)
        for part in parts
        for number, state in enumerate(part.states, 1)
    ]
    report = {"version": VERSION, "path": path, "lines": lines}
    return json.dumps(report, indent=2) + "\n"


def _line(number: int, line: LineState) -> dict[str, Any]:
    origin = line.origin
    return {
        "line": number,
        "state": line.state,
        "tool": origin and origin.tool,
        "model": origin and origin.model,
        "grade": origin and origin.grade,
        "time": origin and origin.time,
    }


def blame_text(parts: Sequence[Blamed], now: datetime) -> str:
    """A row for each line: state, tool, model, age, grade, number and the line itself; `cell:number` in a notebook."""
    rows = [_row(state, now) for part in parts for state in part.states]
    widths = [max(map(len, column), default=0) for column in zip(*rows, strict=True)]
    numbers = [
        str(number) if part.cell is None else f"{part.cell}:{number}"
        for part in parts
        for number in range(1, len(part.states) + 1)
    ]
    digits = max(map(len, numbers), default=0)
    lines = [line for part in parts for line, _ in zip(part.text.split("\n"), part.states, strict=False)]
    return "".join(
        f"{'  '.join(map(str.ljust, row, widths))}  {number:>{digits}}) {line}".rstrip() + "\n"
        for row, number, line in zip(rows, numbers, lines, strict=True)
    )


def summary(states: Iterable[LineState]) -> str:
    """How many lines have which state, in a sentence."""
    counts: dict[str, int] = {}
    for line in states:
        counts[line.state] = counts.get(line.state, 0) + 1
    return ", ".join(f"{count} {'line' if count == 1 else 'lines'} {state}" for state, count in counts.items())


def _row(line: LineState, now: datetime) -> tuple[str, ...]:
    origin = line.origin
    if origin is None:
        return line.state, _NOTHING, _NOTHING, _NOTHING, _NOTHING
    return line.state, origin.tool or _NOTHING, origin.model or _NOTHING, _age(origin, now), origin.grade


def _age(origin: Origin, now: datetime) -> str:
    try:
        time = datetime.fromisoformat((origin.time or "").replace("Z", "+00:00"))
    except ValueError:  # a record's own time may be anything
        return _NOTHING
    seconds = max(0, int((now - (time if time.tzinfo else time.replace(tzinfo=timezone.utc))).total_seconds()))
    size, unit = next((size, unit) for size, unit in _AGES if seconds >= size)
    return f"{seconds // max(1, size)}{unit}"
