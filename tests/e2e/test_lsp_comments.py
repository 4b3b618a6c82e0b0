"""Comments that silence rules, in the editor: for a file, between units, misspelt, of no use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from e2e.lsp_client import LspClient, lsp_client, place
from e2e.notebook_client import OpenNotebook
from e2e.test_lsp_flow import apply

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'
DEBUG = TRAP.partition("\n\n\n")[2]
ONLY = {"settings": {"select": ["GW208", "GW206"]}}
FILE = "# groundwire: ignore-file[GW208]"


def opened(client: LspClient, uri: str, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    client.initialize(**ONLY)
    client.open(uri, text)
    client.attribute(uri, 1, start, end)


def said(marks: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(mark["range"]["start"]["line"], mark["message"]) for mark in marks]


def test_a_file_is_silent_about_what_a_person_names_for_as_long_as_it_is_there(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        opened(client, uri, TRAP, (3, 0), (4, 40))
        client.diagnostics(uri, codes=["GW208"])
        since = client.mark()
        client.change(uri, 2, ((0, 0), (0, 0), f"{FILE}\n"))
        client.diagnostics(uri, since, codes=[])
        why = client.command("whyNothing", {"uri": uri})
        assert "A comment in line 1 ignores GW208 there: remove it for the mark." in [
            reason["message"] for reason in why["reasons"]
        ]
        since = client.mark()
        client.change(uri, 3, ((0, 28), (0, 31), "206"))
        client.diagnostics(uri, since, codes=["GW208"])
        since = client.mark()
        client.change(uri, 4, ((0, 28), (0, 31), "208"), ((0, 0), (0, 0), "\n"))
        client.diagnostics(uri, since, codes=[])
        since = client.mark()
        client.attribute(uri, 4, (1, 0), (1, 32))  # it was the tool that said so
        (mark,) = client.diagnostics(uri, since, codes=["GW208"])
        at = {"textDocument": {"uri": uri}, "position": mark["range"]["start"]}
        hover = client.request("textDocument/hover", at)["contents"]["value"]
        assert "A tool wrote the comment that ignores GW208 here, so it counts for nothing." in hover
        since = client.mark()
        client.change(uri, 5, ((1, 0), (2, 0), "# groundwire: ignore-file[lexical-trap] for we set it\n"))
        client.diagnostics(uri, since, codes=[])
        since = client.mark()
        client.change(uri, 6, ((1, 0), (2, 0), ""))
        client.diagnostics(uri, since, codes=["GW208"])


def test_comments_between_units_are_noted_and_put_right(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    text = TRAP.replace("\n\n\n", "\n\n# groundwire: ignore-file GW206\n# groundwire: ignore[GW208]\n\n")
    with lsp_client(project) as client:
        opened(client, uri, text.replace("ignore-file GW206", "ignore_file GW208"), (6, 0), (7, 40))
        marks = client.diagnostics(uri, codes=["GW000", "GW000", "GW208"])
        told = said(marks)[:2]
        assert told[1][1].startswith("This comment stands on a line of its own, where it silences nothing: ")
        assert [told[0], told[1][0]] == [
            (2, "This comment silences nothing: it is written `# groundwire: ignore-file[GW208]`."),
            3,
        ]
        params = {"textDocument": {"uri": uri}, "range": place(2, 3), "context": {"diagnostics": marks}}
        (action,) = client.request("textDocument/codeAction", params)
        assert (action["title"], action["diagnostics"]) == ("Write `# groundwire: ignore-file[GW208]`", marks[:1])
        (change,) = action["edit"]["documentChanges"]
        put_right = apply(text.replace("ignore-file GW206", "ignore_file GW208"), change["edits"])
        assert put_right == text.replace("ignore-file GW206", "ignore-file[GW208]")
        since = client.mark()
        client.change(uri, 2, ((2, 0), (2, 31), FILE), ((0, 0), (0, 0), "\n"))
        ((line, _),) = said(client.diagnostics(uri, since, codes=["GW000"]))
        assert line == 4
        since = client.mark()
        client.change(uri, 3, ((4, 0), (5, 0), ""))
        client.diagnostics(uri, since, codes=[])


def test_one_for_a_file_that_silences_nothing_is_noted_where_all_was_judged(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    with lsp_client(project) as client:
        client.initialize(**ONLY)
        client.open(uri, f"# groundwire: ignore-file[GW206, lexical-trap]\n{TRAP}")
        client.command("markGenerated", {"uri": uri})
        client.diagnostics(uri, codes=["GW000", "GW208"])  # what is marked as a tool's text silences nothing
        since = client.mark()
        client.change(uri, 2, ((0, 0), (1, 0), ""), ((0, 0), (0, 0), "# groundwire: ignore-file[GW206, GW208] so\n"))
        assert said(client.diagnostics(uri, since, codes=["GW000"])) == [(0, "GW206 would mark nothing in this file.")]


def test_a_note_within_a_unit_offers_no_comment_about_itself(project: Path) -> None:
    uri = (project / "app.py").as_uri()
    text = TRAP.rstrip("\n") + "  # groundwire: ignore[GW206]\n"
    with lsp_client(project) as client:
        opened(client, uri, text, (3, 0), (4, 40))
        marks = client.diagnostics(uri, codes=["GW208", "GW000"])
        params = {"textDocument": {"uri": uri}, "range": place(4, 45), "context": {"diagnostics": marks[1:]}}
        titles = [action["title"] for action in client.request("textDocument/codeAction", params)]
        assert "Remove the comment that silences nothing" in titles
        assert not [title for title in titles if "GW000" in title]


def test_the_cells_of_a_notebook_are_one_file(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize(**ONLY)
        notebook = OpenNotebook(client, (project / "a.ipynb").as_uri(), "import os\n", DEBUG)
        first, second = notebook.cells
        client.attribute(second, 1, (0, 0), (1, 40))
        client.attribute(first, 1, (0, 0), (0, 9))
        client.diagnostics(second, codes=["GW208"])
        since = client.mark()
        notebook.tell(textContent=[notebook.inserted(first, 0, 0, f"{FILE}\n")])
        client.diagnostics(second, since, codes=[])
