"""What a recorded test run says of units, and when it says nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from coverage import CoverageData

from groundwire.evidence.coverage import Coverage
from groundwire.evidence.coverage_data import MAX_BYTES, file_lines
from groundwire.evidence.statements import statements
from groundwire.model import MissedLines, RecordedRun
from support.recorded_runs import (
    PRICES,
    RUN_ALL_OF_PARSE,
    RUN_PARSE,
    kinds,
    project,
    run_under_coverage,
    runs,
    seen,
)

KNOWN = {"parse": "known", "show": "known", "Cart.total": "known"}
CHANGED = dict.fromkeys(KNOWN, "changed")


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """A project whose script called `parse` once."""
    root = project(tmp_path / "project")
    run_under_coverage(root, RUN_PARSE)
    return root


def refused(root: Path) -> str:
    """Why the data of a folder is not used."""
    run = seen(root).run_of("prices.py", "")
    assert run is not None
    assert run.kind == "unreadable"
    return run.reason


# what was recorded


@pytest.mark.parametrize("options", [(), ("--branch",)])
def test_statements_that_ran_and_blocks_that_did_not(tmp_path: Path, options: tuple[str, ...]) -> None:
    root = project(tmp_path / "project")
    run_under_coverage(root, RUN_PARSE, *options)
    found = runs(seen(root), PRICES)
    parse, show, total = found["parse"], found["show"], found["Cart.total"]
    assert parse is not None
    assert (parse.kind, parse.data, parse.statements, parse.ran) == ("known", ".coverage", 3, 2)
    assert parse.missed == (MissedLines(3, 1),)
    assert show is not None
    assert (show.statements, show.ran) == (1, 0)
    assert total is not None
    assert (total.statements, total.ran) == (5, 0)


def test_the_test_that_ran_the_line_before_is_named(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / ".coveragerc").write_text("[run]\ndynamic_context = test_function\n")
    run_under_coverage(root, "from prices import parse\n\ndef test_one():\n    parse('1')\n\ntest_one()\n")
    parse = runs(seen(root), PRICES)["parse"]
    assert parse is not None
    assert parse.missed == (MissedLines(3, 1, "__main__.test_one"),)


def test_the_lines_are_those_that_coverage_itself_reports(tmp_path: Path) -> None:
    """On the standard library's own modules: what is not run there is what `coverage json` calls missing."""
    root = tmp_path / "project"
    root.mkdir()
    names = ("argparse", "fractions", "dataclasses", "configparser", "tokenize", "ast")
    for name in names:
        shutil.copyfile(Path(os.__file__).parent / f"{name}.py", root / f"own_{name}.py")
    imports = "".join(f"import own_{name}\n" for name in names)
    run_under_coverage(root, f"{imports}own_fractions.Fraction('1/3')\nown_argparse.ArgumentParser().format_help()\n")
    subprocess.run([sys.executable, "-m", "coverage", "json", "-q"], cwd=root, check=True)
    reported = json.loads((root / "coverage.json").read_text())["files"]
    for name in names:
        text = (root / f"own_{name}.py").read_text()
        counted = statements(text, ())
        assert counted is not None
        lines = file_lines(root / ".coverage", str(root / f"own_{name}.py"))
        assert lines is not None
        missed = counted.starts - {counted.first_line(line) for line in lines.ran}
        theirs = set(reported[f"own_{name}.py"]["missing_lines"])
        assert len(missed) > 100
        assert missed <= theirs
        starts = ("raise NotImplementedError", "if __name__ == '__main__':", "main()", "_main()")
        for line in theirs - missed:  # left out on purpose
            assert text.split("\n")[line - 1].strip().startswith(starts)


def test_a_project_without_data_knows_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    assert kinds(seen(root), PRICES) == dict.fromkeys(KNOWN)
    assert sorted(file.name for file in root.iterdir()) == ["prices.py"]


def test_a_file_that_was_not_measured_is_not_called_unrun(ran: Path) -> None:
    (ran / "other.py").write_text(PRICES)
    assert kinds(seen(ran, "prices.py", "other.py"), PRICES, "other.py") == dict.fromkeys(KNOWN, "not measured")


def test_reading_leaves_the_folder_as_it_was(ran: Path) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        return {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in ran.glob("*") if file.is_file()}

    before = state()
    assert kinds(seen(ran), PRICES) == KNOWN
    assert state() == before


# freshness


def test_a_source_newer_than_the_data_is_of_unknown_age(ran: Path) -> None:
    time = (ran / ".coverage").stat().st_mtime + 1
    os.utime(ran / "prices.py", (time, time))
    assert kinds(seen(ran), PRICES) == CHANGED


