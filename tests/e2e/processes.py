"""Processes of this machine, as a test needs to know them; Linux only."""

from __future__ import annotations

import os
import select
from pathlib import Path

LIMIT = 120.0


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


def wait_until_gone(process: int, limit: float = LIMIT) -> bool:
    """Whether the process ends within the limit, in seconds."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        end = select.poll()
        end.register(handle, select.POLLIN)  # readable when it has ended, also while nobody has asked for its status
        return bool(end.poll(limit * 1000))
    finally:
        os.close(handle)
