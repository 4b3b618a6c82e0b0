"""Check the whole standard library and compare what could not be checked with what `compile()` rejects.

    python bench/stdlib.py [FOLDER]

Prints the time, files, lines, marks per rule and per 1,000 lines; its exit status is 1 where the two lists differ.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import time
import warnings
from collections import Counter
from pathlib import Path

MAIN = Path(__file__).parents[1] / "server" / "groundwire" / "__main__.py"
LEFT_OUT = {"site-packages", "dist-packages", "__pycache__"}


def python_files(folder: Path) -> list[Path]:
    return sorted(
        file
        for pattern in ("*.py", "*.pyi")
        for file in folder.rglob(pattern)
        if file.is_file() and not LEFT_OUT & set(file.relative_to(folder).parts)
    )


def rejected(files: list[Path]) -> set[str]:
    """Paths of the files that `compile()` rejects."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {file.as_posix() for file in files if not compiles(file)}


def compiles(file: Path) -> bool:
    try:
        compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else sysconfig.get_path("stdlib")).resolve()
    files = python_files(folder)
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", str(MAIN), "check", "--all", "--format", "json", str(folder)],
        cwd=folder.parent,
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - begun
    if done.returncode not in {0, 1, 2} or not done.stdout:
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        return 1
    report = json.loads(done.stdout)
    reported = {(folder.parent / error["path"]).as_posix() for error in report["errors"]}
    expected = rejected(files)
    lines = report["scope"]["lines"]
    print(f"{len(files):,} files, {lines:,} lines in {seconds:.1f} s; exit status {done.returncode}")
    print(f"not checked: {len(reported)}; rejected by compile(): {len(expected)}")
    for kind, paths in (("only reported", reported - expected), ("only rejected", expected - reported)):
        for path in sorted(paths):
            print(f"  {kind}: {path}")
    missing = len(files) - report["scope"]["files"] - len(reported)
    print(f"files neither checked nor reported: {missing}")
    unread = Counter(unit["reason"] for unit in report["units"] if unit["reason"].startswith("not analysed"))
    for reason, count in unread.most_common():
        print(f"  {count} units {reason}")
    for code, count in sorted(Counter(finding["code"] for finding in report["findings"]).items()):
        print(f"  {code}: {count} marks, {1000 * count / max(1, lines):.3f} per 1,000 lines")
    if done.stderr:
        print(done.stderr.decode("utf-8", "replace"))
    return int(reported != expected or missing != 0)


if __name__ == "__main__":
    sys.exit(main())
