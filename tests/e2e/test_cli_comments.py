"""`groundwire check` and comments that silence rules: for a file, between units, misspelt, of no use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from e2e.command_line import attribute, git, groundwire_command

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'
ONLY = ("--select", "GW208,GW206", "--format", "json")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with nothing in it."""
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text(".state/\n")
    return tmp_path


def checked(project: Path, text: str, *arguments: str) -> tuple[int, list[str], list[tuple[int, str]]]:
    """Exit status, codes found, and what is noted in which line; twice, for the second answer comes from the cache."""
    (project / "a.py").write_text(text)
    first, second = (groundwire_command(project, "check", *(arguments or ("--all",)), *ONLY) for _ in range(2))
    assert first == second
    notes = [(note["range"]["start"]["line"], note["message"]) for note in first.json["notes"]]
    return first.status, [finding["code"] for finding in first.json["findings"]], notes


@pytest.mark.parametrize("named", ["GW208", "lexical-trap", "GW206, GW208", "GW2"])
def test_a_file_is_silent_about_what_it_names(project: Path, named: str) -> None:
    status, found, notes = checked(project, f"# groundwire: ignore-file[{named}] set by us alone\n{TRAP}")
    assert (status, found) == (0, [])
    assert notes == ([(1, "GW206 would mark nothing in this file.")] if "," in named else [])


def test_and_about_nothing_else(project: Path) -> None:
    status, found, notes = checked(project, f"{TRAP}# groundwire: ignore-file[GW206]\n")
    assert (status, found) == (1, ["GW208"])
    assert notes == [(6, "GW206 would mark nothing in this file.")]


def test_where_a_rule_did_not_run_nobody_knows_whether_it_would_mark_anything(project: Path) -> None:
    assert checked(project, f"# groundwire: ignore-file[GW203]\n{TRAP}")[2] == []


def test_it_may_need_a_reason(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.groundwire]\nrequire-suppression-reason = true\n")
    comment = "# groundwire: ignore-file[GW208]"
    _, found, notes = checked(project, f"{comment}\n{TRAP}")
    assert (found, notes) == (["GW208"], [(1, "This comment gives no reason, so it silences nothing here.")])
    assert checked(project, f"{comment} set by us alone\n{TRAP}") == (0, [], [])


def test_a_tool_silences_no_rule_of_a_file(project: Path) -> None:
    text = f"# groundwire: ignore-file[GW208]\n{TRAP}"
    (project / "a.py").write_text(text)
    attribute(project / "a.py", text)
    for scope in ((), ("--all",)):
        ran = groundwire_command(project, "check", *scope, *ONLY)
        (finding,) = ran.json["findings"]
        assert finding["explanation"].endswith(
            "A tool wrote the comment that ignores GW208 here, so it counts for nothing."
        )


@pytest.mark.parametrize(
    ("comment", "note"),
    [
        ("# groundwire: ignore-file[GW999]", "There is no rule GW999."),
        (
            "# groundwire: ignore_file[GW206]",
            "This comment silences nothing: it is written `# groundwire: ignore-file[GW206]`.",
        ),
        (
            "# groundwire: ignore[GW208]",
            "This comment stands on a line of its own, where it silences nothing: put it behind the code it is for.",
        ),
        ("# groundwire: ignore GW208", "This comment silences nothing: it is written `# groundwire: ignore[GW208]`."),
    ],
)
def test_comments_between_units_are_noted(project: Path, comment: str, note: str) -> None:
    text = TRAP.replace("import os\n", f"import os\n{comment}\n")
    assert checked(project, text) == (1, ["GW208"], [(2, note)])
    attribute(project / "a.py", 'return bool(os.environ.get("DEBUG"))')
    assert checked(project, text, "--names") == (1, ["GW208"], [(2, note)])


def test_one_that_says_more_than_it_names_is_noted(project: Path) -> None:
    status, found, notes = checked(project, f"# groundwire: ignore-file GW206\n{TRAP}")
    assert (status, found) == (0, [])
    meant = "`# groundwire: ignore-file[GW206]`"
    assert notes == [(1, f"This comment silences every rule in this file: for the one named write {meant}.")]


def test_the_cells_of_a_notebook_are_one_file(project: Path) -> None:
    cells = ["# groundwire: ignore-file[GW208, GW206]\nimport os", TRAP.partition("\n\n\n")[2]]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
            for n, text in enumerate(cells)
        ],
    }
    (project / "a.ipynb").write_text(json.dumps(notebook).replace("GW208", "GW203"))
    assert len(groundwire_command(project, "check", "--all", *ONLY).json["findings"]) == 1
    (project / "a.ipynb").write_text(json.dumps(notebook))
    ran = groundwire_command(project, "check", "--all", *ONLY)
    assert ran.json["findings"] == []
    assert [(note["cell"], note["message"]) for note in ran.json["notes"]] == [
        (1, "GW206 would mark nothing in this file.")
    ]
