"""Attributes of objects, over the protocol and on the command line: told when their classes are known."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from e2e.command_line import groundwire_command
from e2e.lsp_client import lsp_client
from e2e.processes import children, wait_until_gone

CODE = """import queue


def jobs_of(names):
    jobs = queue.Queue()
    for name in names:
        jobs.push(name)
    return jobs


if __name__ == "__main__":
    jobs_of([])
"""


@pytest.fixture
def module(project: Path) -> Path:
    (project / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (project / ".venv" / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = 3.11.0\n")
    (project / "jobs.py").write_text(CODE)
    return project / "jobs.py"


def test_a_method_that_no_such_object_has_is_marked_when_its_class_is_known(project: Path, module: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.open(module.as_uri(), CODE)
        client.attribute(module.as_uri(), 1, (3, 0), (7, 15))
        marks = client.diagnostics(module.as_uri(), codes=["GW408", "GW102"])
        (missing,) = (mark for mark in marks if mark["code"] == "GW102")
        assert missing["severity"] == 2
        assert missing["range"] == {"start": {"line": 6, "character": 13}, "end": {"line": 6, "character": 17}}
        assert "`queue.Queue` of the standard library of Python 3.11 has no `push`" in missing["message"]
        since = client.mark()
        client.change(module.as_uri(), 2, ((6, 13), (6, 17), "put"))
        client.diagnostics(module.as_uri(), since, codes=["GW408"])
        assert client.shutdown() == 0


def test_the_mark_goes_when_another_unit_gives_the_object_another_class(project: Path, module: Path) -> None:
    code = "class Stack:\n    pass\n\n\nJOBS = [1]\n\n\ndef push(name):\n    JOBS.push(name)\n"
    module.write_text(code)
    with lsp_client(project) as client:
        client.initialize()
        client.open(module.as_uri(), code)
        client.attribute(module.as_uri(), 1, (7, 0), (8, 19))
        client.diagnostics(module.as_uri(), codes=["GW408", "GW102"])
        since = client.mark()
        client.change(module.as_uri(), 2, ((4, 7), (4, 10), "unknown()"))
        client.diagnostics(module.as_uri(), since, codes=["GW408"])


def test_the_command_line_looks_at_objects_when_asked_to(project: Path, module: Path) -> None:
    plain = groundwire_command(project, "check", "--all", "--select", "GW102", "jobs.py")
    assert (plain.status, plain.out) == (0, "")
    named = groundwire_command(project, "check", "--all", "--names", "--select", "GW102", "jobs.py")
    assert named.status == 1
    assert "jobs.py:7:14" in named.out
    assert "has no `push`" in named.out


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_no_names_process_outlives_its_worker(project: Path, module: Path) -> None:
    with lsp_client(project) as client:
        client.initialize()
        client.open(module.as_uri(), CODE)
        client.attribute(module.as_uri(), 1, (3, 0), (7, 15))
        client.diagnostics(module.as_uri(), codes=["GW408", "GW102"])
        (worker,) = children(client.process.pid)
        (names,) = children(worker)
        os.kill(worker, signal.SIGKILL)
        assert wait_until_gone(names)
