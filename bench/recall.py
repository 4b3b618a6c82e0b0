"""How many of the rules' patterns are found when they are written into real libraries.

Each pattern of `bench/recall_patterns/` is put into functions and modules of copies of the given folders, chosen with a
seed; the copies are analysed as `groundwire check --all` does, and an injected pattern counts as found where a mark of
its rule stands in its lines.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomllib

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.index import ProjectIndex
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERNS: Final = Path(__file__).with_name("recall_patterns")
PER_FILE: Final = 8
"""Patterns put into one file at most: more would make a file of nothing else."""


@dataclass(frozen=True)
class Pattern:
    """Code with one mistake, as it may be written; {arg} and {n} in its text are filled in."""

    code: str
    number: int
    place: str
    imports: tuple[str, ...]
    text: str


@dataclass
class Injected:
    """A pattern in a file: its first and last line there, zero-based."""

    pattern: Pattern
    first: int
    last: int


@dataclass
class Target:
    """A file that takes patterns: its lines, and where statements can be put without changing what others mean."""

    path: Path
    lines: list[str]
    tree: ast.Module
    bound: Counter[str]
    bodies: list[tuple[int, int, str]]
    """Line before which a statement goes, its indentation, and the name of a parameter."""
    head: int
    """Line before which an import goes."""
    taken: list[tuple[int, Pattern, int, str]] = field(default_factory=list)
    """Line, pattern, indentation and parameter of what is to be put in; the end of the file is line `len(lines)`."""


def main() -> None:
    """Parse the arguments, inject, analyse, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="libraries, with tests in one of them")
    parser.add_argument("--environment", type=Path, metavar="FOLDER", help="virtual environment")
    parser.add_argument("--places", type=int, default=50, help="of each rule")
    parser.add_argument("--select", default="", help="codes, separated by commas; all where not given")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    patterns = [p for p in read_patterns() if not options.select or p.code in options.select.split(",")]
    found: Counter[Pattern] = Counter()
    placed: Counter[Pattern] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        roots = [Path(shutil.copytree(folder, Path(scratch, folder.name))) for folder in options.folders]
        targets = [target for root in roots for path in sorted(root.rglob("*.py")) if (target := target_of(path))]
        choose(targets, patterns, options.places, random.Random(options.seed))
        injected = {target.path: write(target) for target in targets if target.taken}
        for root in roots:
            for pattern, hit in judged(root, injected, options.environment, {p.code for p in patterns}):
                placed[pattern] += 1
                found[pattern] += hit
    report(patterns, placed, found)


def read_patterns() -> Iterator[Pattern]:
    """Every pattern, by code and as written."""
    for path in sorted(PATTERNS.glob("*.toml")):
        for code, rule in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for number, given in enumerate(rule["patterns"], 1):
                yield Pattern(code, number, given["place"], tuple(given.get("imports", ())), given["text"])


