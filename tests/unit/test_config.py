"""Settings: where they come from, which wins, what is said of wrong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from groundwire.config import Config, load

if TYPE_CHECKING:
    from pathlib import Path


def loaded(root: Path, toml: str = "", editor: dict[str, Any] | None = None, **flags: Any) -> tuple[Config, list[str]]:
    (root / "pyproject.toml").write_text(toml)
    config, problems = load(root, editor or {}, flags)
    return config, [str(problem) for problem in problems]


def test_nothing_set(tmp_path: Path) -> None:
    assert load(tmp_path, {}, {}) == (Config(), [])


def test_flags_win_over_the_editor_and_that_over_pyproject(tmp_path: Path) -> None:
    toml = "[tool.groundwire]\nselect = ['GW1']\nignore = ['GW101']\nstub-expectation = 'xfail'\nexclude = ['gen/**']\n"
    editor = {"select": ["GW2"], "ignore": ["falsy-default"], "interpreter": "/usr/bin/python3"}
    assert loaded(tmp_path, toml, editor, select=["GW208"], ignore=None) == (
        Config(True, ("GW208",), ("falsy-default",), ("gen/**",), None, "xfail"),
        [],
    )


def test_settings_that_an_editor_sends_though_nobody_set_them_say_nothing(tmp_path: Path) -> None:
    toml = "[tool.groundwire]\nselect = ['GW1']\nstub-expectation = 'xfail'\nenvironment = 'env'\n"
    editor = {"select": [], "ignore": [], "environment": "", "stubExpectation": "fail"}
    config, problems = loaded(tmp_path, toml, editor)
    assert (config.select, config.stub_expectation, problems) == (("GW1",), "xfail", [])
    assert config.environment == str(tmp_path / "env")


def test_either_side_switches_a_folder_off(tmp_path: Path) -> None:
    assert not loaded(tmp_path, editor={"enable": False})[0].enable
    config, problems = loaded(tmp_path, "[tool.groundwire]\nenable = false\n", {"enable": True})
    assert (config.enable, problems) == (False, [])


def test_an_absolute_environment_stays(tmp_path: Path) -> None:
    elsewhere = str(tmp_path.parent / "env")
    assert loaded(tmp_path, editor={"environment": elsewhere})[0].environment == elsewhere


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("select = 'GW1'", "pyproject.toml: `select` must be a list of strings"),
        ("select = [1]", "pyproject.toml: `select` must be a list of strings"),
        (
            "ignore = ['GW1234']",
            "pyproject.toml: `ignore` must hold codes such as GW101 or names such as falsy-default, not GW1234",
        ),
        ("enable = 'no'", "pyproject.toml: `enable` must be true or false"),
        ("enable = 0", "pyproject.toml: `enable` must be true or false"),
        ("environment = 3", "pyproject.toml: `environment` must be a path"),
        ("stub-expectation = 'pass'", 'pyproject.toml: `stub-expectation` must be "fail" or "xfail"'),
        ("stub-expectation = []", 'pyproject.toml: `stub-expectation` must be "fail" or "xfail"'),
        (
            "stub_expectation = 'fail'",
            "pyproject.toml: `stub_expectation` is not a setting of Groundwire; did you mean `stub-expectation`?",
        ),
        ("colour = 1", "pyproject.toml: `colour` is not a setting of Groundwire"),
    ],
)
def test_wrong_values_are_reported_and_the_rest_is_used(tmp_path: Path, toml: str, expected: str) -> None:
    config, problems = loaded(tmp_path, f"[tool.groundwire]\nexclude = ['x']\n{toml}\n")
    assert problems == [expected]
    assert config == Config(exclude=("x",))


@pytest.mark.parametrize("toml", ["[tool", "x = 'é", "[tool]\ngroundwire = 1\n"])
def test_a_broken_file_is_reported(tmp_path: Path, toml: str) -> None:
    config, problems = loaded(tmp_path, toml)
    assert config == Config()
    assert len(problems) == 1
    assert problems[0].startswith("pyproject.toml: ")


def test_a_table_of_another_shape_is_no_ones_business(tmp_path: Path) -> None:
    assert loaded(tmp_path, "tool = 1\n") == (Config(), [])
