"""The units of a document, kept up to date: lines are read again until states agree, units cut until borders do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.model import Unit
from groundwire.text.borders import Context, Piece, cut
from groundwire.text.lines import content
from groundwire.text.scanner import PLAIN, UNREAD, Line, State, scan
from groundwire.text.weighted import WeightedList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
        self._lines = WeightedList([UNREAD] * len(texts), _starts_statement)
        self._pieces: WeightedList[Piece] = WeightedList([], lambda piece: piece.lines)
        self._edited: tuple[int, int] | None = (0, len(texts))
        """Lines [start, end) that hold everything that changed since the pieces were cut."""
        self._rebuilt: tuple[int, int] | None = None
        """Lines [start, end) of the pieces cut since `take_rebuilt` was last called."""

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

        None where no unit was looked at again.
        """
        self._refresh()
        rebuilt, self._rebuilt = self._rebuilt, None
        return rebuilt

    def replaced(self, start: int, stop: int, count: int) -> None:
        """Take note that `count` lines stand where the lines from `start` up to `stop` stood."""
        self._lines.splice(start, stop, [UNREAD] * count)
        end = start + count
        if self._edited is not None:
            first, last = self._edited
            start = min(first, start)
            end = max(last + end - stop, end)
        self._edited = start, end

    def _refresh(self) -> None:
        """Read the lines and cut the pieces that edits may have changed."""
        if self._edited is None:
            return
        start, stop = self._edited
        stop = self._scan(start, stop)
        self._cut(start, stop)
        self._edited = None

    def _scan(self, start: int, stop: int) -> int:
        """Read new lines, and those below as long as they start in another state than before; where that ends."""
        state = self._lines[start - 1].end if start else self._first
        read: list[Line] = []
        for text, known in zip(self._texts.iterate(start), self._lines.iterate(start), strict=True):
            same = known.start == state
            if same and start + len(read) >= stop:
                break
            line = known if same else self._read(content(text), state)
            read.append(line)
            state = line.end
        self._lines.splice(start, start + len(read), read)
        return start + len(read)

    def _cut(self, start: int, stop: int) -> None:
        """Cut the pieces that touch lines [start, stop), and those below until a border and its context agree."""
        pieces = self._pieces
        shift = len(self._lines) - pieces.total
        first, first_line, context = self._before(start)
        line = first_line
        last, last_line = first, line
        cuts = []
        for piece, following in cut(self._texts, self._lines, line, context):
            cuts.append(piece)
            line += piece.lines
            while last < len(pieces) and last_line + shift < line:
                last_line += pieces[last].lines
                last += 1
            if line >= stop and last_line + shift == line and last < len(pieces) and pieces[last].context == following:
                break
        else:
            last = len(pieces)
        pieces.splice(first, last, cuts)
        top, bottom = self._rebuilt or (first_line, line)
        self._rebuilt = min(top, first_line), max(bottom + max(shift, 0), line)

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


def _starts_statement(line: Line) -> int:
    return line.indent is not None
