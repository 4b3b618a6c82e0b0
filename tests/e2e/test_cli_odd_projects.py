"""The command line in projects that are not as they should be: it says what it could not do, and what to do next."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from e2e.command_line import attribute, git, groundwire_command
from groundwire.cli import explain, main
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.location import locate
from groundwire.provenance.store import Store
from support.odd_files import ORIGIN

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'
posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one commit, and two generated files that are not in it."""
    root = tmp_path.resolve() / "project"
    root.mkdir()
    git(root, "init", "-q", "-b", "trunk")
    (root / "fine.py").write_text("x = 1\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    for name in ("n.py", "other.py"):
        (root / name).write_text("x = 1\ny = 2\n")
        attribute(root / name, "x = 1\ny = 2\n")
    return root


# what is on record and cannot be read


def test_a_generated_file_that_cannot_be_decoded_is_told_of(project: Path) -> None:
    with (project / "n.py").open("ab") as file:
        file.write(b"# \xe9\n")
    for arguments in ((), ("n.py",), (".",)):
        ran = groundwire_command(project, "check", *arguments)
        assert ran.status == 2
        assert "n.py: not checked: " in ran.out
        assert "decode" in ran.out
        assert "1 file not checked" in ran.err
    assert groundwire_command(project, "check", "other.py").status == 0


@posix
def test_a_generated_file_that_became_a_pipe_is_told_of(project: Path) -> None:
    (project / "n.py").unlink()
    os.mkfifo(project / "n.py")
    ran = groundwire_command(project, "check")
    assert (ran.status, ran.out) == (2, "n.py: not checked: it is not a regular file\n")


def test_a_generated_file_that_is_gone_is_nothing_to_tell_of(project: Path) -> None:
    (project / "n.py").unlink()
    (project / "other.py").unlink()
    (project / "other.py").mkdir()
    ran = groundwire_command(project, "check")
    assert (ran.status, ran.out) == (0, "")


def test_a_path_on_record_that_no_file_can_have(project: Path) -> None:
    store = Store.open(locate(project).store)
    text = "x = 1\n"
    spans = Attribution().attribute(0, len(text), ORIGIN)
    for path in ("x/" * 5000 + "x.py", "y" * 300 + ".py"):
        assert store.save(path, text, "\n", spans)
    store.close()
    ran = groundwire_command(project, "check")
    assert (ran.status, ran.out) == (0, "")
    assert "2 files" in ran.err


# pipes where sources are looked for


@posix
def test_pipes_in_the_project_and_its_environment_hold_nothing_up(project: Path) -> None:
    site = project / ".venv" / "lib" / "python3.11" / "site-packages"
    (site / "lib").mkdir(parents=True)
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.11.4\n")
    (site / "lib" / "__init__.py").write_text("def real():\n    pass\n")
    for pipe in (
        project / "x.py",
        project / "setup.cfg",
        project / ".gitignore",
        project / ".coveragerc",
        project / ".coverage",
        site / "lib" / "pipe.py",
        site / "pipe.py",
        site / "a.pth",
        site / "__editable__x.py",
    ):
        os.mkfifo(pipe)
    (project / "uses.py").write_text("import lib\nimport pipe.sub\nlib.missing()\nlib.pipe.missing()\n")
    ran = groundwire_command(project, "check", "--all", "uses.py", "fine.py")
    assert ran.status == 1
    assert "missing" in ran.out


# settings that cannot be used


@pytest.mark.parametrize(
    "toml",
    [
        "tool = 3\n",
        "[[tool.coverage]]\na = 1\n",
        "[tool.pytest]\nini_options = 5\n",
        '[tool.coverage.run]\ndata_file = "~nosuchuser/.coverage"\n',
        '[tool.groundwire]\nenvironment = "~nosuchuser/x"\n',
        f"x = {'[' * 3000}{']' * 3000}\n",
    ],
)
def test_odd_settings_end_nothing(project: Path, toml: str) -> None:
    (project / "pyproject.toml").write_text(toml)
    (project / "old.py").write_text(TRAP)
    ran = groundwire_command(project, "check", "--all", "old.py")
    assert ran.status == 1
    assert "GW208" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "environment", ["~nosuchuser/x", "/nope", "./nope", "/nope/bin/python", "x" * 5000, "a\udcffb"]
)
def test_an_environment_that_is_not_there_is_refused(project: Path, environment: str) -> None:
    ran = groundwire_command(project, "check", "--all", "--environment", environment)
    assert (ran.status, ran.out) == (2, "")
    assert "there is no Python at " in ran.err
    assert "Traceback" not in ran.err


def test_where_no_environment_is_known_that_is_said_once_if_it_matters(project: Path) -> None:
    variables = {"VIRTUAL_ENV": "", "CONDA_PREFIX": ""}
    said = "installed modules and their names are not checked"
    for arguments in (("check",), ("check", "--all"), ("check", "--all", "--format", "json")):
        ran = groundwire_command(project, *arguments, **variables)
        assert ran.err.count(said) == 1
        assert "--environment" in ran.err
        assert said not in ran.out
    for arguments in (
        ("check", "--select", "GW2"),
        ("check", "--ignore", "GW1"),
        ("check", "--base", "HEAD", "fine.py"),
    ):
        assert said not in groundwire_command(project, *arguments, **variables).err
    assert said not in groundwire_command(project, "check", "--environment", sys.prefix).err


# words


def test_a_rule_without_a_name(tmp_path: Path) -> None:
    for name in ("", " "):
        ran = groundwire_command(tmp_path, "explain", name)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == "groundwire: name a rule, such as GW208; `groundwire rules` lists them\n"


def test_a_fault_of_our_own_is_one_line_and_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object) -> int:
        raise TypeError("first\nsecond" + "x" * 5000)

    monkeypatch.setattr(explain, "run", fails)
    assert main.main(["explain", "GW208"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("groundwire: internal error (TypeError: first secondxxx")
    assert (said.count("\n"), len(said) < 600, "GROUNDWIRE_TRACEBACK=1" in said) == (1, True, True)
    monkeypatch.setenv("GROUNDWIRE_TRACEBACK", "1")
    assert main.main(["explain", "GW208"]) == 2
    assert "Traceback" in capsys.readouterr().err
