"""Marks per 1,000 lines of each rule over folders of code, with a seeded sample of them to be read by eye."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.index import ProjectIndex
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.model import Finding

CONTEXT: Final = 4
"""Lines shown before and after a mark."""


class Mark(NamedTuple):
    """One finding in one file."""

    path: Path
    line: int
    """Zero-based, in the file."""
    finding: Finding


def place(mark: Mark) -> tuple[Path, int]:
    """Where a mark stands, for sorting."""
    return mark.path, mark.line


def main() -> None:
    """Parse the arguments, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--select", default="", help="codes, separated by commas; all rules where not given")
    parser.add_argument("--sample", type=int, default=10, help="marks of each rule to print")
    parser.add_argument("--environment", type=Path, help="Python of the folders that have none of their own")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    marks: dict[str, list[Mark]] = defaultdict(list)
    lines: Counter[str] = Counter()
    seconds = time.process_time()
    select = [code for code in options.select.split(",") if code]
    environment = Environment.read(options.environment) if options.environment is not None else None
    for folder in options.folders:
        for path, count, found in marked(folder, select, environment):
            lines[folder.name] += count
            for mark in found:
                marks[mark.finding.code].append(mark)
            print(f"\r{folder.name}: {lines[folder.name]:,} lines  {path.name:30.30}", end="", file=sys.stderr)
    print(file=sys.stderr)
    print_table(marks, lines, time.process_time() - seconds)
    chosen = random.Random(options.seed)
    for code in sorted(marks):
        for mark in sorted(chosen.sample(marks[code], min(options.sample, len(marks[code]))), key=place):
            print_mark(mark)


def marked(
    folder: Path, select: list[str], environment: Environment | None = None
) -> Iterator[tuple[Path, int, list[Mark]]]:
    """Each file of a folder with its number of lines and its marks, as `check --all` would show them."""
    index = ProjectIndex.build(folder, discover(folder) or environment)
    engine = Engine(select, facts=index)
    for path in sorted(folder.rglob("*.py")):
        document = Document(path.read_text(encoding="utf-8", errors="replace"))
        relative = path.relative_to(folder).as_posix()
        facts = module_facts(document, relative, index.layout.module_name(relative))
        found: list[Mark] = []
        for unit in document.units:
            result = engine.analyse(
                unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=False
            )
            for fault in result.faults:
                print(f"\n{fault} failed on {path}:{unit.start + 1}", file=sys.stderr)
            found += [
                Mark(path, unit.start + finding.range.start.line, finding)
                for finding in result.findings
                if finding.suppression is None
            ]
        yield path, document.line_count, found


def print_table(marks: dict[str, list[Mark]], lines: Counter[str], seconds: float) -> None:
    """Lines read, then marks of each rule: how many, and how many per 1,000 lines."""
    total = sum(lines.values())
    for folder, count in lines.items():
        print(f"{folder:20} {count:>10,} lines")
    print(f"{'all':20} {total:>10,} lines in {seconds:.0f} s of processor time\n")
    print("| rule | marks | per 1,000 lines |\n|---|---|---|")
    for code in sorted(marks):
        print(f"| {code} | {len(marks[code])} | {1000 * len(marks[code]) / max(1, total):.4f} |")


def print_mark(mark: Mark) -> None:
    """A mark with the lines around it."""
    lines = mark.path.read_text(encoding="utf-8", errors="replace").split("\n")
    print(f"\n{'=' * 100}\n{mark.finding.code} {mark.path}:{mark.line + 1}\n{mark.finding.message}")
    print(f"    {mark.finding.explanation}\n{'-' * 100}")
    for number in range(max(0, mark.line - CONTEXT), min(len(lines), mark.line + CONTEXT + 1)):
        print(f"{'>' if number == mark.line else ' '} {number + 1:5} {lines[number]}")


if __name__ == "__main__":
    main()
