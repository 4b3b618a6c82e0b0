"""What changed since a revision, and what a folder without one is: nothing is answered by silence or a bare failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from e2e.command_line import attribute, git, groundwire_command

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one commit."""
    root = tmp_path.resolve() / "project"
    root.mkdir()
    git(root, "init", "-q", "-b", "trunk")
    (root / "fine.py").write_text("x = 1\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    (tmp_path / "staged.py").write_text(TRAP)
    git(tmp_path, "add", ".")
    (tmp_path / "new.py").write_text(TRAP)
    for revision in ("HEAD", "@", "trunk"):
        ran = groundwire_command(tmp_path, "check", "--base", revision)
        assert (ran.status, ran.out.count("GW208")) == (1, 2)
    assert groundwire_command(tmp_path, "check", "--base", "main").status == 2
    ran = groundwire_command(tmp_path, "record", "--since", "HEAD")
    assert (ran.status, ran.out.partition(" count")[0]) == (0, "10 lines of 2 files")
    assert groundwire_command(tmp_path, "check").status == 1


def test_what_git_cannot_say_comes_with_what_to_do(project: Path, tmp_path: Path) -> None:
    ran = groundwire_command(project, "check", "--base", "nosuch")
    assert ran.err == "groundwire: git knows no commit 'nosuch'; name a branch, a tag or a commit\n"
    ran = groundwire_command(project, "record", "--since", "nosuch")
    assert ran.err == "groundwire: git knows no commit 'nosuch'; name a branch, a tag or a commit\n"
    (outside := tmp_path / "outside").mkdir()
    (outside / "a.py").write_text(TRAP)
    ran = groundwire_command(outside, "check", "--base", "HEAD")
    assert (ran.status, "is not in a git repository; check every line with --all" in ran.err) == (2, True)
    ran = groundwire_command(outside, "record", "--since", "HEAD")
    assert (ran.status, ran.err.count("\n"), "is not in a git repository, so " in ran.err) == (2, 1, True)


def test_record_counts_as_check_does(project: Path) -> None:
    (project / "three.py").write_text(f"{TRAP}\n\n{TRAP}\n")
    told = groundwire_command(project, "record", "--since", "HEAD", "three.py").out
    checked = groundwire_command(project, "check", "three.py").err
    (lines,) = re.findall(r"^(\d+) lines of 1 file count", told)
    assert f"in {lines} generated lines of 1 file;" in checked
    (project / "one.py").write_text("x = 1\n")
    assert groundwire_command(project, "record", "--since", "HEAD", "one.py").out.startswith("1 line of 1 file count")


def test_outside_git_a_subfolder_is_judged_as_its_project_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    opened = tmp_path / "opened"
    (opened / "inner").mkdir(parents=True)
    (opened / "helper.py").write_text("def real():\n    pass\n")
    source = "import helper\n\nhelper.real()\nhelper.missing()\n"
    (opened / "inner" / "a.py").write_text(source)
    attribute(opened / "helper.py", "def real():\n    pass\n")
    attribute(opened / "inner" / "a.py", source)
    there = groundwire_command(opened, "check", "--format", "json", XDG_STATE_HOME=str(state))
    here = groundwire_command(opened / "inner", "check", "--format", "json", XDG_STATE_HOME=str(state))
    assert [found["code"] for found in here.json["findings"]] == [found["code"] for found in there.json["findings"]]
    assert [unit["verdict"] for unit in here.json["units"]] == [unit["verdict"] for unit in there.json["units"]]
