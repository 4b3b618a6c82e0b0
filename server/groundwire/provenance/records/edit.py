"""One edit that was told, and what it makes of a text's attribution."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from groundwire.model import Change, Grade, NotAnalysed, Origin
from groundwire.provenance import roots
from groundwire.provenance.records.difference import difference
from groundwire.text.digest import text_digest
from groundwire.text.notebook import SEPARATOR, is_notebook, script_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.provenance.attribution import Attribution
    from groundwire.provenance.records.difference import Replaced

_LONGEST_NAME: Final = 500
_GRADES: Final[dict[str, Grade]] = {"exact": "A", "created": "A", "content": "B", "file": "C"}
"""By what the text before rests on: what was last known of a path may lack what a person wrote since, and more so where
the agent gave no text at all."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An agent made `after` of `before`; both LF-normalised."""

    path: str
    """As the store writes paths."""
    before: str | None
    """None: what was last known of the path; `resolved` settles it."""
    after: str
    proposed: str | None
    """What the agent proposed, where a person changed it before it was written."""
    origin: Origin
    created: bool = False
    """The file is told to be new: where nothing is known of it, its text before is empty."""
    root: str | None = None
    """The work tree, where `before` is None."""

    @classmethod
    def of(cls, value: Any) -> Edit:
        """Read an edit as the inbox holds it; raises `ValueError` for what is none."""
        if not isinstance(value, dict):
            raise ValueError("it is not an object")  # noqa: TRY004 (one error for a file that holds no edit)
        path = _text(value, "path")
        if (why := roots.no_stored_path(path)) is not None:
            raise ValueError(f"its path {path[:200]!r} {why}")
        before = None if value.get("before") is None and "root" in value else _text(value, "before", path)
        after = _text(value, "after", path)
        names = {name: _name(value, name) for name in ("tool", "model", "session", "event", "time")}
        via, basis = _name(value, "via") or "hook", _name(value, "basis") or "exact"
        if basis not in _GRADES:
            raise ValueError(f"it rests on {basis!r}, which nobody knows")
        key = "\0".join((via, path, *map(str, names.values()), text_digest(before or ""), text_digest(after)))
        origin = Origin(f"o_{text_digest(key)[:16]}", "agent_edit", _GRADES[basis], via, **names)
        proposed = None if value.get("proposed") is None else _text(value, "proposed", path)
        root = None if before is not None else _text(value, "root")
        return cls(path, before, after, proposed, origin, basis == "created", root)

    def resolved(self, before: str, grade: Grade | None = None) -> Edit:
        """With the text before, and the grade where that is another."""
        return replace(self, before=before, origin=replace(self.origin, grade=grade or self.origin.grade))

    @property
    def known_before(self) -> str:
        """The text before; raises `ValueError` where it is not settled yet."""
        if self.before is None:
            raise ValueError(f"what {self.path} held before is not settled")
        return self.before

    @property
    def key(self) -> str:
        """What is the same when the same event is told again."""
        return f"{self.origin.via}:{self.origin.event}:{self.path}" if self.origin.event else self.origin.id

    def applied(self, known: Attribution) -> Attribution:
        """The attribution of `after`, given that of `before`: what stood there before keeps its owner."""
        changes = difference(self.known_before, self.after)
        known = moved(known, changes, self.after)
        for start, end in self._by_agent([(change.new_start, change.new_end) for change in changes]):
            known = known.attribute(start, end, self.origin)
        return known

    def _by_agent(self, written: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Those stretches, or parts of them, that stand as the agent proposed them."""
        by_person = [] if self.proposed is None else [change[2:] for change in difference(self.proposed, self.after)]
        for start, end in written:
            at = start
            for low, high in by_person:
                if at < low < end:
                    yield at, low
                if low < end and high > at:
                    at = max(at, high)
            if at < end:
                yield at, end


def moved(known: Attribution, changes: Iterable[Replaced], after: str) -> Attribution:
    """The attribution of a text that changes made of another: what stood there keeps its owner, the rest has none."""
    shifted = 0
    for change in changes:
        new = after[change.new_start : change.new_end]
        removed = change.end - change.start
        known = known.shift(Change(change.start + shifted, removed, len(new), 0, 0, 0), new)
        known = known.remove(change.new_start, change.new_end)
        shifted += len(new) - removed
    return known


def _text(value: dict[str, Any], name: str, path: str = "") -> str:
    """A text; of a notebook's JSON that of its cells."""
    found = value.get(name)
    if not isinstance(found, str):
        raise ValueError(f"its `{name}` is no text")  # noqa: TRY004
    if not is_notebook(path) or found.startswith(SEPARATOR):
        return found
    cells = script_of(found)
    if isinstance(cells, NotAnalysed):
        raise ValueError(f"its `{name}` is no notebook of {path}: {cells.reason}")  # noqa: TRY004
    return cells


def _name(value: dict[str, Any], name: str) -> str | None:
    found = value.get(name)
    return found[:_LONGEST_NAME] if isinstance(found, str) else None
