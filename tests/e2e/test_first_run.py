"""The first day: switched off and on, settings by folder, opinions, cleared attribution, reasons for silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from e2e.conftest import APP
from e2e.lsp_client import VSCODE_LIKE, LspClient, lsp_client, place, regions, units

if TYPE_CHECKING:
    from pathlib import Path

DEBUG = ((3, 0), (4, 40))
TESTED = ((7, 0), (8, 21))
UNTESTED = ((11, 0), (15, 27))
MARKS = ["GW408", "GW208"]
ASKABLE = {**VSCODE_LIKE, "workspace": {**VSCODE_LIKE["workspace"], "configuration": True}}


def ready(client: LspClient, since: int = 0) -> dict[str, Any]:
    """What is attributed was judged, too: before anything is, the server is ready as well."""
    return client.status(lambda status: status["state"] == "ready" and status["files"] > 0, since)


def marked(client: LspClient, uri: str, *where: tuple[tuple[int, int], tuple[int, int]]) -> None:
    client.open(uri, APP)
    for start, end in where or (DEBUG,):
        client.attribute(uri, 1, start, end)


def configure(client: LspClient, **settings: Any) -> int:
    since = client.mark()
    client.notify("workspace/didChangeConfiguration", {"settings": {"groundwire": settings}})
    return since


def shown(client: LspClient, uri: str) -> list[int]:
    """How much of it each feature shows: regions, units, lenses, a hover, actions."""
    document = {"textDocument": {"uri": uri}}
    answer = regions(client, uri)
    hover = client.request("textDocument/hover", {**document, "position": {"line": 4, "character": 15}})
    lenses = client.request("textDocument/codeLens", document)
    asked = {**document, "range": place(4, 15), "context": {"diagnostics": []}}
    actions = client.request("textDocument/codeAction", asked)
    return [len(answer["regions"]), len(answer["units"]), len(lenses), int(hover is not None), len(actions)]


def why(client: LspClient, uri: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """How many marks there are, and the reasons by kind, each with a message that ends as a sentence."""
    answer = client.command("whyNothing", {"uri": uri})
    for reason in answer["reasons"]:
        assert reason["message"].endswith("."), reason
        assert all(action["title"] and action["command"] for action in reason["actions"])
    return answer["marks"], {reason["kind"]: reason for reason in answer["reasons"]}


def commands(reason: dict[str, Any]) -> list[str]:
    return [action["command"] for action in reason["actions"]]


# the off switch


def test_off_nothing_is_shown_and_on_again_everything_is_back_without_reopening(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        marked(client, uri)
        before = client.diagnostics(uri, codes=MARKS)
        ready(client)
        all_of_it = shown(client, uri)
        assert all(all_of_it)
        since = configure(client, enable=False)
        client.diagnostics(uri, since, codes=[])
        status = client.status(lambda status: status["state"] == "off", since)
        assert (status["off"], status["files"]) == ([project.as_uri()], 0)
        assert "enable" in status["message"]
        assert shown(client, uri) == [0, 0, 0, 0, 0]
        client.attribute(uri, 1, *UNTESTED)  # what is written meanwhile is recorded all the same
        since = configure(client, enable=True)
        client.diagnostics(uri, since, codes=[*MARKS, "GW408", "GW201"])
        since = client.mark()
        client.command("unmark", {"uri": uri, "range": {"start": place(11)["start"], "end": place(16)["start"]}})
        assert client.diagnostics(uri, since, codes=MARKS) == before
        assert client.popups == []


def test_the_project_itself_switches_it_off(project: Path) -> None:
    uri, toml = (project / "app.py").as_uri(), project / "pyproject.toml"
    known = toml.read_text()
    toml.write_text(known + "[tool.groundwire]\nenable = false\n")
    with lsp_client(project) as client:
        client.initialize()
        marked(client, uri)
        client.status(lambda status: status["state"] == "off")
        marks, reasons = why(client, uri)
        assert (marks, list(reasons)) == (0, ["off"])
        assert "pyproject.toml" in reasons["off"]["message"]
        toml.write_text(known)
        since = client.mark()
        changes = {"changes": [{"uri": toml.as_uri(), "type": 2}]}
        client.notify("workspace/didChangeWatchedFiles", changes)
        client.diagnostics(uri, since, codes=MARKS)


def test_a_file_outside_every_folder_obeys_the_editor(tmp_path: Path) -> None:
    file = tmp_path.resolve() / "alone.py"
    with lsp_client() as client:
        client.initialize()
        marked(client, file.as_uri())
        client.diagnostics(file.as_uri(), codes=["GW208"])
        client.diagnostics(file.as_uri(), configure(client, enable=False), codes=[])
        assert list(why(client, file.as_uri())[1]) == ["off"]


# settings by folder


class Asked(LspClient):
    """A client with settings by folder; it says what it was asked, and may change something while it is."""

    settings: dict[str | None, Any]
    while_asked: list[dict[str | None, Any]]

    def _answer(self, message: dict[str, Any]) -> None:
        if message["method"] != "workspace/configuration":
            super()._answer(message)
            return
        items = message["params"]["items"]
        assert {item["section"] for item in items} == {"groundwire"}
        answer = [self.settings.get(item.get("scopeUri")) for item in items]
        if self.while_asked:
            self.settings = self.while_asked.pop()
            self.notify("workspace/didChangeConfiguration", {"settings": None})
        self.send({"id": message["id"], "result": answer})

    @property
    def asked(self) -> int:
        return sum(message.get("method") == "workspace/configuration" for message in self.received)


def asked(*folders: Path, **settings: Any) -> Asked:
    client = Asked(*folders, capabilities=ASKABLE)
    client.settings, client.while_asked = settings.get("settings", {}), settings.get("while_asked", [])
    return client


@pytest.fixture
def second(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "second"
    root.mkdir()
    (root / "app.py").write_text(APP)
    return root


def test_each_folder_has_settings_of_its_own(project: Path, second: Path) -> None:
    first_uri, second_uri = ((root / "app.py").as_uri() for root in (project, second))
    client = asked(project, second, settings={project.as_uri(): {"ignore": ["GW408"]}, second.as_uri(): None})
    try:
        client.initialize(settings={"ignore": ["GW208"]})
        marked(client, first_uri)
        marked(client, second_uri)
        client.diagnostics(first_uri, codes=["GW208"])
        client.diagnostics(second_uri, codes=["GW408"])  # no answer for it, so what was sent holds
        client.settings = {project.as_uri(): {"enable": False}, second.as_uri(): {"select": ["GW2"]}}
        since = client.mark()
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        client.diagnostics(first_uri, since, codes=[])
        client.diagnostics(second_uri, since, codes=["GW208"])
        status = client.status(lambda status: status["off"] == [project.as_uri()], since)
        assert status["state"] != "off", "another folder is on"
    finally:
        client.kill()


def test_many_changes_are_one_question_and_a_stale_answer_is_dropped(project: Path) -> None:
    uri, folder = (project / "app.py").as_uri(), project.as_uri()
    client = asked(project, settings={folder: {"ignore": ["GW2"]}}, while_asked=[{folder: {"ignore": ["GW4"]}}])
    try:
        client.initialize()
        marked(client, uri)
        client.diagnostics(uri, codes=["GW208"])
        assert client.asked == 2
        since = client.mark()
        client.settings = {folder: {"ignore": ["GW2", "GW4"]}}
        for _ in range(50):
            client.notify("workspace/didChangeConfiguration", {"settings": None})
        client.diagnostics(uri, since, codes=[])
        assert client.asked <= 5
    finally:
        client.kill()


# not useful


def action(client: LspClient, uri: str, line: int, title: str) -> dict[str, Any]:
    params = {"textDocument": {"uri": uri}, "range": place(line, 15), "context": {"diagnostics": []}}
    listed = client.request("textDocument/codeAction", params)
    return next(one for one in listed if one["title"].startswith(title))


def run(client: LspClient, chosen: dict[str, Any]) -> Any:
    command = chosen["command"]
    params = {"command": command["command"], "arguments": command["arguments"]}
    return client.request("workspace/executeCommand", params)


def test_a_mark_that_is_not_useful_goes_and_the_verdict_stays(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        marked(client, uri)
        client.diagnostics(uri, codes=MARKS)
        since = client.mark()
        answer = run(client, action(client, uri, 4, "Not useful: "))
        assert (answer["code"], answer["count"], answer["demoted"]) == ("GW208", 1, False)
        assert "stays refuted" in answer["message"]
        client.diagnostics(uri, since, codes=["GW408"])
        assert units(client, uri)["debug"]["verdict"] == "refuted"
        text = {"textDocument": {"uri": uri}, "position": {"line": 4, "character": 15}}
        assert "Judged not useful here" in client.request("textDocument/hover", text)["contents"]["value"]
        reason = why(client, uri)[1]["notUseful"]
        assert commands(reason) == ["groundwire.undoNotUseful"]
        assert client.shutdown() == 0
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.diagnostics(uri, codes=["GW408"])
        since = client.mark()
        answer = run(client, action(client, uri, 4, "Bring back"))
        assert (answer["count"], answer["demoted"]) == (0, False)
        client.diagnostics(uri, since, codes=MARKS)
        since = client.mark()
        client.command("notUseful", {"uri": uri, "range": place(4, 15), "code": "GW208"})
        client.diagnostics(uri, since, codes=["GW408"])
        since = client.mark()
        client.change(uri, 2, ((4, 32), (4, 37), "VERBOSE"))
        client.diagnostics(uri, since, codes=MARKS)  # it was that text that was judged


FLAGS = "import os\n" + "".join(f'\n\ndef flag{n}():\n    return bool(os.environ.get("USE_{n}"))\n' for n in range(5))


def test_three_marks_not_useful_demote_the_rule_here_until_it_is_brought_back(project: Path) -> None:
    file = project / "flags.py"
    file.write_text(FLAGS)
    uri = file.as_uri()
    with lsp_client(project) as client:
        client.initialize(settings={"select": ["GW208"]})
        client.open(uri, FLAGS)
        client.attribute(uri, 1, (0, 0), (22, 0))
        client.diagnostics(uri, codes=["GW208"] * 5)
        for number, demoted in enumerate((False, False, True)):
            since = client.mark()
            where = place(4 + 4 * number, 15)
            answer = client.command("notUseful", {"uri": uri, "range": where, "code": "GW208"})
            assert (answer["count"], answer["demoted"]) == (number + 1, demoted), answer
        client.diagnostics(uri, since, codes=[])
        assert {unit["verdict"] for unit in units(client, uri).values() if unit["name"] != "<module>"} == {"refuted"}
        client.command("notUseful", {"uri": uri, "range": place(40), "code": "GW208"})  # none is there: not counted
        marks, reasons = why(client, uri)
        assert marks == 0
        assert reasons["demoted"]["actions"][0]["arguments"] == [{"uri": uri, "code": "GW208"}]
        assert client.shutdown() == 0
    with lsp_client(project) as client:
        client.initialize(settings={"select": ["GW208"]})
        client.open(uri, FLAGS)
        ready(client)
        assert "demoted" in why(client, uri)[1]
        since = client.mark()
        client.command("undoNotUseful", {"uri": uri, "code": "GW208"})
        client.diagnostics(uri, since, codes=["GW208"] * 5)
        assert "demoted" not in why(client, uri)[1]


def test_an_opinion_that_says_nothing_is_refused() -> None:
    with lsp_client() as client:
        client.initialize()
        for name in ("notUseful", "undoNotUseful"):
            for argument in ({}, {"uri": "x"}, {"uri": "x", "code": 3}, {"uri": "x", "code": "208"}, [], None):
                params = {"command": f"groundwire.{name}", "arguments": [argument]}
                answer = client.answer(client.start_request("workspace/executeCommand", params))
                assert answer["error"]["code"] == -32602, (name, argument, answer)


# cleared attribution


def test_cleared_attribution_stays_gone_through_undo_saves_and_restarts(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client, lsp_client(project) as other:
        for window in (client, other):
            window.initialize()
        marked(client, uri)
        client.diagnostics(uri, codes=MARKS)
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        client.request("groundwire/regions", {"textDocument": {"uri": uri}})
        other.open(uri, APP)
        other.diagnostics(uri, codes=MARKS)
        client.change(uri, 2, ((3, 0), (4, 40), ""))
        assert client.command("clearAttribution", {"uri": uri})["files"] == 1
        client.change(uri, 3, ((3, 0), (3, 0), APP[APP.index("def debug") : APP.index("\n\n\ndef tested")]))
        assert regions(client, uri)["regions"] == [], "undone, it would have come back"
        other.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        other.change(uri, 2, ((0, 0), (0, 0), "\n"))
        assert other.shutdown() == 0
        assert client.shutdown() == 0
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        assert regions(client, uri)["regions"] == []
        assert next(iter(why(client, uri)[1])) == "unattributed"
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=MARKS)
        assert client.command("clearAttribution", {"uri": uri})["files"] == 1
        assert client.command("clearAttribution", {"uri": uri})["files"] == 0


def test_a_folder_is_cleared_with_its_unopened_files(project: Path, second: Path) -> None:
    inside, beside = (root / "app.py" for root in (project, second))
    with lsp_client(project, second) as client:
        client.initialize()
        for file in (inside, project / "tests" / "test_app.py", beside):
            client.open(file.as_uri(), file.read_text())
            client.attribute(file.as_uri(), 1, (0, 0), (4, 0))
            client.notify("textDocument/didClose", {"textDocument": {"uri": file.as_uri()}})
        client.status(lambda status: status["files"] == 3)
        since = client.mark()
        assert client.command("clearAttribution", {"uri": project.as_uri()})["files"] == 2
        client.status(lambda status: status["files"] == 1, since)
        client.open(inside.as_uri(), APP)
        assert regions(client, inside.as_uri())["regions"] == []
        assert client.command("clearAttribution", {"uri": "file:///elsewhere/x.py"})["files"] == 0


# why is nothing marked?


def test_why_nothing_says_what_holds_of_the_file(project: Path) -> None:
    uri, notes = (project / "app.py").as_uri(), (project / "notes.txt").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        assert list(why(client, notes)[1]) == ["notPython"]
        assert list(why(client, "file:///elsewhere/x.py")[1]) == ["outside"]
        marks, reasons = why(client, uri)
        assert (marks, list(reasons)) == (0, ["unattributed"])
        assert commands(reasons["unattributed"]) == ["groundwire.markChanged", "groundwire.connectAgent"]
        client.open(uri, APP)
        assert "groundwire.markGenerated" in commands(why(client, uri)[1]["unattributed"])
        client.attribute(uri, 1, (14, 8), (14, 13))
        ready(client)
        marks, reasons = why(client, uri)
        assert "belowThreshold" in reasons
        assert "`untested`" in reasons["belowThreshold"]["message"]
        assert "20%" in reasons["belowThreshold"]["message"]
        client.attribute(uri, 1, *TESTED)
        client.command("unmark", {"uri": uri, "range": {"start": place(14)["start"], "end": place(15)["start"]}})
        client.status(lambda status: status["state"] == "ready" and status["units"]["unverified"] == 1)
        marks, reasons = why(client, uri)
        assert marks == 0
        assert "Checked: " in reasons["nothingFound"]["message"]
        assert commands(reasons["nothingFound"]) == ["groundwire.writeTestStub"]


def test_why_nothing_names_comments_rules_and_what_is_missing(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize(trusted=False, settings={"ignore": ["GW4", "unbounded-wait"], "environment": "not/there"})
        text = APP.replace('get("DEBUG"))', 'get("DEBUG"))  # groundwire: ignore[GW208]')
        client.open(uri, text)
        client.attribute(uri, 1, *DEBUG)
        ready(client)
        marks, reasons = why(client, uri)
        assert marks == 0
        assert "line 5" in reasons["commented"]["message"]
        assert "GW408" in reasons["deselected"]["message"]
        assert "GW601" in reasons["deselected"]["message"]
        assert "not/there" in reasons["noEnvironment"]["message"]
        assert list(reasons)[-1] == "untrusted"
        assert "nothingFound" not in reasons
        client.change(uri, 2, ((1, 0), (1, 0), "# groundwire: ignore-file\n"))
        marks, reasons = why(client, uri)
        assert (marks, next(iter(reasons))) == (0, "silenced")
        assert "line 2" in reasons["silenced"]["message"]


def test_why_nothing_says_when_there_are_more_findings_than_marks(project: Path) -> None:
    text = "import os\n" + "".join(f'\n\ndef flag{n}():\n    return bool(os.getenv("USE_{n}"))\n' for n in range(9))
    uri = (project / "flags.py").as_uri()
    with lsp_client(project) as client:
        client.initialize(settings={"select": ["GW208"]})
        client.open(uri, text)
        client.attribute(uri, 1, (0, 0), (40, 0))
        client.diagnostics(uri, codes=["GW208"] * 7)
        ready(client)
        marks, reasons = why(client, uri)
        assert marks == 7
        assert "9 findings" in reasons["capped"]["message"]


def test_why_nothing_says_what_cannot_be_read(project: Path) -> None:
    (project / "latin.py").write_bytes(b"x = '\xe9'\n")
    with lsp_client(project) as client:
        client.initialize()
        reason = why(client, (project / "latin.py").as_uri())[1]["notAnalysed"]
        assert "cannot be decoded" in reason["message"]
