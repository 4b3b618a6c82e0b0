"""Full and closed disks, odd git or none, folders that go away: attribution lasts as long as it can."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.command_line import git, groundwire_command
from e2e.lsp_client import MAIN, LspClient, lsp_client, regions, units

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="most of these cannot be made there")

TEXT = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'


def accept(client: LspClient, file: Path) -> None:
    """Open a file whose function was generated, and save it."""
    client.open(file.as_uri(), TEXT)
    client.attribute(file.as_uri(), 1, (3, 0), (4, 40))
    client.diagnostics(file.as_uri(), codes=["GW408", "GW208"])
    client.notify("textDocument/didSave", {"textDocument": {"uri": file.as_uri()}})
    assert list(units(client, file.as_uri())) == ["debug"]


def is_remembered(folder: Path, file: Path) -> bool:
    """Whether another server knows what was generated in the file."""
    with lsp_client(folder) as client:
        client.initialize()
        client.open(file.as_uri(), TEXT)
        known = bool(regions(client, file.as_uri())["regions"])
        assert client.shutdown() == 0
    return known


def test_where_the_store_cannot_be_made_it_is_said_once_and_nothing_else_is_lost(project: Path) -> None:
    (project / ".git" / "groundwire").write_text("a file where the folder should be")
    with lsp_client(project) as client:
        client.initialize()
        for name in ("a.py", "b.py"):
            accept(client, project / name)
        client.status(lambda status: "cannot be written" in (status["message"] or ""))
        assert client.shutdown() == 0
        assert len(client.popups) == 1
        assert sum("cannot be written" in line for line in client.log) == 1


def test_a_disk_that_is_full_keeps_what_was_there_and_serves_on(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        accept(client, project / "before.py")
        assert client.shutdown() == 0
    store = project / ".git" / "groundwire" / "store.sqlite3"
    blocks = store.stat().st_size // 512
    command = ["sh", "-c", f"ulimit -f {blocks}; exec '{sys.executable}' -I '{MAIN}' lsp"]
    with lsp_client(project, command=command) as client:
        client.initialize()
        for number in range(3):
            accept(client, project / f"m{number}.py")
        uri = (project / "big.py").as_uri()
        client.open(uri, "".join(f"value_{number} = {hash(str(number))}\n" for number in range(4_000)))
        client.attribute(uri, 1, (0, 0), (4_000, 0))
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert regions(client, uri)["regions"]
        client.status(lambda status: "cannot be written" in (status["message"] or ""))
        assert client.shutdown() == 0
        assert len(client.popups) == 1
        assert not [line for line in client.log if line.startswith(("Traceback", "ERROR"))]
    assert is_remembered(project, project / "before.py")


def test_without_git_on_the_path_everything_but_revisions_works(project: Path) -> None:
    empty = project / "empty"
    empty.mkdir()
    with lsp_client(project, env={"PATH": str(empty)}) as client:
        client.initialize()
        accept(client, project / "app.py")
        assert client.shutdown() == 0
        assert client.popups == []
    (project / "app.py").write_text(TEXT)
    ran = groundwire_command(project, "check", PATH=str(empty))
    assert (ran.status, "GW208" in ran.out) == (1, True)
    ran = groundwire_command(project, "check", "--base", "HEAD", PATH=str(empty))
    assert ran.status == 2
    assert "git is not on the PATH" in ran.err


def test_a_worktree_shares_the_store_and_a_submodule_has_its_own(project: Path) -> None:
    git(project, "add", ".")
    git(project, "commit", "-qm", "first")
    tree = project.parent / "tree"
    git(project, "worktree", "add", "-q", str(tree))
    sub = project.parent / "sub"
    subprocess.run(["git", "init", "-q", str(sub)], check=True)
    (sub / "inner.py").write_text("x = 1\n")
    git(sub, "add", ".")
    git(sub, "commit", "-qm", "first")
    git(project, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(sub), "vendored")
    with lsp_client(project) as client:
        client.initialize()
        accept(client, project / "new.py")
        accept(client, project / "vendored" / "inner2.py")
        assert client.shutdown() == 0
    assert is_remembered(tree, tree / "new.py")
    assert is_remembered(project, project / "vendored" / "inner2.py")
    assert (project / ".git" / "groundwire" / "store.sqlite3").is_file()
    assert not (tree / ".git" / "groundwire").exists()


def test_an_odd_git_entry_is_no_repository_and_no_failure(tmp_path: Path) -> None:
    contents = ["gitdir: nowhere\n", "", "gitdir: .git\n", "\0\0", "gitdir: \0", "gitdir: " + "x" * 9_000, None]
    folders = []
    for number, content in enumerate(contents):
        folders.append(tmp_path.resolve() / f"odd{number}")
        folders[-1].mkdir()
        if content is None:
            (folders[-1] / ".git").symlink_to(".git")
        else:
            (folders[-1] / ".git").write_text(content)
    with lsp_client(*folders, env={"XDG_STATE_HOME": str(tmp_path / "state")}) as client:
        client.initialize()
        for root in folders:
            client.open((root / "app.py").as_uri(), TEXT)
            client.attribute((root / "app.py").as_uri(), 1, (3, 0), (4, 40))
            assert regions(client, (root / "app.py").as_uri())["regions"]
        assert client.shutdown() == 0
        assert not [line for line in client.log if line.startswith(("Traceback", "ERROR"))]
    assert len(list((tmp_path / "state").rglob("store.sqlite3"))) == len(folders)


def test_a_folder_that_is_deleted_while_open_ends_nothing(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        accept(client, project / "app.py")
        shutil.rmtree(project)
        changes = [{"uri": (project / "app.py").as_uri(), "type": 3}]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        client.change((project / "app.py").as_uri(), 2, ((0, 0), (0, 0), "# typed\n"))
        client.notify("textDocument/didSave", {"textDocument": {"uri": (project / "app.py").as_uri()}})
        assert list(units(client, (project / "app.py").as_uri())) == ["debug"]
        assert client.shutdown() == 0
        assert client.popups == []
        assert not [line for line in client.log if line.startswith("Traceback")]
    assert not project.exists()


def test_a_folder_that_is_renamed_takes_its_attribution_with_it(project: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        accept(client, project / "app.py")
        renamed = project.rename(project.parent / "renamed")
        folders = [{"uri": path.as_uri(), "name": path.name} for path in (project, renamed)]
        client.notify("textDocument/didClose", {"textDocument": {"uri": (project / "app.py").as_uri()}})
        event = {"removed": folders[:1], "added": folders[1:]}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        client.open((renamed / "app.py").as_uri(), TEXT)
        assert regions(client, (renamed / "app.py").as_uri())["regions"]
        assert client.shutdown() == 0
        assert client.popups == []
    assert is_remembered(renamed, renamed / "app.py")


def test_a_line_of_twenty_megabytes_can_be_opened_and_edited(project: Path) -> None:
    uri = (project / "long.py").as_uri()
    with lsp_client(project) as client:
        client.initialize()
        client.open(uri, "x = '" + "a" * 20_000_000 + "'\n" + TEXT)
        client.attribute(uri, 1, (0, 0), (0, 10_000_000))
        client.attribute(uri, 1, (4, 0), (5, 40))
        client.change(uri, 2, ((0, 9_000_000), (0, 9_000_001), "b"))
        answer = regions(client, uri)
        assert answer["version"] == 2
        client.status(lambda status: status["state"] == "ready" and sum(status["units"].values()) == 2)
        assert units(client, uri)["<module>"]["reason"].startswith("not analysed: it is 20,000,00")
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert regions(client, uri)["version"] == 2
        assert client.shutdown() == 0
        assert client.popups == []
