"""What the store keeps of a person's opinions, and what it forgets when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from groundwire.model import Origin
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.store import Mark, Opinions, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "def first():\n    return 1\n\n\ndef second():\n    return 2\n"
ONE = Origin("o1", "agent_edit", "A", "hook:x")
TWO = Origin("o2", "agent_edit", "A", "hook:x")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path)
    yield store
    store.close()


def mark(number: int, *, unit: str | None = None, code: str = "GW201") -> Mark:
    return Mark(code, "a.py", unit or f"f{number}", f"digest {number}", "[0, 0, 0, 1]")


def say(store: Store, *marks: Mark, seen: int = 5) -> Opinions:
    for one in marks:
        store.record_not_useful(one, seen)
    return store.opinions()


def test_a_mark_judged_not_useful_is_remembered_by_its_text(store: Store, tmp_path: Path) -> None:
    assert store.opinions() == Opinions()
    said = say(store, mark(1))
    assert said == Opinions(frozenset({("GW201", "digest 1", "[0, 0, 0, 1]")}), {"GW201": 1}, frozenset())
    other = Store.open(tmp_path)
    assert other.opinions() == said
    other.close()


def test_three_different_marks_demote_a_rule_and_no_other(store: Store) -> None:
    assert say(store, mark(1), mark(2), mark(3, code="GW601")).demoted == frozenset()
    assert say(store, mark(3)).demoted == {"GW201"}


def test_the_same_mark_again_or_after_an_edit_counts_once(store: Store) -> None:
    said = say(store, mark(1, unit="f"), mark(1, unit="f"), mark(2, unit="f"), mark(3, unit="f"))
    assert (said.counts, said.demoted) == ({"GW201": 1}, frozenset())


def test_statements_have_no_name_and_count_by_their_text(store: Store) -> None:
    assert say(store, *(mark(number, unit="<module>") for number in range(3))).demoted == {"GW201"}


def test_a_rule_stays_while_no_more_than_a_tenth_of_its_marks_are_unwanted(store: Store) -> None:
    assert say(store, mark(1), mark(2), mark(3), seen=30).demoted == frozenset()
    assert say(store, mark(4), seen=30).demoted == {"GW201"}
    assert say(store, mark(5), seen=1000).demoted == {"GW201"}, "marks that come later do not bring it back"


def test_opinions_are_taken_back(store: Store) -> None:
    say(store, mark(1), mark(2), mark(3), mark(1, code="GW601"))
    left = store.take_back_not_useful("GW201")
    assert left == Opinions(frozenset({("GW601", "digest 1", "[0, 0, 0, 1]")}), {"GW601": 1}, frozenset())


def test_what_was_cleared_comes_back_by_no_lookup(store: Store) -> None:
    first = Attribution().attribute(0, 12, ONE)
    older, newer = TEXT.replace("1", "3"), TEXT
    for text in (older, newer):
        store.save("a.py", text, "\n", first)
        store.save("copy.py", text, "\n", first)
    store.record_review("a.py", "first", "digest", "2026-01-01T00:00:00Z")
    assert store.clear({"a.py": ()})
    for text in (older, newer, TEXT.replace("2", "4")):
        assert store.load("a.py", text) == Attribution(), "neither by its text, nor by that of a copy"
    assert store.reviews("a.py") == []
    assert (store.attributed_paths(), store.known_paths()) == (["copy.py"], ["copy.py"])
    assert store.load("copy.py", newer).spans == first.spans


def test_another_process_cannot_save_what_was_cleared(store: Store, tmp_path: Path) -> None:
    store.save("a.py", TEXT, "\n", Attribution().attribute(0, 12, ONE))
    other = Store.open(tmp_path)
    held = other.load("a.py", TEXT)
    store.clear({"a.py": ()})
    assert other.save("a.py", TEXT, "\n", held.attribute(30, 40, TWO))
    other.close()
    assert [span.origin for span in store.load("a.py", TEXT).spans] == ["o2"], "what is new to it stands"


def test_an_origin_that_was_never_saved_is_cleared_too(store: Store) -> None:
    held = Attribution().attribute(0, 12, ONE)
    store.clear({"a.py": held.origins})
    store.save("a.py", TEXT, "\n", held)
    assert store.attributed_paths() == []
