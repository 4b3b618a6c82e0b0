"""Takes down what one payload tells: every file it names, into the inbox of the store that the file belongs to."""

from __future__ import annotations

import os
import time

from groundwire.provenance.records import dialects, inbox, places
from groundwire.provenance.records.telling import NOT_RECORDED, NOTEBOOK, Refused, Told, is_python, normalised

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Iterator, Mapping
    from typing import Any

_LARGEST_TEXT = 8 * 1024 * 1024
"""Characters of a text."""
_LARGE_NOTEBOOK = 256 * 1024
_NAMES = ("hook_event_name", "tool_name")
"""What says whose payload it is, and of what."""


def take_down(payload: Any, environment: Mapping[str, str]) -> Iterator[str]:
    """Take down each edit; what stands in the way of one, or of them all, a sentence each. Raises `Refused`."""
    if not isinstance(payload, dict):
        raise Refused("the payload is not a JSON object")
    for name in _NAMES:
        if not isinstance(payload.get(name, ""), str | None):
            raise Refused(f"the payload's `{name}` is no text")
    name = dialects.name_of(payload, environment)
    dialect = dialects.module(name)
    edits = [told for told in dialect.told(payload) if is_python(told.file)]
    if not edits:
        return
    origin = {
        "via": f"hook:{name.replace('_', '-')}",
        **dialect.who(payload),
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    tops = places.folders(payload, environment)
    full = set()
    for told in edits:
        try:
            for store, root, path in places.within(told.file, payload, tops, environment):
                record = _record(told, root, path)
                if record is not None and inbox.due(inbox.put(store, record | origin)):
                    full.add(store)
        except Refused as refused:  # noqa: PERF203 (the other files go on)
            yield f"{NOT_RECORDED}{refused}"
    for store in full:
        from groundwire.provenance.store.take_in import take_in_all  # noqa: PLC0415 (so that not too many wait)

        if (notice := take_in_all(store)) is not None:
            yield notice


def _record(told: Told, root: str, path: str) -> dict[str, str | None] | None:
    """An edit as the inbox holds it; None for one that changed nothing. Raises `Refused`."""
    before, after, proposed = told.texts(lambda: _on_disk(os.path.join(root, path)))
    if path.lower().endswith(NOTEBOOK) and max(len(before or ""), len(after)) > _LARGE_NOTEBOOK:
        before, after = None if before is None else _cells(path, before), _cells(path, after)
    if max(len(before or ""), len(after)) > _LARGEST_TEXT:
        raise Refused(f"{path} is longer than {_LARGEST_TEXT:,} characters")
    if before == after:
        return None
    record: dict[str, str | None] = {"path": path, "before": before, "after": after, "proposed": proposed}
    record["basis"] = told.basis
    return record if before is not None else {**record, "root": root}


def _cells(path: str, content: str) -> str:
    """A notebook without what its cells put out; small ones wait as they are, for reading JSON takes a while."""
    from groundwire.text.notebook import script_of  # noqa: PLC0415

    cells = script_of(content)
    if not isinstance(cells, str):
        raise Refused(f"{path} cannot be read: {cells.reason}")
    return cells


def _on_disk(file: str) -> str | None:
    """The file as it is now, LF-normalised; None where it cannot be read as UTF-8."""
    try:
        if not os.path.isfile(file) or os.path.getsize(file) > 4 * _LARGEST_TEXT:
            return None
        with open(file, encoding="utf-8", newline="") as now:
            return normalised(now.read())
    except (OSError, ValueError):
        return None
