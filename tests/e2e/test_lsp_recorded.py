"""Agents' edits in a running editor: files open or not, whichever of record, reload and typing comes first."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import APP
from e2e.lsp_client import LspClient, lsp_client, regions
from support import agents

TRAP = 'import os\n\n\ndef flag():\n    return bool(os.getenv("FLAG"))\n'
BOTH = ["GW408", "GW208"]
OLD = "    return number + 1\n"
NEW = '    if not number:\n        return bool(os.environ.get("DEBUG"))\n    return number + 2\n'
AFTER = APP.replace(OLD, NEW)
EDITED = [(8, 0, 10, 0), (10, 20, 10, 21)]
"""What the agent wrote of `tested`: all but the `return number + ` that stood there before."""


def spans(client: LspClient, uri: str) -> list[tuple[int, int, int, int]]:
    places = [place for region in regions(client, uri)["regions"] for place in region["spans"]]
    return sorted(
        (place["start"]["line"], place["start"]["character"], place["end"]["line"], place["end"]["character"])
        for place in places
    )


def told(client: LspClient, uri: str, since: int) -> None:
    """Wait for news of a document's regions."""
    client.wait(
        f"news of {uri}",
        lambda m: m.get("method") == "groundwire/didChangeRegions" and m["params"]["textDocument"]["uri"] == uri,
        since,
    )


def shown(client: LspClient, uri: str) -> None:
    """Wait until a document has what the agent wrote."""
    while True:
        since = client.mark()
        if spans(client, uri) == EDITED:
            return
        told(client, uri, since)


def agent_edits(file: Path, project: Path) -> None:
    """The agent writes the file, then its hook runs."""
    file.write_text(AFTER)
    done = agents.record(project, agents.edit(file, APP, OLD, NEW))
    assert (done.returncode, done.stdout, done.stderr) == (0, "{}\n", "")


def reload(client: LspClient, uri: str, version: int) -> None:
    """The editor loads the file anew: the smallest change from the one text to the other."""
    lines = NEW.rstrip("\n")
    client.change(uri, version, ((8, 0), (8, len(OLD) - 1), lines))


