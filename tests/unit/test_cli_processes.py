"""Work spread over processes survives what the work does to them."""

from __future__ import annotations

import time

from groundwire.cli.processes import Lost, spread
from support.misbehaving import DEADLY, ENDLESS, multiplier, stillborn


def test_every_task_has_its_result() -> None:
    assert dict(spread(multiplier, 10, [1, 2, 3, 4, 5], 2)) == {1: 10, 2: 20, 3: 30, 4: 40, 5: 50}


def test_a_process_that_dies_costs_its_task_alone() -> None:
    results = dict(spread(multiplier, 1, [1, DEADLY, 2, 3], 1))
    assert isinstance(results.pop(DEADLY), Lost)
    assert results == {1: 1, 2: 2, 3: 3}


def test_a_process_that_hangs_is_ended() -> None:
    begun = time.monotonic()
    results = dict(spread(multiplier, 1, [ENDLESS, 1, 2], 1, limit=3.0))
    assert results.pop(ENDLESS) == "its analysis took longer than 3 s"
    assert results == {1: 1, 2: 2}
    assert time.monotonic() - begun < 60


def test_processes_that_cannot_start_end_the_work() -> None:
    assert all(isinstance(result, Lost) for _, result in spread(stillborn, 1, [1, 2, 3], 2))


def test_nothing_to_do_starts_nothing() -> None:
    assert list(spread(stillborn, 1, [], 2)) == []


def test_leaving_early_ends_the_processes() -> None:
    work = spread(multiplier, 1, [1, ENDLESS, ENDLESS], 2)
    assert next(work) == (1, 1)
    begun = time.monotonic()
    work.close()
    assert time.monotonic() - begun < 10
