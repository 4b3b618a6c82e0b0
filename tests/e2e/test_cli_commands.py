"""The other commands, and the command line itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from e2e.command_line import MAIN, groundwire_command
from groundwire import __version__
from groundwire.analysis.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path


def test_version_and_help(tmp_path: Path) -> None:
    assert groundwire_command(tmp_path, "--version") == (0, f"groundwire {__version__}\n", "")
    for command in ("check", "explain", "rules", "stub", "lsp"):
        assert command in groundwire_command(tmp_path, "--help").out
        ran = groundwire_command(tmp_path, command, "--help")
        assert ran.status == 0
        assert ran.out.startswith(f"usage: groundwire {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("check", "--nonsense"),
        ("check", "--all", "--base", "HEAD"),
        ("check", "--format", "xml"),
        ("explain",),
        ("stub",),
        ("--check",),
    ],
)
def test_a_wrong_command_line_exits_with_two(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = groundwire_command(tmp_path, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("usage: groundwire")


def test_it_also_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "groundwire", "--version"],
        cwd=MAIN.parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == f"groundwire {__version__}\n"


def test_what_needs_no_parser_imports_none(tmp_path: Path) -> None:
    script = f"""
import runpy, sys
sys.argv = ["groundwire", "--version"]
try:
    runpy.run_path({str(MAIN)!r}, run_name="__main__")
except SystemExit:
    pass
print(sorted(name for name in ("libcst", "pygls", "lsprotocol", "sqlite3", "asyncio") if name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_rule_is_listed_and_explained(tmp_path: Path) -> None:
    rules = sorted((rule.code, rule.name) for rule in RULES)
    listed = groundwire_command(tmp_path, "rules").out.splitlines()
    assert [tuple(line.split()[:2]) for line in listed] == rules
    as_json = groundwire_command(tmp_path, "rules", "--format", "json").json
    assert [(rule["code"], rule["name"]) for rule in as_json] == rules
    for asked in ("GW208", "gw208", "lexical-trap"):
        ran = groundwire_command(tmp_path, "explain", asked)
        assert ran.status == 0
        assert "GW208" in ran.out.splitlines()[0]
        assert "## Why it bites" in ran.out


def test_a_rule_that_is_none_is_guessed_at(tmp_path: Path) -> None:
    ran = groundwire_command(tmp_path, "explain", "lexcial-trap")
    assert (ran.status, ran.out) == (2, "")
    assert "did you mean lexical-trap?" in ran.err


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with one function and a test file with line endings of its own."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    (tmp_path / "shop.py").write_text("def price(cents: int) -> int:\n    return cents if cents > 0 else 0\n")
    (tmp_path / "tests").mkdir()
    return tmp_path


def test_a_stub_is_written_once(shop: Path) -> None:
    first = groundwire_command(shop, "stub", "shop.py::price")
    assert (first.status, first.err) == (0, "")
    assert first.out.startswith("tests/test_shop.py:")
    written = (shop / "tests" / "test_shop.py").read_text()
    assert "from shop import price" in written
    second = groundwire_command(shop, "stub", "shop.py::price")
    assert second.status == 1
    assert second.out.startswith("tests/test_shop.py:")
    assert (shop / "tests" / "test_shop.py").read_text() == written


def test_a_stub_can_be_looked_at_first(shop: Path) -> None:
    ran = groundwire_command(shop, "stub", "shop.py::price", "--print", "--expectation", "xfail")
    assert ran.status == 0
    assert "xfail" in ran.out
    assert list((shop / "tests").iterdir()) == []


def test_a_stub_keeps_the_line_endings_of_its_file(shop: Path) -> None:
    present = shop / "tests" / "test_shop.py"
    present.write_bytes(b"\xef\xbb\xbfimport shop\r\n\r\n\r\ndef test_nothing():\r\n    assert shop\r\n")
    assert groundwire_command(shop, "stub", "shop.py::price").status == 0
    written = present.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfimport ")
    assert written.count(b"\n") == written.count(b"\r\n") > 10


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("shop.py", "not of the form FILE::NAME"),
        ("shop.py::", "not of the form FILE::NAME"),
        ("nosuch.py::price", "does not exist"),
        ("shop.py::nosuch", "nosuch"),
        ("tests::price", "not a regular file"),
    ],
)
def test_what_no_stub_can_be_written_for(shop: Path, target: str, said: str) -> None:
    ran = groundwire_command(shop, "stub", target)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
