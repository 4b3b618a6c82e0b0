"""What is said is true: nothing waits for ever, counts agree, and what is offered works."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import APP
from e2e.lsp_client import LspClient, lsp_client, place, regions, units
from e2e.processes import children
from e2e.test_lsp_flow import apply

DEBUG = ((3, 0), (4, 40))
TESTED = ((7, 0), (8, 21))
UNTESTED = ((11, 0), (15, 27))
BOTH = ["GW408", "GW208"]
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


def ready(client: LspClient, since: int = 0) -> dict[str, Any]:
    return client.status(lambda status: status["state"] == "ready" and status["files"] > 0, since)


def actions(client: LspClient, uri: str, where: dict[str, Any]) -> list[dict[str, Any]]:
    params = {"textDocument": {"uri": uri}, "range": where, "context": {"diagnostics": []}}
    found: list[dict[str, Any]] = client.request("textDocument/codeAction", params)
    return found


def test_outside_every_folder_nothing_waits_for_a_project(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.open("untitled:Untitled-1", APP)
        client.attribute("untitled:Untitled-1", 1, *TESTED)
        ready(client)
        assert units(client, "untitled:Untitled-1")["tested"]["reason"] == "no test run recorded"


def test_ready_is_said_when_every_unit_was_judged(project: Path) -> None:
    uri = (project / "many.py").as_uri()
    text = "".join(f"def f{number}(a):\n    return a\n\n\n" for number in range(200))
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, text)
        client.command("markGenerated", {"uri": uri})
        for number in range(20):
            client.change(uri, 2 + number, ((401, 12), (401, 12), "a"))
            client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        client.status(lambda status: status["state"] == "ready" and status["units"]["unverified"] == 200)
        assert {unit["reason"] for unit in units(client, uri).values()} == {"no test refers to it"}


def test_a_generated_comment_does_not_silence_its_file(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    text = "# groundwire: ignore-file\n" + APP
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, text)
        client.attribute(uri, 1, (4, 0), (5, 40))
        assert ready(client)["units"] == {"refuted": 0, "unverified": 1, "supported": 0}
        client.attribute(uri, 1, (0, 0), (1, 0))
        client.diagnostics(uri, codes=BOTH)
        since = client.mark()
        client.change(uri, 2, ((1, 0), (1, 0), "# groundwire: ignore-file\n"))
        client.diagnostics(uri, since, codes=[])
        since = client.mark()
        client.change(uri, 3, ((1, 0), (2, 0), ""))
        client.diagnostics(uri, since, codes=BOTH)


def test_units_with_little_generated_text_have_no_verdict_anywhere(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (12, 15), (12, 28))
        client.diagnostics(uri, codes=["GW201"])
        assert ready(client)["units"] == {"refuted": 0, "unverified": 0, "supported": 0}
        assert units(client, uri) == {}
        assert client.request("textDocument/codeLens", {"textDocument": {"uri": uri}}) == []
        at = {"textDocument": {"uri": uri}, "position": {"line": 11, "character": 5}}
        assert client.request("textDocument/hover", at) is None
        at["position"] = {"line": 12, "character": 20}
        hover = client.request("textDocument/hover", at)["contents"]["value"]
        assert hover.startswith("A small part of `untested` was generated.")


@linux
def test_a_unit_is_not_blamed_for_a_worker_that_something_else_ended(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=BOTH)
        ready(client)
        (worker,) = children(client.process.pid)
        os.kill(worker, signal.SIGSTOP)
        since = client.mark()
        client.change(uri, 2, ((4, 11), (4, 40), "None"))
        client.status(lambda status: status["state"] == "analysing", since)
        os.kill(worker, signal.SIGKILL)
        client.diagnostics(uri, since, codes=["GW408"])
        assert units(client, uri)["debug"]["reason"] == "no test refers to it"


def test_an_analysis_that_cannot_start_is_said_and_nothing_is_called_ready(project: Path, tmp_path: Path) -> None:
    uri = (project / "app.py").as_uri()
    program = (
        "import sys; from groundwire.lsp import analyser; from pathlib import Path; "
        f"analyser._MAIN = Path({str(tmp_path / 'absent.py')!r}); "
        "from groundwire.lsp.server import main; sys.exit(main())"
    )
    server = Path(__file__).resolve().parents[2] / "server"
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(server)!r}); {program}"]
    with lsp_client(project, command=command) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        status = client.status(lambda status: status["state"] == "degraded" and status["files"] == 1)
        assert status["message"].startswith("Nothing can be analysed: the analysis process ended at its start")
        assert [unit["reason"] for unit in regions(client, uri)["units"]] == ["not analysed yet"]
        assert client.shutdown() == 0
        assert not [m for m in client.received if m.get("params", {}).get("state") == "ready"]


def test_a_dependency_that_is_declared_is_known_at_once(project: Path) -> None:
    (project / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.11.4\n")
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, "import absent_package\n" + APP)
        client.attribute(uri, 1, (0, 0), (0, 21))
        (before,) = client.diagnostics(uri, codes=["GW101"])
        manifest = project / "pyproject.toml"
        manifest.write_text('[project]\nname = "example"\nversion = "1"\ndependencies = ["absent-package"]\n')
        since = client.mark()
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": manifest.as_uri(), "type": 2}]})
        (after,) = client.diagnostics(uri, since, codes=["GW101"])
        assert "declared" not in before["message"]
        assert "declared" in after["message"] or "depends on" in after["message"], after


def test_other_rules_leave_the_index_standing(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=BOTH)
        since = client.mark()
        settings = {"groundwire": {"ignore": ["GW208"]}}
        client.notify("workspace/didChangeConfiguration", {"settings": settings})
        client.diagnostics(uri, since, codes=["GW408"])
        since = client.mark()
        client.notify("workspace/didChangeConfiguration", {"settings": {"groundwire": {}}})
        client.diagnostics(uri, since, codes=BOTH)


def test_a_stub_rests_on_the_test_file_as_it_is_open(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    tests = project / "tests" / "test_app.py"
    opened = '"""😋"""\r\n' + tests.read_text().replace("\n", "\r\n") + "# more"
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.open(tests.as_uri(), opened, 7)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        assert client.command("writeTestStub", {"uri": uri, "range": place(11)})["created"] is True
        (change,) = client.applied[0]["documentChanges"]
        assert change["textDocument"] == {"uri": tests.as_uri(), "version": 7}
        text = apply(opened.replace("😋", "xx"), change["edits"])
        assert text.startswith('"""xx"""\r\nimport pytest\r\n\r\nfrom app import tested, untested\r\n')
        assert "# more\r\n" in text
        assert "\n" not in text.replace("\r\n", "")


def test_a_client_that_can_do_little_is_offered_what_it_can(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project, capabilities={}) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        listed = actions(client, uri, place(12, 20))
        ignore = next(action for action in listed if action["title"] == "Ignore GW201 here")
        assert list(ignore["edit"]["changes"]) == [uri]
        refused = client.command("writeTestStub", {"uri": uri, "range": place(11)})
        assert refused["created"] is False
        assert "run `groundwire stub app.py::untested` instead" in refused["message"]
    simple = {"workspace": {"applyEdit": True}}
    with lsp_client(project, capabilities=simple) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        assert client.command("writeTestStub", {"uri": uri, "range": place(11)})["created"] is True
        (edit,) = client.applied
        assert list(edit["changes"]) == [(project / "tests" / "test_app.py").as_uri()]
        assert not [m for m in client.received if m.get("method") == "window/showDocument"]


def test_an_action_chosen_late_does_what_it_said_or_nothing(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        listed = actions(client, uri, place(12, 20))
        fix = next(action for action in listed if action["title"] == "Ask whether it is None")
        client.change(uri, 2, ((0, 0), (0, 0), "# above\n"))
        (change,) = client.request("codeAction/resolve", fix)["edit"]["documentChanges"]
        assert change["textDocument"]["version"] == 2
        assert change["edits"][0]["range"]["start"] == {"line": 13, "character": 15}
        client.change(uri, 3, ((13, 15), (13, 23), "amount"))
        assert client.request("codeAction/resolve", fix).get("edit") is None


def test_a_large_selection_has_a_short_list(project: Path) -> None:
    uri = (project / "many.py").as_uri()
    text = "".join(f"def f{number}(a=None):\n    return a or 1\n\n\n" for number in range(300))
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, text)
        client.command("markGenerated", {"uri": uri})
        ready(client)
        everything = {"start": {"line": 0, "character": 0}, "end": {"line": 1200, "character": 0}}
        assert len(actions(client, uri, everything)) <= 100


@linux
def test_an_index_that_was_not_finished_is_built_by_the_next_worker(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    for number in range(150):
        (project / f"m{number}.py").write_text(APP * 20)
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=["GW208"])
        (worker,) = children(client.process.pid)
        os.kill(worker, signal.SIGKILL)
        client.diagnostics(uri, codes=BOTH)
        assert ready(client)["units"] == {"refuted": 1, "unverified": 0, "supported": 0}


def test_a_save_that_changes_nothing_says_nothing(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=BOTH)
        ready(client)
        since = client.mark()
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
        new = project / "tests" / "test_more.py"
        new.write_text("from app import debug\n\n\ndef test_debug():\n    assert debug() is None\n")
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": new.as_uri(), "type": 1}]})
        client.diagnostics(uri, since, codes=["GW208"])
        told = [m for m in client.received[since:] if m.get("method", "").endswith("publishDiagnostics")]
        assert len(told) == 1


def test_a_key_that_changes_no_verdict_lets_the_lenses_stand(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        ready(client)
        since = client.mark()
        client.change(uri, 2, ((14, 60), (14, 60), "  # a"))
        client.command("markReviewed", {"uri": uri, "range": place(11)})
        client.status(lambda status: status["units"]["supported"] == 1, since)
        refreshes = [m for m in client.received[since:] if m.get("method") == "workspace/codeLens/refresh"]
        assert len(refreshes) == 1
