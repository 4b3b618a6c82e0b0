"""The main job over the protocol: text is attributed, judged, explained, and given a test."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import APP
from e2e.lsp_client import LspClient, lsp_client, place, units

DEBUG = ((3, 0), (4, 40))
TESTED = ((7, 0), (8, 21))
UNTESTED = ((11, 0), (15, 27))


def ready(client: LspClient, since: int = 0) -> dict[str, Any]:
    return client.status(lambda status: status["state"] == "ready", since)


def test_a_completion_is_marked_where_it_is_a_guess(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        (trap,) = (mark for mark in client.diagnostics(uri, codes=["GW408", "GW208"]) if mark["code"] == "GW208")
        assert trap["severity"] == 2
        assert trap["range"] == {"start": {"line": 4, "character": 11}, "end": {"line": 4, "character": 40}}
        assert client.shutdown() == 0
        assert client.popups == []


def test_a_defect_typed_into_generated_code_comes_and_goes(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *TESTED)
        ready(client)
        since = client.mark()
        client.change(uri, 2, ((8, 11), (8, 21), 'bool(os.environ.get("DEBUG"))'))
        client.diagnostics(uri, since, codes=["GW208"])
        since = client.mark()
        client.change(uri, 3, ((8, 11), (8, 40), "number + 1"))
        client.diagnostics(uri, since, codes=[])


@pytest.mark.parametrize("first", ["attribution", "change"])
def test_attribution_may_come_before_or_after_its_change(project: Path, first: str) -> None:
    uri = (project / "app.py").as_uri()
    inserted = '\n\ndef flag():\n    return bool(os.getenv("FLAG"))\n'
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        line = APP.count("\n")
        if first == "attribution":
            client.attribute(uri, 2, (line + 2, 0), (line + 3, 34))
        client.change(uri, 2, ((line, 0), (line, 0), inserted))
        if first == "change":
            client.change(uri, 3, ((0, 0), (0, 0), "# a line above\n"))
            client.attribute(uri, 2, (line + 2, 0), (line + 3, 34))
        client.diagnostics(uri, codes=["GW408", "GW208"])
        assert list(units(client, uri)) == ["flag"]


def test_what_is_never_attributed_is_never_marked(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        status = ready(client)
        assert status["files"] == 0
        client.change(uri, 2, ((8, 11), (8, 21), 'bool(os.environ.get("DEBUG"))'))
        assert units(client, uri) == {}
        client.shutdown()
        assert [m for m in client.received if m.get("method") == "textDocument/publishDiagnostics"] == []


def test_undo_and_redo_keep_the_owner(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    line = APP.count("\n")
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.change(uri, 2, ((line, 0), (line, 0), "\n\ndef flag():\n    return 1\n"))
        client.attribute(uri, 2, (line + 2, 0), (line + 3, 12))
        client.change(uri, 3, ((line, 0), (line + 4, 0), ""))
        assert units(client, uri) == {}
        client.change(uri, 4, ((line, 0), (line, 0), "\n\ndef flag():\n    return 1\n"))
        assert list(units(client, uri)) == ["flag"]


def test_regions_survive_a_restart_and_are_shown_in_files_that_are_not_open(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG, tool="an-assistant", time="2026-01-02T03:04:05Z")
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        client.diagnostics(uri, codes=["GW408", "GW208"])
        (region,) = client.request("groundwire/regions", {"textDocument": {"uri": uri}})["regions"]
        assert region["origin"]["tool"] == "an-assistant"
        assert region["origin"]["time"] == "2026-01-02T03:04:05Z"
        assert region["spans"] == [{"start": {"line": 3, "character": 0}, "end": {"line": 4, "character": 40}}]
        client.open(uri, APP)
        assert list(units(client, uri)) == ["debug"]


def test_a_file_changed_while_nobody_looked_keeps_what_can_be_recognised(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        client.shutdown()
    (project / "app.py").write_text("# new\n\n" + APP)
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, "# new\n\n" + APP)
        (region,) = client.request("groundwire/regions", {"textDocument": {"uri": uri}})["regions"]
        assert region["spans"][0]["start"] == {"line": 5, "character": 0}


def test_hover_says_who_wrote_it_what_is_known_and_what_would_settle_it(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED, tool="an-assistant")
        client.diagnostics(uri, codes=["GW408", "GW201"])
        at = {"textDocument": {"uri": uri}, "position": {"line": 11, "character": 5}}
        text = client.request("textDocument/hover", at)["contents"]["value"]
        assert "Unverified: no test refers to it" in text
        assert "Confidence: unknown" in text
        assert "Generated by an-assistant: accepted from an inline suggestion (whole)" in text
        assert "GW201" in text
        assert "write a test stub" in text
        elsewhere = {"textDocument": {"uri": uri}, "position": {"line": 8, "character": 5}}
        assert client.request("textDocument/hover", elsewhere) is None


def test_lenses_say_the_verdict_and_offer_the_stub(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        for where in (DEBUG, TESTED, UNTESTED):
            client.attribute(uri, 1, *where)
        client.status(lambda status: status["units"] == {"refuted": 1, "unverified": 2, "supported": 0})
        ready(client)
        found = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
        titles = {(lens["range"]["start"]["line"], lens["command"]["title"]) for lens in found}
        assert titles == {
            (3, 'refuted: `bool(os.environ.get("DEBUG"))` is true for every non-empty value'),
            (7, "unverified: no test run recorded"),
            (11, "unverified: no test refers to it"),
            (11, "write a test stub"),
        }


def test_ignoring_a_rule_here_silences_it_here(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        marks = client.diagnostics(uri, codes=["GW408", "GW208"])
        params = {"textDocument": {"uri": uri}, "range": place(4, 15), "context": {"diagnostics": marks}}
        listed = client.request("textDocument/codeAction", params)
        action = next(action for action in listed if action["title"] == "Ignore GW208 here")
        assert "edit" not in action
        (change,) = client.request("codeAction/resolve", action)["edit"]["documentChanges"]
        (edit,) = change["edits"]
        assert edit == {"range": place(4, 40), "newText": "  # groundwire: ignore[GW208]"}
        since = client.mark()
        client.change(uri, 2, ((4, 40), (4, 40), edit["newText"]))
        client.diagnostics(uri, since, codes=["GW408"])


def test_a_suppression_that_is_itself_generated_silences_nothing(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    text = APP.replace('get("DEBUG"))', 'get("DEBUG"))  # groundwire: ignore[GW208]')
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, text)
        client.attribute(uri, 1, (3, 0), (4, 80))
        client.diagnostics(uri, codes=["GW408", "GW208"])


def test_a_reviewed_unit_is_supported_until_it_changes(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *TESTED)
        ready(client)
        assert client.command("markReviewed", {"uri": uri, "range": place(7)}) == {"units": ["tested"]}
        assert units(client, uri)["tested"]["verdict"] == "supported"
        client.change(uri, 2, ((8, 20), (8, 21), "2"))
        assert units(client, uri)["tested"]["verdict"] == "unverified"
        client.change(uri, 3, ((8, 20), (8, 21), "1"))
        assert units(client, uri)["tested"]["verdict"] == "supported"
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        assert units(client, uri)["tested"]["verdict"] == "supported"


def test_marking_and_unmarking_by_hand(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.command("markGenerated", {"uri": uri})
        assert [name for name in units(client, uri) if name != "<module>"] == ["debug", "tested", "untested"]
        client.command("unmark", {"uri": uri, "range": {**place(3), "end": {"line": 4, "character": 40}}})
        assert [name for name in units(client, uri) if name != "<module>"] == ["tested", "untested"]
        since = client.mark()
        client.command("unmark", {"uri": uri})
        assert client.status(lambda status: status["files"] == 0, since)["units"]["unverified"] == 0
        assert units(client, uri) == {}


def test_the_stub_is_written_once_into_the_test_file_of_the_module(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        result = client.command("writeTestStub", {"uri": uri, "range": place(11)})
        assert result["created"] is True
        assert result["uri"] == (project / "tests" / "test_app.py").as_uri()
        (edit,) = client.applied
        (change,) = edit["documentChanges"]
        written = "".join(part["newText"] for part in change["edits"])
        assert "untested" in written
        assert "pytest.raises(ValueError" in written
        test_file = project / "tests" / "test_app.py"
        test_file.write_text(apply(test_file.read_text(), change["edits"]))
        ast.parse(test_file.read_text())
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": test_file.as_uri(), "type": 2}]})
        again = client.command("writeTestStub", {"uri": uri, "range": place(11)})
        assert again["created"] is False
        assert again["uri"] == test_file.as_uri()
        assert len(client.applied) == 1


def apply(text: str, edits: list[dict[str, Any]]) -> str:
    """LSP edits on ASCII text."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(position: dict[str, int]) -> int:
        return min(starts[min(position["line"], len(lines))] + position["character"], len(text))

    order = sorted(range(len(edits)), key=lambda number: (offset(edits[number]["range"]["start"]), number))
    for edit in (edits[number] for number in reversed(order)):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def test_two_folders_have_their_own_stores_and_settings(project: Path, tmp_path: Path) -> None:
    other = tmp_path.resolve() / "other"
    other.mkdir()
    (other / "app.py").write_text(APP)
    (other / "pyproject.toml").write_text('[tool.groundwire]\nignore = ["GW208"]\n')
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "LOCALAPPDATA": str(tmp_path / "state")}
    here, there = ((folder / "app.py").as_uri() for folder in (project, other))
    with lsp_client(project, other, env=state) as client:
        client.initialize()
        for uri in (here, there):
            client.open(uri, APP)
            client.attribute(uri, 1, *DEBUG)
        client.diagnostics(here, codes=["GW408", "GW208"])
        client.diagnostics(there, codes=["GW408"])
        client.shutdown()
    assert any((tmp_path / "state").iterdir())
    assert (project / ".git" / "groundwire").is_dir()


def test_lenses_are_asked_for_again_when_a_reason_changes(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.diagnostics(uri, codes=["GW408", "GW201"])
        since = client.mark()
        client.change(uri, 2, ((11, 4), (11, 12), "tested"))
        client.diagnostics(uri, since, codes=["GW201"])
        client.wait("a refresh of the lenses", lambda m: m.get("method") == "workspace/codeLens/refresh", since)
