"""Malformed and mistimed messages: each request is answered once, nothing ends, and all is well afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from e2e.lsp_client import LIMIT, lsp_client, regions
from support.malformed import LOST, NO_MESSAGE, framed
from support.nonsense import TEXT, Nonsense

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(2))
def test_nonsense_is_answered_and_forgotten(project: Path, seed: int) -> None:
    with lsp_client(project) as client:
        nonsense = Nonsense(client, project, seed)
        nonsense.before_it_begins()
        client.initialize()
        nonsense.send(100)
        nonsense.answered_once()
        nonsense.works_as_ever()
        assert client.shutdown() == 0
        nonsense.answered_once()
        nonsense.nothing_popped_up_twice()


def test_bodies_that_are_no_message_change_nothing(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        for body in NO_MESSAGE:
            client.send_bytes(framed(body))
        client.initialize()
        client.open(uri, TEXT)
        for body in NO_MESSAGE:
            client.send_bytes(framed(body))
            assert regions(client, uri)["version"] == 1, body[:80]
        codes = [m["error"]["code"] for m in client.received if m.get("id", 0) is None]
        assert set(codes) == {-32700, -32600}
        assert client.shutdown() == 0
        assert client.popups == []


def test_what_comes_after_shutdown_is_refused(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.request("shutdown", None)
        for method in ("shutdown", "initialize", "groundwire/regions", "textDocument/hover"):
            answer = client.answer(client.start_request(method, {}))
            assert answer["error"]["code"] == -32600
        client.open((project / "app.py").as_uri(), TEXT)
        client.notify("exit", None)
        assert client.process.wait(LIMIT) == 0


def test_an_exit_without_shutdown_keeps_what_was_said_and_is_no_success(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        client.attribute(uri, 1, (3, 0), (4, 40))
        client.notify("exit", {"nonsense": True})
        assert client.process.wait(LIMIT) == 1
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        assert len(regions(client, uri)["regions"]) == 1


@pytest.mark.parametrize("data", [LOST[0], LOST[-1]], ids=["length", "no header"])
def test_where_messages_cannot_be_told_apart_the_server_ends_and_keeps_what_it_knew(project: Path, data: bytes) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        client.attribute(uri, 1, (3, 0), (4, 40))
        regions(client, uri)
        client.send_bytes(data)
        assert client.process.wait(LIMIT) == 1
        client.wait("the end", lambda message: message == {"closed": True})
        assert client.popups == []
    assert any("cannot be told apart" in line for line in client.log)
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        assert len(regions(client, uri)["regions"]) == 1


@pytest.mark.parametrize("changes", [[{"range": {"start": {"line": "x"}}, "text": "y"}], [{"text": None}]])
def test_a_document_whose_change_was_not_understood_is_let_go_until_it_is_opened_again(
    project: Path, changes: object
) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        client.attribute(uri, 1, (3, 0), (4, 40))
        client.diagnostics(uri, codes=["GW408", "GW208"])
        since = client.mark()
        document = {"uri": uri, "version": 2}
        client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        client.diagnostics(uri, since, codes=[])
        assert regions(client, uri) == {"version": None, "regions": [], "units": []}
        client.change(uri, 3, ((0, 0), (0, 0), "# typed\n"))
        client.open(uri, "# typed\n" + TEXT, 4)
        client.diagnostics(uri, since, codes=["GW408", "GW208"])


def test_an_answer_that_is_none_fails_what_waited_for_it(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        client.open(uri, TEXT)
        client.attribute(uri, 1, (3, 0), (4, 40))
        client.diagnostics(uri, codes=["GW408", "GW208"])
        answer = client._answer

        def nonsense(message: dict[str, object]) -> None:
            if message["method"] == "workspace/applyEdit":
                client.send({"id": message["id"], "result": {"applied": []}, "unknown": 1})
                client.send({"id": message["id"], "result": {"applied": True}})
            else:
                answer(message)

        client._answer = nonsense  # type: ignore[method-assign]
        place = {"start": {"line": 3, "character": 5}, "end": {"line": 3, "character": 5}}
        arguments = [{"uri": uri, "range": place}]
        command = {"command": "groundwire.writeTestStub", "arguments": arguments}
        said = client.answer(client.start_request("workspace/executeCommand", command))
        assert "result" in said or "error" in said
        assert regions(client, uri)["version"] == 1
        assert client.shutdown() == 0


def test_a_shutdown_answers_what_still_waits(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        client.attribute(uri, 1, (3, 0), (4, 40))
        client.diagnostics(uri, codes=["GW408", "GW208"])
        client._answer = lambda message: None  # type: ignore[method-assign]
        place = {"start": {"line": 3, "character": 5}, "end": {"line": 3, "character": 5}}
        command = {"command": "groundwire.writeTestStub", "arguments": [{"uri": uri, "range": place}]}
        since = client.mark()
        waiting = client.start_request("workspace/executeCommand", command)
        client.wait("an edit", lambda message: message.get("method") == "workspace/applyEdit", since)
        assert client.shutdown() == 0
        assert client.answer(waiting)["error"]["code"] == -32800
