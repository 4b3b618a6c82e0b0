"""A recorded test run over the protocol and on the command line: its marks come and go with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from e2e.command_line import attribute, groundwire_command
from e2e.conftest import APP
from e2e.lsp_client import LspClient, lsp_client, units
from support.recorded_runs import run_under_coverage

TESTED = ((7, 0), (8, 21))
UNTESTED = ((11, 0), (15, 27))
PART = "from app import tested, untested\n\ntested(1)\nuntested(2, 3)\n"
ALL = f"{PART}try:\n    untested(-1)\nexcept ValueError:\n    pass\n"


def opened(client: LspClient, project: Path, text: str = APP) -> str:
    uri = (project / "app.py").as_uri()
    client.initialize()
    client.open(uri, text)
    client.attribute(uri, 1, *TESTED)
    client.attribute(uri, 1, *UNTESTED)
    return uri


def told(client: LspClient, file: Path) -> None:
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})


def hover(client: LspClient, uri: str, line: int) -> str:
    document = {"textDocument": {"uri": uri}, "position": {"line": line, "character": 6}}
    text: str = client.request("textDocument/hover", document)["contents"]["value"]
    return text


def reasons(found: dict[str, Any]) -> dict[str, str]:
    return {name: unit["reason"] for name, unit in found.items()}


def test_a_mark_comes_with_the_data_and_goes_when_the_lines_ran(project: Path) -> None:
    with lsp_client(project) as client:
        uri = opened(client, project)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        assert reasons(units(client, uri)) == {"tested": "no test run recorded", "untested": "no test refers to it"}
        since = client.mark()
        run_under_coverage(project, PART)
        told(client, project / ".coverage")
        marks = client.diagnostics(uri, since, codes=["GW201", "GW401"])
        assert marks[1]["range"] == {"start": {"line": 14, "character": 8}, "end": {"line": 14, "character": 54}}
        assert marks[1]["severity"] == 3
        assert marks[1]["message"] == "The recorded test run never ran 1 of the 4 statements of `untested`."
        found = units(client, uri)
        assert reasons(found) == {"tested": "run, not known to be checked", "untested": "partly run"}
        assert {unit["band"] for unit in found.values()} == {"unknown"}
        (ran, complexity) = (item for item in found["tested"]["evidence"] if item["kind"] != "finding")
        assert (ran["kind"], ran["weight"]) == ("tests", 0.0)
        assert "ran its one statement; whether anything was checked, it does not say" in ran["message"]
        assert (complexity["kind"], complexity["weight"]) == ("complexity", 0.0)
        assert "ran its one statement" in hover(client, uri, 7)
        assert "complexity" not in hover(client, uri, 7)
        since = client.mark()
        run_under_coverage(project, ALL)
        told(client, project / ".coverage")
        client.diagnostics(uri, since, codes=["GW201"])
        assert reasons(units(client, uri))["untested"] == "run, not known to be checked"
        since = client.mark()
        (project / ".coverage").unlink()
        told(client, project / ".coverage")
        client.diagnostics(uri, since, codes=["GW408", "GW201"])
        assert client.popups == []


def test_a_function_never_called_is_marked_once_and_on_its_name(project: Path) -> None:
    run_under_coverage(project, "import app\n\napp.tested(1)\n")
    with lsp_client(project) as client:
        uri = opened(client, project)
        marks = client.diagnostics(uri, codes=["GW401", "GW201"])
        assert marks[0]["range"] == {"start": {"line": 11, "character": 4}, "end": {"line": 11, "character": 12}}
        assert marks[0]["message"] == "The recorded test run never ran `untested`."
        assert reasons(units(client, uri))["untested"] == "never run"
        lenses = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
        titles = [lens["command"]["title"] for lens in lenses if lens["range"]["start"]["line"] == 11]
        assert titles == ["unverified: never run", "write a test stub"]
        assert "None of its 4 statements ran." in hover(client, uri, 11)


def test_an_edit_makes_the_age_of_the_data_unknown_until_it_is_undone(project: Path) -> None:
    run_under_coverage(project, PART)
    with lsp_client(project) as client:
        uri = opened(client, project)
        client.diagnostics(uri, codes=["GW201", "GW401"])
        since = client.mark()
        client.change(uri, 2, ((13, 15), (13, 16), "1"))
        client.diagnostics(uri, since, codes=["GW408", "GW201"])
        assert reasons(units(client, uri)) == {
            "tested": "run, not known to be checked",
            "untested": "no test refers to it",
        }
        assert "Coverage data is there (.coverage, " in hover(client, uri, 11)
        assert "changed since: age unknown" in hover(client, uri, 11)
        since = client.mark()
        client.change(uri, 3, ((13, 15), (13, 16), "0"), ((0, 0), (0, 0), "# moved\n"))
        marks = client.diagnostics(uri, since, codes=["GW201", "GW401"])
        assert marks[1]["range"]["start"] == {"line": 15, "character": 8}


def test_data_that_nobody_told_of_is_noticed_with_the_next_question(project: Path) -> None:
    with lsp_client(project) as client:
        uri = opened(client, project)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        run_under_coverage(project, PART)
        since = client.mark()
        client.change(uri, 2, ((8, 11), (8, 17), "1 + number"))
        client.diagnostics(uri, since, codes=["GW201", "GW401"])


def test_broken_data_says_why_and_marks_nothing_of_its_own(project: Path) -> None:
    (project / ".coverage").write_bytes(b"SQLite format 3\0 and then nothing")
    with lsp_client(project) as client:
        uri = opened(client, project)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        assert reasons(units(client, uri))["tested"] == "no test run that can be read"
        assert "Coverage data is there (.coverage) and cannot be used: it cannot be read: " in hover(client, uri, 7)
        assert client.shutdown() == 0
        assert client.popups == []


def test_the_command_line_says_the_same(project: Path) -> None:
    run_under_coverage(project, PART)
    attribute(project / "app.py", APP[APP.index("def tested") :])
    ran = groundwire_command(project, "check", "--format", "json")
    assert [found["code"] for found in ran.json["findings"]] == ["GW201", "GW401"]
    found = {unit["name"]: unit for unit in ran.json["units"]}
    assert reasons(found) == {"tested": "run, not known to be checked", "untested": "partly run"}
    kinds = [item["kind"] for item in found["untested"]["evidence"]]
    assert kinds == ["finding", "finding", "tests", "complexity"]
    everything = groundwire_command(project, "check", "--all", "--format", "json")
    assert "GW401" not in {found["code"] for found in everything.json["findings"]}
    (project / "app.py").write_text(f"{APP}\n")  # newer than the data
    os.utime(project / ".coverage", (1_000_000_000, 1_000_000_000))
    late = groundwire_command(project, "check", "--format", "json")
    assert {unit["reason"] for unit in late.json["units"]} == {
        "no test run of this text recorded",
        "no test refers to it",
    }
