"""Attribution is kept through what editors do to documents and files, and shown once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import APP
from e2e.lsp_client import LIMIT, LspClient, lsp_client, regions

DEBUG = ((3, 0), (4, 40))
UNTESTED = ((11, 0), (15, 27))
BOTH = ["GW408", "GW208"]


def spans(client: LspClient, uri: str) -> list[tuple[int, int, int, int]]:
    places = [place for region in regions(client, uri)["regions"] for place in region["spans"]]
    return [
        (place["start"]["line"], place["start"]["character"], place["end"]["line"], place["end"]["character"])
        for place in places
    ]


def close(client: LspClient, uri: str) -> None:
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def ready(client: LspClient, files: int, since: int = 0) -> dict[str, Any]:
    return client.status(lambda status: status["state"] == "ready" and status["files"] == files, since)


def record(project: Path, *where: tuple[tuple[int, int], tuple[int, int]]) -> None:
    """What an earlier session knew of app.py."""
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        for start, end in where or (DEBUG,):
            client.attribute(uri, 1, start, end)
        client.shutdown()


def test_a_formatter_that_replaces_the_whole_range_takes_nobodys_text(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        formatted = APP.replace('"', "'").replace("price * quantity", "(price * quantity)")
        client.change(uri, 2, ((0, 0), (APP.count("\n"), 0), formatted))
        assert spans(client, uri) == [(11, 0, 15, 28)]
        assert regions(client, uri)["regions"][0]["retained"] == 1.0


def test_undo_and_redo_leave_what_is_retained(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        for version in (2, 4, 6):
            client.change(uri, version, ((3, 0), (4, 40), ""))
            client.change(uri, version + 1, ((3, 0), (3, 0), "\n".join(APP.split("\n")[3:5])))
        assert spans(client, uri) == [(3, 0, 4, 40)]
        assert regions(client, uri)["regions"][0]["retained"] == 1.0


def test_many_changes_in_one_message_move_what_stands_around_them(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        renamed = [((12, 15), (12, 23), "n"), ((12, 4), (12, 12), "n"), ((11, 26), (11, 34), "n")]
        client.change(uri, 2, *renamed, ((2, 0), (2, 0), "# above\n"))
        assert spans(client, uri) == [
            (12, 0, 12, 26),
            (12, 27, 13, 4),
            (13, 5, 13, 8),
            (13, 9, 16, 27),
        ]
        client.attribute(uri, 1, *DEBUG)
        assert (4, 0, 5, 40) in spans(client, uri)


def test_line_endings_of_windows_and_wide_characters_keep_their_places(project: Path) -> None:
    uri = (project / "wide.py").as_uri()
    text = '# 😋\r\ndef f(a):\r\n    return "😋😋" or bool(a)\r\n'
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, text)
        client.attribute(uri, 1, (1, 0), (2, 28))
        client.change(uri, 2, ((2, 12), (2, 14), "é"))
        client.change(uri, 3, ((0, 4), (1, 0), "\r\n\r\n"))
        assert spans(client, uri) == [(2, 0, 3, 12), (3, 13, 3, 27)]


@pytest.mark.parametrize("end", ["eof", "terminate"])
def test_a_client_that_just_goes_away_loses_nothing(project: Path, end: str) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        assert spans(client, uri) == [(3, 0, 4, 40)]
        if end == "eof":
            assert client.process.stdin is not None
            client.process.stdin.close()
        else:
            client.process.terminate()
        client.process.wait(LIMIT)
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        assert spans(client, uri) == [(3, 0, 4, 40)]


def test_an_attribution_may_come_after_its_document_was_closed(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        close(client, uri)
        client.attribute(uri, 1, *DEBUG)
        client.diagnostics(uri, codes=BOTH)
        client.open(uri, APP)
        assert spans(client, uri) == [(3, 0, 4, 40)]


def test_what_was_discarded_with_the_buffer_stands_on_disk_as_before(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    record(project)
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.diagnostics(uri, codes=BOTH)
        client.change(uri, 2, ((0, 0), (16, 0), ""))
        since = client.mark()
        close(client, uri)
        client.diagnostics(uri, since, codes=BOTH)
        assert spans(client, uri) == [(3, 0, 4, 40)]


def test_one_file_under_two_names_is_shown_once(project: Path) -> None:
    record(project)
    link = project.parent / "link"
    link.symlink_to(project)
    uri = (link / "app.py").as_uri()
    with lsp_client(link) as client:
        client.initialize()
        client.diagnostics(uri, codes=BOTH)
        client.open(uri, APP)
        ready(client, 1, client.mark() - 1)
        published = {m["params"]["uri"] for m in client.received if m.get("method", "").endswith("publishDiagnostics")}
        assert published == {uri}


def test_the_clients_spelling_of_a_uri_is_its_own(project: Path) -> None:
    (project / "é +.py").write_text(APP)
    ours, theirs = (f"{project.as_uri()}/{name}" for name in ("%C3%A9%20%2B.py", "%c3%a9%20+.py"))
    with lsp_client(project) as client:
        client.initialize()
        client.open(theirs, APP)
        client.attribute(theirs, 1, *DEBUG)
        client.diagnostics(theirs, codes=BOTH)
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        client.diagnostics(ours, codes=BOTH)
        since = client.mark()
        client.open(theirs, APP)
        client.diagnostics(ours, since, codes=[])
        client.diagnostics(theirs, since, codes=BOTH)
        assert ready(client, 1, since)["units"] == {"refuted": 1, "unverified": 0, "supported": 0}
        client.shutdown()
        told = [m["params"] for m in client.received if m.get("method") == "groundwire/didChangeStatus"]
        assert all(status["files"] <= 1 and status["units"]["refuted"] <= 1 for status in told)


def test_a_file_renamed_on_disk_takes_its_attribution_along(project: Path) -> None:
    record(project)
    old, new = project / "app.py", project / "renamed.py"
    with lsp_client(project) as client:
        client.initialize()
        client.diagnostics(old.as_uri(), codes=BOTH)
        old.rename(new)
        since = client.mark()
        changes = [{"uri": old.as_uri(), "type": 3}, {"uri": new.as_uri(), "type": 1}]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        client.diagnostics(old.as_uri(), since, codes=[])
        assert {mark["code"] for mark in client.diagnostics(new.as_uri(), since)} >= {"GW208"}


def test_a_file_deleted_on_disk_shows_nothing(project: Path) -> None:
    record(project)
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.diagnostics(uri, codes=BOTH)
        (project / "app.py").unlink()
        since = client.mark()
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 3}]})
        client.diagnostics(uri, since, codes=[])
        ready(client, 0, since)


def test_a_nested_folder_that_is_closed_leaves_its_files_to_the_one_around_it(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    (inner / "b.py").write_text(APP)
    (inner / "pyproject.toml").write_text('[tool.groundwire]\nignore = ["GW208"]\n')
    uri = (inner / "b.py").as_uri()
    with lsp_client(project, inner) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *DEBUG)
        ready(client, 1)
        assert [unit["verdict"] for unit in regions(client, uri)["units"]] == ["unverified"]
        since = client.mark()
        event = {"removed": [{"uri": inner.as_uri(), "name": "inner"}], "added": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        client.diagnostics(uri, since, codes=BOTH)
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        client.diagnostics(uri, codes=BOTH)


def test_a_folder_added_later_brings_what_is_known_of_an_open_file(project: Path) -> None:
    record(project)
    uri = (project / "app.py").as_uri()
    with lsp_client() as client:
        client.initialize()
        client.open(uri, APP)
        assert spans(client, uri) == []
        event = {"added": [{"uri": project.as_uri(), "name": "project"}], "removed": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        client.diagnostics(uri, codes=BOTH)
        since = client.mark()
        event = {"removed": event["added"], "added": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        client.diagnostics(uri, since, codes=["GW208"])


def test_files_of_a_folder_that_is_closed_show_nothing(project: Path) -> None:
    record(project)
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.diagnostics(uri, codes=BOTH)
        since = client.mark()
        event = {"removed": [{"uri": project.as_uri(), "name": "project"}], "added": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        client.diagnostics(uri, since, codes=[])
        ready(client, 0, since)


def test_a_branch_switched_there_and_back_in_an_open_file_has_its_owners_again(project: Path) -> None:
    """The editor loads what git put on disk as edits, here after a restart: no undo is there to help."""
    uri = (project / "app.py").as_uri()
    whole = (0, 0), (APP.count("\n"), 0)
    without = APP.replace("".join(APP.splitlines(keepends=True)[11:16]), "")
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, *UNTESTED)
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, without)
        assert spans(client, uri) == []
        end = (without.count("\n"), 0)
        client.change(uri, 2, ((0, 0), end, APP))
        assert spans(client, uri) == [(11, 0, 15, 27)]
        client.command("unmark", {"uri": uri})
        client.change(uri, 3, (*whole, without))
        client.change(uri, 4, ((0, 0), end, APP))
        assert spans(client, uri) == [], "what a person took away does not come back"


GENERATED = "".join(APP.splitlines(keepends=True)[11:16])


def test_a_copy_belongs_to_whoever_wrote_what_was_copied(project: Path) -> None:
    uri, other = (project / "app.py").as_uri(), (project / "other.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (11, 0), (16, 0), tool="copilot")
        client.open(other, "import os\n")
        client.change(other, 2, ((1, 0), (1, 0), GENERATED))
        assert spans(client, other) == [(1, 0, 6, 0)]
        assert regions(client, other)["regions"][0]["origin"]["tool"] == "copilot"
        client.change(other, 3, ((0, 0), (0, 0), "total = 1\n"), ((3, 0), (3, 0), "return None\n"))
        assert spans(client, other) == [(2, 0, 3, 0), (4, 0, 8, 0)], "a short text proves nothing"


def test_what_is_cut_here_and_put_in_there_keeps_its_owner(project: Path) -> None:
    uri, other = (project / "app.py").as_uri(), (project / "other.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP)
        client.attribute(uri, 1, (11, 0), (16, 0))
        client.change(uri, 2, ((11, 0), (16, 0), ""))
        client.open(other, "import os\n")
        client.change(other, 2, ((1, 0), (1, 0), GENERATED))
        assert (spans(client, uri), spans(client, other)) == ([], [(1, 0, 6, 0)])


def test_a_text_that_also_stands_where_nobody_is_known_is_nobodys(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, APP + GENERATED)
        client.attribute(uri, 1, (11, 0), (16, 0))
        client.change(uri, 2, ((0, 0), (0, 0), GENERATED))
        assert spans(client, uri) == [(16, 0, 21, 0)]
