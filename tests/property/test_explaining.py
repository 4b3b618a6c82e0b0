"""A text that is explained in the background has the owners that it has where it is explained at once.

Whatever is typed, marked, saved, closed and opened again meanwhile, and in whatever order the background gets its turn.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from groundwire.lsp import clearing, editing, explaining, keeping, reading
from groundwire.lsp.messages import DidAttribute
from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.store import Store, database
from support.quiet_session import QuietSession, rest

T = TypeVar("T")
TOOL = Origin("tool", "agent_edit", "A", "hook:claude")
LINES = [f"value_{n} = compute({n}, {n * n})\n" for n in range(12)]
SEEN = "".join(LINES)
UNSEEN = "# above\n" + "".join(LINES[:5]) + "other = 1\n" + "".join(LINES[5:])
OWNED = 7
"""Lines of the seen text that the tool wrote, the first ones."""


def known(text: str = SEEN) -> Attribution:
    end = sum(map(len, LINES[:OWNED]))
    return Attribution((Span(0, end, TOOL.id),), {TOOL.id: TOOL}, {TOOL.id: end})


class World:
    """One project with one file, whose earlier text is on record; on disk it is only once it was closed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        (folder / ".git" / "objects").mkdir(parents=True)
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        store = Store.open(folder / ".git" / "groundwire")
        assert store.save("a.py", SEEN, "\n", known())
        store.close()
        self.session = QuietSession(folder)
        self.version = 1
        self.text: str | None = None

    @property
    def owners(self) -> list[str | None]:
        """The kind of the origin of each character of the open document."""
        document = self.session.documents[self.session.uri("a.py")]
        return owners(document.attribution, document.document.text())

    def open(self, text: str = UNSEEN) -> None:
        self.version += 1
        self.session.open("a.py", text, self.version)

    def close(self) -> None:
        self.session.editing.closed(self.session.uri("a.py"))

    def save(self) -> None:
        self.session.editing.saved(self.session.uri("a.py"))

    def stored(self, text: str) -> list[str | None] | None:
        found = self.session.folders[self.root.as_uri()].store.exact("a.py", text)
        return None if found is None else owners(found, text)

    @property
    def now(self) -> str:
        return self.session.documents[self.session.uri("a.py")].document.text()

    async def step(self, kind: str, share: float, length: int, text: str) -> None:
        document = self.session.documents.get(self.session.uri("a.py"))
        if document is None or not document.open:
            if kind in {"close", "open"}:
                self.open(self.text or UNSEEN)
            return
        start = round(share * document.document.length)
        place = document.document.range(start, min(start + length, document.document.length))
        where = types.Range(types.Position(*place.start), types.Position(*place.end))
        if kind == "edit":
            self.version += 1
            self.session.change("a.py", self.version, (tuple(place.start), tuple(place.end), text))
        elif kind in {"rewrite", "replace"}:  # as by a formatter: other blanks, and a line more or less
            if kind == "replace":  # of one that waits it is found out anew from what is on record
                await self.session.gate.open_wide()
            self.version += 1
            lines = document.document.text().replace(" = ", "  =  " if length % 2 else " = ").splitlines(keepends=True)
            lines[length : length + length % 3] = [text]
            if kind == "replace":
                self.session.replace("a.py", self.version, "".join(lines))
            else:
                end = document.document.position(document.document.length)
                self.session.change("a.py", self.version, ((0, 0), tuple(end), "".join(lines)))
        elif kind == "unmark":
            document.unmark(place)
        elif kind == "mine":
            said = DidAttribute(document.uri, self.version, (where,), "human", "B", None, None, None, None, "2026")
            self.session.attributing.attribute(said)
        elif kind == "save":
            self.save()
        elif kind == "close":
            self.text = document.document.text()
            (self.root / "a.py").write_text(self.text)
            self.close()
        elif kind == "turn":
            await self.session.gate.open()


def owners(attribution: Attribution, text: str) -> list[str | None]:
    found: list[str | None] = [None] * len(text)
    for start, end, origin in attribution.spans:
        found[start:end] = [attribution.origins[origin].kind] * (end - start)
    return found


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*["edit"] * 3, "rewrite", "replace", "unmark", "mine", "save", "close", "open", "turn"]),
        st.floats(0, 1),
        st.integers(0, 30),
        st.sampled_from(["\N{SECTION SIGN}", "", "\N{SECTION SIGN}\n", "\n"]),
    ),
    max_size=12,
)


