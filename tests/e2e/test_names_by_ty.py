"""`ty` is asked about objects where it is installed, over the protocol and on the command line; never untrusted."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from e2e.command_line import groundwire_command
from e2e.lsp_client import lsp_client
from e2e.processes import children, wait_until_gone
from support.fake_ty import FakeTy

SITE = f".venv/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
LIBRARY = """class Client:
    def get(self, address: str) -> str:
        return address


def clients() -> "list[Client]":
    return []
"""
CODE = """import clientlib


def fetch(addresses):
    for client in clientlib.clients():
        client.post(addresses)
    return addresses


if __name__ == "__main__":
    fetch([])
"""
"""jedi is not asked for what a loop takes from a list."""
POST = {"start": {"line": 5, "character": 15}, "end": {"line": 5, "character": 19}}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a first line")


@pytest.fixture
def module(project: Path) -> Path:
    site = project / SITE
    site.mkdir(parents=True)
    (project / ".venv" / "bin").mkdir()
    (project / ".venv" / "bin" / "python").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    version = "{}.{}.{}".format(*sys.version_info)
    (project / ".venv" / "pyvenv.cfg").write_text(f"home = {sys.base_prefix}/bin\nversion = {version}\n")
    (site / "clientlib.py").write_text(LIBRARY)
    (project / "app.py").write_text(CODE)
    return project / "app.py"


@pytest.fixture
def fake(project: Path, module: Path) -> FakeTy:
    client = {"hover": "Client", "uri": (project / SITE / "clientlib.py").as_uri(), "line": 0}
    return FakeTy(project / ".venv" / "bin", {"client": client})


def real() -> Path | None:
    """The `ty` that the development group brings, or any."""
    beside = Path(sys.executable).with_name("ty")
    found = str(beside) if beside.exists() else shutil.which("ty")
    return Path(found) if found is not None else None


@pytest.fixture
def installed(project: Path, module: Path) -> Path:
    program = real()
    if program is None:
        pytest.skip("ty is not installed here; the development group of pyproject.toml has it")
    (project / ".venv" / "bin" / "ty").symlink_to(program)
    return program


def checked(project: Path, *arguments: str) -> str:
    return groundwire_command(project, "check", "--all", "--select", "GW102", *arguments, "app.py").out


def test_without_it_nothing_is_known_of_the_object(
    project: Path, module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(shutil.which("git") or "").parent))
    if (Path(shutil.which("git") or "").parent / "ty").exists():
        pytest.skip("ty stands beside git")
    assert checked(project, "--names") == ""


def test_the_command_line_asks_it_about_objects_when_told_to(project: Path, fake: FakeTy) -> None:
    assert checked(project) == ""
    assert fake.starts == []
    out = checked(project, "--names")
    assert "app.py:6:16" in out
    assert "`clientlib.Client` of clientlib has no `post`" in out
    assert fake.starts == ["server"]


def test_what_it_says_is_not_enough(project: Path, fake: FakeTy) -> None:
    """The installed class has the name, whatever its text and a type checker say."""
    (project / SITE / "clientlib.py").write_text(f'{LIBRARY}\nsetattr(Client, "po" + "st", Client.get)\n')
    assert checked(project, "--names") == ""
    assert fake.starts == ["server"]


def test_it_is_asked_about_unsaved_text_where_the_folder_is_trusted(project: Path, module: Path, fake: FakeTy) -> None:
    module.write_text("")
    with lsp_client(project) as client:
        client.initialize()
        client.open(module.as_uri(), CODE)
        client.attribute(module.as_uri(), 1, (3, 0), (6, 20))
        marks = client.diagnostics(module.as_uri(), codes=["GW408", "GW102"])
        (missing,) = (mark for mark in marks if mark["code"] == "GW102")
        assert missing["range"] == POST
        since = client.mark()
        client.change(module.as_uri(), 2, ((5, 15), (5, 19), "get"))
        client.diagnostics(module.as_uri(), since, codes=["GW408"])
        assert client.shutdown() == 0
    assert fake.starts == ["server"]


def test_it_is_not_started_where_the_folder_is_not_trusted(
    project: Path, module: Path, fake: FakeTy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([str(fake.folder), os.environ["PATH"]]))
    with lsp_client(project) as client:
        client.initialize(trusted=False)
        code = f"{CODE}import queue\n\n\ndef g():\n    jobs = queue.Queue()\n    jobs.push(1)\n"
        client.open(module.as_uri(), code)
        client.attribute(module.as_uri(), 1, (3, 0), (17, 0))
        marks = client.diagnostics(module.as_uri(), codes=["GW408", "GW408", "GW102"])
        (missing,) = (mark for mark in marks if mark["code"] == "GW102")
        assert "`push`" in missing["message"], "jedi is there always"
        assert client.shutdown() == 0
    assert fake.starts == []


@pytest.mark.parametrize("fails", ["hangs", "dies", "says nonsense"])
def test_one_that_fails_leaves_everything_to_jedi(project: Path, module: Path, fails: str) -> None:
    FakeTy(project / ".venv" / "bin", {"client": {"fails": fails}})
    module.write_text(f"{CODE}import queue\n\n\ndef g():\n    jobs = queue.Queue()\n    jobs.push(1)\n")
    out = checked(project, "--names")
    assert "app.py:17:10" in out, out
    assert out.count("GW102") == 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_it_does_not_outlive_the_server(project: Path, module: Path, fake: FakeTy) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.open(module.as_uri(), CODE)
        client.attribute(module.as_uri(), 1, (3, 0), (6, 20))
        client.diagnostics(module.as_uri(), codes=["GW408", "GW102"])
        (worker,) = children(client.process.pid)
        started = [pid for names in children(worker) for pid in children(names)]
        assert len(started) == 1
        os.kill(worker, signal.SIGKILL)
        assert all(wait_until_gone(pid) for pid in started)


def test_the_real_one_is_understood(project: Path, installed: Path) -> None:
    out = checked(project, "--names")
    assert "app.py:6:16" in out
    assert "`clientlib.Client` of clientlib has no `post`" in out


def test_the_real_one_is_asked_about_unsaved_text(project: Path, module: Path, installed: Path) -> None:
    module.write_text("")
    with lsp_client(project) as client:
        client.initialize()
        client.open(module.as_uri(), CODE)
        client.attribute(module.as_uri(), 1, (3, 0), (6, 20))
        marks = client.diagnostics(module.as_uri(), codes=["GW408", "GW102"])
        assert [mark["range"] for mark in marks if mark["code"] == "GW102"] == [POST]
        assert client.shutdown() == 0
