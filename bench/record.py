"""Times `groundwire record`, which an agent waits for after each edit: `python bench/record.py [--runs N]`.

Each run is paired with a bare start of the same interpreter (`python -I -c pass`), with the same bytes on standard
input. Then the time to take one recorded edit into the store: what the server's event loop spends on it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

from groundwire.provenance.records import inbox
from groundwire.provenance.roots import find
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import TakeIn
from support.agents import MAIN, edit

SIZES = (200, 2_000, 20_000)


def subject(lines: int) -> str:
    return "".join(f"def function_{number}(x):\n    return x + {number}\n\n\n" for number in range(lines // 4))


def seconds(command: list[str], sent: bytes, folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, input=sent, cwd=folder, capture_output=True, check=True)
    return time.perf_counter() - start


def quantiles(values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=20)
    return f"{1000 * statistics.median(values):6.1f} | {1000 * cuts[18]:6.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    python = [sys.executable, "-I"]
    print("| file, lines | bare start p50 | p95 | record -I -S p50 | p95 | ratio | record -I p50 | p95 | ratio |")
    for lines in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run(["git", "init", "-q", name], check=True)
            before = subject(lines)
            new = f"x = x * 2\n    return x - {lines // 8}"
            bare, light, plain = [], [], []
            store = find(name, {})[1]
            data = json.dumps(edit(folder / "a.py", before, f"return x + {lines // 8}\n", new + "\n")).encode()
            for _ in range(runs):
                bare.append(seconds([*python, "-c", "pass"], data, folder))
                light.append(seconds([*python, "-S", str(MAIN), "record"], data, folder))
                plain.append(seconds([*python, str(MAIN), "record"], data, folder))
                for file in inbox.waiting(store):
                    inbox.done(file)
            ratio = [statistics.median(map(float.__truediv__, times, bare)) for times in (light, plain)]
            print(
                f"| {lines:,} | {quantiles(bare)} | {quantiles(light)} | {ratio[0]:.2f}"
                f" | {quantiles(plain)} | {ratio[1]:.2f} |"
            )
    print("\n| file, lines | take in p50, ms | p95, ms |")
    for lines in SIZES:
        print(f"| {lines:,} | {quantiles(taking_in(lines, runs))} |")
    return 0


def taking_in(lines: int, runs: int) -> list[float]:
    """Seconds for each edit of a file that the agent edits again and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, take_in = Store.open(folder), TakeIn(folder)
        text, times = subject(lines), []
        for run in range(runs):
            number = (run * 37) % (lines // 4)
            after = text.replace(f"def function_{number}(x):\n", f"def function_{number}(x):\n    x += {run}\n")
            inbox.put(name, {"path": "a.py", "before": text, "after": after, "via": "hook:claude", "event": f"e{run}"})
            start = time.perf_counter()
            taken = [done for done in take_in.steps(store) if done is not None]
            times.append(time.perf_counter() - start)
            assert len(taken) == 1
            text = after
        store.close()
        return times


if __name__ == "__main__":
    raise SystemExit(main())
