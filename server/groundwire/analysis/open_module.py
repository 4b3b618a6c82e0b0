"""A document under analysis, with its module's facts: made again only when an edit may have changed a unit's part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.context import module_facts, notebook_facts, unit_facts
from groundwire.analysis.notebook import NotebookFacts
from groundwire.text.magics import python_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.analysis.module import ModuleFacts
    from groundwire.model import TextEdit, Unit
    from groundwire.text.document import Document

_NEAR: Final = 4
"""Units found again by an edit that opens or closes nothing: those it touches and those beside them."""


class OpenNotebook:
    """The module that a notebook's cells make together; `cells` are in its order."""

    def __init__(self, path: str, cells: Iterable[OpenModule] = ()) -> None:
        self.path = path
        self._cells: tuple[OpenModule, ...] = ()
        self._facts: ModuleFacts | None = None
        self.changed = False
        """Its facts may be other ones than when this was last set to false."""
        self.arrange(cells)

    @property
    def cells(self) -> tuple[OpenModule, ...]:
        """Its cells, in order."""
        return self._cells

    def arrange(self, cells: Iterable[OpenModule]) -> None:
        """These are its cells now."""
        self._cells = tuple(cells)
        for cell in self._cells:
            cell.notebook = self
        self.stale()

    def stale(self) -> None:
        """A cell gives other facts than before."""
        self._facts = None
        self.changed = True

    @property
    def facts(self) -> ModuleFacts:
        """What all cells bind and do."""
        if self._facts is None:
            does = NotebookFacts.of(cell.document.text() for cell in self._cells)
            self._facts = notebook_facts((cell.document for cell in self._cells), self.path, does)
        return self._facts


class OpenModule:
    """One module, or one cell of a notebook.

    `path` is relative to its workspace folder, `name` its dotted import name where the layout tells.
    """

    def __init__(self, document: Document, path: str, name: str | None) -> None:
        self.document = document
        self.path = path
        self.name = name
        self.notebook: OpenNotebook | None = None
        self._facts: ModuleFacts | None = None

    def rename(self, name: str | None) -> None:
        """The project's layout is known now."""
        if name != self.name and self.notebook is None:
            self.name = name
            self._facts = None

    def apply(self, edit: TextEdit) -> None:
        """Edit the text; an edit inside one function costs that function alone."""
        first, last = edit.range.start.line, edit.range.end.line
        known = self._facts is not None or self.notebook is not None
        before = self._parts(first, last) if known else ()
        change = self.document.apply(edit)
        rebuilt = self.document.units.take_rebuilt() or (0, 0)
        moved = len(self.document.units.between(*rebuilt)) > _NEAR + change.inserted_lines
        if not known or moved or before != self._parts(first, first + change.inserted_lines):
            self._facts = None
            if self.notebook is not None:
                self.notebook.stale()

    def _parts(self, first: int, last: int) -> tuple[object, ...]:
        """What the lines give to the module: their units' facts, and how many units there are."""
        units = self.document.units.between(first, last + 1)
        texts = [self.document.python(unit.start, unit.end) for unit in units]
        beside = NotebookFacts.of([self.document.lines_text(first, last + 1)]) if self.document.cell else None
        return (
            len(self.document.units),
            beside,
            *((unit.kind, unit.name, unit_facts(unit, text)) for unit, text in zip(units, texts, strict=True)),
        )

    def whole(self) -> tuple[str, int]:
        """The module's text as the parser reads it, and the line of it on which the document begins."""
        if self.notebook is None:
            return self.document.text(), 0
        texts = [python_of(cell.document.text(), whole=True) for cell in self.notebook.cells]
        before = texts[: self.notebook.cells.index(self)]
        return "\n".join(texts), sum(text.count("\n") + 1 for text in before)

    def shows(self, unit: Unit) -> bool:
        """Whether what the unit's last expression comes to is shown below its cell."""
        return self.document.cell and unit.kind == "statement" and self.document.units.last() == unit

    @property
    def facts(self) -> ModuleFacts:
        """The module's facts for the text as it is: a cell's are its notebook's."""
        if self.notebook is not None:
            return self.notebook.facts
        if self._facts is None:
            self._facts = module_facts(self.document, self.path, self.name)
        return self._facts