def test_an_edited_unit_is_of_unknown_age_and_the_others_stay_known(ran: Path) -> None:
    coverage = seen(ran)
    edited = PRICES.replace("not text", "not text.strip()")
    assert kinds(coverage, edited) == {**KNOWN, "parse": "changed"}
    (ran / "prices.py").write_text(edited)  # saved meanwhile, and the data still is what it was
    assert not coverage.refresh({"prices.py"})
    assert kinds(coverage, edited) == {**KNOWN, "parse": "changed"}
    assert kinds(coverage, PRICES) == KNOWN


def test_a_file_that_changed_between_the_first_sight_and_the_first_question_counts_as_first_seen(ran: Path) -> None:
    coverage = seen(ran)
    (ran / "prices.py").write_text(PRICES.replace("100", "1000"))
    assert kinds(coverage, PRICES) == KNOWN


def test_a_moved_unit_keeps_its_lines(ran: Path) -> None:
    coverage = seen(ran)
    head, _, rest = PRICES.partition("def parse")
    parse, _, others = rest.partition("\n\n\n")
    moved = f"{head}# a remark\n\n\n{others}\n\ndef parse{parse}\n"
    assert runs(coverage, moved) == runs(coverage, PRICES)


def test_data_that_is_replaced_is_seen_anew(ran: Path) -> None:
    coverage = seen(ran)
    run_under_coverage(ran, RUN_ALL_OF_PARSE)
    assert coverage.refresh({"prices.py"})
    parse = runs(coverage, PRICES)["parse"]
    assert parse is not None
    assert (parse.ran, parse.missed) == (3, ())
    assert not coverage.refresh({"prices.py"})
    (ran / ".coverage").unlink()
    assert coverage.refresh({"prices.py"})
    assert kinds(coverage, PRICES) == dict.fromkeys(KNOWN)


def test_recorded_lines_that_are_no_code_of_this_text_show_that_another_text_ran(ran: Path) -> None:
    (ran / "prices.py").write_text("\n" + PRICES)
    os.utime(ran / "prices.py", (1_700_000_000, 1_700_000_000))
    assert kinds(seen(ran), "\n" + PRICES) == CHANGED


def test_two_units_of_one_text_that_ran_differently_are_told_by_nobody(tmp_path: Path) -> None:
    twice = "def one():\n    return 1\n\n\none()\n\n\ndef one():\n    return 1\n"
    root = project(tmp_path / "project", twice)
    run_under_coverage(root, "import prices\n")
    assert kinds(seen(root), twice) == {"one": "changed"}


def test_a_text_that_cannot_be_parsed_is_of_unknown_age(ran: Path) -> None:
    (ran / "prices.py").write_text("def parse(:\n    pass\n")
    os.utime(ran / "prices.py", (1_700_000_000, 1_700_000_000))
    assert kinds(seen(ran), "def parse(:\n    pass\n") == {"parse": "changed"}


# paths


def moved_elsewhere(root: Path, change: dict[str, str]) -> None:
    """Rewrite the recorded paths, as if the run had been another machine's."""
    connection = sqlite3.connect(root / ".coverage")
    for old, new in change.items():
        connection.execute("update file set path = ? where path = ?", (new, old))
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("recorded", "kind"),
    [
        ("prices.py", "known"),
        ("./prices.py", "known"),
        ("/home/ci/build/prices.py", "known"),
        ("C:\\build\\prices.py", "known"),
        ("/home/ci/build/other_prices.py", "not measured"),
        ("/home/ci/build/prices.pyi", "not measured"),
        ("../prices.py", "known"),
        ("", "not measured"),
    ],
)
def test_a_path_of_another_machine_means_the_file_that_is_its_end(ran: Path, recorded: str, kind: str) -> None:
    moved_elsewhere(ran, {str(ran / "prices.py"): recorded})
    assert set(kinds(seen(ran), PRICES).values()) == {kind}


def test_a_path_that_may_mean_two_files_means_none(ran: Path) -> None:
    (ran / "shop").mkdir()
    shutil.copy2(ran / "prices.py", ran / "shop" / "prices.py")
    moved_elsewhere(ran, {str(ran / "prices.py"): "/ci/shop/prices.py"})
    files = ("prices.py", "shop/prices.py")
    for path in files:
        assert set(kinds(seen(ran, *files), PRICES, path).values()) == {"not measured"}


def test_two_recorded_paths_for_one_file_mean_nothing(ran: Path) -> None:
    moved_elsewhere(ran, {str(ran / "prices.py"): "/a/prices.py", str(ran / "try_it.py"): "/b/prices.py"})
    assert set(kinds(seen(ran), PRICES).values()) == {"not measured"}


# data that cannot be used


def test_a_broken_file_is_refused_with_its_reason(ran: Path) -> None:
    content = (ran / ".coverage").read_bytes()
    for broken, reason in {
        b"": "it is not coverage data that this version can read",
        b"!coverage.py: This is a private format": "it is not coverage data that this version can read",
        content[:5_000]: "it cannot be read: ",
        content[:100] + b"\xff" * (len(content) - 100): "it cannot be read: ",
    }.items():
        (ran / ".coverage").write_bytes(broken)
        assert refused(ran).startswith(reason)
        assert "groundwire-" not in refused(ran)


