"""Which hook commands are ours: what we put in we must find again, and of others' we never touch one."""

from __future__ import annotations

import json

import pytest

from groundwire.provenance.hooks.command import Missing, is_ours, missing, own_command, quoted
from groundwire.provenance.hooks.hosts import HOSTS
from groundwire.provenance.hooks.json_entries import JsonEntries

OURS = [
    quoted(own_command()),
    quoted(["/opt/some folder/groundwire-record"]),
    "groundwire record",
    "/usr/bin/groundwire record",
    "C:/tools/Groundwire.EXE record",
    "uvx groundwire record",
    "python3 -m groundwire record",
    "KEY=1 '/my tools/groundwire' record ",
    "/x/groundwire-record record",
]
OTHERS = [
    "cd ~/groundwire && ./log.sh record",
    "/opt/groundwire-x/tool --record",
    "groundwire record --since HEAD",
    "groundwire hooks; recording a record of things",
    "groundwire record; rm x",
    "groundwire record;",
    "groundwire record | tee log",
    "groundwire\nrecord",
    "groundwire",
    "record",
    "groundwire 'record",
    "cat groundwire-record",
    "my-groundwire record",
    "",
]


@pytest.mark.parametrize("command", OURS)
def test_a_command_that_starts_our_record(command: str) -> None:
    assert is_ours(command)


@pytest.mark.parametrize("command", OTHERS)
def test_a_command_that_only_names_us(command: str) -> None:
    assert not is_ours(command)


@pytest.mark.parametrize("name", sorted(name for name in HOSTS if isinstance(HOSTS[name].form, JsonEntries)))
@pytest.mark.parametrize("command", OTHERS)
def test_the_hook_of_another_tool_stays(name: str, command: str) -> None:
    form = HOSTS[name].form
    assert isinstance(form, JsonEntries)
    other = {"type": "command", "command": command}
    entry = other if form.matcher is None else {"matcher": "Bash", "hooks": [other]}
    text = json.dumps({"hooks": {form.event: [entry]}}, indent=2)
    assert form.remove(text) is None
    splice = form.install(text, OURS[0])
    assert splice is not None
    installed = splice.apply(text)
    assert json.loads(installed)["hooks"][form.event][0] == entry
    taken = form.remove(installed)
    assert taken is not None
    assert taken.apply(installed) == text


def test_what_a_command_starts_and_is_gone() -> None:
    assert missing("no-such-program-here groundwire record") == Missing("no-such-program-here", on_path=True)
    assert missing("A=1 B=2 no-such-program-here record") == Missing("no-such-program-here", on_path=True)
    assert missing("/gone/groundwire record") == Missing("/gone/groundwire", on_path=False)
    assert missing("sh /gone/groundwire/__main__.py record") == Missing("/gone/groundwire/__main__.py", on_path=False)
    for command in (OURS[0], "~/bin/groundwire record", "$HOME/bin/groundwire record", "sh groundwire record"):
        assert missing(command) is None


def groups(*entries: tuple[object, list[str]]) -> str:
    listed = [
        {"matcher": matcher, "hooks": [{"type": "command", "command": command, "timeout": 3} for command in commands]}
        for matcher, commands in entries
    ]
    return json.dumps({"hooks": {"PostToolUse": listed}}, indent=1)


@pytest.mark.parametrize("matcher", ["Edit|MultiEdit|Write|NotebookEdit", "", "*", ".*", "Bash|Write|Edit|MultiEdit"])
def test_a_matcher_that_a_person_widened_stays(matcher: str) -> None:
    form, text = HOSTS["claude"].form, groups((matcher, [OURS[0]]))
    assert form.narrowed(text) is None
    assert form.install(text, OURS[0]) is None
    assert form.narrowed('{"hooks": {"PostToolUse": [{"hooks": [{"command": "groundwire record"}]}]}}') is None


@pytest.mark.parametrize("matcher", ["Bash", "Edit", "Edit|(", "edit|write|multiedit", 3, None])
def test_a_matcher_that_leaves_out_edits_is_mended(matcher: object) -> None:
    form, text = HOSTS["claude"].form, groups((matcher, [OURS[0]]))
    assert form.narrowed(text) == json.dumps(matcher)
    splice = form.install(text, OURS[2])
    assert splice is not None
    assert splice.apply(text) == groups(("Edit|MultiEdit|Write|NotebookEdit", [OURS[2]]))
    assert splice.undo(splice.apply(text)) == text


def test_a_matcher_of_others_stays_when_ours_is_mended() -> None:
    form, text = HOSTS["claude"].form, groups(("Bash", ["log", OURS[0]]), ("Edit", ["lint"]))
    splice = form.install(text, OURS[0])
    assert splice is not None
    done = json.loads(splice.apply(text))["hooks"]["PostToolUse"]
    said = [(group["matcher"], [hook["command"] for hook in group["hooks"]]) for group in done]
    assert said == [("Bash", ["log"]), ("Edit", ["lint"]), ("Edit|MultiEdit|Write|NotebookEdit", [OURS[0]])]
    assert form.narrowed(splice.apply(text)) is None


def test_one_hook_of_ours_that_sees_all_is_enough() -> None:
    form, text = HOSTS["claude"].form, groups(("Bash", [OURS[0]]), ("*", [OURS[2]]))
    assert form.narrowed(text) is None
    assert form.install(text, OURS[2]) is None
