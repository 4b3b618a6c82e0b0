"""How much of the processor another process has had: one that got little of it is not stuck, the machine is busy."""

from __future__ import annotations

import os
from pathlib import Path


def processor_seconds(process: int) -> float | None:
    """Seconds that a process has run so far; None where the system does not say, or it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
