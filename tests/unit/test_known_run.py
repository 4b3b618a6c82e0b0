"""When a whole scan is told from its entry: only while nothing that it rests on is another thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundwire.analysis.cache.database import Cache
from groundwire.cli.known_files import KnownFiles, KnownRun
from groundwire.cli.project import Project, open_project

SITE = "lib/python3.12/site-packages"


class Scanned:
    """A project with an environment of its own and the Python that it was made from, scanned again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "project"
        self.site = self.root / ".venv" / SITE
        self.write("project/pyproject.toml")
        self.write("project/.venv/pyvenv.cfg", f"home = {folder}/base/bin\nversion = 3.12.1\n")
        self.write(f"project/.venv/{SITE}/sold/__init__.py")
        self.write("base/lib/python3.12/os.py")
        self._cache = Cache(folder / "cache.sqlite3")

    def write(self, path: str, text: str = "") -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def keep(self) -> None:
        """Have an entry made of what is there."""
        self._run().keep([])

    @property
    def known(self) -> bool:
        """Whether what is there has an entry."""
        return self._run().results() is not None

    def _run(self) -> KnownRun:
        project = open_project([self.root], {})
        assert isinstance(project, Project)
        assert project.environment is not None
        return KnownRun(KnownFiles(self._cache, b"", ""), project, ())


@pytest.fixture
def scanned(tmp_path: Path) -> Scanned:
    return Scanned(tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        "project/app.py",
        "project/.lib/sold.py",
        f"project/.venv/{SITE}/sold/part.py",
        "base/lib/python3.12/os.py",
        "base/lib/python3.12/json/tool.py",
        "named/late.py",
        "here/early.py",
    ],
)
def test_what_imports_may_find_is_part_of_the_entry(scanned: Scanned, changed: str) -> None:
    (scanned.folder / "here").mkdir()
    scanned.write(f"project/.venv/{SITE}/names.pth", f"{scanned.folder}/named\n{scanned.folder}/here\n")
    scanned.keep()
    assert scanned.known
    scanned.write(changed, "x = 1\n")
    assert not scanned.known


@pytest.mark.parametrize(
    "changed",
    ["project/.mypy_cache/3.12/app.json", "project/.tox/py/app.py", f"base/{SITE}/other/__init__.py"],
)
def test_what_no_import_finds_leaves_the_entry(scanned: Scanned, changed: str) -> None:
    scanned.keep()
    scanned.write(changed)
    assert scanned.known


@pytest.mark.parametrize("nested", [".venv", "env"])
def test_an_environment_of_a_part_of_the_project_has_folders_that_no_entry_knows(scanned: Scanned, nested: str) -> None:
    scanned.write(f"project/part/{nested}/pyvenv.cfg")
    scanned.keep()
    assert not scanned.known


def test_another_environment_beside_the_projects_own_is_asked_nothing(scanned: Scanned) -> None:
    scanned.write("project/old/pyvenv.cfg")
    scanned.keep()
    assert scanned.known


def test_a_link_to_a_folder_of_the_same_tree_is_known_by_where_it_leads(scanned: Scanned) -> None:
    link = scanned.root / ".venv/lib64"
    link.symlink_to("lib")
    scanned.keep()
    assert scanned.known
    scanned.write(f"project/.venv/{SITE}/sold/part.py")
    assert not scanned.known
    scanned.keep()
    link.unlink()
    link.symlink_to("lib/python3.12")
    assert not scanned.known


@pytest.mark.parametrize("target", ["../elsewhere", "../project-2", ".tox/py"])
def test_a_link_to_a_folder_that_has_no_lines_leaves_no_entry(scanned: Scanned, target: str) -> None:
    (scanned.root / target).mkdir(parents=True)
    (scanned.root / "linked").symlink_to(target)
    scanned.keep()
    assert not scanned.known
