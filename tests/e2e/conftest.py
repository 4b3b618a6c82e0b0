"""Real server processes in real folders."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A git work tree with one module and one test, and a state directory of its own for what lies outside git."""
    root = tmp_path.resolve() / "project"
    root.mkdir()
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / "app.py").write_text(APP)
    (root / "tests").mkdir()
    (root / "tests" / "test_app.py").write_text(
        "from app import tested\n\n\ndef test_tested():\n    assert tested(1) == 2\n"
    )
    (root / "pyproject.toml").write_text('[project]\nname = "example"\nversion = "1"\n')
    return root


APP = """import os


def debug():
    return bool(os.environ.get("DEBUG"))


def tested(number):
    return number + 1


def untested(price: int, quantity: int | None = None) -> int:
    quantity = quantity or 1
    if price < 0:
        raise ValueError("price must not be negative")
    return price * quantity
"""
