"""What each host's payload comes to in the store: who wrote which text, and how well that is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from groundwire.model import Origin
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.location import locate
from groundwire.provenance.records import inbox, places
from groundwire.provenance.records.taking_down import take_down
from groundwire.provenance.records.telling import Refused
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import take_in_all
from support import hosts
from support.hosts import HOSTS, Edited

BEFORE = "import os\n\n\ndef flag():\n    return False\n\n\ndef other():\n    return 1\n"
OLD, NEW = "    return False\n", '    return bool(os.getenv("FLAG"))\n'
WRITTEN = 'bool(os.getenv("FLAG"))'
"""`return` stood there before."""
ENVIRONMENTS = {"continue_cli": "CONTINUE_PROJECT_DIR"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "project"
    (root / ".git" / "objects").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    return root


def edited(project: Path) -> Edited:
    return Edited(project / "app.py", BEFORE, OLD, NEW)


def knows(project: Path) -> None:
    """The text before is on record, nobody's but for a word."""
    store = Store.open(locate(project).store)
    store.save("app.py", BEFORE, "\n", Attribution().attribute(0, 6, Origin("o_first", "completion", "B", "cmd")))
    store.close()


def tell(project: Path, payload: dict[str, Any], name: str = "") -> list[str]:
    environment = {ENVIRONMENTS[name]: str(project)} if name in ENVIRONMENTS else {}
    return list(take_down(payload, environment))


def kept(project: Path, path: str = "app.py") -> list[tuple[str, Origin]]:
    """Each stretch of a path's latest text with its origin, the first word's left out."""
    place = locate(project).store
    take_in_all(str(place))
    assert inbox.waiting(str(place)) == []
    store = Store.open(place)
    text, known = store.latest_text(path) or ("", Attribution())
    store.close()
    return [(text[start:end], known.origins[name]) for start, end, name in known.spans if name != "o_first"]


