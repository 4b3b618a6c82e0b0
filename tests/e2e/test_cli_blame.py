"""`groundwire blame` as a person runs it: the real process."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.command_line import attribute, git, groundwire_command
from support import agents

CODE = "import os\n\n\ndef flag():\n    return os.environ\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "project"
    root.mkdir()
    git(root, "init", "-q")
    (root / "app.py").write_text(CODE)
    return root


def test_each_line_has_its_author(project: Path) -> None:
    attribute(project / "app.py", "def flag():\n    return os.environ\n")
    ran = groundwire_command(project, "blame", "app.py")
    rows = [line.split() for line in ran.out.splitlines()]
    assert (ran.status, ran.err) == (0, "groundwire: 3 lines unknown, 2 lines ai\n")
    assert [row[0] for row in rows] == ["unknown"] * 3 + ["ai"] * 2
    assert rows[3] == ["ai", "tool-x", "-", "-", "B", "4)", "def", "flag():"]


def test_an_edit_that_nobody_took_in_counts_and_json_is_for_tools(project: Path) -> None:
    changed = CODE + "\n\ndef other():\n    return 1\n"
    (project / "app.py").write_text(changed)
    assert agents.record(project, agents.write(project / "app.py", CODE, changed)).stderr == ""
    ran = groundwire_command(project, "blame", "--json", "app.py")
    lines = ran.json["lines"]
    assert (ran.json["version"], ran.json["path"], len(lines)) == (1, "app.py", 9)
    assert [line["state"] for line in lines] == ["unknown"] * 5 + ["ai"] * 4
    assert {line["tool"] for line in lines[5:]} == {"claude-code"}


def test_where_nothing_is_on_record_every_line_is_unknown(project: Path) -> None:
    ran = groundwire_command(project, "blame", "app.py")
    assert (ran.status, ran.err) == (0, "groundwire: nothing is on record of app.py\n")
    assert {line.split()[0] for line in ran.out.splitlines()} == {"unknown"}


@pytest.mark.parametrize("name", ["gone.py", "."])
def test_a_file_that_cannot_be_read_is_said(project: Path, name: str) -> None:
    ran = groundwire_command(project, "blame", name)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"groundwire: {name}: it ")
    assert ran.err.count("\n") == 1
