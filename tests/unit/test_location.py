"""Where the store is: repositories, worktrees, submodules, plain folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from groundwire.lsp.folders import Folder
from groundwire.provenance.location import OutsideError, locate, state_directory
from groundwire.provenance.work_trees import work_trees


def git(folder: Path, *arguments: str) -> str:
    options = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
    run = subprocess.run(
        ["git", *options, *arguments], cwd=folder, check=True, capture_output=True, text=True, timeout=60
    )
    return run.stdout.strip()


def common_directory(folder: Path) -> Path:
    return (folder / git(folder, "rev-parse", "--git-common-dir")).resolve()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    repository = tmp_path / "repository"
    (repository / "pkg").mkdir(parents=True)
    (repository / "pkg" / "a.py").write_text("x = 1\n")
    git(repository, "init", "-q")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "first")
    return repository


def test_a_repository_from_any_of_its_folders(repository: Path) -> None:
    for folder in (repository, repository / "pkg"):
        found = locate(folder)
        assert (found.root, found.in_git) == (repository, True)
        assert found.store == common_directory(folder) / "groundwire"
    assert locate(repository).relative(repository / "pkg" / "a.py") == "pkg/a.py"


def test_worktrees_share_one_store(repository: Path) -> None:
    tree = repository.parent / "tree"
    git(repository, "worktree", "add", "-q", str(tree))
    assert locate(tree).root == tree
    assert locate(tree).store == common_directory(tree) / "groundwire" == locate(repository).store


def test_the_work_trees_that_share_a_store_are_found_and_those_that_are_gone_are_not(repository: Path) -> None:
    store = locate(repository).store
    assert work_trees(store) == []
    inside, beside, gone = repository / ".claude" / "ag", repository.parent / "beside", repository / "gone"
    for tree in (inside, beside, gone):
        git(repository, "worktree", "add", "-q", str(tree))
    shutil.rmtree(gone)
    (store.parent / "worktrees" / "odd").mkdir()
    (store.parent / "worktrees" / "odd" / "gitdir").write_text("\0nowhere\n")
    os.mkfifo(store.parent / "worktrees" / "file")
    assert sorted(work_trees(store)) == sorted([inside, beside])


def test_a_file_is_known_by_its_path_in_its_own_work_tree(repository: Path) -> None:
    tree = repository / ".claude" / "ag"
    git(repository, "worktree", "add", "-q", str(tree))
    outer, inner = Folder(repository.as_uri(), repository, {}), Folder(tree.as_uri(), tree, {})
    package = Folder((tree / "pkg").as_uri(), tree / "pkg", {})
    for folder, file, stored in (
        (outer, repository / "pkg" / "a.py", "pkg/a.py"),
        (outer, tree / "pkg" / "a.py", "pkg/a.py"),
        (outer, repository / ".claude" / "b.py", ".claude/b.py"),
        (inner, tree / "pkg" / "a.py", "pkg/a.py"),
        (package, tree / "pkg" / "a.py", "pkg/a.py"),
    ):
        place = folder.place(file)
        assert place is not None
        assert (place.stored, place.file) == (stored, file)
    assert outer.trees() == [repository, tree]
    assert inner.trees() == package.trees() == [tree]
    assert inner.place(repository / "pkg" / "a.py") is None


def test_a_submodule_has_its_own_store(repository: Path) -> None:
    outer = repository.parent / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "submodule", "--quiet", "add", str(repository), "inner")
    assert locate(outer / "inner").root == outer / "inner"
    assert locate(outer / "inner").store == common_directory(outer / "inner") / "groundwire"
    assert locate(outer / "inner").store != locate(outer).store


def test_a_moved_git_directory(repository: Path) -> None:
    git(repository, "init", "-q", "--separate-git-dir", str(repository.parent / "elsewhere"))
    assert locate(repository).store == repository.parent / "elsewhere" / "groundwire"


@pytest.mark.parametrize("content", ["", "gitdir: nowhere\n", "gitdir:", "\x00\xff", "something else\n"])
def test_a_git_file_that_points_nowhere_is_no_repository(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_bytes(content.encode("latin-1"))
    assert not locate(tmp_path, {"XDG_STATE_HOME": "/state"}).in_git


def test_an_empty_git_folder_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert not locate(tmp_path, {"XDG_STATE_HOME": "/state"}).in_git


@pytest.mark.skipif(sys.platform != "linux", reason="the state directory's place")
def test_outside_git_the_state_directory_keyed_by_folder(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    (tmp_path / "a" / "b").mkdir(parents=True)
    found = locate(tmp_path / "a", environment)
    assert found.root == tmp_path / "a"
    assert found.store.parent == tmp_path / "state" / "groundwire"
    assert locate(tmp_path / "a" / "b", environment).store != found.store
    found.store.mkdir(parents=True)
    assert locate(tmp_path / "a" / "b", environment) == found
    assert state_directory({"XDG_STATE_HOME": "relative"}) == Path.home() / ".local" / "state" / "groundwire"


def test_paths_outside_are_refused_and_links_followed(repository: Path) -> None:
    found = locate(repository)
    (repository / "link.py").symlink_to(repository / "pkg" / "a.py")
    (repository / "out.py").symlink_to(repository.parent / "secret.py")
    assert found.relative(repository / "link.py") == "pkg/a.py"
    assert found.relative(repository / "pkg" / ".." / "new.py") == "new.py"
    for path in (repository / "out.py", repository / ".." / "x.py", Path("/etc/hosts")):
        with pytest.raises(OutsideError):
            found.relative(path)
