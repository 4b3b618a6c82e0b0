"""Recent edits in the client's own units, to move a range given for an earlier version to the present one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT: Final = 256

_Place: TypeAlias = "tuple[int, int]"
"""Line, and character in the client's units."""
_Piece: TypeAlias = "tuple[_Place, _Place]"


class _Edit(NamedTuple):
    version: int
    start: _Place
    end: _Place
    new_end: _Place


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

    def add(self, version: int, replaced: types.Range, end: types.Position) -> None:
        """An edit that made `version`: the range it replaced, and where its new text ends."""
        if len(self._edits) == _KEPT:
            self._since = self._edits[0].version
        self._edits.append(_Edit(version, _place(replaced.start), _place(replaced.end), _place(end)))

    def forward(self, place: types.Range, version: int) -> list[types.Range] | None:
        """What a range of an earlier version holds now, without what was typed into it since.

        None where that is not known any more.
        """
        if self._since is None or version < self._since:
            return None
        ends = sorted((_place(place.start), _place(place.end)))
        pieces = [(ends[0], ends[1])]
        for edit in self._edits:
            if edit.version > version:
                pieces = [part for piece in pieces for part in _moved(piece, edit)]
        return [types.Range(types.Position(*start), types.Position(*end)) for start, end in pieces]

    def backward(self, line: int, version: int) -> int | None:
        """Where a line that stands in the document now stood at an earlier version; None where it was touched since, or
        that is not known any more.
        """
        if self._since is None or version < self._since:
            return None
        for edit in reversed(self._edits):
            if edit.version <= version:
                break
            if line > edit.new_end[0] or (line, edit.new_end[1], edit.end[1]) == (edit.new_end[0], 0, 0):
                line += edit.end[0] - edit.new_end[0]
            elif line >= edit.start[0]:
                return None
        return line


def _place(position: types.Position) -> _Place:
    return position.line, position.character


def _moved(piece: _Piece, edit: _Edit) -> Iterator[_Piece]:
    """What stood before an edit, and what stood behind it."""
    start, end = piece
    if start < (before := min(end, edit.start)):
        yield start, before
    if (after := max(start, edit.end)) < end:
        yield _behind(after, edit), _behind(end, edit)


def _behind(place: _Place, edit: _Edit) -> _Place:
    if place[0] > edit.end[0]:
        return place[0] + edit.new_end[0] - edit.end[0], place[1]
    return edit.new_end[0], edit.new_end[1] + place[1] - edit.end[1]
