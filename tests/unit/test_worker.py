"""The analysis process's own loop, without the process."""

from __future__ import annotations

import json
import queue
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from groundwire.analysis.index import ProjectIndex
from groundwire.worker import Worker


class Requests:
    """A queue that is empty for a few turns after its lines, and then at its end."""

    def __init__(self, *lines: str, idle: int) -> None:
        self._lines = list(lines)
        self._idle = idle

    def get(self, block: bool = True, timeout: float | None = None) -> str | None:
        if self._lines:
            return self._lines.pop(0)
        self._idle -= 1
        if self._idle < 0:
            return None
        raise queue.Empty


def test_a_project_that_cannot_be_read_is_said_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(index: ProjectIndex) -> Iterator[str]:
        yield "a.py"
        raise LookupError("no such thing")

    monkeypatch.setattr(ProjectIndex, "build_steps", fails)
    said = StringIO()
    folder = json.dumps({"do": "folder", "root": str(tmp_path), "environment": None, "select": [], "ignore": []})
    Worker(said).run(Requests(folder, idle=4))  # type: ignore[arg-type]
    events = [json.loads(line) for line in said.getvalue().splitlines()]
    assert events == [
        {"event": "ready"},
        {"event": "unread", "root": str(tmp_path), "why": "LookupError: no such thing"},
    ]
