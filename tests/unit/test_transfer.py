"""What becomes of generated lines when a text changes and no edit says how."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from groundwire.model import Span
from groundwire.provenance.transfer import has_conflict, transfer

if TYPE_CHECKING:
    from groundwire.provenance.spans import Spans


def marked(text: str) -> tuple[str, Spans]:
    """A text whose generated lines begin with `+`, and the spans of those lines."""
    lines: list[str] = []
    spans: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.removeprefix("+")
        if line != bare:
            if spans and spans[-1].end == at:
                spans[-1] = spans[-1]._replace(end=at + len(bare))
            else:
                spans.append(Span(at, at + len(bare), "a"))
        lines.append(bare)
        at += len(bare)
    return "".join(lines), tuple(spans)


def check(old: str, new: str) -> None:
    before, spans = marked(old)
    after, expected = marked(new)
    assert transfer(before, spans, after) == expected


def test_equal_text_keeps_all() -> None:
    check("a = 1\n+b = 2\n", "a = 1\n+b = 2\n")


def test_lines_added_before_move_a_span() -> None:
    check("a = 1\n+bbbbbbbbbb = 2\n+c = 3\nd = 4\n", "z = 0\n\na = 1\n+bbbbbbbbbb = 2\n+c = 3\nd = 4\n")


def test_a_line_changed_inside_a_span_belongs_to_nobody() -> None:
    check("+def f():\n+    a = 1\n+    b = 2\n+    return a\n", "+def f():\n+    a = 1\n    b = 3\n+    return a\n")


def test_a_lone_common_line_proves_nothing() -> None:
    old = "def g():\n    return y\n\n+def f(x):\n+    y = compute(x)\n+    check(y)\n+    return y\n"
    check(old, "def g():\n    return 1\n\n\ndef h(z):\n    go(z)\n    return y\n")


def test_a_telling_line_is_kept_where_most_of_its_run_is_gone() -> None:
    old = "+def f(x):\n+    total = compute(x)\n+    check(total)\n+    log(x)\n+    return total\n"
    check(old, "def g(z):\n    x = 1\n    go(z)\n+    total = compute(x)\n    more(x)\n    more(z)\n    return 2\n")


def test_a_formatter_keeps_every_owner() -> None:
    old = "+def f(a,b):\n+    return {'x':a,'y':b}\nz = g(1,2)\n"
    check(old, '+def f(a, b):\n+    return {"x": a, "y": b}\nz = g(1, 2)\n')


def test_a_call_split_over_lines_keeps_its_owner() -> None:
    old = "a = 1\n+value = call(first, second)\nb = 2\n"
    check(old, "a = 1\n+value = call(\n+    first,\n+    second,\n+)\nb = 2\n")


def test_formatting_one_place_and_editing_another() -> None:
    old = "+x = {'a':1}\nmiddle = 2\nlast = 3\n"
    check(old, '+x = {"a": 1}\nmiddle = 2\nlast = 4\n')


def test_part_of_a_line_keeps_its_place() -> None:
    assert transfer("x = foo(bar)\n", (Span(4, 7, "a"),), "\nx = foo(bar)\n") == (Span(5, 8, "a"),)


def test_the_last_line_may_lose_its_line_break() -> None:
    assert transfer("a\nbbbb\n", (Span(2, 7, "a"),), "a\nc\nbbbb") == (Span(4, 8, "a"),)


def test_lines_between_conflict_markers_belong_to_nobody() -> None:
    old = "+def f():\n+    a = 1\n+    b = 2\n+    return a + b\n"
    new = "+def f():\n+    a = 1\n<<<<<<< HEAD\n    b = 2\n=======\n    b = 3\n>>>>>>> other\n+    return a + b\n"
    check(old, new)
    assert has_conflict(marked(new)[0])
    assert not has_conflict(marked(old)[0])


def test_a_text_seen_nowhere_keeps_nothing() -> None:
    check("+import os\n+print(os)\n", "class A:\n    pass\n")


@pytest.mark.parametrize("count", [20_000])
def test_unlike_files_of_repeated_lines_take_bounded_time(count: int) -> None:
    old = "".join(f"    x = {n % 7}\n\n" for n in range(count))
    new = "".join(f"    x = {n % 5}\n\n" for n in range(count))
    begun = time.perf_counter()
    transfer(old, (Span(0, len(old), "a"),), new)
    assert time.perf_counter() - begun < 5


def test_a_real_formatter_keeps_every_character_of_a_real_file() -> None:
    old = Path(textwrap.__file__).read_text(encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "60", "-"],
        input=old.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    new = run.stdout.decode()
    assert new != old
    spans = transfer(old, (Span(0, len(old), "a"),), new)
    owned = set().union(*(range(start, end) for start, end, _ in spans))
    assert [at for at, character in enumerate(new) if not character.isspace() and at not in owned] == []
