"""Commands whose standard streams are full, closed, or read no further."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.command_line import MAIN

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirections, and /dev/full")

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.groundwire]\nselect = ['GW208']\n")
    for number in range(40):
        (tmp_path / f"m{number}.py").write_text(TRAP)
    return tmp_path


def ran(project: Path, command: str, redirected: str) -> tuple[int, str, str]:
    """A command in a shell that redirects its streams: the status of the command itself, both outputs."""
    line = f'set -o pipefail; "$0" -I "$1" {command} {redirected}'
    done = subprocess.run(
        ["bash", "-c", line, sys.executable, str(MAIN)],
        cwd=project,
        env={**os.environ, "XDG_STATE_HOME": str(project / ".state")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


COMMANDS = ["check --all --no-cache", "check --all --format json", "rules", "explain GW208", "--version", "--help"]


@full
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_said_to_be_full(project: Path, command: str) -> None:
    said = "groundwire: standard output cannot be written to: No space left on device\n"
    assert ran(project, command, "> /dev/full") == (2, "", said)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_gone_is_no_fault(project: Path, command: str) -> None:
    status, _, err = ran(project, command, "| true")
    assert (status, err) == (141, "") or status == 0 or "finding" in err  # where it was quicker than its reader
    assert "internal error" not in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["check --all", "explain GW208", "--version"])
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_is_one_that_nobody_reads(project: Path, command: str, closed: str) -> None:
    open_status, open_out, open_err = ran(project, command, "")
    out, err = "" if ">&-" in closed.split() else open_out, "" if "2>&-" in closed else open_err
    assert ran(project, command, closed) == (open_status, out, err)


@full
def test_where_nobody_can_be_told_the_status_tells(project: Path) -> None:
    assert ran(project, "check --all", "2> /dev/full")[0] in {1, 2}
    assert ran(project, "check --all", "> /dev/full 2>&1") == (2, "", "")
    assert ran(project, "check --nonsense", "2> /dev/full") == (2, "", "")
