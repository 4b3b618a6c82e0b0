"""The cells of notebooks get the marks that files get, and are one module together."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.lsp_client import lsp_client, regions, units
from e2e.notebook_client import OpenNotebook
from e2e.test_lsp_recorded import wait_until_taken_in
from support import agents
from support.ipynb import ipynb

IMPORT = "%matplotlib inline\n!pip --version\nimport json\nfrom pathlib import Path"
LOAD = "def load(name: str, limit: int | None = None):\n    limit = limit or 10\n    return json.load(name)[:limit]"
WRONG = "data = json.lod('a')\ndata"
SHOWN = "items = [3, 1]\nsorted(items)"
SHELL = "%%bash\nif [ -f a ]; then\n  ls 'a\nfi"


def test_cells_are_one_module(project: Path) -> None:
    file = project / "study.ipynb"
    with lsp_client(project) as client:
        capabilities = client.initialize()["capabilities"]
        selector = [{"notebook": "*", "cells": [{"language": "python"}]}]
        assert capabilities["notebookDocumentSync"] == {"notebookSelector": selector, "save": True}
        notebook = OpenNotebook(client, file.as_uri(), IMPORT, LOAD, WRONG, SHOWN, SHELL)
        for cell in notebook.cells:
            notebook.attribute(cell)
        imports, load, wrong, shown, shell = notebook.cells
        (mark,) = client.diagnostics(wrong, codes=["GW102"])
        assert mark["range"]["start"] == {"line": 0, "character": 12}
        client.diagnostics(load, codes=["GW201"])
        assert units(client, shown)["<module>"]["verdict"] == "unverified"  # the last expression is shown, not lost
        assert units(client, shell) == {}
        assert not any(unit["reason"] == "not analysed" for unit in units(client, imports).values())
        hover = client.request(
            "textDocument/hover", {"textDocument": {"uri": wrong}, "position": {"line": 0, "character": 13}}
        )
        assert "Refuted" in hover["contents"]["value"]
        lenses = client.request("textDocument/codeLens", {"textDocument": {"uri": load}})
        assert ["test stub" in lens["command"]["title"] for lens in lenses] == [False]
        params = {
            "textDocument": {"uri": load},
            "range": {"start": {"line": 1, "character": 13}, "end": {"line": 1, "character": 13}},
        }
        titles = [
            action["title"]
            for action in client.request("textDocument/codeAction", {**params, "context": {"diagnostics": []}})
        ]
        assert any(title.startswith("Ignore GW201") for title in titles)
        assert not any("test stub" in title for title in titles)
        listed = client.request("groundwire/generatedFiles", {})["files"]
        assert [entry["path"] for entry in listed] == [f"study.ipynb:code cell {number}" for number in (1, 2, 3, 4)]
        client.status(lambda status: status["state"] == "ready" and status["files"] == 1)
        assert client.popups == []


def test_another_import_in_another_cell_is_news(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        notebook = OpenNotebook(client, (project / "study.ipynb").as_uri(), "import json", WRONG)
        first, second = notebook.cells
        notebook.attribute(second)
        client.diagnostics(second, codes=["GW102"])
        since = client.mark()
        notebook.tell(textContent=[notebook.replaced(first, "json = fetch()")])
        client.diagnostics(second, since, codes=[])
        since = client.mark()
        notebook.splice(0, 1, notebook.made("import json"))
        client.diagnostics(second, since, codes=["GW102"])


def test_attribution_is_kept_with_the_file(project: Path) -> None:
    file = project / "study.ipynb"
    content = ipynb("import json", LOAD, WRONG)
    file.write_text(content)
    with lsp_client(project) as client:
        client.initialize()
        notebook = OpenNotebook(client, file.as_uri(), "import json", LOAD, WRONG)
        notebook.attribute(notebook.cells[1], tool="copilot")
        notebook.save(file, content)
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        # another order, ids that are not told, and a cell that was edited meanwhile
        file.write_text(ipynb(("c2", WRONG), ("c1", LOAD + "\nload('a')"), ("c0", "import json")))
        notebook = OpenNotebook(client, file.as_uri(), WRONG, LOAD + "\nload('a')", "import json", told=False)
        wrong, load, _ = notebook.cells
        assert notebook.generated(load) == [LOAD]
        assert notebook.generated(wrong) == []
        origin = regions(client, load)["regions"][0]["origin"]
        assert (origin["tool"], origin["grade"]) == ("copilot", "B")


def test_cells_move_split_join_and_come_back(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        notebook = OpenNotebook(client, (project / "study.ipynb").as_uri(), "a = 1", "b = 2\nc = 3", "d = 4")
        first, second, _ = notebook.cells
        notebook.attribute(second)
        notebook.move(1, 2)
        assert notebook.generated(second) == ["b = 2\nc = 3"]
        notebook.splice(1, 2)  # third and second are deleted, and undone under other names
        again = notebook.made("b = 2\nc = 3")
        notebook.splice(1, 0, again, notebook.made("d = 4"))
        assert notebook.generated(again) == ["b = 2\nc = 3"]
        tail = notebook.made("c = 3")
        shorter = notebook.replaced(again, "b = 2")
        notebook.tell(textContent=[shorter])
        notebook.splice(2, 0, tail)  # split, as VS Code tells it
        assert (notebook.generated(again), notebook.generated(tail)) == (["b = 2"], ["c = 3"])
        notebook.tell(textContent=[notebook.inserted(first, 0, 5, "\nb = 2")])
        notebook.splice(1, 1)  # joined, as VS Code tells it
        assert notebook.generated(first) == ["b = 2"]
        joined = [notebook.inserted(first, 1, 5, "\nc = 3")]
        notebook.splice(1, 1, textContent=joined)  # joined in one change
        assert notebook.generated(first) == ["b = 2", "c = 3"] or notebook.generated(first) == ["b = 2\nc = 3"]
        assert client.log == [] or not any("ERROR" in line for line in client.log)


@pytest.mark.parametrize("recorded", ["whenever it is read", "before the notebook is opened", "after it is loaded"])
def test_an_agents_edit_arrives_in_an_open_notebook(project: Path, recorded: str) -> None:
    """One cell that the agent changed and one that it put in: the editor loads both from disk.

    The server may read the record before it hears of the notebook, whose cells are those of before the edit even then.
    """
    file = project / "study.ipynb"
    before = ipynb(("c0", "import json"), ("c1", "x = 1"))
    file.write_text(before)
    with lsp_client(project) as client:
        client.initialize()
        after = ipynb(("c0", "import json"), ("c1", "x = 1\ny = json.lod(x)"), ("n", "print(json.dumps(x))"))

        def agent_edits() -> None:
            file.write_text(after)
            assert agents.record(project, agents.notebook_edit(file, before, after)).stderr == ""

        if recorded == "before the notebook is opened":
            agent_edits()
            wait_until_taken_in(client, project)
        notebook = OpenNotebook(client, file.as_uri(), "import json", "x = 1", ids=["c0", "c1"])
        first, second = notebook.cells
        if recorded == "whenever it is read":
            agent_edits()
        notebook.tell(textContent=[notebook.inserted(second, 0, 5, "\ny = json.lod(x)")])
        third = notebook.made("print(json.dumps(x))")
        notebook.splice(2, 0, third)
        if recorded == "after it is loaded":
            assert notebook.generated(third) == []
            agent_edits()
        client.diagnostics(second, codes=["GW102"])
        assert [line.strip() for line in notebook.generated(second)] == ["y = json.lod(x)"]
        since = client.mark()
        while not notebook.generated(third):
            client.wait("regions", lambda m: m.get("method") == "groundwire/didChangeRegions", since)
            since = client.mark()
        assert notebook.generated(third) == ["print(json.dumps(x))"]
        assert notebook.generated(first) == []


def test_a_cell_with_a_record_separator_leaves_the_others_their_marks(project: Path) -> None:
    """The store's text cannot tell its cells apart, so who wrote them is known until the notebook is closed."""
    with lsp_client(project) as client:
        client.initialize()
        odd = 'rows = """\n\x1e\n"""'
        notebook = OpenNotebook(client, (project / "study.ipynb").as_uri(), "import json", odd, WRONG)
        notebook.attribute(notebook.cells[2])
        client.diagnostics(notebook.cells[2], codes=["GW102"])
        assert client.popups == []