@pytest.mark.parametrize("name", HOSTS)
def test_what_the_agent_wrote_is_its_own(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(project)
    host, edit = HOSTS[name], edited(project)
    knows(project)
    edit.file.write_text(edit.after)
    sent = host.build(edit)
    assert tell(project, json.loads(json.dumps(sent)), name) == []
    assert tell(project, sent, name) == [], "told twice"
    ((text, origin),) = kept(project)
    assert text == WRITTEN
    assert (origin.kind, origin.tool, origin.model) == ("agent_edit", host.tool, host.model)
    assert (origin.grade, origin.session) == (host.grade, host.session)


@pytest.mark.parametrize("name", ["vscode", "vscode_multi", "vscode_patch"])
def test_an_edit_told_before_the_editor_saved_it(project: Path, name: str) -> None:
    edit = edited(project)
    edit.file.write_text(edit.before)
    assert tell(project, HOSTS[name].build(edit)) == []
    edit.file.write_text(edit.after)
    assert tell(project, hosts.cursor_as_claude(edit)) == [], "the same edit, told by another host's hooks"
    ((text, origin),) = kept(project)
    assert (text, origin.tool) == (WRITTEN, "github-copilot")


def failed(payload: dict[str, Any]) -> dict[str, Any] | None:
    """The payload of the same call where the tool did nothing; None where a host does not tell of those."""
    if "postToolUse" in payload:
        return {**payload, "postToolUse": {**payload["postToolUse"], "success": False}}
    if "tool_output" in payload:
        return {**payload, "tool_output": '{"success": false, "error": "no match"}'}
    if payload.get("hook_event_name") == "AfterTool":
        return {**payload, "tool_response": {"llmContent": "x", "error": {"message": "no match"}}}
    if payload.get("tool_name") == "apply_patch" and "turn_id" in payload:
        return {**payload, "tool_response": json.dumps({"output": "no", "metadata": {"exit_code": 1}})}
    if "tool_name" in payload or "toolName" in payload:
        return {**payload, "tool_response": {"success": False}, "success": False}
    return None


def announced(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload of the same call before it."""
    names = {"PostToolUse": "PreToolUse", "postToolUse": "preToolUse", "AfterTool": "BeforeTool"}
    names |= {"afterFileEdit": "beforeReadFile", "post_write_code": "pre_write_code", "ai_agent": "human"}
    names |= {"file_edited": "before_edit"}
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in payload.items()}


@pytest.mark.parametrize("name", HOSTS)
def test_a_call_that_changed_nothing_attributes_nothing(project: Path, name: str) -> None:
    edit = edited(project)
    knows(project)
    edit.file.write_text(edit.before)
    sent = HOSTS[name].build(edit)
    for payload in (failed(sent), announced(sent) if name not in {"unknown_words", "unknown_text"} else None):
        if payload is not None:
            assert tell(project, payload, name) == []
    assert kept(project) == []


@pytest.mark.parametrize("name", HOSTS)
def test_a_file_outside_is_refused_in_one_line(project: Path, tmp_path: Path, name: str) -> None:
    outside = Edited(tmp_path / "else.py", BEFORE, OLD, NEW)
    outside.file.write_text(outside.after)
    inside = json.dumps(HOSTS[name].build(edited(project)))
    for named in ("../else.py", str(outside.file), "C:\\\\project\\\\else.py", "\\\\\\\\host\\\\else.py"):
        sent = inside.replace(str(project / "app.py"), named).replace("app.py", named)
        (problem,) = tell(project, json.loads(sent), name)
        assert "\n" not in problem
    assert inbox.waiting(str(locate(project).store)) == []


@pytest.mark.parametrize("name", ["codex", "cursor", "windsurf", "cline", "vscode", "opencode_edit", "unknown_words"])
def test_a_text_that_stands_nowhere_or_twice_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(project)
    edit = edited(project)
    for disk in ("something else\n", edit.after + edit.after, None):
        edit.file.unlink(missing_ok=True)
        if disk is not None:
            edit.file.write_text(disk)
        assert len(tell(project, HOSTS[name].build(edit), name)) == 1
    assert kept(project) == []


def test_nothing_of_the_person_is_kept(project: Path) -> None:
    edit = edited(project)
    edit.file.write_text(edit.after)
    for name, host in HOSTS.items():
        tell(project, {**host.build(edit), "prompt": "a wish", "user_email": "someone@example.org"}, name)
    said = "".join(Path(file).read_text() for file in inbox.waiting(str(locate(project).store)))
    assert not any(word in said for word in ("wish", "@", "transcript", "userId"))


def test_one_patch_for_several_files(project: Path) -> None:
    (project / "sub").mkdir()
    patch = (
        "*** Begin Patch\n*** Add File: new.py\n+a = 1\n+b = 2\n*** Delete File: gone.py\n"
        "*** Update File: old.py\n*** Move to: sub/moved.py\n@@ def f():\n-    return 1\n+    return 2\n"
        "*** Update File: end.py\n@@\n+last = 3\n*** Update File: notes.md\n@@\n+text\n"
        "*** Update File: less.py\n@@\n x\n-y\n*** End Patch"
    )
    (project / "new.py").write_text("a = 1\nb = 2\n")
    (project / "sub" / "moved.py").write_text("def f():\n    return 2\n\n\ndef g():\n    return 1\n")
    (project / "end.py").write_text("first = 1\nlast = 3\n")
    (project / "less.py").write_text("x\n")
    sent = hosts.codex(edited(project)) | {"tool_input": {"command": patch}}
    assert tell(project, sent) == []
    assert [text for text, _ in kept(project, "new.py")] == ["a = 1\nb = 2\n"]
    assert [text for text, _ in kept(project, "sub/moved.py")] == ["2"]
    assert [text for text, _ in kept(project, "end.py")] == ["last = 3\n"]
    assert kept(project, "less.py") == []


@pytest.mark.parametrize(
    "patch",
    [
        "",
        "*** Begin Patch\n*** Update File: app.py\n",
        "*** Begin Patch\n*** Update File: app.py\n@@\nno mark\n*** End Patch",
        "*** Begin Patch\n*** Add File: app.py\nno mark\n*** End Patch",
        "*** Begin Patch\n*** Update File: app.py\n@@\n+a\n*** Update File: app.py\n@@\n+b\n*** End Patch",
    ],
)
def test_a_patch_that_cannot_be_read_is_refused(project: Path, patch: str) -> None:
    with pytest.raises(Refused, match="patch"):
        tell(project, hosts.codex(edited(project)) | {"tool_input": patch})


def test_several_replacements_of_one_call_are_one_edit_of_each_file(project: Path) -> None:
    (project / "a.py").write_text("total = price * 1\n\nprint(total)\n\ncount = items + 2\n")
    (project / "b.py").write_text("total = price * 3\n")
    listed = [("a.py", "price * 1", "price * 10"), ("b.py", "* 3", "* 30"), ("a.py", "items + 2", "items + 20")]
    parts = [{"filePath": str(project / name), "oldString": old, "newString": new} for name, old, new in listed]
    sent = hosts.vscode_multi(edited(project)) | {"tool_input": {"replacements": parts}}
    assert tell(project, sent) == []
    assert [text for text, _ in kept(project, "a.py")] == ["10", "20"]
    assert [text for text, _ in kept(project, "b.py")] == ["30"]


@pytest.mark.parametrize("name", ["gemini_write", "cline_write", "agent_v1", "unknown_name", "unknown_text"])
def test_where_nothing_is_known_of_the_text_before_nothing_is_attributed(project: Path, name: str) -> None:
    edit = edited(project)
    edit.file.write_text(edit.after)
    assert tell(project, HOSTS[name].build(edit)) == []
    assert kept(project) == []


def test_a_file_that_is_new_is_the_agents_as_a_whole(project: Path) -> None:
    edit = edited(project)
    edit.file.write_text(edit.after)
    given = {"filePath": str(edit.file), "content": edit.after}
    sent = hosts.vscode(edit) | {"tool_name": "create_file", "tool_input": given}
    assert tell(project, sent) == []
    ((text, origin),) = kept(project)
    assert (text, origin.grade) == (edit.after, "A")


def test_the_same_text_written_again_keeps_its_owner(project: Path) -> None:
    edit = edited(project)
    edit.file.write_text(edit.after)
    assert tell(project, hosts.cursor(edit)) == []
    ((_, first),) = kept(project)
    assert tell(project, hosts.cline_write(edit)) == []
    assert tell(project, hosts.agent_v1(edit)) == []
    assert kept(project) == [(WRITTEN, first)]


def test_texts_that_are_not_saved_yet_are_in_the_payload(project: Path) -> None:
    edit = edited(project)
    knows(project)
    edit.file.write_text(edit.before)
    assert tell(project, {**hosts.agent_v1(edit), "dirty_files": {"app.py": edit.after}}) == []
    assert [text for text, _ in kept(project)] == [WRITTEN]


def test_a_proposal_that_a_person_changed(project: Path) -> None:
    edit = edited(project)
    shown = {"originalContent": edit.before, "newContent": edit.after + "mine = 1\n"}
    given = {"file_path": str(edit.file), "content": edit.after, "modified_by_user": True}
    sent = hosts.gemini(edit) | {"tool_name": "write_file", "tool_response": {"returnDisplay": shown}}
    assert tell(project, sent | {"tool_input": {**given, "ai_proposed_content": edit.after}}) == []
    assert [text for text, _ in kept(project)] == [WRITTEN]
    with pytest.raises(Refused, match="a person changed"):
        tell(project, sent | {"tool_input": given})


@pytest.mark.parametrize("tool", ["Read", "view_file", "grep", "Bash", "delete_file", "read_file"])
def test_a_tool_that_reads_a_file_did_not_write_it(project: Path, tool: str) -> None:
    edit = edited(project)
    knows(project)
    edit.file.write_text(edit.after)
    assert tell(project, hosts.unknown_text(edit) | {"tool_name": tool}) == []
    assert tell(project, hosts.vscode(edit) | {"tool_name": tool}) == []
    assert kept(project) == []


def test_a_path_of_windows_is_read_as_windows_reads_it() -> None:
    assert places.local("/c:/Users/me/a.py", windows=True) == "c:/Users/me/a.py"
    assert places.local("C:\\Users\\me\\a.py", windows=True) == "C:\\Users\\me\\a.py"
    assert places.local("file:///c:/a%20b.py", windows=True) == "c:/a b.py"
    assert places.local("file:///home/a%20b.py", windows=False) == "/home/a b.py"
    assert places.local("/c:/a.py", windows=False) == "/c:/a.py"


def test_of_several_roots_that_which_holds_the_file(project: Path, tmp_path: Path) -> None:
    other = tmp_path.resolve() / "other"
    other.mkdir()
    edit = edited(project)
    edit.file.write_text(edit.after)
    assert tell(project, hosts.cursor(edit) | {"workspace_roots": [str(other), str(project)]}) == []
    assert [text for text, _ in kept(project)] == [WRITTEN]
