"""The project's own Python is asked what it has installed, and runs nothing of the project for that."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from e2e.command_line import groundwire_command
from e2e.lsp_client import lsp_client
from e2e.processes import children, wait_until_gone
from e2e.traps import VERSION, Trapped, trapped

CODE = """import shlex

import clientlib


def fetch(address: str) -> list[str]:
    return shlex.splitz(clientlib.get(address), clientlib.PLAIN)
"""
LIBRARY = """import os
import subprocess
import sys

sys.path.insert(0, os.getcwd())
globals()["PLA" + "IN"] = 1
print("GW answers are not for what is imported to say")
os.write(1, b'{"id": 1, "kind": "present", "memory": 0}\\n')
for name in (%(home)r, %(beside)r):
    try:
        open(name, "w").close()
    except OSError:
        pass
try:
    subprocess.run([sys.executable, "-c", "open(%(started)r, 'w').close()"])
except OSError:
    pass
"""


@pytest.fixture
def made(tmp_path: Path) -> Trapped:
    """The trapped workspace with a Python that works, and a package that prints, writes and starts programs."""
    made = trapped(tmp_path)
    programs = made.root / ".venv" / "bin"
    for name in ("python", "python3", VERSION):
        (programs / name).unlink()
        (programs / name).symlink_to(Path(sys.base_prefix) / "bin" / VERSION)
    site = made.root / ".venv" / "lib" / VERSION / "site-packages"
    traces = {name: str(made.traces / name) for name in ("home", "beside", "started")}
    (site / "clientlib.py").write_text(LIBRARY % traces)
    (site / "project.pth").write_text(f"{made.root}\nimport sys; open({str(made.traces / 'pth')!r}, 'w').close()\n")
    (site / "__editable__.trapped.pth").write_text(f"{made.root}\n")
    made.app.write_text(CODE)
    return made


def findings(made: Trapped, *arguments: str) -> dict[str, str]:
    places = {"PYTHONPATH": str(made.root), "PYTHONSTARTUP": str(made.root / "startup.py")}
    ran = groundwire_command(made.root, "check", "--all", "--format", "json", *arguments, "app.py", **places)
    found = json.loads(ran.out)["findings"]
    return {finding["message"]: finding["explanation"] for finding in found if finding["code"] == "GW102"}


def test_what_is_installed_is_asked_and_nothing_else_runs(made: Trapped) -> None:
    found = findings(made)
    assert sorted(message.partition(" of ")[0] for message in found) == ["`clientlib`", "`shlex`"]
    assert all("the project's Python imports it" in explanation for explanation in found.values())
    assert not any("PLAIN" in message for message in found), "a name set by `globals()` is there"
    assert made.sprung == set(), "neither the project, nor `.pth` files, nor what a package would do besides"


def test_two_projects_do_not_share_what_is_theirs(made: Trapped, tmp_path: Path) -> None:
    shadow = made.root / "clientlib.py"
    shadow.write_text(
        f"open({str(made.traces / 'shadow')!r}, 'w').close()\n\ndef get(address):\n    return address\n\n\nPLAIN = 1\n"
    )
    found = findings(made)
    assert [message.partition(" of ")[0] for message in found] == ["`shlex`"], "the project's own module is read"
    assert made.sprung == set()


@pytest.mark.parametrize("trusted", [False, True])
def test_the_editor_asks_where_the_workspace_is_trusted(made: Trapped, trusted: bool) -> None:
    uri = made.app.as_uri()
    with lsp_client(made.root, env={"PYTHONPATH": str(made.root)}) as client:
        params = {"processId": None, "rootUri": made.root.as_uri(), "capabilities": client.capabilities}
        folders = [{"uri": made.root.as_uri(), "name": made.root.name}]
        options = {"trusted": trusted, "settings": {"environment": str(made.root / ".venv")}}
        client.request("initialize", params | {"workspaceFolders": folders, "initializationOptions": options})
        client.notify("initialized", {})
        client.open(uri, CODE)
        client.attribute(uri, 1, (0, 0), (CODE.count("\n"), 0))
        marks = client.diagnostics(uri, codes=["GW102", "GW102"] if trusted else ["GW408", "GW102"])
        assert any("splitz" in mark["message"] for mark in marks)
        (worker,) = children(client.process.pid)
        asked = children(worker)
        assert bool(asked) is trusted
        assert client.shutdown() == 0
    for process in asked:
        assert wait_until_gone(process)
    assert made.sprung == set()


def test_a_childs_folder_is_gone_with_it(made: Trapped, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    ran = groundwire_command(made.root, "check", "--all", "app.py", TMPDIR=str(folder))
    assert ran.status == 1
    assert list(folder.iterdir()) == []
