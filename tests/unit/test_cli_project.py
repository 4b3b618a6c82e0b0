"""Which folder is the project of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.cli.project import project_root

if TYPE_CHECKING:
    from pathlib import Path


def folder(path: Path, *files: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for file in files:
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).touch()
    return path


def test_the_nearest_folder_above_that_looks_like_one(tmp_path: Path) -> None:
    outer = folder(tmp_path / "outer", "setup.py", "a/b/c.py")
    inner = folder(outer / "inner", "pyproject.toml", "d/e.py")
    assert project_root(outer / "a" / "b") == outer
    assert project_root(inner / "d") == inner
    assert project_root(inner) == inner
    assert project_root(folder(tmp_path / "none")) == tmp_path / "none"


def test_a_folder_that_its_project_ignores_is_its_own(tmp_path: Path) -> None:
    root = folder(tmp_path / "root", ".git/HEAD", "envs/one/lib/x.py", "src/x.py")
    (root / ".gitignore").write_text("/envs/\n")
    assert project_root(root / "envs" / "one" / "lib") == root / "envs" / "one" / "lib"
    assert project_root(root / "src") == root
