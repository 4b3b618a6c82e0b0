"""Projects whose tests really run under coverage, and what is known of their units then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from groundwire.evidence.coverage import Coverage
from groundwire.model import RecordedRun
from groundwire.text.digest import unit_digest
from groundwire.text.document import Document

PRICES = '''"""Prices."""

RATES = {
    "a": 1,
}


def parse(text):
    """Cents of a price."""
    if not text:
        raise ValueError(
            "no price"
        )
    return round(
        float(text)
        * 100
    )


def show(cents):
    return f"{cents / 100:.2f}"


class Cart:
    limit = 3

    def total(self, items):
        for item in items:
            if item > self.limit:
                continue
        else:
            items = list(items)
        return sum(items)
'''
RUN_PARSE = "from prices import parse\n\nassert parse('1') == 100\n"
RUN_ALL_OF_PARSE = RUN_PARSE + "try:\n    parse('')\nexcept ValueError:\n    pass\n"


def run_under_coverage(root: Path, script: str, *options: str, arguments: tuple[str, ...] = ()) -> None:
    """Run a script in the project under coverage.py, as its users do; the data then is newer than every file."""
    (root / "try_it.py").write_text(script)
    for file in root.rglob("*.py"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    command = [sys.executable, "-m", "coverage", "run", *options, "try_it.py", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    subprocess.run(command, cwd=root, check=True, env=environment, capture_output=True)


def project(root: Path, text: str = PRICES) -> Path:
    """A folder with the module `prices.py`."""
    root.mkdir(exist_ok=True)
    (root / "prices.py").write_text(text)
    return root


def seen(root: Path, *files: str) -> Coverage:
    """The recorded run of a folder, seen now."""
    coverage = Coverage(root)
    coverage.refresh(set(files or ("prices.py", "try_it.py")))
    return coverage


def runs(coverage: Coverage, text: str, path: str = "prices.py") -> dict[str, RecordedRun | None]:
    """What is known of the functions and methods of a text, by name."""
    document = Document(text)
    return {
        unit.name: coverage.run_of(path, unit_digest(unit, document.lines_text(unit.start, unit.end)))
        for unit in document.units
        if unit.testable
    }


def kinds(coverage: Coverage, text: str, path: str = "prices.py") -> dict[str, str | None]:
    """How much is known of each function and method."""
    return {name: run and run.kind for name, run in runs(coverage, text, path).items()}