def target_of(path: Path) -> Target | None:
    """A file as a target; None where it cannot be one."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (ValueError, SyntaxError):
        return None
    lines = text.split("\n")
    if len(lines) < 40 or "\f" in text:
        return None
    head = next((s.lineno - 1 for s in tree.body if not _opens(s)), len(lines))
    return Target(path, lines, tree, Counter(_bound(tree)), list(_bodies(tree)), head)


def _opens(statement: ast.stmt) -> bool:
    """Whether a statement stands before the first ordinary import: the documentation, or a future import."""
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or (isinstance(statement, ast.ImportFrom) and statement.module == "__future__")


def _bound(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _bodies(tree: ast.Module) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        names = [arg.arg for arg in node.args.args if arg.arg not in {"self", "cls"} and arg.annotation is None]
        ordinary = [statement for statement in node.body if not _opens(statement)]
        if names and len(ordinary) > 1 and ordinary[0].lineno > node.lineno and not _decorated(ordinary[0]):
            yield ordinary[0].lineno - 1, ordinary[0].col_offset, names[0]


def _decorated(statement: ast.stmt) -> bool:
    return bool(getattr(statement, "decorator_list", ()))


def choose(targets: list[Target], patterns: list[Pattern], places: int, chance: random.Random) -> None:
    """Give every rule its places, its patterns in turn; fewer where the folders have no room."""
    by_code: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        by_code[pattern.code].append(pattern)
    for own in by_code.values():
        for number in range(places):
            pattern = own[number % len(own)]
            room = [target for target in targets if len(target.taken) < PER_FILE and fits(target, pattern)]
            if not room:
                continue
            target = chance.choice(room)
            if pattern.place == "body":
                free = [body for body in target.bodies if all(body[0] != line for line, *_ in target.taken)]
                line, indent, argument = chance.choice(free)
            else:
                line, indent, argument = len(target.lines), 0, ""
            target.taken.append((line, pattern, indent, argument))


def fits(target: Target, pattern: Pattern) -> bool:
    """Whether a pattern can stand in a file, its imports meaning what they say."""
    is_test = target.path.name.startswith("test_")
    if (pattern.place == "test") != is_test:
        return False
    if pattern.place == "body" and all(any(body[0] == line for line, *_ in target.taken) for body in target.bodies):
        return False
    for statement in pattern.imports:
        node = ast.parse(statement).body[0]
        same = sum(ast.unparse(other) == ast.unparse(node) for other in target.tree.body)
        if any(target.bound[name] != same for name in _bound(ast.Module([node], []))):
            return False
    return True


def write(target: Target) -> list[Injected]:
    """Write the file anew with what it takes; where each pattern stands in it."""
    imports = list(dict.fromkeys(line for _, pattern, *_ in target.taken for line in pattern.imports))
    pieces: dict[int, list[tuple[Pattern | None, list[str]]]] = defaultdict(list)
    pieces[target.head].append((None, imports))
    for number, (line, pattern, indent, argument) in enumerate(target.taken):
        text = pattern.text.format(arg=argument, n=number)
        block = [" " * indent + row if row else "" for row in text.split("\n")]
        pieces[line].append((pattern, block if pattern.place == "body" else ["", "", *block]))
    written: list[str] = []
    injected = []
    for line in range(len(target.lines) + 1):
        for held, block in pieces.get(line, ()):
            if held is not None:
                injected.append(Injected(held, len(written), len(written) + len(block) - 1))
            written += block
        written += target.lines[line : line + 1]
    text = "\n".join(written)
    ast.parse(text)
    target.path.write_text(text + "\n", encoding="utf-8")
    return injected


def judged(
    root: Path, injected: dict[Path, list[Injected]], environment: Path | None, codes: set[str]
) -> Iterator[tuple[Pattern, bool]]:
    """Each pattern in a folder, and whether its rule marks it."""
    index = ProjectIndex.build(root, Environment.read(environment) if environment else discover(root))
    engine = Engine(codes, facts=index)
    for path, patterns in injected.items():
        if not path.is_relative_to(root):
            continue
        document = Document(path.read_text(encoding="utf-8"))
        relative = path.relative_to(root).as_posix()
        facts = module_facts(document, relative, index.layout.module_name(relative))
        marks: dict[str, set[int]] = defaultdict(set)
        for unit in document.units:
            result = engine.analyse(unit, document.lines_text(unit.start, unit.end), facts, generated=False)
            for finding in result.findings:
                marks[finding.code].add(unit.start + finding.range.start.line)
        for one in patterns:
            hit = any(one.first <= line <= one.last for line in marks[one.pattern.code])
            yield one.pattern, hit


def report(patterns: list[Pattern], placed: Counter[Pattern], found: Counter[Pattern]) -> None:
    """The table per rule, then the patterns that are missed more often than found."""
    by_code: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        by_code[pattern.code].append(pattern)
    print("| rule | places | found | share |\n|---|---|---|---|")
    for code, own in sorted(by_code.items()):
        count, hits = sum(placed[p] for p in own), sum(found[p] for p in own)
        print(f"| {code} | {count} | {hits} | {hits / count:.0%} |" if count else f"| {code} | 0 | | |")
    for pattern in patterns:
        if placed[pattern] and found[pattern] * 2 < placed[pattern]:
            missed: Any = f"{placed[pattern] - found[pattern]} of {placed[pattern]} missed"
            print(f"\n{pattern.code}, pattern {pattern.number}: {missed}\n{pattern.text}")


if __name__ == "__main__":
    main()
