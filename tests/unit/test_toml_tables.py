"""TOML that a project may hold is read by names, whatever stands where a table is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from groundwire import config
from groundwire.analysis.declared import declared, entry_points
from groundwire.analysis.layout import Layout
from groundwire.cli.project import open_project
from groundwire.evidence.coverage import Coverage
from groundwire.evidence.coverage_settings import DATA_FILE, read_settings
from groundwire.text.toml_tables import BrokenToml, parse, parsed, table, value

if TYPE_CHECKING:
    from pathlib import Path

DEEP = f"x = {'[' * 3000}{']' * 3000}\n"
ODD = [
    "tool = 3\n",
    "project = 3\n",
    "dependency-groups = 3\nbuild-system = 3\n",
    "[[tool.coverage]]\na = 1\n",
    "[[tool]]\na = 1\n",
    "[tool.pytest]\nini_options = 5\n",
    "[tool]\npytest = 4\ncoverage = 4\npoetry = 4\npixi = 4\nhatch = 4\nsetuptools = 4\ngroundwire = 4\n",
    "[tool.poetry]\npackages = 5\ndependencies = 5\ndev-dependencies = 5\ngroup = 5\n",
    "[[tool.poetry.packages]]\nfrom = 3\n[[tool.poetry.dependencies]]\na = 1\n",
    "[tool.poetry]\npackages = ['a', 3, {from = 'src'}]\ndev-dependencies = ['a', 3]\ngroup = {a = 3}\n",
    "[tool.pixi]\ndependencies = 3\n[tool.hatch]\nenvs = {a = 3}\nbuild = {targets = 3}\n",
    "[tool.coverage]\nrun = 3\nreport = 'x'\n",
    "[tool.coverage.run]\ndata_file = ['a']\n[tool.coverage.report]\nexclude_lines = 3\nexclude_also = [3]\n",
    '[tool.coverage.run]\ndata_file = "~nosuchuser/.coverage"\n',
    '[tool.coverage.run]\ndata_file = "~no\\u0000such/.coverage"\n',
    f'[tool.coverage.run]\ndata_file = "{"x/" * 5000}"\n',
    f'[tool.coverage.run]\ndata_file = "{"x" * 300}"\n',
    '[tool.groundwire]\nenvironment = "~nosuchuser/x"\n',
    '[tool.groundwire]\nenvironment = "~no\\ud7ffsuch/x"\n',
    f'[tool.groundwire]\nenvironment = "{"x/" * 5000}"\n',
    '[tool.pytest.ini_options]\npythonpath = "a\\u0000b"\ntestpaths = ["a\\u0000b", 3]\npython_files = 3\n',
    f'[tool.pytest.ini_options]\npythonpath = ["{"x/" * 5000}", "{"y" * 300}"]\n',
    f"x = {'9' * 10_000}\n",
    DEEP,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_settings_stop_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    for name in (".coveragerc.toml", "Pipfile", "pixi.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "app.py").write_text("import shop\n", encoding="utf-8")
    config.load(tmp_path, {}, {})
    texts = dict.fromkeys(("pyproject.toml", "Pipfile", "pixi.toml"), text)
    declared(texts)
    entry_points(texts)
    Layout.of({"app.py"}, texts)
    Coverage(tmp_path).refresh({"app.py"})
    project = open_project([tmp_path], {})
    assert not isinstance(project, str)


@pytest.mark.parametrize(
    "text", ["{[1]: 'a'}", f"{{'a': {'-' * 50_000}1}}", f"{{'a': {'(' * 5_000}1{')' * 5_000}}}", "{**a}"]
)
def test_odd_setup_files_say_nothing(text: str) -> None:
    Layout.of({"app.py"}, {"setup.py": f"setup(package_dir={text})\n"})


def test_settings_of_coverage_beside_what_is_no_table() -> None:
    texts = {"pyproject.toml": "[[tool.coverage]]\na = 1\n", ".coveragerc.toml": DEEP}
    assert read_settings(texts.get).data_file == DATA_FILE


def test_what_is_looked_for_and_is_something_else() -> None:
    document = parse("[a.b]\nc = 1\n[[d]]\ne = 2\n")
    assert table(document, "a", "b") == {"c": 1}
    assert table(document, "a", "b", "c") == {}
    assert table(document, "d") == {}
    assert table(document, "x", "y") == {}
    assert value(document, "a", "b", "c") == 1
    assert value(document, "d", "e") is None


@pytest.mark.parametrize("text", ["a = ", DEEP, f"a = {'9' * 10_000}", "a = 2000-13-45"])
def test_what_is_no_toml(text: str) -> None:
    assert parsed(text) == {}
    with pytest.raises(BrokenToml):
        parse(text)
