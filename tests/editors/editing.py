"""Starts a real editor without a screen on a script, and reads what the script reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from e2e.processes import wait_until_gone

LIMIT = 180.0
"""Seconds that an editor may take, far above what it takes: a limit, never a measure."""


def run_editor(command: list[str], home: Path, script: dict[str, Any]) -> dict[str, Any]:
    """Run an editor to its end in a home of its own; what its script wrote as JSON to $GROUNDWIRE_REPORT.

    `script` is given to it as JSON in $GROUNDWIRE_SCRIPT. Nothing that the editor started may outlive it.
    """
    report = home / "report.json"
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {
        **os.environ,
        **folders,
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "GROUNDWIRE_REPORT": str(report),
        "GROUNDWIRE_SCRIPT": json.dumps(script),
    }
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=LIMIT,
        check=False,
    )
    output = f"{command[0]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    assert report.exists(), output
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert "failed" not in said, f"{said['failed']}\n{output}"
    assert done.returncode == 0, output
    assert wait_until_ended(f"GROUNDWIRE_REPORT={report}") == []
    return said


def wait_until_ended(variable: str) -> list[str]:
    """The processes with this in their environment that do not end within the limit; Linux only."""
    end = time.monotonic() + LIMIT
    while found := _processes(variable.encode()):
        for process in found:
            if not wait_until_gone(process, max(0.0, end - time.monotonic())):
                return list(found.values())
    return []


def _processes(variable: bytes) -> dict[int, str]:
    """Process id → command line."""
    entries = Path("/proc").glob("[0-9]*")
    found = {int(entry.name): _command_with(entry, variable) for entry in entries}
    return {process: command for process, command in found.items() if command is not None}


def _command_with(process: Path, variable: bytes) -> str | None:
    try:
        if variable in (process / "environ").read_bytes().split(b"\0"):
            return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it ended meanwhile, or is not ours
        pass
    return None