def played(steps: list[tuple[str, float, int, str]], *, at_once: bool) -> tuple[Any, ...]:
    """The text in the end, its owners, its generated units, and what the store has of it."""

    async def play(world: World) -> tuple[Any, ...]:
        await rest()
        await world.session.gate.open_wide()
        world.open()
        for step in steps:
            await world.step(*step)
            await rest()
        document = world.session.documents.get(world.session.uri("a.py"))
        if document is None or not document.open:
            world.open(world.text or UNSEEN)
        await world.session.gate.open_wide()
        document = world.session.documents[world.session.uri("a.py")]
        text, found, units = world.now, world.owners, [(unit.start, unit.end, unit.digest) for unit in document.units]
        world.session.keeping.save_all()
        return text, found, units, world.stored(text)

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for module in (explaining, keeping, editing):
            patch.setattr(module, "QUICK", 1_000_000 if at_once else -1)
        patch.setattr(explaining, "_LINES", 3)
        for reader in (explaining, reading):
            patch.setattr(reader, "LINES", 1_000_000 if at_once else 4)
        return asyncio.run(ended(Path(folder).resolve(), play))


async def ended(folder: Path, play: Callable[[World], Coroutine[Any, Any, T]]) -> T:
    world = World(folder)
    try:
        return await play(world)
    finally:
        await world.session.close()


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_it_makes_no_difference_when_a_text_is_explained(steps: list[tuple[str, float, int, str]]) -> None:
    assert played(steps, at_once=False) == played(steps, at_once=True)


def lined(*kinds: str | None) -> list[str | None]:
    """The owners of the unseen text, given those of its lines."""
    return [kind for line, kind in zip(UNSEEN.splitlines(keepends=True), kinds, strict=True) for _ in line]


UNKNOWN = lined(*[None] * 14)
EXPLAINED = lined(None, *["agent_edit"] * 5, None, *["agent_edit"] * 2, *[None] * 5)


def in_background(play: Callable[[World], Coroutine[Any, Any, None]]) -> None:
    async def begun(world: World) -> None:
        await rest()
        await world.session.gate.open_wide()
        await play(world)

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for module in (explaining, keeping):
            patch.setattr(module, "QUICK", -1)
        asyncio.run(ended(Path(folder).resolve(), begun))


def test_until_it_is_explained_nothing_is_known_and_what_is_said_meanwhile_stands() -> None:
    async def play(world: World) -> None:
        world.open()
        assert world.owners == UNKNOWN
        world.session.change("a.py", 9, ((0, 0), (0, 0), "# more\n"), ((3, 0), (4, 0), ""))
        await world.session.gate.open()
        gone = sum(map(len, UNSEEN.splitlines(keepends=True)[:2]))
        line = len(LINES[1])
        assert world.owners == [None] * len("# more\n") + EXPLAINED[:gone] + EXPLAINED[gone + line :]

    in_background(play)


def test_what_waits_is_kept_once_it_is_explained_and_not_before() -> None:
    async def play(world: World) -> None:
        world.open()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        world.save()
        await rest()
        assert world.stored("#" + UNSEEN) is None, "half of what is known would be taken for all"
        await world.session.gate.open_wide()
        assert world.stored("#" + UNSEEN) == [None, *EXPLAINED]

    in_background(play)


def test_what_was_only_looked_at_is_not_kept() -> None:
    async def play(world: World) -> None:
        world.open()
        world.save()
        (world.root / "a.py").write_text(UNSEEN)
        world.close()
        await world.session.gate.open_wide()
        assert world.stored(UNSEEN) is None
        assert world.owners == EXPLAINED, "the file is followed as it is on disk"

    in_background(play)


def test_a_document_that_is_closed_before_it_is_explained_loses_nothing() -> None:
    async def play(world: World) -> None:
        world.open()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        world.close()
        await world.session.gate.open_wide()
        assert world.stored("#" + UNSEEN) == [None, *EXPLAINED]

    in_background(play)


