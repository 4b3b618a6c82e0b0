"""Processes of this machine, as a test needs to know them; Linux only."""

from __future__ import annotations

import os
import time
from pathlib import Path

LIMIT = 20.0


def children(parent: int) -> list[int]:
    """Process ids of the running children of a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def wait_until_gone(process: int) -> bool:
    """Whether the process ends within the limit."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        os.sched_yield()
    return False
