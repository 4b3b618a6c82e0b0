"""What is a mistake in a program and an assertion of its own in a test."""

from __future__ import annotations

import pytest

from groundwire.analysis import cst
from groundwire.analysis.parsed import ParsedUnit
from groundwire.analysis.rules.grounding.call_guards import refusal_provided_for
from groundwire.text.document import Document
from rules.marked_at import marks

COPIED = "import copy\n\n\ndef test_graph(graph):\n    copy.deepcopy(graph)\n"
SORTED = "import pandas\n\n\ndef test_table(path):\n    table = pandas.read_csv(path)\n    table.dropna()\n"
MAPPED = "def test_order(shuffle, rows):\n    map(shuffle, rows)\n"
NEGATED = "def test_number(value):\n    abs(value)\n"
JOINED = "def test_stream(response):\n    b''.join(response.content)\n"
QUEUE = (
    "import queue\nimport threading\n\n\ndef test_jobs(work):\n    jobs = queue.Queue()\n"
    "    threading.Thread(target=work, args=(jobs,)).start()\n    assert jobs.get() == 1\n"
)


@pytest.mark.parametrize(
    ("code", "rule"), [(COPIED, "GW206"), (SORTED, "GW206"), (NEGATED, "GW206"), (JOINED, "GW206"), (QUEUE, "GW601")]
)
def test_a_call_that_is_tried_out_is_marked_outside_tests_only(code: str, rule: str) -> None:
    assert marks(code, "shop/graphs.py", rule) == 1
    assert marks(code, "tests/test_graphs.py", rule) == 0


@pytest.mark.parametrize(
    ("handled", "expected"),
    [
        ("try:\n    print(len(obj=1))\nexcept Exception as error:\n    print(error)\n", True),
        ("try:\n    print(len(obj=1))\nexcept OSError as error:\n    print(error)\n", False),
        ("try:\n    size = len(obj=1)\n    store(size)\nexcept Exception:\n    pass\n", False),
        ("print(len(obj=1))\n", False),
    ],
)
def test_a_refusal_that_a_test_looks_at_is_expected(handled: str, *, expected: bool) -> None:
    document = Document(handled)
    unit = ParsedUnit.of(next(iter(document.units)), handled)
    assert isinstance(unit, ParsedUnit)
    call = next(call for call in unit.nodes(cst.Call) if unit.source(call) == "len(obj=1)")
    assert refusal_provided_for(call, unit, in_test=True) is expected
    assert not refusal_provided_for(call, unit, in_test=False)


def test_what_never_happens_is_no_test_of_anything() -> None:
    assert marks(MAPPED, "tests/test_order.py", "GW206") == 1


CLONED = "import subprocess\n\n\ndef build(url):\n    subprocess.check_output(['git', 'clone', url])\n"


@pytest.mark.parametrize("path", ["shop/cli/dev.py", "scripts/assets.py", "noxfile.py"])
def test_a_command_that_a_developer_watches_is_left_alone(path: str) -> None:
    assert marks(CLONED, "shop/assets.py", "GW601") == 1
    assert marks(CLONED, path, "GW601") == 0


PENDING = (
    "def pending(queue):\n    try:\n        return [{'id': task.id} for task in queue.pending()]\n"
    "    except Exception:\n        return []\n"
)


@pytest.mark.parametrize("path", ["shop/contrib/stats.py", "shop/monitoring/queues.py"])
def test_a_page_of_figures_shows_what_it_can_get(path: str) -> None:
    assert marks(PENDING, "shop/queues.py", "GW202") == 1
    assert marks(PENDING, path, "GW202") == 0


def test_branches_that_a_test_has_as_its_input_are_marked_in_generated_code_alone() -> None:
    code = "def pick(a):\n    if a > 3:\n        return 1\n    if a >= 12:\n        return 2\n    return a\n"
    for path, in_human in [("shop/graphs.py", 1), ("tests/test_graphs.py", 0)]:
        assert marks(code, path, "GW205", generated=True) == 1
        assert marks(code, path, "GW205", generated=False) == in_human
