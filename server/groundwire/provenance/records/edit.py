"""One edit that was told, and what it makes of a text's attribution."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from groundwire.model import Change, Origin
from groundwire.provenance.records.difference import difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.provenance.attribution import Attribution

_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LONGEST_NAME: Final = 500


@dataclass(frozen=True, slots=True)
class Edit:
    """An agent made `after` of `before`; both LF-normalised."""

    path: str
    """As the store writes paths."""
    before: str
    after: str
    proposed: str | None
    """What the agent proposed, where a person changed it before it was written."""
    origin: Origin

    @classmethod
    def of(cls, value: Any) -> Edit:
        """Read an edit as the inbox holds it; raises `ValueError` for what is none."""
        if not isinstance(value, dict):
            raise ValueError("it is not an object")  # noqa: TRY004 (one error for a file that holds no edit)
        path = _text(value, "path")
        if not path or path.startswith("/") or _DRIVE.match(path) or {"..", ""} & set(path.split("/")) or "\0" in path:
            raise ValueError(f"its path {path!r} does not lie in the project")
        before, after = _text(value, "before"), _text(value, "after")
        names = {name: _name(value, name) for name in ("tool", "session", "event", "time")}
        via = _name(value, "via") or "hook"
        key = "\0".join((via, path, *map(str, names.values()), digest(before), digest(after)))
        origin = Origin(f"o_{digest(key)[:16]}", "agent_edit", "A", via, **names)
        proposed = None if value.get("proposed") is None else _text(value, "proposed")
        return cls(path, before, after, proposed, origin)

    @property
    def key(self) -> str:
        """What is the same when the same event is told again."""
        return f"{self.origin.via}:{self.origin.event}" if self.origin.event else self.origin.id

    def applied(self, known: Attribution) -> Attribution:
        """The attribution of `after`, given that of `before`: what stood there before keeps its owner."""
        moved = 0
        written = []
        for change in difference(self.before, self.after):
            new = self.after[change.new_start : change.new_end]
            removed = change.end - change.start
            known = known.shift(Change(change.start + moved, removed, len(new), 0, 0, 0), new)
            known = known.remove(change.new_start, change.new_end)
            written.append((change.new_start, change.new_end))
            moved += len(new) - removed
        for start, end in self._by_agent(written):
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


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as the store knows texts."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise ValueError(f"its `{name}` is no text")  # noqa: TRY004
    return found


def _name(value: dict[str, Any], name: str) -> str | None:
    found = value.get(name)
    return found[:_LONGEST_NAME] if isinstance(found, str) else None
