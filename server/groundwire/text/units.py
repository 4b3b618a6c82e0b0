"""The units of a document, kept up to date: lines are read again until states agree, units cut until borders do.

Both can be done a part at a time, while nobody asks; whoever asks has the rest done at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.model import Unit
from groundwire.text.borders import Context, Piece, cut
from groundwire.text.lines import content
from groundwire.text.many_lines import read_lines
from groundwire.text.scanner import PLAIN, UNREAD, Line, State, scan
from groundwire.text.weighted import WeightedList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MANY: Final = 32
"""Lines from which it is quicker to read them together."""


class Units:
    """The functions, methods, class bodies and top-level statements of a document, in its order and apart.

    It follows the document's own list of raw lines and is told of each edit; what changed is read when next asked for.
    """

    def __init__(
        self, texts: WeightedList[str], read: Callable[[str, State], Line] = scan, first: State = PLAIN
    ) -> None:
        self._texts = texts
        self._read = read
        self._first = first
        """The state that the first line starts in."""
        self._lines = WeightedList([UNREAD] * len(texts), _start_statements)
        self._pieces: WeightedList[Piece] = WeightedList([], lambda pieces: [piece.lines for piece in pieces])
        self._unread: tuple[int, int] | None = (0, len(texts))
        """Lines [start, end) that hold everything that changed and was not read since; part of `_edited`."""
        self._edited: tuple[int, int] | None = (0, len(texts))
        """Lines [start, end) that hold everything that changed since the pieces were cut."""
        self._rebuilt: tuple[int, int] | None = None
        """Lines [start, end) of the pieces cut since `take_rebuilt` was last called."""
        self._known = False
        """Every piece was cut before."""

    def __iter__(self) -> Iterator[Unit]:
        self._refresh()
        return self._placed(0, 0)

    def __len__(self) -> int:
        self._refresh()
        return len(self._pieces) - (self._pieces[0].unit is None)

    def at(self, line: int) -> Unit | None:
        """The unit that holds a line; None between units and outside the document."""
        return next(iter(self.between(line, line + 1)), None)

    def between(self, start: int, end: int) -> list[Unit]:
        """The units that touch the lines from `start` up to, and without, `end`; for no lines, the unit around them."""
        self._refresh()
        index, rest = self._pieces.find(start)
        found = []
        for unit in self._placed(index, start - rest):
            if unit.start >= end:
                break
            if unit.end > start:
                found.append(unit)
        return found

    def last(self) -> Unit | None:
        """The unit that ends last; None where there is none."""
        self._refresh()
        index = len(self._pieces) - 1
        line = self._pieces.total - self._pieces[index].lines
        return next(self._placed(index, line), None)

    def take_rebuilt(self) -> tuple[int, int] | None:
        """Lines [start, end) outside which every unit is what it was when this was last called, moved at most.

        None where no unit was looked at again; the first time that they are found is not that.
        """
        self._refresh()
        rebuilt, self._rebuilt = self._rebuilt, None
        return rebuilt

    def replaced(self, start: int, stop: int, count: int) -> None:
        """Take note that `count` lines stand where the lines from `start` up to `stop` stood."""
        self._lines.splice(start, stop, [UNREAD] * count)
        self._unread = _widened(self._unread, start, stop, count)
        self._edited = _widened(self._edited, start, stop, count)

    @property
    def left(self) -> int:
        """Lines, at least, that are to be read or cut into units."""
        first, last = self._edited or (0, 0)
        return last - first

    def read_on(self, lines: int) -> bool:
        """Read about so many lines of what changed, or cut them into units; whether anything is left to do."""
        if self._unread is not None:
            self._scan(self._unread, lines)
        elif self._edited is not None:
            self._cut(self._edited, lines)
        return self._edited is not None

    def _refresh(self) -> None:
        """Read the lines and cut the pieces that edits may have changed."""
        while self._edited is not None:
            self.read_on(len(self._texts))

    def _scan(self, unread: tuple[int, int], most: int) -> None:
        """Read new lines, and those below as long as they start in another state than before; `most` lines at most."""
        start, stop = unread
        last = min(start + most, len(self._texts))
        state = self._lines[start - 1].end if start else self._first
        read: list[Line] = []
        agree = False
        while not agree and start + len(read) < last:
            at = start + len(read)
            size = min(max(stop - at, len(read)), last - at)
            if size >= _MANY:
                new, agree = self._together(at, size, stop, state)
            else:
                new, agree = self._one_by_one(at, min(at + _MANY, last), stop, state)
            read += new
            state = read[-1].end if read else state
        end = start + len(read)
        self._lines.splice(start, end, read)
        self._unread = None if agree or end == len(self._texts) else (end, max(stop, end))
        first, changed = self._edited or unread
        self._edited = first, max(changed, end)

    def _one_by_one(self, start: int, last: int, stop: int, state: State) -> tuple[list[Line], bool]:
        """Lines [start, last) read, up to one from `stop` on that starts as it did; whether there is one."""
        read: list[Line] = []
        for text, known in zip(self._texts.iterate(start, last), self._lines.iterate(start, last), strict=True):
            same = known.start == state
            if same and start + len(read) >= stop:
                return read, True
            line = known if same else self._read(content(text), state)
            read.append(line)
            state = line.end
        return read, False

    def _together(self, start: int, count: int, stop: int, state: State) -> tuple[list[Line], bool]:
        """The same of so many lines."""
        if self._read is not scan:
            return self._one_by_one(start, start + count, stop, state)
        read = read_lines(list(self._texts.iterate(start, start + count)), state)
        if start >= stop:
            for number, known in enumerate(self._lines.iterate(start, start + count)):
                if known.start == read[number].start:
                    return read[:number], True
        return read, False

    def _cut(self, edited: tuple[int, int], most: int) -> None:
        """Cut the pieces that touch edited lines, and those below until a border and its context agree.

        After `most` lines, at the next border, the rest is left in one piece.
        """
        start, stop = edited
        pieces = self._pieces
        shift = len(self._lines) - pieces.total
        first, first_line, context = self._before(start)
        line = first_line
        last, last_line = first, line
        cuts = []
        left: tuple[int, int] | None = None
        for piece, following in cut(self._texts, self._lines, line, context):
            cuts.append(piece)
            line += piece.lines
            while last < len(pieces) and last_line + shift < line:
                last_line += pieces[last].lines
                last += 1
            if line >= stop and last_line + shift == line and last < len(pieces) and pieces[last].context == following:
                break
            if line - start >= most and line < len(self._lines):
                rest = last_line + shift - line
                cuts += [Piece(following, rest, None)] if rest else []
                left = line, max(stop, line + rest)
                break
        else:
            last = len(pieces)
        pieces.splice(first, last, cuts)
        if self._known:
            top, bottom = self._rebuilt or (first_line, line)
            self._rebuilt = min(top, first_line), max(bottom + max(shift, 0), line)
        self._known = self._known or left is None
        self._edited = left

    def _before(self, line: int) -> tuple[int, int, Context]:
        """Index, first line and context of the last piece that begins where it did, whatever was edited at `line`."""
        if not len(self._pieces):
            return 0, 0, ()
        index, rest = self._pieces.find(line)
        start = line - rest
        logical = self._lines.weight_before(line) - self._lines.weight_before(min(start + 1, line))
        if index and not logical:
            index -= 1
            start -= self._pieces[index].lines
        return index, start, self._pieces[index].context

    def _placed(self, index: int, line: int) -> Iterator[Unit]:
        """The units from piece `index` on, whose first line is `line`."""
        for piece in self._pieces.iterate(index):
            if piece.unit is not None:
                yield _moved(piece.unit, line)
            line += piece.lines


def _moved(unit: Unit, lines: int) -> Unit:
    return Unit(unit.kind, unit.name, unit.start + lines, unit.end + lines, unit.header + lines, unit.indent)


def _widened(lines: tuple[int, int] | None, start: int, stop: int, count: int) -> tuple[int, int]:
    """Lines that hold some lines, and the `count` that now stand where those from `start` up to `stop` stood."""
    end = start + count
    if lines is None:
        return start, end
    first, last = lines
    return min(first, start), max(last + end - stop, end)


def _start_statements(lines: list[Line]) -> list[int]:
    if lines and lines[0] is UNREAD:  # then they all are
        return [0] * len(lines)
    return [line.indent is not None for line in lines]
