"""Edits that were told: nothing is given to the agent that it did not write."""

from __future__ import annotations

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.hooks.hosts import HOSTS
from groundwire.provenance.hooks.json_entries import JsonEntries
from groundwire.provenance.records import apply_patch, json_form, patch
from groundwire.provenance.records.difference import difference
from groundwire.provenance.records.edit import Edit
from support import agents

WORDS = st.sampled_from(["a", "if x", "    b = 1", "", "return x", "def f():", "é = '\U0001d4b3'"])
TEXTS = st.lists(WORDS, max_size=12).map("\n".join)
ENDED = TEXTS.map(lambda text: text + "\n")


def applied(before: str, after: str) -> Attribution:
    return Edit.of({"path": "a.py", "before": before, "after": after, "via": "hook:claude", "event": "e"}).applied(
        Attribution()
    )


@given(TEXTS, TEXTS)
def test_everything_but_what_changed_is_equal_on_both_sides(before: str, after: str) -> None:
    at = new_at = 0
    for start, end, new_start, new_end in difference(before, after):
        assert before[at:start] == after[new_at:new_start]
        at, new_at = end, new_end
    assert before[at:] == after[new_at:]


@given(TEXTS, st.data())
def test_inserted_words_and_only_they_are_the_agents(before: str, data: st.DataObject) -> None:
    """The new words stand nowhere in the old text, so there is one right answer."""
    place = data.draw(st.sampled_from([0, *(index + 1 for index, letter in enumerate(before) if letter == "\n")]))
    new = data.draw(st.lists(st.sampled_from(["ZZ = 7", "ZZ(7)"]), min_size=1, max_size=4).map("\n".join)) + "\n"
    after = before[:place] + new + before[place:]
    given_to = {index for start, end, _ in applied(before, after).spans for index in range(start, end)}
    agents_own = {index for index, letter in enumerate(after) if letter in "Z7"}
    assert agents_own <= given_to
    assert len(given_to) <= len(new)
    others = Counter(after[index] for index in range(len(after)) if index not in given_to)
    assert others == Counter(before)


@given(TEXTS, TEXTS, st.data())
def test_unchanged_lines_keep_their_owner(before: str, middle: str, data: st.DataObject) -> None:
    lines = [f"owned_{index} = {index}" for index in range(6)]
    cut = data.draw(st.integers(0, 5))
    old = "\n".join([*lines[:cut], before, *lines[cut:]])
    new = "\n".join([*lines[:cut], middle, *lines[cut:]])
    first = Edit.of({"path": "a.py", "before": "", "after": old, "via": "hook:claude", "event": "first"})
    second = Edit.of({"path": "a.py", "before": old, "after": new, "via": "hook:claude", "event": "second"})
    known = second.applied(first.applied(Attribution()))
    owner = {index: span.origin for span in known.spans for index in range(span.start, span.end)}
    for line in lines:
        start = new.index(line)
        assert {owner.get(index) for index in range(start, start + len(line))} == {first.origin.id}


@given(TEXTS | ENDED, TEXTS | ENDED)
def test_a_patch_leads_there_and_back(before: str, after: str) -> None:
    hunks = patch.hunks(agents.structured_patch(before, after))
    if before == after:
        assert hunks is None
    else:
        assert patch.applied(before, hunks) == after
        assert patch.unapplied(after, hunks) == before


@given(st.dictionaries(st.text(), st.none() | st.text()))
def test_json_is_written_and_read_without_the_package(value: dict[str, str | None]) -> None:
    assert json.loads(json_form.written(value)) == value
    assert json_form.read(json.dumps(value, ensure_ascii=False, indent=1)) == value


@given(st.text() | st.binary(max_size=20).map(lambda data: data.decode("latin-1")) | st.text('{}[]":, 1', max_size=9))
def test_json_that_the_package_does_not_read_is_refused(text: str) -> None:
    try:
        expected = json.loads(text, strict=False)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error).partition(":")[0])):
            json_form.read(text)
    else:
        assert repr(json_form.read(text)) == repr(expected)


EDITS = st.lists(st.tuples(TEXTS, st.text("ab\n", max_size=3), st.booleans()), min_size=1, max_size=3)


@given(TEXTS | st.text("ab\n", max_size=12), EDITS, st.data())
def test_a_text_before_is_worked_out_right_or_not_at_all(before: str, wanted: Any, data: st.DataObject) -> None:
    """An agent replaces what stands in one place, or everywhere; nobody is told where."""
    after, edits = before, []
    for new, tail, everywhere in wanted:
        start = data.draw(st.integers(0, len(after)))
        old = after[start : data.draw(st.integers(start, len(after)))]
        if not old or (after.count(old) != 1 and not everywhere):
            continue
        edits.append((old, new + tail, everywhere))
        after = after.replace(old, new + tail)
    found = patch.unreplaced(after, edits)
    assert found in {None, before} or not edits
    if found is not None and edits:
        assert patch.replaced(found, edits) == after