def test_a_file_that_is_not_open_is_attributed_marked_and_listed(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        agent_edits(project / "app.py", project)
        client.diagnostics(uri, codes=["GW208"])
        client.status(lambda status: status["files"] == 1, client.mark())
        (region,) = regions(client, uri)["regions"]
        assert region["origin"] | {"time": None} == {
            "kind": "agent_edit",
            "grade": "A",
            "via": "hook:claude",
            "tool": "claude-code",
            "model": None,
            "session": "s1",
            "event": region["origin"]["event"],
            "time": None,
        } | ({"id": region["origin"]["id"]} if "id" in region["origin"] else {})
        assert spans(client, uri) == EDITED


def test_a_new_file(project: Path) -> None:
    file = project / "pkg" / "flags.py"
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        file.parent.mkdir()
        file.write_text(TRAP)
        agents.record(project, agents.write(file, None, TRAP))
        client.diagnostics(file.as_uri(), codes=BOTH)


def test_outside_git_too(tmp_path: Path) -> None:
    folder, state = tmp_path.resolve() / "plain", str(tmp_path / "state")
    folder.mkdir()
    with lsp_client(folder, env={"XDG_STATE_HOME": state}) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        (folder / "flags.py").write_text(TRAP)
        agents.record(folder, agents.write(folder / "flags.py", None, TRAP), XDG_STATE_HOME=state)
        client.diagnostics((folder / "flags.py").as_uri(), codes=BOTH)


def test_the_next_start_sees_what_was_recorded_while_no_editor_ran(project: Path) -> None:
    agent_edits(project / "app.py", project)
    with lsp_client(project) as client:
        client.initialize()
        uri = (project / "app.py").as_uri()
        client.diagnostics(uri, codes=["GW208"])
        assert spans(client, uri) == EDITED


@pytest.mark.parametrize("record_first", [True, False])
def test_an_open_file_gets_it_whichever_of_record_and_reload_comes_first(project: Path, record_first: bool) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        regions(client, uri)
        if not record_first:
            reload(client, uri, 2)
        agent_edits(project / "app.py", project)
        if record_first:
            wait_until_taken_in(client, project)
            assert spans(client, uri) == []
            reload(client, uri, 2)
        client.diagnostics(uri, codes=["GW208"])
        assert spans(client, uri) == EDITED


def wait_until_taken_in(client: LspClient, project: Path) -> None:
    """The server has read the edit, which does not concern another file: that one is recorded after it and shown."""
    since = client.mark()
    other = project / "other.py"
    other.write_text(TRAP)
    agents.record(project, agents.write(other, None, TRAP))
    told(client, other.as_uri(), since)


def test_what_a_person_typed_meanwhile_stays_theirs(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        reload(client, uri, 2)
        client.change(uri, 3, ((0, 0), (0, 0), "# mine\n"))
        agent_edits(project / "app.py", project)
        client.diagnostics(uri, codes=["GW208"])

        assert spans(client, uri) == [(9, 0, 11, 0), (11, 20, 11, 21)]


@pytest.mark.parametrize("opened", ["before the agent edits", "when the edit is on record"])
def test_what_a_person_puts_into_their_own_unsaved_text_is_known_when_they_save(project: Path, opened: str) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        if opened == "before the agent edits":
            client.open(uri, APP)
            client.change(uri, 2, ((0, 0), (0, 0), "# mine\n"))
            assert spans(client, uri) == []
        agent_edits(project / "app.py", project)
        wait_until_taken_in(client, project)
        if opened == "when the edit is on record":  # an editor gives back what was not saved when it ended
            client.open(uri, APP)
            client.change(uri, 2, ((0, 0), (0, 0), "# mine\n"))
        assert spans(client, uri) == []
        client.change(uri, 3, ((9, 0), (9, len(OLD) - 1), NEW.rstrip("\n")))
        (project / "app.py").write_text("# mine\n" + AFTER)
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert spans(client, uri) == [(9, 0, 11, 0), (11, 20, 11, 21)]
        client.command("unmark", {"uri": uri})
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert spans(client, uri) == [], "what a person said is not so does not come back"


def test_told_twice_it_counts_once_and_a_person_may_take_it_back(project: Path) -> None:
    uri, file = (project / "app.py").as_uri(), project / "app.py"
    sent = agents.edit(file, APP, OLD, NEW)
    with lsp_client(project) as client:
        client.initialize()
        file.write_text(AFTER)
        client.open(uri, AFTER)
        agents.record(project, sent)
        client.diagnostics(uri, codes=["GW208"])
        client.command("unmark", {"uri": uri})
        agents.record(project, sent)
        agents.record(project, {**sent, "tool_use_id": "another host's name for it"})
        wait_until_taken_in(client, project)
        assert spans(client, uri) == []


def test_two_windows_show_the_same(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as one, lsp_client(project) as other:
        for client in (one, other):
            client.initialize()
            client.open(uri, APP)
            regions(client, uri)
            reload(client, uri, 2)
        agent_edits(project / "app.py", project)
        for client in (one, other):
            client.diagnostics(uri, codes=["GW208"])
            assert spans(client, uri) == EDITED


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "open"])
def test_what_another_window_clears_goes_here_too(project: Path, opened: bool) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as one, lsp_client(project) as other:
        for client in (one, other):
            client.initialize()
        agent_edits(project / "app.py", project)
        if opened:
            other.open(uri, AFTER)
        for client in (one, other):
            client.diagnostics(uri, codes=["GW208"])
        since = other.mark()
        assert one.command("clearAttribution", {"uri": uri})["files"] == 1
        other.diagnostics(uri, since, codes=[])
        other.status(lambda status: status["files"] == 0, since)
        if opened:
            assert spans(other, uri) == []
            other.change(uri, 2, ((0, 0), (0, 0), "# mine\n"))
            other.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
            assert spans(other, uri) == []


def test_two_windows_share_marks_by_hand_in_files_not_open(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as one, lsp_client(project) as other:
        for client in (one, other):
            client.initialize()
            client.status(lambda status: status["state"] == "ready")
        one.open(uri, APP)
        one.command("markGenerated", {"uri": uri})
        one.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        other.diagnostics(uri, codes=["GW408", "GW208", "GW408", "GW201"])


def test_a_formatter_that_ran_after_the_agent_loses_nothing(project: Path) -> None:
    file = project / "flags.py"
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        file.write_text(TRAP.replace('"', "'").replace("\n\n\ndef", "\n\n\n\ndef"))
        agents.record(project, agents.write(file, None, TRAP))
        client.diagnostics(file.as_uri(), codes=BOTH)


def test_a_file_deleted_since_is_no_news(project: Path) -> None:
    file = project / "flags.py"
    with lsp_client(project) as client:
        client.initialize()
        agents.record(project, agents.write(file, None, TRAP))
        wait_until_taken_in(client, project)
        assert regions(client, file.as_uri())["regions"] == []
        assert client.popups == []


def git(project: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


def test_what_changed_since_a_revision_is_marked_in_files_open_and_not(project: Path) -> None:
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    uri = (project / "app.py").as_uri()
    (project / "app.py").write_text(AFTER)
    (project / "flags.py").write_text(TRAP)
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, "# unsaved\n" + AFTER)
        answer = client.command("markChanged", {"uri": project.as_uri(), "revision": "HEAD"})
        assert (answer["files"], answer["lines"]) == (2, 6)
        assert "Unsaved changes in 1 file are left out" in answer["message"]
        assert spans(client, uri) == [(9, 0, 12, 0)]
        client.diagnostics((project / "flags.py").as_uri(), codes=BOTH)
        again = client.command("markChanged", {"uri": uri, "revision": "HEAD"})
        assert (again["files"], again["lines"]) == (0, 0)


@pytest.mark.parametrize("revision", ["nothing-of-that-name", "--output=x", "a\0b"])
def test_a_revision_that_git_does_not_know(project: Path, revision: str) -> None:
    with lsp_client(project) as client:
        client.initialize()
        answer = client.command("markChanged", {"uri": project.as_uri(), "revision": revision})
        assert (answer["files"], answer["lines"]) == (0, 0)
        assert answer["message"].startswith("Nothing was marked: ")
        assert not (project / "x").exists()


def test_connecting_shows_the_difference_before_it_writes(project: Path, tmp_path: Path) -> None:
    settings = project / ".claude" / "settings.local.json"
    asked: dict[str, Any] = {"uri": (project / "app.py").as_uri(), "agent": "claude", "scope": "project"}
    with lsp_client(project, env={"XDG_STATE_HOME": str(tmp_path / "state")}) as client:
        client.initialize()
        command = ["/opt/my launcher/groundwire-record"]
        shown = client.command("connectAgent", {**asked, "command": command, "apply": False})
        assert (shown["path"], shown["before"], shown["changed"], shown["installed"]) == (
            str(settings),
            None,
            True,
            False,
        )
        assert not settings.parent.exists()
        done = client.command("connectAgent", {**asked, "command": command, "apply": True})
        assert settings.read_text() == done["after"] == shown["after"]
        assert "'/opt/my launcher/groundwire-record'" in done["after"]
        gone = client.command("connectAgent", {**asked, "apply": True, "remove": True})
        assert (gone["after"], gone["installed"]) == (None, False)
        assert not settings.parent.exists()
        refused = client.answer(
            client.start_request(
                "workspace/executeCommand",
                {
                    "command": "groundwire.connectAgent",
                    "arguments": [{**asked, "uri": tmp_path.as_uri(), "apply": True}],
                },
            )
        )
        assert "lies in no workspace folder" in refused["error"]["message"]


@pytest.mark.parametrize("opened", [True, False])
def test_an_edit_in_a_work_tree_inside_the_folder_is_shown_there(project: Path, opened: bool) -> None:
    """Agents like to work in one; what they tell is kept by the path in their own work tree."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    subprocess.run([*git, "add", "."], cwd=project, check=True)
    subprocess.run([*git, "commit", "-qm", "First"], cwd=project, check=True)
    tree = project / ".claude" / "worktrees" / "ag"
    subprocess.run([*git, "worktree", "add", "-q", "-b", "ag", str(tree)], cwd=project, check=True)
    uri, main = (tree / "app.py").as_uri(), (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        if opened:
            client.open(uri, AFTER)
        agent_edits(tree / "app.py", tree)
        shown(client, uri)
        assert spans(client, main) == [], "the file of that path in another work tree has another text"
        assert client.shutdown() == 0
    with lsp_client(project) as client:  # and after a restart
        client.initialize()
        shown(client, uri)
