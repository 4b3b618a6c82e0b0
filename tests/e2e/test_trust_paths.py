"""Requests about what lies outside the workspace: nothing there is read or kept, and the server lives."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from e2e.command_line import groundwire_command
from e2e.conftest import APP
from e2e.lsp_client import LspClient, lsp_client, place, units

WHOLE = {"start": place(0)["start"], "end": place(15, 27)["start"]}


@pytest.fixture
def outside(project: Path, tmp_path: Path) -> Path:
    """A folder beside the project, with links of every kind that lead from the project to it."""
    folder = tmp_path.resolve() / "outside"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    os.mkfifo(folder / "pipe.py")  # whoever reads it waits for ever
    links = {
        "link.py": folder / "app.py",
        "folder": folder,
        "pipe.py": folder / "pipe.py",
        "gone.py": folder / "gone.py",
    }
    for name, target in links.items():
        (project / name).symlink_to(target)
    return folder


def uris(project: Path, outside: Path) -> Iterator[str]:
    """Names of what is not in the workspace, and of nothing."""
    yield from (file.as_uri() for file in (outside / "app.py", outside / "pipe.py", outside / "none.py"))
    for name in ("link.py", "folder/app.py", "pipe.py", "gone.py", "folder/pipe.py"):
        yield f"{project.as_uri()}/{name}"
    for step in ("..", "%2e%2e", "%2E.", ".%2e", "tests/../.."):
        yield f"{project.as_uri()}/{step}/outside/app.py"
    yield f"{project.as_uri()}/..%2foutside%2fapp.py"
    yield f"{project.as_uri()}/app.py%00.py"
    yield f"{project.as_uri()}/app\0.py"
    yield f"{project.as_uri()}/{'long' * 20_000}.py"
    yield f"{project.as_uri()}{'/deep' * 20_000}/app.py"
    yield from (
        "file:///etc/passwd",
        "file:///dev/zero",
        "file:///proc/self/environ",
        "file:///C:/app.py",
        "file:///c%3A/app.py",
    )
    yield from (
        "file://server/share/app.py",
        "file:////server/share/app.py",
        "file://[::1/app.py",
        "file://",
        "file:",
        "file:app.py",
        "file://?app.py",
    )
    yield from (
        "untitled:Untitled-1",
        "https://example.org/app.py",
        "vscode-remote://host/app.py",
        "/etc/x.py",
        "C:\\app.py",
    )


def ask_everything(client: LspClient, uri: str) -> None:
    """Everything a client can say of a file; every request is answered."""
    document = {"textDocument": {"uri": uri}}
    at = {"uri": uri, "range": WHOLE}
    client.attribute(uri, 1, (0, 0), (15, 27))
    client.open(uri, APP)
    client.attribute(uri, 1, (0, 0), (15, 27))
    for name in ("markGenerated", "markReviewed", "unmark", "markGenerated"):
        answered(client, "workspace/executeCommand", {"command": f"groundwire.{name}", "arguments": [at]})
    others = {
        "writeTestStub": {"uri": uri, "range": place(11)},
        "markChanged": {"uri": uri, "revision": "HEAD"},
        "connectAgent": {"uri": uri, "agent": "claude", "scope": "project", "apply": True},
        "notUseful": {"uri": uri, "range": place(4), "code": "GW208"},
        "undoNotUseful": {"uri": uri, "code": "GW208"},
        "whyNothing": {"uri": uri},
        "clearAttribution": {"uri": uri},
    }
    for name, argument in others.items():
        answered(client, "workspace/executeCommand", {"command": f"groundwire.{name}", "arguments": [argument]})
    answered(client, "groundwire/regions", document)
    answered(client, "textDocument/hover", document | {"position": place(11, 5)["start"]})
    answered(client, "textDocument/codeLens", document)
    answered(client, "textDocument/codeAction", document | {"range": WHOLE, "context": {"diagnostics": []}})
    client.change(uri, 2, ((0, 0), (0, 0), "# changed\n"))
    client.notify("textDocument/didSave", document)
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": kind} for kind in (1, 2, 3)]})
    client.notify("textDocument/didClose", document)


def answered(client: LspClient, method: str, params: Any) -> None:
    """A result, or LSP's error for parameters that name nothing, in one line."""
    answer = client.answer(client.start_request(method, params))
    if "error" in answer:
        assert answer["error"]["code"] == -32602, answer
        assert "\n" not in answer["error"]["message"]


