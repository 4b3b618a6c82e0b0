"""A random session of edits and attributions through the protocol, beside a model of single characters."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, Final

from support.characters import Characters, Place
from support.texts import PIECES

if TYPE_CHECKING:
    from e2e.lsp_client import LspClient

TEXTS: Final = [
    *PIECES,
    *"xyz",
    "e\u0301",
    "👩\u200d💻",
    "\udc00",
    "\u00a0",
    "\r",
    "\r\n    ",
    "return value\n",
    "\n\n",
]
_LONGEST: Final = 2_500
"""Characters above which the session prefers to delete."""
_OPEN: Final = "import os\r\n\n\ndef f(a, *, b=None):\n    b = b or []\r\n    return [a, *b]\n"


class Session:
    """One document, edited in the server and in the model alike; `seed` decides all of it."""

    def __init__(self, client: LspClient, uri: str, seed: int, encoding: str) -> None:
        self.client = client
        self.uri = uri
        self.chance = random.Random(seed)
        self.model = Characters(_OPEN, 1, encoding)
        self.origins = 0
        self.edits = 0
        self.taken: list[tuple[int, str]] = []
        """What was removed and from where, for undo."""
        self.late: list[tuple[int, int, Place, Place]] = []
        """Attributions to be sent after so many more changes: (changes, version, start, end)."""
        self.said: list[str] = []
        """What was sent last, to be read when the two differ."""
        client.open(uri, _OPEN)

    def run(self, edits: int, *, between: int = 12) -> None:
        """Edit until `edits` edits were made, comparing both every few changes."""
        while self.edits < edits:
            for _ in range(self.chance.randint(1, between)):
                self.step()
            self.compare()

    def step(self) -> None:
        """One change, and whatever else comes with it."""
        chance = self.chance.random()
        if chance < 0.01:
            self.reopen()
        elif chance < 0.02:
            self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})
        elif chance < 0.06:
            self.unmark()
        elif chance < 0.14:
            self.attribute(self.model.version, *self.somewhere(beyond=True))
        elif chance < 0.15:
            self.replace_all()
        else:
            self.change()
        due = [attribution for attribution in self.late if attribution[0] <= 0]
        self.late = [(left - 1, *rest) for left, *rest in self.late if left > 0]  # type: ignore[misc]
        for _, version, start, end in due:
            self.attribute(version, start, end)

    # what is sent

    def change(self) -> None:
        """One change of one edit or several, its new text attributed before, after, much later or never."""
        version = self.model.version + self.chance.choice([1, 1, 1, 2, 7])
        edits = []
        for _ in range(self.chance.choice([1, 1, 1, 2, 4])):
            start, end, text = self.an_edit()
            text = on_the_wire(text)
            first, last = self.model.edit(start, end, text)
            edits.append((start, end, text))
        inserted = self.model.place(first), self.model.place(last)
        when = self.chance.choice(["never", "early", "at once", "at once", "late"]) if first < last else "never"
        if when == "early":
            self.attribute(version, *inserted)
        self.said.append(f"change {version}: {edits}")
        self.client.change(self.uri, version, *edits)
        self.edits += len(edits)
        self.model.becomes(version)
        if when == "at once":
            self.attribute(version, *inserted)
        elif when == "late":
            self.late.append((self.chance.randint(0, 6), version, *inserted))

    def an_edit(self) -> tuple[Place, Place, str]:
        """Typing, pasting, deleting, replacing, or putting back what was taken."""
        length = len(self.model.chars)
        kind = self.chance.choice(["insert"] * 4 + ["delete", "replace", "undo", "undo"])
        if length > _LONGEST:
            kind = "delete"
        if kind == "undo" and self.taken:
            at, text = self.taken.pop() if self.chance.random() < 0.8 else self.chance.choice(self.taken)
            place = self.model.place(min(at, length))
            return place, place, text
        start = end = self.chance.randint(0, length)
        if kind in {"delete", "replace"}:
            end = min(length, start + self.chance.choice([1, 1, 2, 5, 20, length // 3 if length > _LONGEST else 60]))
            self.taken.append((start, "".join(char.raw for char in self.model.chars[start:end])))
            del self.taken[:-20]
        text = "" if kind == "delete" else "".join(self.chance.choices(TEXTS, k=self.chance.choice([1, 1, 3, 8])))
        places = [self.model.place(start), self.model.place(end)]
        if self.chance.random() < 0.1:
            places = [self.beyond(place) for place in places]
        if self.chance.random() < 0.05:
            places.reverse()
        return places[0], places[1], text

    def beyond(self, place: Place) -> Place:
        """A place past the end of its line, or of the document."""
        if self.chance.random() < 0.3:
            return place[0] + 10_000, place[1]
        return place[0], 100_000 + place[1]

    def somewhere(self, *, beyond: bool = False) -> tuple[Place, Place]:
        """Two places, in any order, now and then inside a character or past an end."""
        length = len(self.model.chars)
        start = self.chance.randint(0, length)
        places = [self.model.place(start), self.model.place(min(length, start + self.chance.randint(0, 80)))]
        if beyond and self.chance.random() < 0.3:
            places = [(line, character + self.chance.choice([0, 1, 50])) for line, character in places]
        if beyond and self.chance.random() < 0.1:
            places[1] = self.beyond(places[1])
        self.chance.shuffle(places)
        return places[0], places[1]

    def attribute(self, version: int, start: Place, end: Place) -> None:
        """An origin of its own for a range of a version."""
        self.origins += 1
        owner = f"session {self.origins}" if self.chance.random() < 0.6 else f"session {self.origins % 5}"
        self.said.append(f"attribute {version} {start} {end} to {owner}; the document is at {self.model.version}")
        self.client.attribute(self.uri, version, start, end, session=owner, time="2026-01-01T00:00:00Z")
        self.model.attribute(version, start, end, owner)

    def unmark(self) -> None:
        """The command that takes an owner away."""
        start, end = self.somewhere()
        ends = [{"line": line, "character": character} for line, character in (start, end)]
        self.said.append(f"unmark {start} {end}")
        self.client.command("unmark", {"uri": self.uri, "range": {"start": ends[0], "end": ends[1]}})
        self.model.unmark(start, end)

    def replace_all(self) -> None:
        """The whole document at once: with other line endings, a few lines less, or something else altogether."""
        kind = self.chance.choice(["endings", "lines", "other"])
        text = self.model.raw()
        if kind == "endings":
            text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", self.chance.choice(["\n", "\r\n"]))
        elif kind == "lines":
            text = "\n".join(line for line in text.split("\n") if self.chance.random() < 0.9)
        else:
            text = "".join(self.chance.choices(TEXTS, k=60))
        version = self.model.version + 1
        text = on_the_wire(text)
        self.said.append(f"replace all {version}: {kind}")
        change = {"textDocument": {"uri": self.uri, "version": version}, "contentChanges": [{"text": text}]}
        self.client.notify("textDocument/didChange", change)
        self.edits += 1
        self.model.replace(text, version)
        self.model.becomes(version)

    def reopen(self) -> None:
        """Close and open again, as it was: attribution comes back out of the store."""
        text = self.model.raw()
        if on_the_wire(text) != text:
            return
        self.late.clear()
        self.said.append("reopen")
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.client.open(self.uri, text)
        self.model.reopened(1)

    # what is answered

    def compare(self) -> None:
        """The server says of each character what the model says."""
        answer: dict[str, Any] = self.client.request("groundwire/regions", {"textDocument": {"uri": self.uri}})
        said = {
            region["origin"]["session"]: (
                [(_place(span["start"]), _place(span["end"])) for span in region["spans"]],
                region["retained"],
            )
            for region in answer["regions"]
        }
        expected = self.model.regions()
        last = "\n".join(self.said[-40:])
        assert answer["version"] == self.model.version, last
        differ = {owner for owner in said.keys() | expected.keys() if said.get(owner) != expected.get(owner)}
        assert not differ, (
            f"after {self.edits} edits, of {sorted(differ)}:\n said     { {o: said.get(o) for o in differ} }\n"
            f" expected { {o: expected.get(o) for o in differ} }\n text {self.model.raw()!r}\n{last}"
        )


def on_the_wire(text: str) -> str:
    """The text as JSON carries it: two halves of one character become that character."""
    carried: str = json.loads(json.dumps(text))
    return carried


def _place(position: dict[str, int]) -> Place:
    return position["line"], position["character"]
