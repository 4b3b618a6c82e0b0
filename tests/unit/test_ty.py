"""`ty` is asked where it is there, gives no answer where it fails, and is not believed where it speaks otherwise."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundwire.analysis.environment import Environment
from groundwire.analysis.members.answer import ObjectClass
from groundwire.names.process import NamesProcess, Surroundings
from groundwire.names.receivers import Text
from groundwire.names.ty import process
from groundwire.names.ty.process import Project, Said, Ty
from groundwire.names.ty.program import program_of
from support.fake_ty import FakeTy

QUEUE = ObjectClass("queue.Queue", exact=False)
CODE = "import queue\n\n\ndef f(jobs, other):\n    jobs.push(1)\n    other.push(1)\n"
JOBS, OTHER = (5, 12), (6, 13)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a first line")


class Asked:
    """A `Ty` over a stand-in, and its project."""

    def __init__(self, folder: Path, words: dict[str, dict[str, Any]] | None = None, **how: Any) -> None:
        self.root = folder / "project"
        self.root.mkdir()
        self.fake = FakeTy(folder, words or {}, **how)
        project = Project(str(self.root), str(folder), (3, 11), [str(self.root), str(folder / "site")])
        self.ty = Ty(str(self.fake.program), project, deadline=1.0)

    def take(self, text: str = CODE, name: str = "app.py") -> None:
        self.text = Text(text)
        self.ty.take(str(self.root / name), self.text)

    def __call__(self, line: int, column: int) -> ObjectClass | None:
        return self.said(line, column).known

    def said(self, line: int, column: int) -> Said:
        return self.ty.class_of(line, column, self.text.source(line, column))


@pytest.fixture
def made() -> Iterator[list[Asked]]:
    asked: list[Asked] = []
    yield asked
    for each in asked:
        each.ty.end()


def asked_of(made: list[Asked], folder: Path, words: dict[str, dict[str, Any]] | None = None, **how: Any) -> Asked:
    asked = Asked(folder, words, **how)
    made.append(asked)
    asked.take()
    return asked


def test_it_starts_when_it_is_asked_and_answers(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path)
    assert asked.fake.starts == []
    assert asked(*JOBS) == QUEUE
    assert asked(*OTHER) is None, "it knows no such word"
    assert asked.fake.starts == ["server"]
    (hello,) = asked.fake.heard_of("initialize")
    environment = hello["initializationOptions"]["configuration"]["environment"]
    assert environment == {"python": str(tmp_path), "python-version": "3.11"}
    assert hello["rootUri"] == asked.root.as_uri()


def test_it_is_asked_about_the_text_and_not_the_file(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path)
    (asked.root / "app.py").write_text("saved = 1\n")
    assert asked(*JOBS) == QUEUE
    asked.take("jobs = made()\njobs.push\n")
    assert asked(2, 8) == QUEUE
    assert asked.fake.heard_of("textDocument/didChange")[0]["contentChanges"] == [
        {"text": "jobs = made()\njobs.push\n"}
    ]


def test_an_object_that_the_class_itself_made_is_of_no_subclass(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path)
    asked.take("from queue import Queue\njobs = Queue(1)\njobs.push\n")
    assert asked(3, 8) == ObjectClass("queue.Queue", exact=True)


def test_what_a_call_gives_is_asked_by_a_name_for_it(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path, {"_made_0": {"hover": "Thing", "uri": (tmp_path / "site/lib/it.py").as_uri()}})
    (tmp_path / "site" / "lib").mkdir(parents=True)
    (tmp_path / "site" / "lib" / "it.py").write_text("class Thing:\n    pass\n")
    asked.take("é = '😀'; make(é).push\n")
    assert asked(1, 21 - 1) == ObjectClass("lib.it.Thing", exact=False)
    (_, told) = asked.fake.heard_of("textDocument/didOpen")
    assert told["textDocument"]["text"] == "é = '😀'; (_made_0 := make(é)).push\n"


def test_what_is_asked_back_does_not_keep_it_from_answering(made: list[Asked], tmp_path: Path) -> None:
    assert asked_of(made, tmp_path, asks=True)(*JOBS) == QUEUE


@pytest.mark.parametrize("fails", ["hangs", "dies", "says nonsense", "says too much"])
def test_one_that_fails_is_replaced_and_the_name_goes_without(made: list[Asked], tmp_path: Path, fails: str) -> None:
    asked = asked_of(made, tmp_path, {"other": {"fails": fails}})
    assert asked(*JOBS) == QUEUE
    first = asked.ty.pid
    assert asked(*OTHER) is None
    assert asked.ty.pid is None
    assert asked(*JOBS) is None, "it may well be the text"
    asked.take(CODE.replace("push", "put"))
    assert asked(5, 11) == QUEUE
    assert asked.ty.pid not in {None, first}
    asked.take()
    assert asked(*OTHER) is None
    assert asked.ty.pid is not None, "nor is it later on"


def test_one_that_takes_nothing_is_not_waited_for(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path, {"other": {"fails": "hangs"}})
    asked.take(f"other.push\njobs.push\nLONG = '{'x' * 1_000_000}'\n")
    assert asked(1, 9) is None
    asked.take("jobs.push\n")
    assert asked(1, 8) == QUEUE


def test_one_that_does_not_come_up_is_not_waited_for(
    made: list[Asked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "START_LIMIT", 0.5)
    asked = asked_of(made, tmp_path, starts=False)
    for number in range(5):
        asked.take(f"jobs.push  # {number}\n")
        assert asked(1, 8) is None
        assert asked.ty.pid is None
    assert len(asked.fake.starts) == 3


def test_one_that_fails_again_and_again_is_given_up_with_one_line(
    made: list[Asked], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    asked = asked_of(made, tmp_path, {"other": {"fails": "dies"}})
    for number in range(6):
        asked.take(f"{CODE}# {number}\n")
        assert asked(*OTHER) is None
    asked.take("jobs.push\n")
    assert asked(1, 8) is None
    assert len(asked.fake.starts) == 3
    assert len(caplog.records) == 1
    assert "is not asked for classes: it ended" in caplog.text


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ({}, {"capabilities": {"positionEncoding": "utf-16", "hoverProvider": True, "typeDefinitionProvider": True}}),
        ({}, {"capabilities": {"positionEncoding": "utf-32", "hoverProvider": True}}),
        ({}, {"capabilities": None}),
        ({"b": {"hover": "(variable) b: Queue[Unknown]", "uri": "file:///a"}}, {}),
        ({"a": {"hover": "Queue", "uri": "file:///a"}}, {}),
        ({"c": {"hover": "Queue", "uri": "file:///a"}, "b": {"hover": "Queue", "uri": "vendored://queue.pyi"}}, {}),
    ],
)
def test_another_version_that_answers_otherwise_is_as_if_it_were_not_there(
    made: list[Asked], tmp_path: Path, caplog: pytest.LogCaptureFixture, words: dict[str, Any], how: dict[str, Any]
) -> None:
    caplog.set_level(logging.WARNING)
    asked = asked_of(made, tmp_path, words, **how)
    assert asked(*JOBS) is None
    asked.take("jobs.push\n")
    assert asked(1, 8) is None
    assert asked.ty.pid is None
    assert len(asked.fake.starts) == len(caplog.records) == 1


def test_a_program_that_is_none_is_not_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ty = Ty(str(tmp_path / "ty"), Project(str(tmp_path), str(tmp_path), (3, 11), []))
    for text in (CODE, "jobs.push\n"):
        ty.take(str(tmp_path / "app.py"), Text(text))
        assert ty.class_of(*JOBS, None).known is None
    assert len(caplog.records) == 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is looked up in /proc")
def test_one_over_its_memory_is_replaced(made: list[Asked], tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    made.append(asked)
    asked.ty = Ty(str(asked.fake.program), Project(str(asked.root), str(tmp_path), (3, 11), []), memory=1)
    asked.take()
    assert asked(*JOBS) == QUEUE
    assert asked.ty.pid is None
    assert asked(*JOBS) == QUEUE
    asked.ty.end()


def test_it_is_told_what_changed_on_disk(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path)
    asked.ty.changed(["early.py"])  # what starts later reads files as they are
    assert asked(*JOBS) == QUEUE
    (asked.root / "made.py").write_text("")
    asked.ty.changed(["made.py", "gone.py"])
    assert asked(*JOBS) == QUEUE
    (told,) = asked.fake.heard_of("workspace/didChangeWatchedFiles")
    kinds = {(change["uri"].rpartition("/")[2], change["type"]) for change in told["changes"]}
    assert kinds == {("made.py", 1), ("made.py", 2), ("gone.py", 3)}


def test_it_holds_a_few_texts_and_lets_the_others_go(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path)
    for number in range(12):
        asked.take("jobs.push\n", f"app{number}.py")
        assert asked(1, 8) == QUEUE
    closed = asked.fake.heard_of("textDocument/didClose")
    names = [each["textDocument"]["uri"].rpartition("/")[2] for each in closed]
    assert names[1:] == ["app0.py", "app1.py", "app2.py", "app3.py"]  # the first is the text it is tried with


DEFINED = """\
from typing import Protocol, TypedDict

