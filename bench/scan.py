"""Processor time of scanning a whole project, beside peers: cold, again, after one change, and with nothing to do.

Processor time of a program and all that it starts, for wall times of a busy machine compare nothing. `--peers` is the
folder with the programs of another environment (`VENV/bin`): what is not in it is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SERVER: Final = Path(__file__).parents[1] / "server"
OURS: Final = (sys.executable, "-m", "groundwire", "check")
FIRST: Final = "groundwire --all, first"


class Run(NamedTuple):
    """One program's run."""

    name: str
    seconds: float
    """Of processor time."""
    wall: float
    status: int


def main() -> None:
    """Parse the arguments, run one program after another, print a row of a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a project; it is copied, and the copy is scanned")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where ruff, mypy, pyright and pylint are")
    parser.add_argument("--only", default="", help="programs to run, separated by commas; all where not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made, "project")
        shutil.copytree(options.folder, copy, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "bin", ".git"))
        (copy / "pyproject.toml").touch()
        record(copy, Path(made, "home"))
        chosen = set(filter(None, options.only.split(",")))
        print_head(copy)
        ours = None
        for name, command, before in programs(copy, options.peers):
            if not chosen or name.partition(" ")[0].rstrip(",") in chosen:
                done = run(name, command, copy, Path(made, "home"), before)
                ours = done.seconds if name == FIRST else ours
                print_row(done, ours)


def programs(copy: Path, peers: Path | None) -> list[tuple[str, Sequence[str], Callable[[], object] | None]]:
    """Name, command, and what is done before, in the order in which they run."""
    all_lines = [*OURS, "--all", "--format", "json"]
    found: list[tuple[str, Sequence[str], Callable[[], object] | None]] = [
        ("python start", [sys.executable, "-I", "-c", "pass"], None),
        ("groundwire, nothing generated, first", OURS, None),
        ("groundwire, nothing generated, again", OURS, None),
        (FIRST, all_lines, None),
        ("groundwire --all, again", all_lines, None),
        ("groundwire --all, one file changed", all_lines, lambda: change(copy)),
        ("groundwire --all --no-cache", [*all_lines, "--no-cache"], None),
    ]
    commands = {
        "ruff": ["check", "--no-cache", "--isolated", "--quiet", "."],
        "ruff ALL": ["check", "--no-cache", "--isolated", "--quiet", "--select", "ALL", "."],
        "mypy, first": ["--ignore-missing-imports", "."],
        "mypy, again": ["--ignore-missing-imports", "."],
        "pyright": ["."],
        f"pylint -j{os.cpu_count()}": [f"-j{os.cpu_count()}", "--recursive=y", "."],
    }
    for name, arguments in commands.items():
        program = peers / name.partition(" ")[0].rstrip(",") if peers is not None else None
        if program is not None and program.exists():
            found.append((name, [str(program), *arguments], None))
    return found


def record(copy: Path, home: Path) -> None:
    """Make the project a repository with a record of generated lines, none of which stands any more."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--no-verify", "-m", "Begin"]):
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
        subprocess.run(["git", *identity, *command], cwd=copy, env=environment(home), check=True)
    file = change(copy)
    taken = [sys.executable, "-m", "groundwire", "record", "--since", "HEAD"]
    subprocess.run(taken, cwd=copy, env=environment(home), check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["git", "checkout", "-q", "--", str(file)], cwd=copy, env=environment(home), check=True)


def change(copy: Path) -> Path:
    """Give one file in the middle another function; returns the file."""
    files = sorted(copy.rglob("*.py"))
    file = files[len(files) // 2]
    with file.open("a", encoding="utf-8") as opened:
        opened.write("\n\ndef added_by_the_measurement(limit=None):\n    return limit or 10\n")
    return file


def run(name: str, command: Sequence[str], folder: Path, home: Path, before: Callable[[], object] | None) -> Run:
    """Run a program to its end, quietly."""
    if before is not None:
        before()
    print(f"{name} …", file=sys.stderr, flush=True)
    start = time.monotonic()
    with (home.parent / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment(home), stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(name, used.ru_utime + used.ru_stime, time.monotonic() - start, process.returncode)


def environment(home: Path) -> Mapping[str, str]:
    """Of a user who has never run anything."""
    home.mkdir(exist_ok=True)
    caches = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_STATE_HOME": str(home / "state")}
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, **caches, "PYTHONPATH": str(SERVER), "MYPY_CACHE_DIR": str(home / "mypy")}


def print_head(copy: Path) -> None:
    """What is scanned, and the table's head."""
    files = list(copy.rglob("*.py"))
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    print(f"{len(files):,} files, {lines:,} lines\n")
    print("| program | CPU, s | share of ours at first | wall, s | exit status |\n|---|---|---|---|---|", flush=True)


def print_row(each: Run, ours: float | None) -> None:
    """One run, and its share of our first."""
    share = f"{each.seconds / ours:.3g}" if ours else ""
    print(f"| {each.name} | {each.seconds:.2f} | {share} | {each.wall:.1f} | {each.status} |", flush=True)


if __name__ == "__main__":
    main()
