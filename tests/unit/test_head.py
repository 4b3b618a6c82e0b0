"""The stamp of what is checked out changes with the commit, however git keeps its references."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from groundwire.provenance.head import head_stamp

CHANGES = {
    "commit": ["commit", "-q", "--allow-empty", "-m", "Other"],
    "amend": ["commit", "-q", "--amend", "--allow-empty", "-m", "Other"],
    "switch": ["switch", "-q", "-c", "other"],
    "detach": ["switch", "-q", "--detach"],
}


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path.resolve()
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "First")
    return root


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_another_commit_has_another_stamp(repository: Path, change: str, packed: bool) -> None:
    if packed:
        git(repository, "pack-refs", "--all")
    (repository / "package").mkdir()
    before = head_stamp(str(repository / "package"))
    assert before == head_stamp(str(repository))
    git(repository, "status")
    assert head_stamp(str(repository)) == before
    git(repository, *CHANGES[change])
    assert head_stamp(str(repository)) != before


def test_a_work_tree_has_a_stamp_of_its_own(repository: Path) -> None:
    tree = repository / "tree"
    git(repository, "worktree", "add", "-q", "-b", "tree", str(tree))
    there, here = head_stamp(str(tree)), head_stamp(str(repository))
    git(tree, "commit", "-q", "--allow-empty", "-m", "There")
    assert head_stamp(str(tree)) != there
    assert head_stamp(str(repository)) == here


def test_outside_git_and_in_a_repository_that_is_none_there_is_none(tmp_path: Path) -> None:
    assert head_stamp(str(tmp_path.resolve())) is None
    (tmp_path / ".git").write_text("gitdir: nowhere")
    assert head_stamp(str(tmp_path.resolve())) is None
