"""Bad input, killed processes, sudden ends: the server goes on, and leaves nothing behind."""

from __future__ import annotations

import bisect
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import APP
from e2e.lsp_client import LIMIT, lsp_client, regions
from e2e.processes import children, wait_until_gone

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
DEBUG = ((3, 0), (4, 40))


def test_every_prefix_of_a_real_file_can_be_typed(project: Path) -> None:
    text = Path(bisect.__file__).read_text()[:1493] + "\n\ndef typed():\n    return bool(os.getenv('DEBUG'))\n"
    text = "import os\n" + text
    uri = (project / "typed.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, "")
        line = character = 0
        for version, letter in enumerate(text, 2):
            client.change(uri, version, ((line, character), (line, character), letter))
            end = (line + 1, 0) if letter == "\n" else (line, character + 1)
            client.attribute(uri, version, (line, character), end)
            line, character = end
        other = (project / "opened.py").as_uri()
        client.open(other, text.replace("typed", "opened"))
        client.command("markGenerated", {"uri": other})
        expected = [*["GW408"] * 3, "GW208"]
        client.diagnostics(other, codes=expected)
        client.diagnostics(uri, codes=expected)
        typed, opened = regions(client, uri), regions(client, other)
        names = [unit["name"].replace("typed", "opened") for unit in typed["units"]]
        assert names == [unit["name"] for unit in opened["units"]]
        assert len(opened["units"]) > 3
        assert client.popups == []
        assert client.shutdown() == 0
        assert not [entry for entry in client.log if "replaced" in entry or "Traceback" in entry], client.log


def test_messages_about_unknown_files_change_nothing(project: Path) -> None:
    unknown = (project / "nowhere.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.change(unknown, 2, ((0, 0), (0, 0), "x"))
        client.attribute(unknown, 1, (0, 0), (0, 1))
        client.notify("textDocument/didSave", {"textDocument": {"uri": unknown}})
        client.notify("textDocument/didClose", {"textDocument": {"uri": unknown}})
        at = {"textDocument": {"uri": unknown}, "position": {"line": 0, "character": 0}}
        assert client.request("textDocument/hover", at) is None
        assert client.request("textDocument/codeLens", {"textDocument": {"uri": unknown}}) == []
        assert regions(client, unknown) == {"version": None, "regions": [], "units": []}
        number = client.start_request("workspace/executeCommand", command("markGenerated", {"uri": unknown}))
        assert "not open" in client.answer(number)["error"]["message"]
        assert client.shutdown() == 0
        assert client.popups == []


def command(name: str, argument: Any) -> dict[str, Any]:
    return {"command": f"groundwire.{name}", "arguments": [argument]}


@pytest.mark.parametrize(
    "params",
    [
        None,
        [],
        {},
        {"textDocument": {"uri": 3, "version": 1}, "edits": [], "origin": {"kind": "completion", "grade": "B"}},
        {"textDocument": {"uri": "URI", "version": "x"}, "edits": [], "origin": {"kind": "completion", "grade": "B"}},
        {"textDocument": {"uri": "URI", "version": 1}, "edits": [{}], "origin": {"kind": "completion", "grade": "B"}},
        {"textDocument": {"uri": "URI", "version": 1}, "edits": [], "origin": {"kind": "magic", "grade": "B"}},
        {"textDocument": {"uri": "URI", "version": 1}, "edits": [], "origin": {"kind": "completion", "grade": "Z"}},
    ],
)
def test_a_malformed_attribution_is_left_out_and_said_in_the_log(project: Path, params: Any) -> None:
    uri = (project / "app.py").as_uri()
    if isinstance(params, dict) and params.get("textDocument", {}).get("uri") == "URI":
        params["textDocument"]["uri"] = uri
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.notify("groundwire/didAttribute", params)
        client.attribute(uri, 1, *DEBUG)
        assert [unit["name"] for unit in regions(client, uri)["units"]] == ["debug"]
        client.logged("attribution is left out")
        assert client.popups == []


def test_garbage_on_the_wire_does_not_end_the_server(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.send_bytes(b"Content-Length: 9\r\n\r\n{not json")
        client.send_bytes(b'Content-Length: 14\r\n\r\n{"jsonrpc":1}\n')
        client.send({"id": 900, "method": "no/suchMethod", "params": {}})
        assert client.answer(900)["error"]["code"] == -32601
        client.send({"id": 901, "method": "textDocument/hover", "params": {"nonsense": True}})
        client.open(uri, APP)
        client.attribute(uri, 1, (900, 7), (2, 10**9))
        client.attribute(uri, 1, *DEBUG)
        assert "debug" in [unit["name"] for unit in regions(client, uri)["units"]]
        assert client.shutdown() == 0
        assert client.popups == []


def test_a_cancelled_request_is_answered_once(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        numbers = [client.start_request("textDocument/codeLens", {"textDocument": {"uri": uri}}) for _ in range(20)]
        for number in numbers:
            client.notify("$/cancelRequest", {"id": number})
        for number in numbers:
            answer = client.answer(number)
            assert "result" in answer or answer["error"]["code"] == -32800
        assert client.shutdown() == 0
        ids = [m["id"] for m in client.received if m.get("id") in numbers and "method" not in m]
        assert sorted(ids) == numbers


@linux
def test_a_killed_worker_is_replaced_and_knows_what_was_open(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=["GW408", "GW208"])
        (worker,) = children(client.process.pid)
        os.kill(worker, signal.SIGKILL)
        since = client.mark()
        client.change(uri, 2, ((4, 11), (4, 40), "None"))
        client.diagnostics(uri, since, codes=["GW408"])
        since = client.mark()
        client.change(uri, 3, ((4, 11), (4, 15), 'bool(os.environ.get("DEBUG"))'))
        client.diagnostics(uri, since, codes=["GW408", "GW208"])
        (other,) = children(client.process.pid)
        assert other != worker
        assert client.shutdown() == 0
        assert client.popups == []


@pytest.mark.parametrize(
    "body",
    [
        "    return " + " + ".join(["a"] * 10_000),
        "    return " + "(" * 5_000 + "a" + ")" * 5_000,
        "    return a" + ".b()" * 2_000,
    ],
    ids=["terms", "brackets", "chain"],
)
def test_code_no_parser_survives_is_said_to_be_not_analysed(project: Path, body: str) -> None:
    uri = (project / "deep.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, f"def deep(a):\n{body} + bool(a)\n\n\ndef debug():\n    return 1\n")
        client.command("markGenerated", {"uri": uri})
        client.status(lambda status: status["state"] == "ready" and status["units"]["unverified"] == 2)
        units = {unit["name"]: unit["reason"] for unit in regions(client, uri)["units"]}
        assert units["deep"].startswith("not analysed: ")
        assert not units["debug"].startswith("not analysed")
        assert client.shutdown() == 0


def test_a_syntax_error_keeps_the_last_good_findings(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=["GW408", "GW208"])
        client.change(uri, 2, ((3, 12), (3, 12), "\n    if ("))
        client.wait(
            "a moved mark",
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and [mark["range"]["start"]["line"] for mark in m["params"]["diagnostics"]] == [3, 5]
            ),
        )
        (unit,) = regions(client, uri)["units"]
        assert unit["verdict"] == "refuted"


@linux
def test_shutdown_leaves_no_process(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.open((project / "app.py").as_uri(), APP)
        client.attribute((project / "app.py").as_uri(), 1, *DEBUG)
        client.diagnostics((project / "app.py").as_uri(), codes=["GW408", "GW208"])
        workers = children(client.process.pid)
        assert len(workers) == 1
        assert client.shutdown() == 0
        assert all(wait_until_gone(worker) for worker in workers)


@linux
def test_an_editor_that_just_goes_away_leaves_no_process(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        workers = children(client.process.pid)
        assert client.process.stdin is not None
        client.process.stdin.close()
        client.process.wait(LIMIT)
        assert all(wait_until_gone(worker) for worker in workers)


@linux
def test_a_killed_server_leaves_no_worker(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.status(lambda status: status["state"] == "ready")
        workers = children(client.process.pid)
        client.process.kill()
        assert all(wait_until_gone(worker) for worker in workers)


def test_a_file_outside_every_folder_is_judged_and_kept_nowhere(project: Path, tmp_path: Path) -> None:
    outside = tmp_path.resolve() / "outside.py"
    with lsp_client(project) as client:
        client.initialize()
        client.open(outside.as_uri(), APP)
        client.attribute(outside.as_uri(), 1, *DEBUG)
        client.diagnostics(outside.as_uri(), codes=["GW208"])
        untitled = "untitled:Untitled-1"
        client.open(untitled, APP)
        client.attribute(untitled, 1, *DEBUG)
        client.diagnostics(untitled, codes=["GW208"])
        assert client.shutdown() == 0
        assert client.popups == []


def test_columns_are_the_clients(project: Path) -> None:
    uri = (project / "wide.py").as_uri()
    text = 'import os\n\n\ndef wide():\n    "😋"; return bool(os.environ.get("DEBUG"))\n'
    for encodings, start in ((["utf-16"], 17), (["utf-8"], 19), (["utf-32"], 16)):
        capabilities = {"general": {"positionEncodings": encodings}, "textDocument": {"publishDiagnostics": {}}}
        with lsp_client(project, capabilities=capabilities) as client:
            answer = client.initialize()
            assert answer["capabilities"]["positionEncoding"] == encodings[0]
            client.open(uri, text)
            client.attribute(uri, 1, (3, 0), (4, 60))
            (trap,) = [mark for mark in client.diagnostics(uri, codes=["GW408", "GW208"]) if mark["code"] == "GW208"]
            assert trap["range"]["start"] == {"line": 4, "character": start}
