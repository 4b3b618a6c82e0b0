"""Documents without a file are marked, and who wrote them goes along when they are saved under a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.lsp_client import lsp_client, regions
from e2e.notebook_client import OpenNotebook
from support.ipynb import ipynb

TEXT = 'import os\n\n\ndef flag():\n    return bool(os.environ.get("FLAG"))   \n'
SAVED = TEXT.replace("   \n", "\n") + "\n"


def test_what_was_never_saved_takes_its_owners_along(project: Path) -> None:
    untitled = "untitled:Untitled-1"
    file = project / "new.py"
    with lsp_client(project) as client:
        client.initialize()
        client.open(untitled, TEXT)
        client.attribute(untitled, 1, (3, 0), (4, 38), grade="A", tool="copilot")
        client.diagnostics(untitled, codes=["GW208"])
        file.write_text(SAVED)
        client.notify("textDocument/didClose", {"textDocument": {"uri": untitled}})
        client.open(file.as_uri(), SAVED)
        (region,) = regions(client, file.as_uri())["regions"]
        assert (region["origin"]["tool"], region["origin"]["grade"]) == ("copilot", "A")
        assert region["spans"][0]["start"] == {"line": 3, "character": 0}
        client.shutdown()
    with lsp_client(project) as client:  # nothing was edited since, and it is on record all the same
        client.initialize()
        client.diagnostics(file.as_uri(), codes=["GW408", "GW208"])


def test_a_notebook_that_was_never_saved_does_too(project: Path) -> None:
    file = project / "new.ipynb"
    with lsp_client(project) as client:
        client.initialize()
        before = OpenNotebook(client, "untitled:Untitled-1.ipynb", "import json", "json.lod()")
        before.attribute(before.cells[1])
        file.write_text(ipynb("import json", "json.lod()"))
        after = OpenNotebook(client, file.as_uri(), "import json", "json.lod()")  # VS Code opens the file first
        before.close()
        assert [after.generated(cell) for cell in after.cells] == [[], ["json.lod()"]]
        client.diagnostics(after.cells[1], codes=["GW102"])
        client.shutdown()
    with lsp_client(project) as client:
        client.initialize()
        again = OpenNotebook(client, file.as_uri(), "import json", "json.lod()")
        assert again.generated(again.cells[1]) == ["json.lod()"]


@pytest.mark.parametrize("scheme", ["git", "gitlens", "chat-editing-text-model"])
def test_copies_of_a_file_are_left_alone(project: Path, scheme: str) -> None:
    uri = f"{scheme}:/project/app.py?ref=HEAD"
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, TEXT)
        client.attribute(uri, 1, (3, 0), (4, 38))
        client.change(uri, 2, ((0, 0), (0, 0), "\n"))
        assert regions(client, uri)["regions"] == []
        client.open("vscode-vfs://github/a/b.py", TEXT)
        client.attribute("vscode-vfs://github/a/b.py", 1, (3, 0), (4, 38))
        client.diagnostics("vscode-vfs://github/a/b.py", codes=["GW208"])
