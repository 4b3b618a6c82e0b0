"""Edits that agents told, as they come into the store: out of order, twice, back and forth."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from groundwire.provenance.records import inbox
from groundwire.provenance.records.edit import Edit
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import TakeIn

LINES = ["first = one()\n", "second = two()\n", "third = three()\n", "fourth = four()\n"]
TEXTS = ["".join(LINES[:count]) for count in range(1, 5)]
"""Each step adds a line."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


def edit(before: str, after: str, session: str, path: str = "a.py") -> Edit:
    value = {"path": path, "before": before, "after": after, "proposed": None, "via": "hook:claude"}
    return Edit.of({**value, "session": session, "event": f"{session}:{before}:{after}"})


def owners(store: Store, text: str, path: str = "a.py") -> list[str | None]:
    """The session that wrote each line."""
    known = store.load(path, text)
    found: list[str | None] = []
    at = 0
    for line in text.splitlines(keepends=True):
        names = {known.origins[name].session for start, end, name in known.spans if start < at + len(line) and end > at}
        found.append(names.pop() if len(names) == 1 else None)
        at += len(line)
    return found


STEPS = [edit(TEXTS[number], TEXTS[number + 1], f"s{number + 1}") for number in range(3)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_in_whatever_order_edits_are_told_each_keeps_its_lines(store: Store, order: tuple[int, ...]) -> None:
    assert [store.record(STEPS[number]) for number in order] == [True] * 3
    assert owners(store, TEXTS[3]) == [None, "s1", "s2", "s3"]
    latest = store.latest_text("a.py")
    assert latest is not None
    assert latest[0] == TEXTS[3]
    assert [store.record(step) for step in STEPS] == [False] * 3


def test_what_the_later_edit_is_known_for_stays(store: Store) -> None:
    """The earlier one fills in only what nobody is known to have written."""
    first = TEXTS[0] + "second = two(one, three, four)\n"
    changed = first.replace("three", "five") + LINES[2]
    assert store.record(edit(first, changed, "later"))
    assert store.record(edit(TEXTS[0], first, "earlier"))
    known = store.load("a.py", changed)
    said = [(changed[start:end], known.origins[name].session) for start, end, name in known.spans]
    assert said == [
        ("second = two(one, ", "earlier"),
        ("five", "later"),
        (", four)\n", "earlier"),
        (LINES[2], "later"),
    ]


def test_what_was_cleared_does_not_come_back_with_it(store: Store) -> None:
    store.record(STEPS[1])
    store.clear({"a.py": []})
    store.record(STEPS[0])
    assert owners(store, TEXTS[2]) == [None, "s1", None]


def test_back_and_forth_the_last_one_wrote_it(store: Store) -> None:
    for number, session in enumerate(("s1", "s2", "s3")):
        before, after = (TEXTS[0], TEXTS[1]) if number % 2 == 0 else (TEXTS[1], TEXTS[0])
        assert store.record(edit(before, after, session))
    assert owners(store, TEXTS[1]) == [None, "s3"]
    latest = store.latest_text("a.py")
    assert latest is not None
    assert latest[0] == TEXTS[1]


def test_the_same_edit_told_by_another_counts_once(store: Store) -> None:
    assert store.record(edit(TEXTS[0], TEXTS[1], "s1"))
    assert not store.record(edit(TEXTS[0], TEXTS[1], "another"))
    assert store.record(edit(TEXTS[1], TEXTS[2], "s2"))
    assert not store.record(edit(TEXTS[0], TEXTS[1], "late"))
    assert not store.record(edit(TEXTS[1], TEXTS[2], "late"))
    assert owners(store, TEXTS[2]) == [None, "s1", "s2"]


def test_rings_of_edits_come_to_an_end(store: Store) -> None:
    ring = [edit(TEXTS[number], TEXTS[(number + 1) % 3], f"s{number}") for number in range(3)]
    for step in (ring[1], ring[2], ring[0]):
        assert store.record(step)
    assert owners(store, TEXTS[2])[2] == "s1"


def test_a_connection_of_its_own_takes_in_what_another_then_finds(store: Store, tmp_path: Path) -> None:
    before = store.version()
    for number in range(2):
        told = {"path": "a.py", "before": TEXTS[number], "after": TEXTS[number + 1], "session": f"s{number + 1}"}
        inbox.put(str(tmp_path), {**told, "via": "hook:claude", "event": str(number)})
    inbox.put(str(tmp_path), {"path": "a.py", "after": "no edit"})
    take_in = TakeIn(tmp_path)
    assert take_in.size() > 0
    taken = take_in.all_at_once()
    assert taken is not None
    assert taken.news
    assert not take_in.waiting()
    assert inbox.waiting(str(tmp_path)) == []
    assert store.version() != before
    assert store.saved_since(0) == ["a.py"]
    assert owners(store, TEXTS[2]) == [None, "s1", "s2"]
    again = take_in.all_at_once()
    assert again is not None
    assert not again.news


def test_where_nothing_can_be_kept_what_waits_is_left_for_the_store_in_memory(tmp_path: Path) -> None:
    inbox.put(str(tmp_path), {"path": "a.py", "before": TEXTS[0], "after": TEXTS[1], "via": "hook:claude"})
    (tmp_path / "store.sqlite3").mkdir()
    take_in = TakeIn(tmp_path)
    assert take_in.all_at_once() is None
    assert take_in.waiting()
    store = Store.open(tmp_path)
    assert not store.on_disk
    assert [edit is not None for edit in take_in.steps(store)] == [True]
