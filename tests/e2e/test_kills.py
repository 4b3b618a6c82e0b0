"""A server killed while it saves loses nothing that it had saved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from support.kills import Killed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


def test_what_was_saved_survives_every_kill(project: Path) -> None:
    killed = Killed(project, seed=1)
    for _ in range(3):
        killed.live_and_die()
    assert killed.saves > 10
