"""Which rules run on a file: settings for some files, and what another tool says already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from groundwire.analysis.file_codes import FileCodes
from groundwire.analysis.overlap.patterns import matches
from groundwire.analysis.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path


class Declared(NamedTuple):
    code: str
    name: str
    overlaps: tuple[str, ...] = ()
    overlaps_in_part: tuple[str, ...] = ()


RANDOM = Declared("GW503", "unseeded-randomness", ("ruff:S311", "ruff:NPY002"))
MISSING = Declared(
    "GW101", "unresolved-module", ("pyright:reportMissingImports", "mypy:import-not-found", "ty:import-not-found")
)
ATTRIBUTE = Declared(
    "GW102",
    "unknown-attribute",
    ("pyright:reportAttributeAccessIssue", "mypy:attr-defined", "ty:missing-attribute", "ty:missing-module-member"),
)
PLAIN = Declared("GW201", "falsy-default")
ALL = (RANDOM, MISSING, ATTRIBUTE, PLAIN)


def codes(root: Path, files: dict[str, str], path: str = "shop/till.py", *, overlap: bool = True) -> set[str]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return set(FileCodes(root, ALL, {rule.code for rule in ALL}, {}, overlap=overlap).of(path))


def test_without_other_tools_every_rule_runs(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == {"GW101", "GW102", "GW201", "GW503"}


@pytest.mark.parametrize(
    ("settings", "silent"),
    [
        ("[lint]\nselect = ['S311', 'NPY002']", True),
        ("select = ['S', 'NPY']", True),
        ("[lint]\nselect = ['ALL']", True),
        ("[lint]\nextend-select = ['S3', 'NPY']", True),
        ("", False),
        ("[lint]\nselect = ['S311']", False),
        ("[lint]\nselect = ['ALL']\nignore = ['S311']", False),
        ("[lint]\nselect = ['S311', 'NPY002']\nignore = ['S']", True),
        ("[lint]\nselect = ['S', 'NPY']\nignore = ['S3']", False),
        ("[lint]\nselect = ['SIM', 'NPY']", False),
        ("extend = '../ruff.toml'\n[lint]\nselect = ['ALL']", False),
        ("exclude = ['shop']\n[lint]\nselect = ['ALL']", False),
        ("[lint]\nselect = ['ALL']\n[lint.per-file-ignores]\n'shop/*' = ['S']", False),
        ("[lint]\nselect = ['ALL']\n[lint.per-file-ignores]\n'!shop/*' = ['S']", True),
        ("[lint]\nselect = ['ALL']\n[lint.per-file-ignores]\n'{till,cart}.py' = ['NPY002']", False),
        ("[lint]\nselect = ['ALL']\n[lint.per-file-ignores]\n'tests/**' = ['S']", True),
        ("this is no TOML [", False),
    ],
)
def test_ruffs_own_settings_say_whether_it_runs_a_rule(settings: str, silent: bool, tmp_path: Path) -> None:
    assert ("GW503" not in codes(tmp_path, {"ruff.toml": settings})) is silent


def test_the_nearest_settings_count(tmp_path: Path) -> None:
    files = {"pyproject.toml": "[tool.ruff.lint]\nselect = ['ALL']", "shop/ruff.toml": "line-length = 100"}
    assert "GW503" in codes(tmp_path, files)
    assert "GW503" not in codes(tmp_path, files, "app.py")


@pytest.mark.parametrize(
    ("files", "silent"),
    [
        ({"pyrightconfig.json": "{}"}, {"GW101", "GW102"}),
        ({"pyproject.toml": "[tool.pyright]\nreportMissingImports = false"}, {"GW102"}),
        ({"pyproject.toml": "[tool.pyright]\ntypeCheckingMode = 'off'"}, set()),
        ({"pyproject.toml": "[tool.pyright]\nexclude = ['shop']"}, set()),
        ({"pyproject.toml": "[tool.pyright]\ninclude = ['src']"}, set()),
        ({"pyrightconfig.json": "{ // of ours\n}"}, set()),
        ({"pyproject.toml": "[tool.mypy]\nstrict = true"}, {"GW101", "GW102"}),
        ({"mypy.ini": "[mypy]\n"}, {"GW101"}),
        ({"mypy.ini": "[mypy]\nignore_missing_imports = True\nstrict = True"}, set()),
        ({"setup.cfg": "[mypy]\nstrict = True\ndisable_error_code = attr-defined"}, {"GW101"}),
        ({"setup.cfg": "[mypy]\nstrict = True\n[mypy-shop.*]\nignore_errors = True"}, set()),
        ({"pyproject.toml": "[tool.mypy]\nstrict = true\nexclude = ['^shop/']"}, set()),
        ({"ty.toml": ""}, {"GW101", "GW102"}),
        ({"pyproject.toml": "[tool.ty]"}, {"GW101", "GW102"}),
        ({"pyproject.toml": "[tool.ty.environment]\npython-version = '3.11'"}, {"GW101", "GW102"}),
        ({"pyproject.toml": "[tool.ty.rules]\nmissing-attribute = 'ignore'"}, {"GW101"}),
        ({"pyproject.toml": "[tool.ty.rules]\nunresolved-attribute = 'ignore'"}, {"GW101"}),
        ({"pyproject.toml": "[tool.ty.rules]\nimport-not-found = 'warn'"}, {"GW101", "GW102"}),
        ({"ty.toml": "[rules]\nunresolved-import = 'ignore'"}, set()),
        ({"ty.toml": "[rules]\nall = 'ignore'\nimport-not-found = 'error'"}, {"GW101"}),
        ({"ty.toml": "[rules]\nall = 'ignore'", "pyproject.toml": "[tool.ty]"}, set()),
        ({"ty.toml": "[src]\nexclude = ['shop']"}, set()),
        ({"ty.toml": "[src]\nexclude = ['tests', '!shop']"}, set()),
        ({"ty.toml": "[src]\ninclude = ['src']"}, set()),
        ({"ty.toml": "[src]\ninclude = ['shop/']\nexclude = ['shop/cart.py']"}, {"GW101", "GW102"}),
        ({"ty.toml": "[[overrides]]\ninclude = ['tests']\n[overrides.rules]\nall = 'ignore'"}, set()),
        ({"ty.toml": "[analysis]\nallowed-unresolved-imports = ['x.**']"}, set()),
        ({"pyproject.toml": "[tool.ruff]"}, set()),
    ],
)
def test_type_checkers_settings_say_what_they_report(files: dict[str, str], silent: set[str], tmp_path: Path) -> None:
    assert {"GW101", "GW102"} - codes(tmp_path, files) == silent


def test_overlap_can_be_switched_off_and_a_rule_asked_for(tmp_path: Path) -> None:
    files = {"pyrightconfig.json": "{}"}
    assert "GW101" in codes(tmp_path, files, overlap=False)
    asked = FileCodes(tmp_path, ALL, {"GW101"}, {}, overlap=True, heard={"GW101"})
    assert asked.of("app.py") == {"GW101"}


def test_it_is_said_which_tool_speaks_for_a_rule(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("lint.select = ['ALL']")
    files = FileCodes(tmp_path, ALL, {"GW503"}, {}, overlap=True)
    assert files.told("app.py") == {"GW503": "ruff S311, ruff NPY002"}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("lint.select = ['B', 'RUF']", {"B008", "RUF009"}),
        ("lint.select = ['B']", {"B008"}),
        ("lint.select = ['ALL']\npreview = true", {"B008", "RUF009", "RUF069"}),
        ("lint.select = ['ALL']\nlint.preview = true\nlint.explicit-preview-rules = true", {"B008", "RUF009"}),
        ("lint.select = ['RUF069']\npreview = true\nlint.explicit-preview-rules = true", {"RUF069"}),
        ("lint.select = ['B']\nlint.flake8-bugbear.extend-immutable-calls = ['datetime.datetime.now']", set()),
    ],
)
def test_some_of_its_marks_may_be_told(tmp_path: Path, settings: str, told: set[str]) -> None:
    rule = Declared("GW504", "wall-clock-misuse", (), ("ruff:B008", "ruff:RUF009", "ruff:RUF069"))
    (tmp_path / "ruff.toml").write_text(settings)
    files = FileCodes(tmp_path, (rule,), {"GW504"}, {}, overlap=True)
    assert (files.of("app.py"), files.told("app.py")) == ({"GW504"}, {})
    assert files.told_in_part("app.py") == {("GW504", f"ruff:{each}") for each in told}
    assert FileCodes(tmp_path, (rule,), {"GW504"}, {}, overlap=True, heard={"GW504"}).told_in_part("app.py") == set()
    assert FileCodes(tmp_path, (rule,), {"GW504"}, {}, overlap=False).told_in_part("app.py") == set()


def test_rules_are_left_out_by_pattern(tmp_path: Path) -> None:
    per_file = {"tests/*": ["GW2"], "conftest.py": ["unresolved-module"], "!src/*": ["GW503"]}
    files = FileCodes(tmp_path, ALL, {rule.code for rule in ALL}, per_file, overlap=False)
    assert files.of("tests/deep/test_till.py") == {"GW101", "GW102"}
    assert files.of("src/conftest.py") == {"GW102", "GW201", "GW503"}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.py", "a/b.py", True),
        ("b.py", "a/b.py", True),
        ("a/*", "a/b/c.py", True),
        ("**/c.py", "c.py", True),
        ("a", "a/b.py", False),
        ("{a,x}/b.py", "x/b.py", True),
        ("./a/b.py", "a/b.py", True),
        ("!a/*", "b/c.py", True),
    ],
)
def test_patterns_mean_what_they_mean_to_ruff(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


def test_a_tool_whose_settings_tell_nothing_silences_nothing(tmp_path: Path) -> None:
    rule = Declared("GW607", "failure-not-seen", ("ruff:PLW1510", "semgrep:use-raise-for-status"))
    (tmp_path / "ruff.toml").write_text("lint.select = ['ALL']")
    assert FileCodes(tmp_path, (rule,), {"GW607"}, {}, overlap=True).told("app.py") == {}


def test_every_overlap_is_written_as_tool_and_rule() -> None:
    overlaps = [each for rule in RULES for each in (*rule.overlaps, *rule.overlaps_in_part)]
    assert [each for each in overlaps if not each.partition(":")[2]] == []
