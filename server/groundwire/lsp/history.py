"""Recent edits in the client's own units, to move a range given for an earlier version to the present one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT: Final = 256


class _Edit(NamedTuple):
    version: int
    start: tuple[int, int]
    end: tuple[int, int]
    new_end: tuple[int, int]


class History:
    """The last edits of one document."""

    def __init__(self) -> None:
        self._edits: deque[_Edit] = deque(maxlen=_KEPT)
        self._since: int | None = None
        """The oldest version from which every edit is known."""

    def begin(self, version: int | None) -> None:
        """The document was opened, or replaced as a whole, at this version."""
        self._edits.clear()
        self._since = version

    def add(self, version: int, place: types.Range, text: str, width: Callable[[str], int]) -> None:
        """An edit that made `version`; `width` counts a line's characters in the client's units."""
        if len(self._edits) == _KEPT:
            self._since = self._edits[0].version
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        start = (place.start.line, place.start.character)
        column = width(lines[-1]) + (start[1] if len(lines) == 1 else 0)
        end = (place.end.line, place.end.character)
        self._edits.append(_Edit(version, start, end, (start[0] + len(lines) - 1, column)))

    def forward(self, place: types.Range, version: int) -> types.Range | None:
        """A range of an earlier version where it stands now; None where that is not known any more."""
        if self._since is None or version < self._since:
            return None
        start, end = (place.start.line, place.start.character), (place.end.line, place.end.character)
        for edit in self._edits:
            if edit.version > version:
                start, end = _moved(start, edit), _moved(end, edit)
        return types.Range(types.Position(*start), types.Position(*max(start, end)))


def _moved(place: tuple[int, int], edit: _Edit) -> tuple[int, int]:
    if place < edit.end or (place == edit.end and place == edit.start):
        return min(place, edit.start) if place <= edit.start else edit.new_end
    if place[0] > edit.end[0]:
        return (place[0] + edit.new_end[0] - edit.end[0], place[1])
    return (edit.new_end[0], edit.new_end[1] + place[1] - edit.end[1])