@pytest.mark.parametrize("quick", [True, False])
def test_a_document_that_is_closed_while_the_store_is_busy_is_kept_later(
    monkeypatch: pytest.MonkeyPatch, quick: bool
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    monkeypatch.setattr(keeping, "_AGAIN", 0.01)

    async def play(world: World) -> None:
        monkeypatch.setattr(keeping, "QUICK", 1_000_000 if quick else -1)
        world.open()
        await world.session.gate.open_wide()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        other = sqlite3.connect(world.root / ".git" / "groundwire" / database.FILE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        world.close()
        await world.session.gate.open_wide()
        assert world.stored("#" + UNSEEN) is None
        other.execute("ROLLBACK")
        other.close()
        await asyncio.sleep(0.1)
        await world.session.gate.open_wide()
        assert world.stored("#" + UNSEEN) == [None, *EXPLAINED]

    in_background(play)


def test_a_document_that_is_opened_again_before_it_is_kept_has_its_owners() -> None:
    async def play(world: World) -> None:
        world.open()
        await world.session.gate.open_wide()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        world.close()
        await rest()
        assert world.stored("#" + UNSEEN) is None
        world.open("#" + UNSEEN)
        assert world.owners == [None, *EXPLAINED]
        world.close()
        world.open("##" + UNSEEN)
        await world.session.gate.open_wide()
        assert world.owners == [None, None, *EXPLAINED]
        assert world.stored("#" + UNSEEN) == [None, *EXPLAINED]

    in_background(play)


def test_what_was_packed_for_an_older_text_never_comes_after_a_newer_one() -> None:
    async def play(world: World) -> None:
        world.open()
        await world.session.gate.open_wide()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        world.save()
        await rest()
        world.session.change("a.py", 10, ((0, 0), (0, 0), "#"))
        world.session.keeping.save_all()
        await world.session.gate.open_wide()
        store = world.session.folders[world.root.as_uri()].store
        latest = store.latest_text("a.py")
        assert latest is not None
        assert latest[0] == "##" + UNSEEN

    in_background(play)


def test_an_edit_while_a_text_is_packed_is_kept_with_the_next() -> None:
    async def play(world: World) -> None:
        world.open()
        await world.session.gate.open_wide()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        world.save()
        await rest()
        world.session.change("a.py", 10, ((0, 0), (0, 0), "#"))
        await world.session.gate.open_wide()
        assert world.stored("#" + UNSEEN) == [None, *EXPLAINED]
        assert world.stored("##" + UNSEEN) is None
        world.save()
        await world.session.gate.open_wide()
        assert world.stored("##" + UNSEEN) == [None, None, *EXPLAINED]

    in_background(play)


def test_the_end_waits_for_what_must_be_kept() -> None:
    kept: list[list[str | None] | None] = []

    async def play(world: World) -> None:
        world.open()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        await world.session.close()
        store = Store.open(world.root / ".git" / "groundwire")
        found = store.exact("a.py", "#" + UNSEEN)
        kept.append(None if found is None else owners(found, "#" + UNSEEN))
        store.close()

    in_background(play)
    assert kept == [[None, *EXPLAINED]]


def test_a_text_that_is_replaced_while_it_waits_is_explained_in_its_place() -> None:
    async def play(world: World) -> None:
        world.open()
        world.session.replace("a.py", 9, "# new\n" + SEEN)
        await world.session.gate.open_wide()
        assert world.owners == [None] * 6 + owners(known(), SEEN)

    in_background(play)


def test_what_is_said_while_a_text_waits_stands_when_the_whole_text_is_replaced() -> None:
    async def play(world: World) -> None:
        lines = UNSEEN.splitlines(keepends=True)
        world.open()
        await world.step("mine", sum(map(len, lines[:12])) / len(UNSEEN), len(lines[12]) + 3, "")
        await world.step("unmark", sum(map(len, lines[:2])) / len(UNSEEN), len(lines[2]), "")
        said = world.owners
        world.session.replace("a.py", 9, UNSEEN + "# below\n")
        await world.session.gate.open_wide()
        assert "human" in said
        stands = [ours or theirs for ours, theirs in zip(said, EXPLAINED, strict=True)]
        gone = sum(map(len, lines[:2]))
        stands[gone : gone + len(lines[2])] = [None] * len(lines[2])
        assert world.owners == [*stands, *[None] * len("# below\n")]

    in_background(play)


def test_what_is_cut_while_a_text_waits_has_its_owners_when_it_is_put_back() -> None:
    async def play(world: World) -> None:
        cut = "".join(UNSEEN.splitlines(keepends=True)[1:4])
        world.open()
        world.session.change("a.py", 9, ((1, 0), (4, 0), ""))
        world.session.change("a.py", 10, ((1, 0), (1, 0), cut))
        await world.session.gate.open_wide()
        assert world.owners == EXPLAINED

    in_background(play)


def test_what_is_laid_out_anew_while_a_text_waits_keeps_its_owners() -> None:
    async def play(world: World) -> None:
        lines = "".join(UNSEEN.splitlines(keepends=True)[1:4])
        world.open()
        world.session.change("a.py", 9, ((1, 0), (4, 0), lines.replace(" = ", "  =  ")))
        await world.session.gate.open_wide()
        found = [kind for kind, character in zip(world.owners, world.now, strict=True) if character != " "]
        assert found == [kind for kind, character in zip(EXPLAINED, UNSEEN, strict=True) if character != " "]

    in_background(play)


def test_what_is_put_in_while_a_text_waits_belongs_to_whoever_wrote_what_was_copied() -> None:
    async def play(world: World) -> None:
        lines = "".join(UNSEEN.splitlines(keepends=True)[1:4])
        world.open()
        world.session.change("a.py", 9, ((14, 0), (14, 0), lines))
        await world.session.gate.open_wide()
        assert world.owners == [*EXPLAINED, *["agent_edit"] * len(lines)]

    in_background(play)


def test_what_was_saved_to_disk_while_it_waits_is_kept_also_where_a_long_edit_comes_meanwhile() -> None:
    async def play(world: World) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(editing, "QUICK", 10)
            world.open()
            world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
            world.save()
            world.session.change("a.py", 10, ((14, 0), (14, 0), "after = 1\nmore = 2\n"))
            await world.session.gate.open_wide()
        assert world.stored("#" + UNSEEN + "after = 1\nmore = 2\n") is not None

    in_background(play)


def test_a_long_edit_between_a_save_and_its_turn_leaves_nothing_half_kept() -> None:
    async def play(world: World) -> None:
        world.open()
        await world.session.gate.open_wide()
        world.session.change("a.py", 9, ((0, 0), (0, 0), "#"))
        text = ("#" + UNSEEN).replace(" = ", "  =  ")
        with pytest.MonkeyPatch.context() as patch:
            for module in (editing, explaining):
                patch.setattr(module, "QUICK", -1)
            world.save()
            world.session.change("a.py", 10, ((0, 0), (14, 0), text))
            await world.session.gate.open_wide()
        assert world.stored(text) == world.owners
        assert "agent_edit" in world.owners

    in_background(play)


def test_what_was_cleared_while_it_waits_does_not_come_back() -> None:
    async def play(world: World) -> None:
        world.open()
        document = world.session.documents[world.session.uri("a.py")]
        clearing.clear_attribution(world.session, {"uri": document.uri})
        await world.session.gate.open_wide()
        assert world.owners == UNKNOWN

    in_background(play)


def test_a_folder_that_is_closed_while_its_files_wait_ends_nothing() -> None:
    async def play(world: World) -> None:
        world.open()
        await rest()
        world.session.leave(world.root.as_uri())
        await world.session.gate.open_wide()
        assert world.owners == EXPLAINED
        world.session.enter(world.root.as_uri())
        await world.session.gate.open_wide()
        assert world.owners == EXPLAINED

    in_background(play)


def test_a_file_that_changes_while_it_is_read_is_read_again() -> None:
    async def play(world: World) -> None:
        place = world.session.place(world.session.uri("a.py"))
        assert place is not None
        (world.root / "a.py").write_text(UNSEEN)
        world.session.unopened.read_again(place)
        await rest()
        (world.root / "a.py").write_text("# longer than it was\n" + SEEN)
        await world.session.gate.open_wide()
        assert world.owners == [None] * 21 + owners(known(), SEEN)

    in_background(play)
