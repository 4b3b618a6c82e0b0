"""What a payload of Claude Code says of a text before and after, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.records import claude, inbox
from groundwire.provenance.records.edit import Edit
from support import agents

FILE = Path("/project/a.py")
BEFORE = "".join(f"line {number}\n" for number in range(20))
AFTER = BEFORE.replace("line 9\n", "line nine\nand more\n")


def texts(payload: dict[str, Any], disk: str | None = None) -> claude.Texts:
    assert claude.edited_file(payload) == str(FILE)
    return claude.texts(payload, lambda: disk)


def edited(before: str = BEFORE, **answer: Any) -> dict[str, Any]:
    return agents.edit(FILE, before, "line 9\n", "line nine\nand more\n", **answer)


def test_an_edit_by_its_patch_or_by_its_words() -> None:
    assert texts(edited()) == (BEFORE, AFTER, None)
    assert texts(edited(structuredPatch=[])) == (BEFORE, AFTER, None)
    assert texts(edited(oldString="gone", newString="")) == (BEFORE, AFTER, None)


@pytest.mark.parametrize("raw", [BEFORE.replace("\n", "\r\n"), "\ufeff" + BEFORE, BEFORE.replace("\n", "\r")])
def test_line_endings_and_byte_order_marks_are_no_text(raw: str) -> None:
    assert texts(edited(originalFile=raw)) == (BEFORE, AFTER, None)


def test_everywhere() -> None:
    before = "a = 1\nb = 1\n"
    sent = agents.edit(FILE, before, "1", "2", replaceAll=True)
    assert texts(sent) == (before, "a = 2\nb = 2\n", None)
    del sent["tool_response"]["structuredPatch"]
    assert texts(sent) == (before, "a = 2\nb = 2\n", None)
    sent["tool_response"]["replaceAll"] = False
    with pytest.raises(claude.Refused, match="before and after"):
        texts(sent)


def test_where_patch_and_words_disagree_the_file_decides() -> None:
    """A patch is made to be read: it shows tabs as spaces."""
    before, after = "def f():\n\treturn 1\n", "def f():\n\treturn 2\n"
    shown = agents.structured_patch(before.replace("\t", "    "), after.replace("\t", "    "))
    sent = agents.edit(FILE, before, "\treturn 1", "\treturn 2", structuredPatch=shown)
    assert texts(sent, after) == (before, after, None)
    before, new = "x\n", "\ty"
    shown = agents.structured_patch(before, "    y\n")
    sent = agents.edit(FILE, before, "x", new, structuredPatch=shown)
    assert texts(sent, "\ty\n") == (before, "\ty\n", None)
    assert texts(sent, "    y\n") == (before, "    y\n", None)


def test_an_update_without_its_original_is_told_from_the_patch_and_the_file() -> None:
    sent = edited(originalFile=None)
    assert texts(sent, AFTER) == (BEFORE, AFTER, None)
    for disk in (None, BEFORE, AFTER.replace("line 8", "changed since")):
        with pytest.raises(claude.Refused):
            texts(sent, disk)


def test_a_new_file_and_one_written_anew() -> None:
    assert texts(agents.write(FILE, None, AFTER)) == ("", AFTER, None)
    assert texts(agents.write(FILE, BEFORE, AFTER)) == (BEFORE, AFTER, None)
    assert texts(agents.write(FILE, BEFORE, AFTER, originalFile=None)) == (BEFORE, AFTER, None)
    with pytest.raises(claude.Refused):
        texts(agents.write(FILE, BEFORE, AFTER, originalFile=None, structuredPatch=[]))


def test_a_new_file_made_by_an_edit_of_nothing() -> None:
    answer = {"filePath": str(FILE), "oldString": "", "newString": AFTER, "originalFile": None, "structuredPatch": []}
    sent = agents.payload(FILE, "Edit", {"file_path": str(FILE), "old_string": "", "new_string": AFTER}, answer)
    for disk in (AFTER, None):
        assert texts(sent, disk) == ("", AFTER, None)


def test_the_tool_that_is_no_more() -> None:
    edits = [
        {"old_string": "line 9\n", "new_string": "line nine\n"},
        {"old_string": "nine\n", "new_string": "nine\nand more\n"},
    ]
    given = {"file_path": str(FILE), "edits": edits}
    answer = {"filePath": str(FILE), "edits": edits, "originalFileContents": BEFORE}
    assert texts(agents.payload(FILE, "MultiEdit", given, answer)) == (BEFORE, AFTER, None)


@pytest.mark.parametrize(
    "change",
    [
        {"staged": True},
        {"error": "String to replace not found"},
        {"success": False},
        {"is_error": True},
        {"filePath": "/project/notes.md"},
    ],
)
def test_what_changes_no_python_file_is_nothing(change: dict[str, Any]) -> None:
    assert claude.edited_file(edited(**change)) is None


def test_other_tools_and_events_are_nothing() -> None:
    for change in (
        {"tool_name": "Bash"},
        {"hook_event_name": "PreToolUse"},
        {"tool_response": "Error: no such file"},
    ):
        assert claude.edited_file({**edited(), **change}) is None
    for sent in ([], None, 3):
        with pytest.raises(claude.Refused):
            claude.edited_file(sent)


def test_a_patch_that_fits_nowhere_is_refused() -> None:
    for hunks in ([{"lines": 3}], [{}], "no", [None], agents.structured_patch("other\n", "text\n")):
        with pytest.raises(claude.Refused):
            texts(edited(structuredPatch=hunks, oldString=None))


def attributed(before: str, after: str, proposed: str | None = None) -> str:
    """The characters of `after` that the edit is given, others as dots."""
    value = {"path": "a.py", "before": before, "after": after, "proposed": proposed, "via": "hook:claude", "event": "e"}
    made = Edit.of(value).applied(Attribution())
    shown = ["\n" if character == "\n" else "." for character in after]
    for start, end, _ in made.spans:
        shown[start:end] = after[start:end]
    return "".join(shown)


def test_what_a_person_changed_of_a_proposal_is_nobodys() -> None:
    sent = edited(
        userModified=True,
        structuredPatch=agents.structured_patch(BEFORE, BEFORE.replace("line 9\n", "line nine\nand mine\n")),
    )
    before, after, proposed = texts(sent)
    assert (after, proposed) == (BEFORE.replace("line 9\n", "line nine\nand mine\n"), AFTER)
    marked = attributed(before, after, proposed)
    assert marked.split("\n")[9:11] == [".....nine", "and ...."]


def test_words_that_stood_there_before_keep_their_owner() -> None:
    assert attributed("total = price * count\n", "total = price * quantity\n") == "................quantity\n"
    assert attributed("a\nb\n", "a\nnew\nb\n") == ".\nnew\n.\n"
    assert attributed("a", "a\nb") == ".\nb"
    assert attributed("return x\n", "raise ValueError(y)\n") == "raise ValueError(y)\n"
    assert attributed("same\n", "same\n") == "....\n"


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"path": "../a.py", "before": "", "after": ""},
        {"path": "/etc/a.py", "before": "", "after": ""},
        {"path": "C:/a.py", "before": "", "after": ""},
        {"path": "a\0.py", "before": "", "after": ""},
        {"path": "a.py", "before": None, "after": ""},
        {"path": "a.py", "before": "", "after": "", "proposed": 3},
    ],
)
def test_what_is_no_edit(value: Any) -> None:
    with pytest.raises(ValueError, match="it"):
        Edit.of(value)


def test_an_edit_that_another_process_took_in_first_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.put(str(tmp_path), {})
    (file,) = inbox.waiting(str(tmp_path))
    remove = os.remove

    def remove_second(name: str) -> None:
        remove(name)
        remove(name)

    monkeypatch.setattr(os, "remove", remove_second)
    inbox.done(file)
    assert inbox.waiting(str(tmp_path)) == []
