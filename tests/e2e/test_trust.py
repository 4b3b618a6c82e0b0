"""Nothing of a project is run or imported to analyse it; its Python is started, alone, where a person trusts it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from e2e.command_line import groundwire_command
from e2e.lsp_client import LspClient, lsp_client, place, units
from e2e.traps import Trapped, controls, trapped

SCRIPT = Path(sys.executable).with_name("groundwire")


@pytest.mark.parametrize("traps", controls())
def test_the_traps_work(traps: str, tmp_path: Path) -> None:
    made = trapped(tmp_path)
    controls()[traps](made)
    assert made.sprung >= set(traps.split())


def begin(client: LspClient, options: dict[str, Any]) -> None:
    """Start a session as `LspClient.initialize` does, with exactly these `initializationOptions`."""
    (folder,) = client.folders
    uri = folder.as_uri()
    folders = [{"uri": uri, "name": folder.name}]
    params = {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": client.capabilities}
    client.request("initialize", params | {"initializationOptions": options})
    client.notify("initialized", {})


def use_everything(client: LspClient, made: Trapped) -> None:
    """Do all that a person can do with a generated file, once the environment inside the workspace was read."""
    uri, text = made.app.as_uri(), made.app.read_text()
    document = {"textDocument": {"uri": uri}}
    client.open(uri, text)
    client.attribute(uri, 1, (0, 0), (text.count("\n"), 0))
    # Where the environment may be asked itself, what it is asked about comes after all else, and makes nothing wait.
    marks = client.diagnostics(uri, holds={"GW101", "GW208"})
    client.status(lambda status: status["state"] == "ready" and status["files"] == 1)
    client.request("textDocument/codeLens", document)
    for mark in marks:
        assert client.request("textDocument/hover", document | {"position": mark["range"]["start"]})
        params = document | {"range": mark["range"], "context": {"diagnostics": [mark]}}
        for action in client.request("textDocument/codeAction", params):
            if "data" in action:
                client.request("codeAction/resolve", action)
    where = {"uri": uri, "range": place(text[: text.index("def untested")].count("\n"))}
    assert client.command("writeTestStub", where)["created"] is True
    assert client.command("markReviewed", where)["units"] == ["untested"]
    client.change(uri, 2, ((0, 0), (0, 0), "# changed\n"))
    made.app.write_text(f"# changed\n{text}")
    client.notify("textDocument/didSave", document)
    changed = [made.root / name for name in ("pyproject.toml", "tests/test_app.py", ".coveragerc")]
    client.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2} for file in changed]}
    )
    client.command("showOrigin", {"uri": uri, "range": place(0)})
    client.command("unmark", where)
    units(client, uri)
    assert client.shutdown() == 0
    assert client.popups == []


@pytest.mark.parametrize("options", [{}, {"trusted": False}, {"trusted": True}], ids=["absent", "untrusted", "trusted"])
def test_the_server_runs_nothing_of_the_workspace(options: dict[str, Any], tmp_path: Path) -> None:
    made = trapped(tmp_path)
    inside = str(made.root / ".venv" / "bin" / "python")
    environment = {"PYTHONPATH": str(made.root), "PYTHONSTARTUP": str(made.root / "startup.py")}
    with lsp_client(made.root, env=environment) as client:
        begin(client, {**options, "settings": {"environment": inside}})
        use_everything(client, made)
    assert made.sprung <= ({"interpreter"} if options.get("trusted") else set())


def test_the_installed_command_runs_nothing_of_the_folder_it_starts_in(tmp_path: Path) -> None:
    made = trapped(tmp_path)
    with lsp_client(made.root, command=[str(SCRIPT), "lsp"]) as client:
        begin(client, {})
        use_everything(client, made)
    assert made.sprung == set()


COMMANDS = (
    ("record", "--since", "HEAD"),
    ("check",),
    ("stub", "app.py::untested"),
    ("hooks", "status", "claude"),
    ("hooks", "install", "claude", "--dry-run"),
)


def test_no_command_runs_anything_of_the_folder_it_is_typed_in(tmp_path: Path) -> None:
    made = trapped(tmp_path)
    environment = {"PYTHONPATH": str(made.root), "PYTHONSTARTUP": str(made.root / "startup.py")}
    environment |= {"HOME": str(tmp_path / "home"), "CLAUDE_PROJECT_DIR": str(made.root)}
    for scope in (["--all"], ["--base", "HEAD"]):
        checked = groundwire_command(made.root, "check", *scope, "--format", "json", **environment).json
        codes = {finding["code"] for finding in checked["findings"] if finding["path"] == "app.py"}
        assert {"GW101", "GW208"} <= codes, "the environment and git's answer were read"
    for command in COMMANDS:
        ran = groundwire_command(made.root, *command, **environment)
        assert ran.out, command
        assert "Traceback" not in ran.err, command
    assert made.sprung <= {"interpreter"}, "the project's Python is asked, for a person typed the command"


def test_an_agents_edit_is_taken_down_without_running_anything(tmp_path: Path) -> None:
    made = trapped(tmp_path)
    text = made.app.read_text()
    payload = {
        "hook_event_name": "PostToolUse",
        "cwd": str(made.root),
        "session_id": "s",
        "tool_use_id": "t",
        "tool_name": "Write",
        "tool_input": {"file_path": str(made.app), "content": text},
        "tool_response": {"type": "update", "filePath": str(made.app), "content": text, "originalFile": "import os\n"},
    }
    environment = {"PYTHONPATH": str(made.root), "CLAUDE_PROJECT_DIR": str(made.root)}
    ran = groundwire_command(made.root, "record", sent=json.dumps(payload), **environment)
    assert (ran.status, ran.out, ran.err) == (0, "{}\n", "")
    marked = groundwire_command(made.root, "check", "--format", "json", **environment).json
    assert {finding["path"] for finding in marked["findings"]} == {"app.py"}
    assert made.sprung <= {"interpreter"}