LINES = st.lists(st.sampled_from(["def f():", "    return 1", "    return 2", "x = 1", ""]), max_size=9)


def chunks(before: list[str], after: list[str], around: int) -> str:
    """A section of a patch that makes one of the other, with lines of context and no line numbers."""
    lines = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(around):
        lines.append("@@")
        for tag, start, end, new_start, new_end in group:
            lines += [" " + line for line in before[start:end]] if tag == "equal" else []
            lines += ["-" + line for line in before[start:end]] if tag in {"replace", "delete"} else []
            lines += ["+" + line for line in after[new_start:new_end]] if tag in {"replace", "insert"} else []
        if group[-1][2] == len(before):
            lines.append("*** End of File")
    return "\n".join(lines)


@given(LINES, LINES, st.integers(0, 3))
def test_a_patch_without_line_numbers_is_taken_off_right_or_not_at_all(
    old: list[str], new: list[str], around: int
) -> None:
    before, after = ("".join(line + "\n" for line in lines) for lines in (old, new))
    found = apply_patch.chunks_of(chunks(old, new, around).split("\n") if old != new else [])
    if apply_patch.applied(before, found) == after:  # else it has a place that nobody meant
        assert apply_patch.unapplied(after, found) in {None, before}


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_a_patch_of_lines_that_stand_once_leads_there_and_back(numbers: list[int], data: st.DataObject) -> None:
    old = [f"line {number}" for number in numbers]
    place = data.draw(st.integers(0, len(old) - 1))
    new = [*old[:place], "one = 1", "two = 2", *old[place + data.draw(st.integers(0, 1)) :]]
    before, after = ("".join(line + "\n" for line in lines) for lines in (old, new))
    found = apply_patch.chunks_of(chunks(old, new, 2).split("\n"))
    assert apply_patch.applied(before, found) == after
    assert apply_patch.unapplied(after, found) == before


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
JSON_HOSTS = {name: host.form for name, host in HOSTS.items() if isinstance(host.form, JsonEntries)}


@st.composite
def hooks_of(draw: st.DrawFn, form: JsonEntries) -> object:
    """The hooks of others, in the shape of the host's own."""
    others = st.lists(st.fixed_dictionaries({"command": st.text(max_size=9)}), max_size=2)
    entries = others if form.matcher is None else st.lists(st.fixed_dictionaries({"hooks": others}), max_size=2)
    return draw(st.none() | st.fixed_dictionaries({}, optional={form.event: entries, "sessionStart": VALUES}))


SETTINGS = st.dictionaries(st.text(max_size=5).filter(lambda key: key != "hooks"), VALUES, max_size=3)


@given(st.sampled_from(sorted(JSON_HOSTS)), SETTINGS, st.data())
def test_settings_keep_what_was_in_them(name: str, others: dict[str, object], data: st.DataObject) -> None:
    form = JSON_HOSTS[name]
    hooks: Any = data.draw(hooks_of(form))
    indent, newline = data.draw(st.sampled_from([None, 1, 2, 4, "\t"])), data.draw(st.sampled_from(["\n", "\r\n"]))
    value = {**others, "hooks": hooks} if hooks is not None else others
    text = json.dumps(value, indent=indent, ensure_ascii=False).replace("\n", newline)
    text += newline if data.draw(st.booleans()) else ""
    command = "/usr/bin/python3 -I /opt/groundwire/__main__.py record"
    splice = form.install(text, command)
    assert splice is not None
    installed = splice.apply(text)
    assert splice.undo(installed) == text
    assert form.commands(installed) == [command]
    assert form.install(installed, command) is None
    updated = form.install(installed, command + " ")
    assert updated is not None
    assert form.commands(updated.apply(installed)) == [command + " "]
    taken = form.remove(installed)
    assert taken is not None
    without = json.loads(taken.apply(installed))
    known = {**value, "hooks": {key: said for key, said in (hooks or {}).items() if said or key != form.event}}
    assert {**without, "hooks": without.get("hooks", {})} == known
    assert list(without) == [key for key in value if key in without]
    assert form.remove(taken.apply(installed)) is None
    assert form.empty(form.remove(form.new(command)).apply(form.new(command)))  # type: ignore[union-attr]
