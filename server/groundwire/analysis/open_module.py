"""A document under analysis, with its module's facts: made again only when an edit may have changed a unit's part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.context import module_facts, unit_facts

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleFacts
    from groundwire.model import TextEdit
    from groundwire.text.document import Document

_NEAR: Final = 4
"""Units found again by an edit that opens or closes nothing: those it touches and those beside them."""


class OpenModule:
    """One module; `path` is relative to its workspace folder, `name` its dotted import name where the layout tells."""

    def __init__(self, document: Document, path: str, name: str | None) -> None:
        self.document = document
        self.path = path
        self.name = name
        self._facts: ModuleFacts | None = None

    def rename(self, name: str | None) -> None:
        """The project's layout is known now."""
        if name != self.name:
            self.name = name
            self._facts = None

    def apply(self, edit: TextEdit) -> None:
        """Edit the text; an edit inside one function costs that function alone."""
        first, last = edit.range.start.line, edit.range.end.line
        known = self._facts is not None
        before = self._parts(first, last) if known else ()
        change = self.document.apply(edit)
        rebuilt = self.document.units.take_rebuilt() or (0, 0)
        moved = len(self.document.units.between(*rebuilt)) > _NEAR + change.inserted_lines
        if not known or moved or before != self._parts(first, first + change.inserted_lines):
            self._facts = None

    def _parts(self, first: int, last: int) -> tuple[object, ...]:
        """What the lines give to the module: their units' facts, and how many units there are."""
        units = self.document.units.between(first, last + 1)
        texts = [self.document.lines_text(unit.start, unit.end) for unit in units]
        return (
            len(self.document.units),
            *((unit.kind, unit.name, unit_facts(unit, text)) for unit, text in zip(units, texts, strict=True)),
        )

    @property
    def facts(self) -> ModuleFacts:
        """The module's facts for the text as it is."""
        if self._facts is None:
            self._facts = module_facts(self.document, self.path, self.name)
        return self._facts
