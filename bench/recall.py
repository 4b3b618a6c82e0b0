"""How many of the rules' patterns are found when they are written into real libraries.

Each rule's patterns (`bench/recall_patterns/`) are put into modules of copies of the given libraries, at places chosen
with a seed: into functions that are there, behind them, into classes that are there, under an `if`. The changed units
are judged as generated code is; a pattern is found where a mark of its rule stands in its lines. One rule's patterns
stand in the library at a time.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from injecting import Injected, Pattern, Setting, Target, chosen, read_patterns

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.layout_settings import settings
from groundwire.names.installed.asking import AskInstalledNow
from groundwire.names.installed.children import Children
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATTERNS: Final = Path(__file__).with_name("recall_patterns")


class Outcome(NamedTuple):
    """A pattern at one place, and whether its rule marks it."""

    pattern: Pattern
    setting: Setting
    where: str
    found: bool


class Task(NamedTuple):
    """What one process does: a library, with everything that is put into it."""

    folder: Path
    environment: Path | None
    patterns: tuple[Pattern, ...]
    places: int
    seed: int


def main() -> None:
    """Parse the arguments, inject, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="libraries, with tests in one of them")
    parser.add_argument("--environment", type=Path, metavar="FOLDER", help="virtual environment")
    parser.add_argument("--places", type=int, default=50, help="of each rule in each library")
    parser.add_argument("--patterns", type=Path, default=PATTERNS, metavar="FOLDER", help="of TOML files")
    parser.add_argument("--select", default="", help="codes, separated by commas; all where not given")
    parser.add_argument("--missed", action="store_true", help="print each place that was not found")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wanted = options.select.split(",") if options.select else []
    patterns = tuple(p for p in read_patterns(options.patterns) if not wanted or p.code in wanted)
    tasks = [Task(folder, options.environment, patterns, options.places, options.seed) for folder in options.folders]
    with Pool(options.processes) as pool:
        outcomes = [outcome for part in pool.imap(judged, tasks, chunksize=1) for outcome in part]
    print_rules(outcomes, {pattern.code for pattern in patterns})
    print_settings(outcomes)
    print_patterns(outcomes)
    if options.missed:
        for pattern, setting, where, found in outcomes:
            if not found:
                print(f"missed {pattern.code} {pattern.name} ({setting}): {where}")


def judged(task: Task) -> list[Outcome]:
    """Every pattern in one library, rule by rule."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(shutil.copytree(task.folder, Path(scratch, task.folder.name)))
        index = ProjectIndex.build(root, Environment.read(task.environment) if task.environment else discover(root))
        children = Children(AskInstalledNow)
        index.ask(children.of)
        targets = list(targets_of(root, index))
        by_code: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in task.patterns:
            by_code[pattern.code].append(pattern)
        outcomes: list[Outcome] = []
        for code, own in by_code.items():
            chance = random.Random(f"{task.seed} {code}")  # of this rule: what others have does not move its places
            for target, taken in chosen(targets, own, task.places, chance).items():
                text, injected = target.with_patterns(taken)
                outcomes += in_file(root, index, target.path, text, injected)
            print(f"{task.folder.name}: {code}", file=sys.stderr)
        children.close()
    return outcomes


def targets_of(root: Path, index: ProjectIndex) -> Iterator[Target]:
    """The files of a library that can take patterns."""
    told = settings(index.files.texts)
    classes = not told.test_classes or any(name.startswith("Test") for name in told.test_classes)
    for path in sorted(index.files.python):
        test = index.layout.is_test(path)
        if test and not Path(path).name.startswith("test_"):
            continue
        if test and told.test_paths and not path.startswith(tuple(f"{folder}/" for folder in told.test_paths)):
            continue  # pytest does not collect it
        text = (root / path).read_text(encoding="utf-8", errors="replace")
        target = Target.of(path, text, root.name, test=test, classes=classes) if path.endswith(".py") else None
        if target is not None:
            yield target


def in_file(root: Path, index: ProjectIndex, path: str, text: str, injected: Sequence[Injected]) -> Iterator[Outcome]:
    """What is found of the patterns in a file, which is afterwards what it was."""
    original = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(text, encoding="utf-8")
    index.update(path, text)
    engine = Engine({one.pattern.code for one in injected}, facts=index)
    document = Document(text)
    facts = module_facts(document, path, index.layout.module_name(path))
    lines: set[int] = set()
    for unit in document.units:
        if any(one.first < unit.end and one.last >= unit.start for one in injected):
            result = engine.analyse(unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=True)
            if result.faults or result.not_analysed:
                print(f"{path}:{unit.start + 1}: {result.faults or result.not_analysed}", file=sys.stderr)
            lines |= {unit.start + finding.range.start.line for finding in result.findings}
    (root / path).write_text(original, encoding="utf-8")
    index.update(path, original)
    for one in injected:
        hit = any(one.first <= line <= one.last for line in lines)
        yield Outcome(one.pattern, one.setting, f"{root.name}/{path}", hit)


def print_rules(outcomes: Sequence[Outcome], codes: set[str]) -> None:
    """The table per rule; a rule without a place has its row as well."""
    placed, found = Counter(o.pattern.code for o in outcomes), Counter(o.pattern.code for o in outcomes if o.found)
    patterns = {code: len({o.pattern for o in outcomes if o.pattern.code == code}) for code in codes}
    print("| rule | patterns | places | found | share |\n|---|---|---|---|---|")
    for code in sorted(codes):
        print(f"| {code} | {patterns[code]} | {placed[code]} | {found[code]} | {share(found[code], placed[code])} |")
    total, hits = sum(placed.values()), sum(found.values())
    print(f"| together | {sum(patterns.values())} | {total} | {hits} | {share(hits, total)} |")


def print_settings(outcomes: Sequence[Outcome]) -> None:
    """The table per way to stand."""
    placed, found = Counter(o.setting for o in outcomes), Counter(o.setting for o in outcomes if o.found)
    print("\n| stands as | places | found | share |\n|---|---|---|---|")
    for setting in placed:
        print(f"| {setting} | {placed[setting]} | {found[setting]} | {share(found[setting], placed[setting])} |")


def print_patterns(outcomes: Sequence[Outcome]) -> None:
    """The table per pattern."""
    placed, found = Counter(o.pattern for o in outcomes), Counter(o.pattern for o in outcomes if o.found)
    print("\n| rule | pattern | places | found |\n|---|---|---|---|")
    for pattern in sorted(placed, key=lambda p: (p.code, p.name)):
        print(f"| {pattern.code} | {pattern.name} | {placed[pattern]} | {found[pattern]} |")


def share(found: int, placed: int) -> str:
    """A share as it is shown; none of nothing."""
    return f"{found / placed:.0%}" if placed else "-"


if __name__ == "__main__":
    main()
