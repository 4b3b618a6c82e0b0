"""An edit told after one that built on it: what it wrote is in the texts that were made of its own, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.records.difference import difference
from groundwire.provenance.records.edit import moved
from groundwire.provenance.store import loading, recording
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    import sqlite3

    from groundwire.provenance.records.edit import Edit

_MOST: Final = 20
"""Texts that are followed; agents that tell at once are few."""


def later_texts(connection: sqlite3.Connection, edit: Edit, attribution: Attribution) -> list[tuple[str, Attribution]]:
    """The texts that edits told before this one made of its text, with what this one adds, in their order.

    What is known of them stays, and nothing is added where someone told of the text already, or where these edits led
    to the text that this one began with: then it was told in its turn.
    """
    path, start = edit.path, text_digest(edit.after)
    if recording.is_told(connection, path, start):
        return []
    texts = {start: (edit.after, attribution)}
    waiting = [start]
    while waiting and len(texts) <= _MOST:
        name = waiting.pop(0)
        for following in recording.made_of(connection, path, name):
            if following == text_digest(edit.known_before):
                return []
            text = loading.text_of(connection, path, following)
            if text is None or following in texts:
                continue
            known = loading.load_exact(connection, path, text) or Attribution()
            texts[following] = text, _over(known, moved(texts[name][1], difference(texts[name][0], text), text))
            waiting.append(following)
    return list(texts.values())[1:]


def _over(known: Attribution, earlier: Attribution) -> Attribution:
    """What was known, and beneath it what the earlier edit wrote."""
    both = Attribution(earlier.spans, {**earlier.origins, **known.origins}, {**earlier.written, **known.written})
    return both.restore(known.spans)