def kept(project: Path) -> set[str]:
    """Every path in the store, in whatever table."""
    found: set[str] = set()
    with closing(sqlite3.connect(f"file:{project}/.git/groundwire/store.sqlite3?mode=ro", uri=True)) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
            for column in {"path", "file"} & set(columns):
                found |= {path for (path,) in store.execute(f"SELECT {column} FROM {table}")}
    return found


def contents(folder: Path) -> dict[str, str]:
    return {str(file): file.read_text(errors="replace") if file.is_file() else "" for file in folder.rglob("*")}


def test_nothing_outside_is_kept_whatever_a_request_names(project: Path, outside: Path, tmp_path: Path) -> None:
    before = contents(outside)
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    uri = (project / "app.py").as_uri()
    with lsp_client(project, env=state) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (3, 0), (4, 40))
        for name in uris(project, outside):
            ask_everything(client, name)
        assert list(units(client, uri)) == ["debug"]
        assert client.shutdown() == 0
        assert all("\n" not in said for said in client.popups)
        assert client.applied == []
        log = "\n".join(client.log)
    assert "FeatureNotificationError" not in log
    assert kept(project) == {"app.py"}
    assert not (tmp_path / "state").exists()
    assert contents(outside) == before


def test_an_agents_edit_outside_is_refused_in_one_line(project: Path, outside: Path, tmp_path: Path) -> None:
    before = contents(outside), contents(project)
    state = tmp_path / "state"
    names = [
        str(outside / "app.py"),
        "link.py",
        "folder/app.py",
        "pipe.py",
        "../outside/app.py",
        "tests/../../outside/app.py",
    ]
    names += [
        "/etc/passwd.py",
        "/dev/../etc/x.py",
        "app\0.py",
        "gone.py",
        "folder/none.py",
        "",
    ]
    elsewhere = [
        "D:\\x.py",
        "D:/x.py",
        "\\\\host\\share\\x.py",
        "//host/x.py",
        "file:///etc/x.py",
        "vscode-remote://host/x.py",
    ]
    elsewhere += ["\ud800.py", "long" * 2_000 + ".py"]
    for name in [*names, *(str(project / name) for name in names[1:]), *elsewhere]:
        told = {"filePath": name, "content": APP, "originalFile": "", "type": "update"}
        payload = {
            "hook_event_name": "PostToolUse",
            "session_id": "s",
            "tool_use_id": name,
            "cwd": str(project),
            "tool_name": "Write",
            "tool_input": {"file_path": name, "content": APP},
            "tool_response": told,
        }
        environment = {"CLAUDE_PROJECT_DIR": str(project), "XDG_STATE_HOME": str(state)}
        ran = groundwire_command(project, "record", sent=json.dumps(payload), **environment)
        assert (ran.status, ran.out) == (0, "{}\n"), name
        assert ran.err.count("\n") == (name.endswith(".py")), name
        assert "Traceback" not in ran.err, name
        assert "Error" not in ran.err, name
    assert contents(outside) == before[0]
    assert contents(project).keys() - before[1].keys() == set()
    assert not state.exists()
    assert not (project / ".git" / "groundwire").exists(), "nothing waits to be taken in"


def test_records_of_what_lies_outside_are_not_read_by_the_next_session(project: Path, outside: Path) -> None:
    """A file on record that was replaced by a link out of the workspace is followed no more."""
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (3, 0), (4, 40))
        units(client, uri)
        client.shutdown()
    (project / "app.py").unlink()
    (project / "app.py").symlink_to(outside / "app.py")
    with lsp_client(project) as client:
        client.initialize()
        assert client.status(lambda status: status["state"] == "ready")["files"] == 0
        client.shutdown()
        assert [m for m in client.received if m.get("method") == "textDocument/publishDiagnostics"] == []