def test_a_database_of_something_else_is_refused_and_left_alone(ran: Path) -> None:
    (ran / ".coverage").unlink()
    connection = sqlite3.connect(ran / ".coverage")
    connection.execute("create table price (cents integer)")
    connection.commit()
    connection.close()
    before = (ran / ".coverage").read_bytes()
    assert refused(ran)
    assert (ran / ".coverage").read_bytes() == before


def test_data_of_another_schema_is_refused(ran: Path) -> None:
    connection = sqlite3.connect(ran / ".coverage")
    connection.execute("update coverage_schema set version = 99")
    connection.commit()
    connection.close()
    assert "wrong schema" in refused(ran)


def test_data_being_written_is_refused_until_it_is_written(ran: Path) -> None:
    (ran / ".coverage-journal").write_bytes(b"half")
    coverage = seen(ran)
    assert refused(ran) == "it is being written"
    (ran / ".coverage-journal").unlink()
    os.utime(ran / ".coverage")
    assert coverage.refresh({"prices.py"})
    assert kinds(coverage, PRICES) == KNOWN


def test_data_locked_by_a_writer_is_read_as_it_stands(ran: Path) -> None:
    connection = sqlite3.connect(ran / ".coverage", isolation_level=None)
    connection.execute("begin exclusive")
    try:
        assert kinds(seen(ran), PRICES) == KNOWN
    finally:
        connection.rollback()
        connection.close()


def test_a_huge_file_a_folder_and_a_pipe_are_refused_unopened(ran: Path) -> None:
    with (ran / ".coverage").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert refused(ran).startswith(f"it has {MAX_BYTES + 1:,} bytes")
    (ran / ".coverage").unlink()
    (ran / ".coverage").mkdir()
    assert refused(ran) == "it is not a regular file"
    (ran / ".coverage").rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(ran / ".coverage")
        assert refused(ran) == "it is not a regular file"


def test_parts_of_a_parallel_run_are_named_and_not_combined(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    run_under_coverage(root, RUN_PARSE, "--parallel-mode")
    assert refused(root) == "its parts, .coverage.*, are not combined (`coverage combine` does it)"


def test_lines_of_a_template_that_a_plugin_traced_are_not_those_of_a_source(ran: Path) -> None:
    (ran / ".coverage").unlink()
    data = CoverageData(str(ran / ".coverage"))
    data.add_lines({str(ran / "prices.py"): [1], str(ran / "try_it.py"): [1]})
    data.add_file_tracers({str(ran / "prices.py"): "some_plugin"})
    data.write()
    data.close()
    assert set(kinds(seen(ran), PRICES).values()) == {"not measured"}


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("pyproject.toml", '[tool.coverage.run]\ndata_file = "reports/data"\n'),
        (".coveragerc", "[run]\ndata_file = reports/data\n"),
        (".coveragerc", "[coverage:run]\ndata_file = reports/data\n"),
        ("setup.cfg", "[coverage:run]\ndata_file = reports/data\n"),
        ("tox.ini", "[coverage:run]\ndata_file = reports/data\n"),
    ],
)
def test_the_data_is_where_the_project_says(ran: Path, name: str, settings: str) -> None:
    (ran / "reports").mkdir()
    (ran / ".coverage").rename(ran / "reports" / "data")
    coverage = seen(ran)
    assert kinds(coverage, PRICES) == dict.fromkeys(KNOWN)
    (ran / name).write_text(settings)
    assert coverage.refresh({"prices.py"})
    assert kinds(coverage, PRICES) == KNOWN


@pytest.mark.parametrize("place", ["../.coverage", "/tmp/.coverage", "$HOME/.coverage", "${DATA-x}", "link/.coverage"])
def test_data_outside_the_folder_is_not_looked_for(ran: Path, place: str) -> None:
    (ran / "link").symlink_to(ran.parent)
    shutil.copyfile(ran / ".coverage", ran.parent / ".coverage")
    (ran / ".coveragerc").write_text(f"[run]\ndata_file = {place}\n")
    assert refused(ran) in {
        "it lies outside the workspace folder",
        "its path depends on the environment of the test run",
    }


def test_a_plugin_that_the_settings_name_is_never_imported(ran: Path) -> None:
    (ran / "plug.py").write_text("raise SystemExit('a plugin was imported')\n")
    (ran / ".coveragerc").write_text("[run]\nplugins = plug\n[report]\nexclude_also =\n    (unclosed\n    return f\n")
    found = runs(seen(ran), PRICES)
    assert "plug" not in sys.modules
    assert found["show"] == RecordedRun("known", ".coverage", found["show"].time if found["show"] else "")
    assert not Coverage(ran / "absent").refresh(())
