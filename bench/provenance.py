"""Cost of attribution: an edit among many spans, a save, a load, a transfer; p50 and p95 in microseconds.

python bench/provenance.py
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from groundwire.model import Change, Origin
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.spans import shift
from groundwire.provenance.store import Store
from groundwire.provenance.transfer import transfer

if TYPE_CHECKING:
    from collections.abc import Callable

ORIGIN = Origin("o1", "completion", "B", "accept:whole")


def measured(name: str, work: Callable[[int], object], times: int) -> None:
    taken = []
    for number in range(times):
        begun = time.perf_counter_ns()
        work(number)
        taken.append((time.perf_counter_ns() - begun) / 1000)
    taken.sort()
    print(f"  {name:<36} p50 {taken[len(taken) // 2]:>9,.0f}   p95 {taken[int(len(taken) * 0.95)]:>9,.0f}")


def source(lines: int) -> str:
    chance = random.Random(lines)
    return "".join(f"    value_{chance.randrange(500)} = compute({n}, {chance.random():.3f})\n" for n in range(lines))


def attributed(text: str) -> Attribution:
    """Half of the lines generated, in runs of ten."""
    known = Attribution(origins={ORIGIN.id: ORIGIN})
    place = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if number % 20 < 10:
            known = known.attribute(place, place + len(line), ORIGIN)
        place += len(line)
    return known


def bench(lines: int) -> None:
    text = source(lines)
    known = attributed(text)
    middle = len(text) // 2
    changed = "".join(line for n, line in enumerate(text.splitlines(keepends=True)) if n % 37)
    layout = text.replace(" = ", "=").replace("(", "( ")
    print(f"{lines:,} lines, {len(known.spans):,} spans")
    measured("edit in the middle", lambda n: shift(known.spans, Change(middle + n, 0, 1, 0, 0, 0), "x"), 200)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        measured("save", lambda n: store.save("a.py", f"{text}# {n}\n", "\n", known), 50)
        measured("load, the same text", lambda n: store.load("a.py", f"{text}# {n}\n"), 50)
        measured("load, another text (transferred)", lambda n: store.load("a.py", f"# {n}\n{text}"), 20)
        store.close()
    measured("transfer, every 37th line gone", lambda _: transfer(text, known.spans, changed), 10)
    measured("transfer, formatted", lambda _: transfer(text, known.spans, layout), 10)


if __name__ == "__main__":
    for size in (200, 2_000, 20_000):
        bench(size)
