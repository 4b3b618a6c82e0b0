"""The document model measured beside the framework's own, and its unit borders compared with the parser's.

python bench/text.py edit                what one typed character costs, by size of the file
python bench/text.py sweep [PATH ...]    the unit borders of every file that compiles, against `ast`
python bench/text.py lines [PATH ...]    what lines read together are, against the scanner, which reads one at a time
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import time
import tokenize
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

from groundwire.model import Position, Range, TextEdit
from groundwire.text.document import Document
from groundwire.text.lines import content, split_lines
from groundwire.text.many_lines import read_lines
from groundwire.text.scanner import PLAIN, scan
from support.ast_units import ast_units


def sweep(paths: list[Path]) -> int:
    """Compare the units of each file with those of the parser; print every difference, return how many files differ."""
    files = lines = rejected = different = 0
    parser = scanner = 0.0
    for path in sorted(file for root in paths for file in ([root] if root.is_file() else root.rglob("*.py"))):
        try:
            with tokenize.open(path) as file:
                text = file.read()
            began = time.perf_counter()
            expected = ast_units(text)
            parser += time.perf_counter() - began
        except (SyntaxError, ValueError, RecursionError, MemoryError, UnicodeDecodeError):
            rejected += 1
            continue
        began = time.perf_counter()
        document = Document(text)
        actual = list(document.units)
        scanner += time.perf_counter() - began
        files += 1
        lines += document.line_count
        if actual != expected:
            different += 1
            wrong = next((pair for pair in zip(expected, actual, strict=False) if pair[0] != pair[1]), None)
            print(f"{path}: {len(expected)} units by ast, {len(actual)} by the scanner\n  first: {wrong}")
    print(f"{files} files, {lines} lines, {rejected} that do not compile, {different} that differ")
    print(f"seconds: scanner {scanner:.1f}, ast {parser:.1f}")
    return different


def lines(paths: list[Path]) -> int:
    """Compare what is known of each line of each file; print the first difference of each, return how many differ."""
    count = different = 0
    together = alone = 0.0
    for path in sorted(file for root in paths for file in ([root] if root.is_file() else root.rglob("*.py"))):
        raw = split_lines(path.read_bytes().decode("utf-8", "replace"))
        began = time.thread_time()
        expected, state = [], PLAIN
        for line in raw:
            expected.append(scan(content(line), state))
            state = expected[-1].end
        between = time.thread_time()
        found = read_lines(raw, PLAIN)
        together += time.thread_time() - between
        alone += between - began
        count += len(raw)
        if found != expected:
            different += 1
            number = next(number for number, pair in enumerate(zip(found, expected, strict=True)) if pair[0] != pair[1])
            print(f"{path}:{number + 1}: {raw[number]!r}")
    print(f"{count} lines, {different} files that differ; CPU seconds together {together:.1f}, one by one {alone:.1f}")
    return different


SIZES = (200, 2_000, 20_000)
ROUNDS = 400


def edit() -> None:
    """Print what one typed and one deleted character cost in the middle of files of each size, in CPU microseconds.

    The files are one module of 200 lines over and over, and the edits fall on the same of its lines.
    """
    block = (Path(sysconfig.get_paths()["stdlib"]) / "sched.py").read_text(encoding="utf-8")
    block += "\n" * (SIZES[0] - block.count("\n"))
    print(f"{ROUNDS} edits in the middle, CPU microseconds: p50 / p95")
    print("| | " + " | ".join(f"{size:,} lines" for size in SIZES) + " | growth p50 / p95 |")
    print("|---|" + "---|" * (len(SIZES) + 1))
    for name, typed in MODELS.items():
        measured = {size: quantiles(typed(block * (size // SIZES[0]), size // 2)) for size in SIZES}
        cells = [f"{p50:.1f} / {p95:.1f}" for p50, p95 in measured.values()]
        first, last = measured[SIZES[0]], measured[SIZES[-1]]
        print(f"| {name} | " + " | ".join(cells) + f" | {last[0] / first[0]:.2f} / {last[1] / first[1]:.2f} |")


def quantiles(nanoseconds: list[int]) -> tuple[float, float]:
    """The median and the 95th percentile, in microseconds."""
    ordered = sorted(nanoseconds)
    return ordered[len(ordered) // 2] / 1000, ordered[len(ordered) * 95 // 100] / 1000


def keystrokes(middle: int) -> Iterator[tuple[int, int, str]]:
    """Edits (line, characters replaced, new text) at the middle: a letter typed and taken back, line by line."""
    for count in range(ROUNDS // 2):
        line = middle - middle % SIZES[0] + 60 + count * 7 % 80
        yield line, 0, "x"
        yield line, 1, ""


def ours(text: str, middle: int, *, units: bool) -> list[int]:
    """Nanoseconds of each edit of a Document, with or without asking for the unit around it."""
    document = Document(text)
    list(document.units)
    spent = []
    for line, replaced, new in keystrokes(middle):
        column = (len(document.line(line)) - replaced) // 2
        change = TextEdit(Range(Position(line, column), Position(line, column + replaced)), new)
        began = time.thread_time_ns()
        document.apply(change)
        if units:
            document.units.at(line)
        spent.append(time.thread_time_ns() - began)
    return spent


def framework(text: str, middle: int) -> list[int]:
    """Nanoseconds of each edit of the TextDocument of pygls."""
    from lsprotocol import types  # noqa: PLC0415 - the sweep runs on interpreters that have no packages
    from pygls.workspace import TextDocument  # noqa: PLC0415

    document = TextDocument("file:///bench.py", text, language_id="python")
    spent = []
    for line, replaced, new in keystrokes(middle):
        column = (len(document.lines[line]) - 1 - replaced) // 2
        place = types.Range(types.Position(line, column), types.Position(line, column + replaced))
        change = types.TextDocumentContentChangePartial(range=place, text=new)
        began = time.thread_time_ns()
        document.apply_change(change)
        spent.append(time.thread_time_ns() - began)
    return spent


MODELS: dict[str, Callable[[str, int], list[int]]] = {
    "Document.apply": partial(ours, units=False),
    "Document.apply, then the unit at the line": partial(ours, units=True),
    "pygls TextDocument.apply_change": framework,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("sweep", "lines"):
        sweeping = commands.add_parser(name)
        sweeping.add_argument("paths", nargs="*", type=Path, default=[Path(sysconfig.get_paths()["stdlib"])])
    commands.add_parser("edit")
    arguments = parser.parse_args()
    if arguments.command == "edit":
        edit()
        return 0
    warnings.simplefilter("ignore")
    compare = sweep if arguments.command == "sweep" else lines
    return 1 if compare(arguments.paths) else 0


if __name__ == "__main__":
    sys.exit(main())
