"""Folders that can only be read and disks that are full, as the kernel has them: mounts that only one process sees."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.command_line import MAIN, Ran, attribute
from e2e.conftest import APP
from e2e.lsp_client import lsp_client, place, regions
from support import agents

UNSHARE = ["unshare", "--map-root-user", "--mount", "sh", "-ec"]
DEBUG = APP[APP.index("def debug") : APP.index("\n\n\ndef tested")]


def private_mounts_work() -> bool:
    try:
        return subprocess.run([*UNSHARE, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not private_mounts_work(), reason="a process cannot have mounts of its own here"
)


def within(mounts: str, *arguments: str) -> list[str]:
    """The command that makes mounts which nobody else sees and runs Groundwire with them."""
    command = [sys.executable, "-I", str(MAIN), *arguments]
    return [*UNSHARE, f"{mounts}\nexec {shlex.join(command)}"]


def read_only(folder: Path) -> str:
    name = shlex.quote(str(folder))
    return f"mount --bind {name} {name}; mount -o remount,ro,bind {name}"


def full(folder: Path) -> str:
    """A disk of its own for a folder, with what is in it and no room for more."""
    name = shlex.quote(str(folder))
    keep = "/tmp" if not str(folder).startswith("/tmp") else "/mnt"
    return (
        f"mount -t tmpfs none {keep}; mkdir -p {name} {keep}/kept; cp -a {name}/. {keep}/kept/; "
        f"mount -t tmpfs -o size=256k none {name}; cp -a {keep}/kept/. {name}/; "
        f"dd if=/dev/zero of={name}/filler bs=4k status=none 2>/dev/null || true"
    )


def command(project: Path, mounts: str, *arguments: str, sent: str = "") -> Ran:
    done = subprocess.run(
        within(mounts, *arguments), cwd=project, input=sent, capture_output=True, text=True, timeout=120, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("kind", ["read-only", "full"])
def test_what_is_on_record_is_shown_and_what_comes_lasts_as_long_as_the_editor(project: Path, kind: str) -> None:
    attribute(project / "app.py", DEBUG)
    before = contents(project)
    mounts = read_only(project) if kind == "read-only" else full(project / ".git" / "groundwire")
    uri, other = (project / "app.py").as_uri(), (project / "other.py").as_uri()
    with lsp_client(project, command=within(mounts, "lsp")) as client:
        client.initialize()
        client.diagnostics(uri, codes=["GW408", "GW208"])
        client.open(uri, APP)
        for number in range(3):
            client.open(f"{other}{number}.py", APP * 100)
            client.command("markGenerated", {"uri": f"{other}{number}.py"})
            client.notify("textDocument/didSave", {"textDocument": {"uri": f"{other}{number}.py"}})
            assert regions(client, f"{other}{number}.py")["regions"]
        client.command("markReviewed", {"uri": uri, "range": place(3, 5)})
        assert "cannot be written" in client.status(lambda status: status["state"] == "degraded")["message"]
        assert len(regions(client, uri)["regions"]) == 1
        assert client.shutdown() == 0
        assert len(client.popups) == 1
        assert not [line for line in client.log if line.startswith(("Traceback", "ERROR"))]
    assert contents(project) == before


@pytest.mark.parametrize("kind", ["read-only", "full"])
def test_every_command_answers_in_its_own_words(project: Path, kind: str) -> None:
    attribute(project / "app.py", DEBUG)
    before = contents(project)
    mounts = read_only(project) if kind == "read-only" else full(project / ".git" / "groundwire")
    ran = command(project, mounts, "check")
    assert (ran.status, "GW208" in ran.out) == (1, True)
    assert not [
        line for line in ran.err.splitlines() if not line.startswith(("2 findings", "groundwire: no Python env"))
    ]
    sent = agents.write(project / "new.py", None, APP)
    ran = command(project, mounts, "record", sent=json.dumps(sent))
    assert (ran.status, ran.out) == (0, "{}\n")
    assert ran.err.startswith("groundwire: this edit is not recorded: ")
    assert ran.err.count("\n") == 1
    if kind == "read-only":
        ran = command(project, mounts, "stub", "app.py::untested")
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "Read-only file system" in ran.err
        ran = command(project, mounts, "hooks", "install", "claude")
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert contents(project) == before