class Plain:
    class Inner: ...

if True:
    class Conditional(Plain): ...

def make():
    class Local: ...
    return Local()

class Shape(Protocol): ...
class Row(TypedDict): ...
"""


@pytest.mark.parametrize(
    ("file", "hover", "line", "path"),
    [
        ("site/lib/__init__.py", "Plain", 2, "lib.Plain"),
        ("site/lib-stubs/part.pyi", "Plain[int, str | None]", 2, "lib.part.Plain"),
        ("site/lib/part.py", "Plain & ~AlwaysFalsy", 2, "lib.part.Plain"),
        ("site/lib/part.py", "Inner", 3, "lib.part.Plain.Inner"),
        ("site/lib/part.py", "Conditional", 6, "lib.part.Conditional"),
        ("project/own.py", "Plain", 2, "own.Plain"),
        ("site/lib/part.py", "Local", 9, None),
        ("site/lib/part.py", "Shape", 12, None),
        ("site/lib/part.py", "Row", 13, None),
        ("site/lib/part.py", "Other", 2, None),
        ("site/lib/part.py", "Plain", 1, None),
        ("site/lib/part.py", "Plain | None", 2, None),
        ("site/lib/part.py", "type[Plain]", 2, None),
        ("site/lib/part.py", "Self@make", 2, None),
        ("site/lib/part.py", "<class 'Plain'>", 2, None),
        ("site/lib/part.py", "def make() -> Plain", 2, None),
        ("typeshed/1/stdlib/typing.pyi", "Plain", 2, None),
        ("elsewhere/part.py", "Plain", 2, None),
        ("site/not-a-module/part.py", "Plain", 2, None),
    ],
)
def test_an_object_is_of_the_class_that_is_defined_where_it_says(
    made: list[Asked], tmp_path: Path, file: str, hover: str, line: int, path: str | None
) -> None:
    uri = (tmp_path / file).as_uri()
    asked = asked_of(made, tmp_path, {"other": {"hover": hover, "uri": uri, "line": line}})
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(DEFINED)
    assert asked(*OTHER) == (ObjectClass(path, exact=False) if path is not None else None)


def test_one_of_several_classes_is_none(made: list[Asked], tmp_path: Path) -> None:
    asked = asked_of(made, tmp_path, {"other": {"hover": "Queue", "uri": "file:///a", "times": 2}})
    assert asked(*OTHER) is None


@pytest.mark.parametrize(
    ("word", "understood"),
    [
        ({"hover": "Unknown"}, True),
        ({"hover": "int | None"}, True),
        ({"hover": "Unknown | dict[str, list[int]]"}, False),
        ({"hover": "list[Unknown | int] | None"}, True),
        ({"hover": ""}, False),
        ({"hover": None}, False),
    ],
)
def test_it_is_told_apart_whether_it_was_spoken_of(
    made: list[Asked], tmp_path: Path, word: dict[str, Any], understood: bool
) -> None:
    asked = asked_of(made, tmp_path, {"other": {"uri": "file:///a", **word}})
    assert asked.said(*OTHER) == Said(None, understood)
    assert asked.said(*JOBS) == Said(QUEUE, understood=True)


def test_a_class_of_the_text_itself_is_where_the_text_has_it(made: list[Asked], tmp_path: Path) -> None:
    uri = (tmp_path / "project" / "app.py").as_uri()
    asked = asked_of(made, tmp_path, {"other": {"hover": "Mine", "uri": uri, "line": 0}})
    (asked.root / "app.py").write_text("\n\nclass Mine: ...\n")
    asked.take("class Mine: ...\n\nother = Mine()\nother.push\n")
    assert asked(4, 9) == ObjectClass("app.Mine", exact=False)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    prefix = tmp_path / "env"
    (prefix / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (prefix / "bin").mkdir()
    (prefix / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = 3.11.0\n")
    found = Environment.read(prefix)
    assert found is not None
    return found


def executable(file: Path, mode: int = 0o755) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(mode)
    return file


def test_the_program_is_the_environments_else_that_of_the_path(
    environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    executable(tmp_path / "ty")
    executable(tmp_path / "dull" / "ty", 0o644)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(tmp_path / "dull")]))
    assert program_of(environment) is None
    there = executable(tmp_path / "there" / "ty")
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path / "dull"), str(there.parent)]))
    assert program_of(environment) == str(there)
    own = executable(environment.prefix / "bin" / "ty")
    assert program_of(environment) == str(own)
    assert program_of(None) is None


def names_process(fake: FakeTy, root: Path) -> NamesProcess:
    surroundings = Surroundings(str(root), (str(root),), sys.version_info[:2], str(fake.program), str(root))
    return NamesProcess(surroundings)


def test_the_names_process_asks_it_first_and_jedi_where_it_says_nothing(tmp_path: Path) -> None:
    fake = FakeTy(tmp_path, {"vague": {"hover": "Unknown", "uri": "file:///a"}, "name": {"hover": "Unknown"}})
    names = names_process(fake, tmp_path)
    text = "import os\njobs = read()\njobs.push\nother = os.getcwd()\nother.push\nother.put\n[].push\n"
    text += "vague = os.getcwd()\nvague.push\n"
    places = [(3, 8), (5, 9), (6, 8), (7, 6), (9, 9)]
    text_of = ObjectClass("builtins.str", exact=False)
    expected = (QUEUE, text_of, text_of, ObjectClass("builtins.list", exact=True), None)
    assert names.ask(str(tmp_path / "app.py"), text, places) == expected
    hovered = [each for each in fake.heard_of("textDocument/hover") if each["textDocument"]["uri"].endswith("app.py")]
    assert 6 not in {each["position"]["line"] for each in hovered}, "a display need not be asked about"
    names.changed(["other.py"])
    assert names.ask(str(tmp_path / "app.py"), text, places[:1]) == (QUEUE,)
    assert fake.heard_of("workspace/didChangeWatchedFiles")
    names.close()
    assert fake.starts == ["server"]


def test_jedi_is_asked_about_attributes_of_objects_all_the_same(tmp_path: Path) -> None:
    fake = FakeTy(tmp_path, {"kept": {"hover": "Unknown", "uri": "file:///a"}})
    names = names_process(fake, tmp_path)
    (tmp_path / "lib.py").write_text("class Holder:\n    def __init__(self):\n        self.kept = str()\n")
    text = "from lib import Holder\nholder = Holder()\nholder.kept.push\n"
    assert names.ask(str(tmp_path / "app.py"), text, [(3, 15)]) == (ObjectClass("builtins.str", exact=False),)
    names.close()


def test_the_names_process_does_without_one_that_hangs(tmp_path: Path) -> None:
    fake = FakeTy(tmp_path, {"name": {"fails": "hangs"}})
    names = names_process(fake, tmp_path)
    text = "import os\nname = os.getcwd()\nname.push\n"
    assert names.ask(str(tmp_path / "app.py"), text, [(3, 8)]) == (ObjectClass("builtins.str", exact=False),)
    names.close()
