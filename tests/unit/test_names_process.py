"""The names process answers, is replaced when it fails, and runs nothing of what it reads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import groundwire
from groundwire.analysis.members.answer import ObjectClass
from groundwire.names import process as module
from groundwire.names.asking import AskLater, Where
from groundwire.names.process import NamesProcess, Surroundings

CODE = "import queue\n\n\ndef f():\n    jobs = queue.Queue()\n    jobs.push(1)\n    jobs.get()\n"
PUSH = (6, 12)
QUEUE = ObjectClass("queue.Queue", exact=True)
TRAP = """\
import pathlib
with open(pathlib.Path(__file__).parents[{up}] / "TRACES", "a") as traces:
    traces.write(__file__ + "\\n")
"""


@pytest.fixture
def names(tmp_path: Path) -> Iterator[NamesProcess]:
    asked = NamesProcess(Surroundings(str(tmp_path), (), sys.version_info[:2]))
    yield asked
    asked.close()


def ask(names: NamesProcess, *places: tuple[int, int]) -> tuple[ObjectClass | None, ...]:
    return names.ask("/nowhere/app.py", CODE, places)


def test_it_starts_when_it_is_asked_and_answers(names: NamesProcess) -> None:
    assert names.pid is None
    assert ask(names, PUSH, (1, 3)) == (QUEUE, None)
    first = names.pid
    assert ask(names, PUSH) == (QUEUE,)
    assert names.pid == first


@pytest.mark.parametrize(
    ("called", "made"),
    [("os.urandom(16)", "bytes"), ("hex(16)", "str"), ("len(os.sep)", "int"), ("os.getcwd()", "str")],
)
def test_a_call_gives_what_it_returns_and_not_its_last_argument(names: NamesProcess, called: str, made: str) -> None:
    at_once = f"import os\n\n{called}.push"
    assert names.ask("/nowhere/app.py", f"{at_once}\n", [(3, len(called) + 4)]) == (
        ObjectClass(f"builtins.{made}", False),
    )
    kept = f"import os\n\nmade = {called}\nmade.push\n"
    assert names.ask("/nowhere/app.py", kept, [(4, 8)]) == (ObjectClass(f"builtins.{made}", False),)


def test_text_that_does_not_parse_has_no_answers(names: NamesProcess) -> None:
    assert names.ask("/nowhere/app.py", "def f(:\n    x.y\n", [(2, 6)]) == (None,)
    assert ask(names, PUSH) == (QUEUE,)


def test_a_dead_process_is_replaced(names: NamesProcess) -> None:
    ask(names, PUSH)
    first = names.pid
    assert first is not None
    os.kill(first, signal.SIGTERM)
    assert ask(names, PUSH) in {(None,), (QUEUE,)}
    assert ask(names, PUSH) == (QUEUE,)
    assert names.pid != first


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_stuck_process_is_replaced_and_the_name_goes_without(tmp_path: Path) -> None:
    names = NamesProcess(Surroundings(str(tmp_path), (), sys.version_info[:2]), deadline=0.2)
    ask(names, PUSH)
    first = names.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    assert ask(names, PUSH) == (None,)
    assert ask(names, PUSH) == (QUEUE,)
    assert names.pid != first
    names.close()


def test_a_process_over_its_memory_is_replaced(tmp_path: Path) -> None:
    names = NamesProcess(Surroundings(str(tmp_path), (), sys.version_info[:2]), memory=1)
    assert ask(names, PUSH) == (QUEUE,)
    assert names.pid is None
    names.close()


def test_one_that_cannot_be_started_is_left_alone_for_a_while(
    names: NamesProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    assert ask(names, PUSH, PUSH) == (None, None)
    monkeypatch.undo()
    assert ask(names, PUSH) == (None,)


def test_it_ends_when_its_input_closes() -> None:
    main = Path(groundwire.__file__).parent / "__main__.py"
    with subprocess.Popen([sys.executable, "-I", str(main), "names"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


class Booby:
    """A workspace full of things that leave a trace when they are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        site = folder / ".venv" / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"
        python = folder / ".venv" / "bin" / "python"
        for place in (site / "trap", python.parent, folder / ".jedi"):
            place.mkdir(parents=True)
        python.write_text(f"#!/bin/sh\necho python >> {folder}/TRACES\n")
        python.chmod(0o755)
        (folder / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.0\n")
        (site / "evil.pth").write_text(f"import os; open({str(folder / 'TRACES')!r}, 'a').write('pth')\n")
        for name in ("sitecustomize", "logging", "jedi", "parso", "json"):
            (folder / f"{name}.py").write_text(TRAP.format(up=0))
        suffix = sysconfig.get_config_var("EXT_SUFFIX") or ".so"
        (site / "trap" / "__init__.py").write_text(TRAP.format(up=5))
        (site / "trap" / f"native{suffix}").write_bytes(b"\x7fELF")
        (folder / ".jedi" / "project.json").write_text('[1, {"load_unsafe_extensions": true}]')
        self.site = site
        self.code = "import trap.native\n\n\ndef f():\n    made = trap.native.Made()\n    made.wanted\n"
        (folder / "app.py").write_text(self.code)

    @property
    def traces(self) -> str:
        path = self.folder / "TRACES"
        return path.read_text() if path.exists() else ""

    def files(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")}


@pytest.fixture
def booby(tmp_path: Path) -> Booby:
    return Booby(tmp_path)


def test_nothing_of_the_workspace_runs_and_nothing_is_written(booby: Booby, monkeypatch: pytest.MonkeyPatch) -> None:
    home = booby.folder / "home"
    home.mkdir()
    monkeypatch.chdir(booby.folder)
    for name, value in {"VIRTUAL_ENV": booby.folder / ".venv", "HOME": home, "XDG_CACHE_HOME": home}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("PYTHONPATH", str(booby.folder))
    before = booby.files()
    surroundings = Surroundings(str(booby.folder), (str(booby.folder), str(booby.site)), sys.version_info[:2])
    names = NamesProcess(surroundings)
    text = booby.code + CODE.removeprefix("import queue\n").replace("queue", "__import__('queue')")
    assert names.ask(str(booby.folder / "app.py"), text, [(6, 14), (5, 16)]) == (None, None)
    assert ask(names, PUSH) == (QUEUE,)
    names.close()
    assert booby.traces == ""
    assert booby.files() == before


def test_the_trap_works_on_a_jedi_that_is_not_kept_quiet(booby: Booby) -> None:
    script = (
        "import jedi\n"
        f"project = jedi.Project({str(booby.folder)!r}, sys_path=[{str(booby.site)!r}], load_unsafe_extensions=True)\n"
        "environment = jedi.api.environment.InterpreterEnvironment()\n"
        f"jedi.Script({booby.code!r}, project=project, environment=environment).infer(5, 22)\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-I", "-c", script], check=True, capture_output=True)
    assert "trap" in booby.traces


def test_later_answers_are_told_and_kept_until_there_are_new_ones(names: NamesProcess) -> None:
    heard: list[str] = []
    told = threading.Event()
    texts = [CODE]

    def hear(path: str) -> None:
        heard.append(path)
        told.set()

    asking = AskLater(names, lambda path, unit, digest: Where("/nowhere/app.py", texts[-1], 3), hear)
    places = ((2, 12),)
    assert asking.classes_of("app.py", "f", "d", places) == ()
    assert told.wait(60)
    assert asking.classes_of("app.py", "f", "d", places) == (QUEUE,)
    told.clear()
    texts.append(CODE.replace("queue.Queue", "queue.LifoQueue"))
    assert asking.classes_of("app.py", "f", "d", places) == (QUEUE,)
    assert told.wait(60)
    assert asking.classes_of("app.py", "f", "d", places) == (ObjectClass("queue.LifoQueue", exact=True),)
    assert heard == ["app.py", "app.py"]
    asking.close()


def test_questions_about_a_file_that_was_closed_are_dropped() -> None:
    asked: list[str] = []
    busy, go = threading.Event(), threading.Event()

    class Slow(NamesProcess):
        def ask(self, path: str, text: str, places: object) -> tuple[ObjectClass | None, ...]:
            asked.append(path)
            busy.set()
            go.wait(60)
            return ()

    asking = AskLater(Slow(Surroundings("", (), (3, 11))), lambda path, *_: Where(path, "", 0), lambda _: None)
    asking.classes_of("first.py", "f", "d", ((0, 0),))
    assert busy.wait(60)
    asking.classes_of("closed.py", "f", "d", ((0, 0),))
    asking.classes_of("second.py", "f", "d", ((0, 0),))
    asking.forget("closed.py")
    busy.clear()
    go.set()
    assert busy.wait(60)
    asking.close()
    assert asked == ["first.py", "second.py"]


def test_what_changed_on_disk_is_told_before_the_next_question() -> None:
    said: list[object] = []
    told = threading.Event()

    class Told(NamesProcess):
        def ask(self, path: str, text: str, places: object) -> tuple[ObjectClass | None, ...]:
            said.append(path)
            told.set()
            return ()

        def changed(self, paths: Sequence[str]) -> None:
            said.append(paths)

    asking = AskLater(Told(Surroundings("", (), (3, 11))), lambda path, *_: Where(path, "", 0), lambda _: None)
    asking.saved(["b.py"])
    asking.saved(["a.py", "b.py"])
    for path in ("first.py", "second.py"):
        told.clear()
        asking.classes_of(path, "f", "d", ((0, 0),))
        assert told.wait(60)
    asking.close()
    assert said == [["a.py", "b.py"], "first.py", "second.py"]
