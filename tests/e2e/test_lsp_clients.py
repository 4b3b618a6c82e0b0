"""What clients other than VS Code need of the server: they keep, and can do, less."""

from __future__ import annotations

from pathlib import Path

from e2e.conftest import APP
from e2e.lsp_client import VSCODE_LIKE, lsp_client, place, regions

DEBUG = ((3, 0), (4, 40))


def test_marks_are_pushed_again_to_a_client_that_keeps_none_of_unopened_files(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        regions(client, uri)
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        unopened = client.diagnostics(uri, codes=["GW408", "GW208"])
        for _ in range(2):
            since = client.mark()
            client.open(uri, APP)
            assert client.diagnostics(uri, since) == unopened, "at once, and never fewer on the way"
            client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
            regions(client, uri)


def test_a_hover_is_plain_text_for_a_client_that_shows_nothing_else(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    text = {**VSCODE_LIKE["textDocument"], "hover": {"contentFormat": ["plaintext"]}}
    with lsp_client(project, capabilities=VSCODE_LIKE | {"textDocument": text}) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (11, 0), (15, 27))
        client.diagnostics(uri, codes=["GW408", "GW201"])
        at = {"textDocument": {"uri": uri}, "position": place(11, 5)["start"]}
        contents = client.request("textDocument/hover", at)["contents"]
        assert contents["kind"] == "plaintext"
        assert contents["value"].startswith("Unverified: no test refers to it — `untested`. Confidence: unknown.\n")
        assert "\n\nWhat would settle it: " in contents["value"]
        assert "*" not in contents["value"]


def test_a_person_who_refuses_the_stub_is_told_in_one_line(project: Path) -> None:
    """Emacs asks before a server may edit, and answers a refusal with an error."""
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.refuses = "the person said no"
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (11, 0), (15, 27))
        client.diagnostics(uri, codes=["GW408", "GW201"])
        result = client.command("writeTestStub", {"uri": uri, "range": place(11)})
        assert result["created"] is False
        assert result["message"] == "The editor did not take the test stub (the person said no): ask again."
        assert client.popups == [result["message"]]
        assert "Traceback" not in "\n".join(client.log)
