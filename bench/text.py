"""The document model measured beside the framework's own, and its unit borders compared with the parser's.

python bench/text.py edit                what one typed character costs, by size of the file
python bench/text.py sweep [PATH ...]    every file that compiles: borders and line states against `ast`
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import time
import tokenize
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

from groundwire.text.document import Document  # noqa: E402
from support.ast_units import ast_units  # noqa: E402


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sweeping = commands.add_parser("sweep")
    sweeping.add_argument("paths", nargs="*", type=Path, default=[Path(sysconfig.get_paths()["stdlib"])])
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    return 1 if sweep(arguments.paths) else 0


if __name__ == "__main__":
    sys.exit(main())
