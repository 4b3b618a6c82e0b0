"""The child of the project's Python: what it answers, and how it is ended when what it imports misbehaves."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from groundwire.analysis.cache.database import Cache
from groundwire.analysis.environment import Environment
from groundwire.analysis.members.installed import InstalledParameter, NameAnswer
from groundwire.names.installed import asking as asking_module
from groundwire.names.installed.answers import Answers
from groundwire.names.installed.asking import AskInstalledLater, AskInstalledNow
from groundwire.names.installed.children import Children
from groundwire.names.installed.process import InstalledProcess

PYTHON = sys.executable
MODULES = {
    "hangs": "import time\ntime.sleep(1000)\n",
    "dies": "import os\nos._exit(0)\n",
    "leaves": "raise SystemExit(1)\n",
    "fails": "import json.absent\n",
    "talks": """\
        import os, sys
        print("{}")
        os.write(1, b'{"id": 1, "kind": "present"}\\n')
        sys.stdin.read()
        A = 1
        """,
    "hoards": "DATA = [bytearray(b'x' * 1_000_000) for _ in range(3_000)]\n",
    "wild": "def __getattr__(name):\n    return name\n",
    "refuses": """\
        def __getattr__(name):
            if name == "gone":
                raise ImportError("gone was removed in 2.0")
            raise AttributeError(name)
        """,
    "optional": "def __getattr__(name):\n    import no_such_module\n",
    "secrets_of": "import os\nfor name in os.environ:\n    globals()[name] = 1\n",
    "package/__init__": "from package.part import here\n",
    "package/part": "def here(a, /, b, *, c=1, **rest): pass\n",
    "package/other": "",
    "classes": """\
        class Plain:
            def __init__(self):
                self.own = 1

            @property
            def costly(self):
                raise RuntimeError

        class Open(Plain):
            def __getattr__(self, name):
                return name

        class Below(Plain):
            extra = 1

        class Slotted:
            __slots__ = ("a",)

        class Annotated:
            x: int
        """,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        file = tmp_path / "site" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
    return tmp_path / "site"


@pytest.fixture
def process(site: Path) -> Iterator[InstalledProcess]:
    process = InstalledProcess(PYTHON, (str(site),), deadline=3.0)
    yield process
    process.close()


@pytest.fixture
def asked(process: InstalledProcess) -> AskInstalledNow:
    return AskInstalledNow(process)


@pytest.mark.parametrize(
    ("dotted", "kind"),
    [
        ("package.part.here", "present"),
        ("package.here", "present"),
        ("package.other", "present"),
        ("package.others", "absent"),
        ("package.part.there", "absent"),
        ("package.part.here.inside", "absent"),
        ("no_such_module.x", "absent"),
        ("classes.Plain.costly", "present"),
        ("classes.Plain.own", "absent"),
        ("wild.anything", "unknown"),
        ("refuses.gone", "absent"),
        ("optional.feature", "unknown"),
        ("leaves.x", "unknown"),
        ("fails.x", "unknown"),
        ("antigravity.x", "unknown"),
        ("os.path.join", "present"),
        ("os.path.joined", "absent"),
        ("xml.dom.minidom", "present"),
        ("sys.gettotalrefcountz", "absent"),
    ],
)
def test_a_path_is_followed_as_the_installed_thing_has_it(asked: AskInstalledNow, dotted: str, kind: str) -> None:
    answer = asked.name(dotted)
    assert answer is not None
    assert answer.kind == kind


def test_an_absence_says_where_and_what_is_there(asked: AskInstalledNow) -> None:
    answer = asked.name("package.part.there.deeper")
    assert answer is not None
    assert (answer.depth, answer.owner, answer.owner_kind) == (2, "package.part", "module")
    assert "here" in answer.names
    said = asked.name("refuses.gone")
    assert said is not None
    assert said.said == "gone was removed in 2.0"


@pytest.mark.parametrize(
    ("path", "name", "exact", "kind"),
    [
        ("classes.Plain", "costly", True, "present"),
        ("classes.Plain", "own", True, "absent"),
        ("classes.Plain", "extra", True, "absent"),
        ("classes.Plain", "extra", False, "unknown"),
        ("classes.Annotated", "x", True, "present"),
        ("classes.Slotted", "a", True, "present"),
        ("classes.nothing", "a", True, "unknown"),
        ("queue.Queue", "push", True, "absent"),
    ],
)
def test_a_class_says_what_its_objects_have_by_it(
    asked: AskInstalledNow, path: str, name: str, exact: bool, kind: str
) -> None:
    answer = asked.attribute(path, name, exact=exact)
    assert answer is not None
    assert answer.kind == kind


def test_a_class_says_what_is_left_to_its_text(asked: AskInstalledNow) -> None:
    plain, opened = (asked.attribute(f"classes.{name}", "own", exact=True) for name in ("Plain", "Open"))
    assert plain is not None
    assert opened is not None
    assert [ancestor.qualname for ancestor in opened.line] == ["Open", "Plain"]
    assert (plain.answering, opened.answering) == (None, "classes.Open")
    slotted, pattern = (
        asked.attribute("classes.Slotted", "b", exact=True),
        asked.attribute("re.Pattern", "b", exact=True),
    )
    assert slotted is not None
    assert pattern is not None
    assert (slotted.fixed, plain.fixed) == (True, False)
    assert (pattern.final, slotted.final) == (True, False)


def test_a_signature_says_what_is_taken(asked: AskInstalledNow) -> None:
    answer = asked.signature("package.part.here")
    assert answer is not None
    assert answer.parameters == (
        InstalledParameter("a", "positional", True),
        InstalledParameter("b", "either", True),
        InstalledParameter("c", "keyword", False),
        InstalledParameter("rest", "double_star", True),
    )
    method = asked.signature("classes.Open.__getattr__")
    assert method is not None
    assert method.method


def test_it_starts_when_it_is_asked_and_what_it_imports_cannot_speak(
    process: InstalledProcess, asked: AskInstalledNow
) -> None:
    assert process.pid is None
    assert asked.name("talks.B") == NameAnswer("absent", 1, "talks", "module", asked.name("talks.B").names)  # type: ignore[union-attr]
    first = process.pid
    assert asked.name("talks.A") == NameAnswer("present")
    assert process.pid == first


@pytest.mark.parametrize("module", ["hangs", "dies"])
def test_a_package_over_which_it_hangs_or_dies_is_not_asked_about_again(
    process: InstalledProcess, asked: AskInstalledNow, module: str
) -> None:
    assert asked.name("json.dumps") == NameAnswer("present")
    assert asked.name(f"{module}.x") == NameAnswer("unknown")
    assert process.pid is None
    begun = time.monotonic()
    assert asked.name(f"{module}.y") == NameAnswer("unknown")
    assert time.monotonic() - begun < 1
    assert asked.name("json.loads") == NameAnswer("present"), "another child answers for others"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="what a process holds is looked up in /proc")
def test_one_that_takes_too_much_memory_ends(site: Path) -> None:
    process = InstalledProcess(PYTHON, (str(site),), deadline=60.0)
    assert process.ask({"do": "name", "path": "hoards.DATA"}) is None
    process.close()


def test_one_that_holds_much_ends_when_nothing_waits(site: Path) -> None:
    process = InstalledProcess(PYTHON, (str(site),), memory=1)
    assert process.ask({"do": "name", "path": "json.dumps"}) is not None
    assert process.pid is not None
    process.rest()
    assert process.pid is None or not Path("/proc").is_dir()
    process.close()


def test_a_killed_child_is_replaced(process: InstalledProcess, asked: AskInstalledNow) -> None:
    assert asked.name("json.dumps") == NameAnswer("present")
    first = process.pid
    assert first is not None
    os.kill(first, signal.SIGTERM)
    asked.name("os.sep")
    assert asked.name("shlex.split") == NameAnswer("present")
    assert process.pid != first


def test_it_is_told_nothing_of_the_users_environment(asked: AskInstalledNow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert asked.name("secrets_of.SECRET_TOKEN") is not None
    assert asked.name("secrets_of.SECRET_TOKEN").kind == "absent"  # type: ignore[union-attr]
    assert asked.name("secrets_of.PYTHONPATH").kind == "absent"  # type: ignore[union-attr]
    assert asked.name("secrets_of.PATH") == NameAnswer("present")


def test_one_that_cannot_be_started_leaves_the_question_open(site: Path) -> None:
    assert AskInstalledNow(InstalledProcess("/nowhere/python", (str(site),))).name("json.dumps") == NameAnswer(
        "unknown"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_python_that_says_nothing_is_left_alone(site: Path, tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\necho started >> {tmp_path}/starts\n")
    program.chmod(0o755)
    asked = AskInstalledNow(InstalledProcess(str(program), (str(site),)))
    assert {asked.name(f"{name}.x") for name in ("a", "b", "c", "d", "e")} == {NameAnswer("unknown")}
    assert (tmp_path / "starts").read_text().count("started") == 3


def test_a_thread_asks_and_says_when_there_is_news(process: InstalledProcess) -> None:
    heard = threading.Event()
    later = AskInstalledLater(process, heard.set)
    assert later.name("package.here") is None
    assert heard.wait(60)
    assert later.name("package.here") == NameAnswer("present")
    later.close()


def test_an_idle_child_ends(process: InstalledProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_module, "_IDLE", 0.2)
    heard = threading.Event()
    later = AskInstalledLater(process, heard.set)
    later.name("package.here")
    assert heard.wait(60)
    end = time.monotonic() + 30
    while process.pid is not None:
        assert time.monotonic() < end
        heard.clear()
        heard.wait(0.05)
    later.close()


def test_answers_are_kept_on_disk_for_one_state_of_the_environment(site: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite3")
    first = AskInstalledNow(InstalledProcess(PYTHON, (str(site),)), Answers(cache, b"1"))
    first.name("wild.x")
    told = first.name("package.part.there"), first.name("package.here")
    first.close()
    cache.close()
    nobody = InstalledProcess("/nowhere/python", ())
    again = AskInstalledNow(nobody, Answers(Cache(tmp_path / "cache.sqlite3"), b"1"))
    assert (again.name("package.part.there"), again.name("package.here")) == told
    assert again.name("wild.x") == NameAnswer("unknown")
    other = AskInstalledNow(nobody, Answers(Cache(tmp_path / "cache.sqlite3"), b"2"))
    assert other.name("package.here") == NameAnswer("unknown")


@pytest.mark.parametrize("edited", ["package/other", "optional"])
def test_an_answer_on_disk_is_of_the_package_as_it_stood(edited: str, site: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path, None, (site,), None, Path(PYTHON))

    def asked(dotted: str) -> NameAnswer | None:
        cache = Cache(tmp_path / "cache.sqlite3")
        children = Children(AskInstalledNow, cache)
        asking = children.of(environment)
        assert asking is not None
        answer = asking.name(dotted)
        children.close()
        cache.close()
        return answer

    dotted = f"{edited.replace('/', '.')}.late"
    file = site / f"{edited}.py"
    file.write_text("")
    before = asked(dotted), asked("classes.Plain")
    file.write_text("late = 1\n")
    assert asked(dotted) == NameAnswer("present") != before[0]
    assert asked("classes.Plain") == before[1]


def _python(minor: int) -> str | None:
    """A Python of a version: one that pyenv installed, or the first of the `PATH`."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"3.{minor}.*/bin/python"))
    found = shutil.which(f"python3.{minor}")
    return str(kept[-1]) if kept else found if found is not None and "shims" not in found else None


@pytest.mark.parametrize("minor", [8, 9, 10, 12, 13, 14])
def test_other_versions_answer_too(minor: int, site: Path) -> None:
    program = _python(minor)
    if program is None:
        pytest.skip(f"there is no Python 3.{minor} here")
    process = InstalledProcess(program, (str(site),))
    asked = AskInstalledNow(process)
    answers = [asked.name("package.here"), asked.name("package.others")]
    signature = asked.signature("package.part.here")
    process.close()
    assert [answer.kind for answer in answers if answer is not None] == ["present", "absent"]
    assert signature is not None
    assert len(signature.parameters) == 4
