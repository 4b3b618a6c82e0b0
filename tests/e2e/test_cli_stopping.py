"""`groundwire check` told to stop: one line, an exit status, and nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from e2e.command_line import MAIN
from e2e.processes import LIMIT, children, wait_until_gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")

LINE = "groundwire: interrupted when "


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A project that several processes share, each for seconds: no function is written twice."""
    function = (
        "def f{0}(a, b=None):\n    b = b or 1\n    if a > {0}:\n        return [a for _ in b]\n    return a\n\n\n"
    )
    for number in range(60):
        (tmp_path / f"m{number}.py").write_text("".join(function.format(200 * number + each) for each in range(200)))
    (tmp_path / "pyproject.toml").write_text("[tool.groundwire]\nignore = ['GW1']\n")  # no word on environments
    return tmp_path


def begun(project: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-I", str(MAIN), "check", "--all", "--no-cache", str(project)],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, as a terminal gives a command
    )


def workers(process: int) -> list[int]:
    """Its children, without the one that `multiprocessing` has beside them."""
    return [
        child for child in children(process) if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def started(process: subprocess.Popen[str]) -> list[int]:
    """The children, once there is one."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if found := workers(process.pid):
            return found
        assert process.poll() is None
    raise AssertionError("no child was started")


@pytest.mark.parametrize("later", [0.0, 0.05, 0.4, 1.5])
def test_an_interrupt_from_the_keyboard_reaches_all_and_is_told_once(large: Path, later: float) -> None:
    process = begun(large)
    found = started(process)
    time.sleep(later)  # the point of time is what is tried: as a child starts, reads its modules, works
    found += workers(process.pid)
    at = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGINT)  # who is impatient presses twice
    _, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, err.count("\n")) == (130, 1), err
    assert err.startswith(LINE)
    assert time.monotonic() - at < 20
    assert all(wait_until_gone(child) for child in found)


def test_before_anything_was_checked_it_is_said_as_well(large: Path) -> None:
    process = begun(large)
    end = time.monotonic() + LIMIT
    while not _heeds(process.pid) and time.monotonic() < end:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, err.count("\n")) == (130, 1), err
    assert err.startswith("groundwire: interrupted")


def _heeds(process: int) -> bool:
    """Whether a process has a handler for being terminated: from then on it was told what to do when it is."""
    caught = next(
        line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("SigCgt")
    )
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("later", [0.0, 1.5])
def test_another_program_ends_it_in_the_same_way(large: Path, later: float) -> None:
    process = begun(large)
    found = started(process)
    time.sleep(later)
    found += workers(process.pid)
    process.terminate()
    _, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, err.count("\n")) == (143, 1), err
    assert err.startswith(LINE)
    assert all(wait_until_gone(child) for child in found)


def test_workers_whose_parent_is_killed_end_without_a_word(large: Path) -> None:
    process = begun(large)
    started(process)
    time.sleep(1.5)  # they work by now: what a starting interpreter says when it cannot go on is not ours
    found = workers(process.pid)
    process.kill()
    _, err = process.communicate(timeout=LIMIT)
    assert err == ""
    assert all(wait_until_gone(child) for child in found)
