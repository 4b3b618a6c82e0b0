"""However units of a file are moved, what is known of each that stands as it was is what was recorded of its lines."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.example_project import record
from support.recorded_runs import runs, seen

BODIES = (
    "    return {n}\n",
    "    if q{n}:\n        return 1\n    return 2\n",
    '    """Says it."""\n    x = [\n        {n},\n    ]\n\n    # why\n    return x\n',
    "    for y in range({n}):\n        yield y\n",
    "    try:\n        z = {n}\n    except ValueError:\n        z = 0\n    return z\n",
)
STATEMENTS = (1, 3, 2, 2, 5)


@settings(max_examples=40, deadline=None)
@given(
    bodies=st.lists(st.integers(0, len(BODIES) - 1), min_size=1, max_size=5),
    seed=st.randoms(use_true_random=False),
    changed=st.integers(0, 4),
)
def test_moved_units_keep_their_lines_and_changed_ones_lose_them(
    bodies: list[int], seed: random.Random, changed: int
) -> None:
    functions = [f"def f{n}():\n{BODIES[body].format(n=n)}" for n, body in enumerate(bodies)]
    before = '"""Functions."""\n\n\n' + "\n\n".join(functions)
    code = [n for n, line in enumerate(before.split("\n"), 1) if line.strip() and not line.strip().startswith("#")]
    ran = {line: "" for line in code if seed.random() < 0.5}
    after = [function for n, function in enumerate(functions) if n != changed]
    if changed < len(functions):
        after.append(functions[changed].replace("():", "(a=1):"))
    seed.shuffle(after)
    moved = "import os\n\n\n" + "\n\n".join(after)
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "prices.py").write_text(before)
        record(root, "prices.py", ran)
        coverage = seen(root)
        was, now = runs(coverage, before), runs(coverage, moved)
    for n, body in enumerate(bodies):
        run = was[f"f{n}"]
        assert run is not None
        assert run.kind == "known"
        assert run.statements == STATEMENTS[body]
        assert 0 <= run.ran <= run.statements
        start = before[: before.index(f"def f{n}(")].count("\n")
        for block in run.missed:
            assert start + block.first + 1 not in ran
        if n == changed:
            assert now[f"f{n}"] is not None
            assert now[f"f{n}"].kind == "changed"  # type: ignore[union-attr]
        else:
            assert now[f"f{n}"] == run
