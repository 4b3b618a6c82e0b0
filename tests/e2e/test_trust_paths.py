"""Requests about what lies outside the workspace: nothing there is read or kept, and the server lives."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

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
    stub = {"uri": uri, "range": place(11)}
    answered(client, "workspace/executeCommand", {"command": "groundwire.writeTestStub", "arguments": [stub]})
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
    return {file.name: file.read_text() for file in folder.iterdir() if file.is_file()}


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
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert kept(project) == {"app.py"}
    assert not (tmp_path / "state").exists()
    assert contents(outside) == before


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
