"""`check`, `record`, `blame` and `stub` on notebooks: the real process."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.command_line import git, groundwire_command
from support import agents
from support.ipynb import code, ipynb, markdown, written

IMPORT = "%pip list\nimport json"
WRONG = "data = json.lod('a')"
SHOWN = "words = ['b', 'a']\nsorted(words)"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "project"
    (root / "nb").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "pyproject.toml").write_text('[project]\nname = "example"\nversion = "1"\n')
    (root / "nb" / "helpers.py").write_text("def clean(rows):\n    return rows\n")
    return root


def test_an_agents_cells_are_checked_and_blamed(project: Path) -> None:
    file = project / "nb" / "a.ipynb"
    before = written([markdown("# Title"), code(IMPORT, "x"), code("print(1)", "y")])
    after = written([markdown("# Title"), code(IMPORT, "x"), code("print(1)", "y"), code(WRONG + "\ndata", "z")])
    file.write_text(after)
    assert agents.record(project, agents.notebook_edit(file, before, after)).stderr == ""
    ran = groundwire_command(project, "check")
    assert ran.out.startswith("nb/a.ipynb:cell 4:1:13: GW102 ")
    assert (ran.status, ran.err) == (
        1,
        "1 finding in 2 generated lines of 1 file; 2 generated units: 1 refuted, 1 unverified, 0 supported.\n",
    ) or "1 finding in 2 generated lines" in ran.err
    report = groundwire_command(project, "check", "--format", "json").json
    (finding,) = report["findings"]
    assert (finding["path"], finding["cell"], finding["range"]["start"]) == ("nb/a.ipynb", 4, {"line": 1, "column": 13})
    assert {(unit["cell"], unit["origin"]["tool"]) for unit in report["units"]} == {(4, "claude-code")}
    blamed = groundwire_command(project, "blame", "--json", "nb/a.ipynb").json["lines"]
    assert [(line["cell"], line["line"], line["state"]) for line in blamed] == [
        (2, 1, "unknown"),
        (2, 2, "unknown"),
        (3, 1, "unknown"),
        (4, 1, "ai"),
        (4, 2, "ai"),
    ]
    assert "4:2) data" in groundwire_command(project, "blame", "nb/a.ipynb").out


def test_a_notebook_that_moved_on_keeps_its_owners(project: Path) -> None:
    """Another tool re-ordered the cells, edited one and put numbers out."""
    file = project / "a.ipynb"
    first = ipynb(IMPORT, WRONG, "print(2)")
    agents.record(project, agents.write(file, None, first))
    file.write_text(ipynb(("c1", WRONG), ("new", "x = 1"), ("c0", IMPORT + "\nimport os")))
    lines = groundwire_command(project, "blame", "--json", "a.ipynb").json["lines"]
    assert [(line["cell"], line["state"]) for line in lines] == [
        (1, "ai"),
        (2, "unknown"),
        (3, "ai"),
        (3, "ai"),
        (3, "unknown"),
    ]


def test_every_cell_and_those_changed_since(project: Path) -> None:
    file = project / "nb" / "a.ipynb"
    file.write_text(
        ipynb("import json\nimport helpers\nawait helpers.clean(1)", WRONG, "!ls", SHOWN, "%%bash\nif x; then fi")
    )
    ran = groundwire_command(project, "check", "--all")
    assert [line.split(" ")[:3] for line in ran.out.splitlines() if line[0] != " "] == [
        ["nb/a.ipynb:cell", "2:1:13:", "GW102"]
    ]
    git(project, "add", "-A")
    git(project, "commit", "-qm", "first")
    assert groundwire_command(project, "check", "--base", "HEAD").status == 0
    more = ["import json\nimport helpers\nawait helpers.clean(1)", "json.dupms({})", WRONG, SHOWN]
    file.write_text(ipynb(*((f"n{index}", text) for index, text in enumerate(more))))
    found = groundwire_command(project, "check", "--base", "HEAD", "--format", "json").json
    assert [(finding["cell"], finding["code"]) for finding in found["findings"]] == [(2, "GW102")]
    assert found["scope"]["lines"] == 1


def test_comments_silence_a_line_and_a_notebook(project: Path) -> None:
    file = project / "a.ipynb"
    file.write_text(ipynb("import json", WRONG + "  # groundwire: ignore[GW102]"))
    assert groundwire_command(project, "check", "--all", "a.ipynb").status == 0
    file.write_text(ipynb("# groundwire: ignore-file\nimport json", WRONG))
    assert groundwire_command(project, "check", "--all", "a.ipynb").status == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ipynb("x <- 1", language="R"), "its kernel runs R, and only Python is analysed"),
        ("{", "it is not a notebook: "),
        ("[" * 100_000, "it is nested too deep to be a notebook"),
        ('{"nbformat": 2, "cells": []}', "its notebook format is 2, and 3 and 4 are read"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}', "the source of cell 1 is no text"),
        ("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "a merge left its conflict markers in it"),
    ],
)
def test_what_is_no_python_notebook_is_said(project: Path, content: str, why: str) -> None:
    (project / "a.ipynb").write_text(content)
    ran = groundwire_command(project, "check", "--all", "a.ipynb")
    assert (ran.status, why in ran.out) == (2, True)


def test_a_broken_cell_leaves_the_others(project: Path) -> None:
    (project / "a.ipynb").write_text(ipynb("import json", "def broken(:", WRONG))
    ran = groundwire_command(project, "check", "--all")
    assert "a.ipynb:cell 2: not checked: line 1:" in ran.out
    assert "a.ipynb:cell 3:1:13: GW102" in ran.out
    assert "1 cell not checked" in ran.err


def test_no_test_can_import_a_notebook(project: Path) -> None:
    (project / "a.ipynb").write_text(ipynb("def f():\n    return 1"))
    ran = groundwire_command(project, "stub", "a.ipynb::f")
    assert (ran.status, "is a notebook, which no test can import" in ran.err) == (2, True)


def test_changed_lines_of_a_notebook_are_marked(project: Path) -> None:
    file = project / "a.ipynb"
    file.write_text(ipynb("import json"))
    git(project, "add", "-A")
    git(project, "commit", "-qm", "first")
    file.write_text(ipynb("import json", WRONG))
    assert groundwire_command(project, "record", "--since", "HEAD").out.startswith("1 line of 1 file")
    assert "a.ipynb:cell 2:1:13: GW102" in groundwire_command(project, "check").out


def test_odd_json_is_that_files_error_alone(project: Path) -> None:
    (project / "nb" / "a.ipynb").write_text('{"nbformat": [4], "cells": []}')
    (project / "nb" / "b.ipynb").write_text(ipynb("import json", WRONG))
    ran = groundwire_command(project, "check", "--all")
    assert "nb/b.ipynb:cell 2:1:13: GW102 " in ran.out
    assert "nb/a.ipynb: " in ran.out
    assert "its notebook format is none" in ran.out
    assert groundwire_command(project, "blame", "nb/a.ipynb").err.count("its notebook format is none") == 1


def test_half_a_character_is_its_cells_error(project: Path) -> None:
    (project / "a.ipynb").write_text(ipynb("import json", "x = 1\ny = '\ud800'", WRONG))
    ran = groundwire_command(project, "check", "--all")
    assert "a.ipynb:cell 3:1:13: GW102 " in ran.out
    assert "line 2: it holds half of a character (a lone surrogate)" in ran.out
    (project / "a.ipynb").write_text(ipynb("y = '\ud800'"))
    assert groundwire_command(project, "check", "--all").status == 2


def test_a_cell_that_is_indented_as_a_whole(project: Path) -> None:
    (project / "a.ipynb").write_text(ipynb("import json", f"\n    %matplotlib inline\n    {WRONG}\n    print(data)"))
    ran = groundwire_command(project, "check", "--all")
    assert (ran.status, ran.out.split("GW102")[0]) == (1, "a.ipynb:cell 2:3:17: ")
    assert "unexpected indent" not in ran.out
