"""Pairs of a name that is not there and its real twin, judged as in a trusted project: one is marked, one is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.analysis.environment import Environment
from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.open_module import OpenModule
from groundwire.names.asking import AskNow, Where, standing
from groundwire.names.installed.asking import AskInstalledNow
from groundwire.names.installed.children import Children
from groundwire.names.process import NamesProcess, Surroundings
from groundwire.text.document import Document

VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
LIBRARY = {
    "shelf/__init__.py": """\
        from shelf.store import *
        from shelf.errors import ShelfError

        settings = {"depth": 1}


        def opened(path: str) -> "Store":
            return Store(path)
        """,
    "shelf/store.py": """\
        class Base:
            def close(self):
                self.closed = True


        class Store(Base):
            limit = 10

            def __init__(self, path):
                self.path = path
                self.index = Index()

            def fetch(self, key):
                return key


        class Index:
            def lookup(self, key):
                return key
        """,
    "shelf/errors.py": "class ShelfError(Exception):\n    code = 1\n",
    "shelf/tools/__init__.py": "",
    "shelf/tools/packing.py": "def pack(value):\n    return value\n",
    "filled/__init__.py": "for name in ('CRIMSON', 'TEAL'):\n    globals()[name] = name.lower()\n",
    "served/__init__.py": """\
        _LATE = {"LATE": 1}


        def __getattr__(name):
            try:
                return _LATE[name]
            except KeyError:
                raise AttributeError(f"{name!r} was removed in 2.0; use LATE") from None
        """,
    "metas/__init__.py": """\
        class Registry(type):
            def __getattr__(cls, name):
                if name in cls._names:
                    return name
                raise AttributeError(name)


        class Colours(metaclass=Registry):
            _names = ["RED", "BLUE"]


        Point = type("Point", (), {"x": 0, "norm": lambda self: 0})


        def adding(cls):
            cls.added = 1
            return cls


        @adding
        class Decorated:
            plain = 1


        def _bases():
            return (Base,)


        class Base:
            def below(self):
                return 1


        class Made(*_bases()):
            def made(self):
                return 2
        """,
    "late/__init__.py": "import sys\nfrom late import real\n\nsys.modules['late.alias'] = real\n",
    "late/real.py": "VALUE = 1\n",
    "spread/part/__init__.py": "def join(values):\n    return values\n",
}
DISTRIBUTIONS = {"Shelf": "shelf", "filled": "filled", "served": "served", "metas": "metas", "late": "late"}

IMPORTS = [
    ("import shelf.packing", "import shelf.tools.packing", "shelf.packing"),
    ("import shelf.stores as stores", "import shelf.store as stores", "shelf.stores"),
    ("import late.alais", "import late.alias", "late.alais"),
    ("from late.reals import VALUE", "from late.alias import VALUE", "late.reals"),
    ("import jsonlib2", "import json", "jsonlib2"),
    ("from os.paths import join", "from os.path import join", "os.paths"),
    ("import spread.parts", "import spread.part", "spread.parts"),
    ("import xml.etree.ElementsTree", "import xml.etree.ElementTree", "xml.etree.ElementsTree"),
    ("import collections.abcs", "import collections.abc", "collections.abcs"),
    ("from concurrent.future import Future", "from concurrent.futures import Future", "concurrent.future"),
    ("import filled.shades", "import filled", "filled.shades"),
    ("import served.late", "import served", "served.late"),
]
NAMES = [
    ("from shelf import Stores", "from shelf import Store", "Stores"),
    ("from shelf.errors import StoreError", "from shelf.errors import ShelfError", "StoreError"),
    ("from shelf.tools.packing import packs", "from shelf.tools.packing import pack", "packs"),
    ("import shelf\nshelf.opened_at", "import shelf\nshelf.opened", "opened_at"),
    ("import shelf\nshelf.Store.limits", "import shelf\nshelf.Store.limit", "limits"),
    ("import shelf\nshelf.ShelfError.number", "import shelf\nshelf.ShelfError.code", "number"),
    ("import filled\nfilled.MAROON", "import filled\nfilled.CRIMSON", "MAROON"),
    ("from filled import GREEN", "from filled import TEAL", "GREEN"),
    ("import served\nserved.EARLY", "import served\nserved.LATE", "EARLY"),
    ("import metas\nmetas.Colours.GREEN", "import metas\nmetas.Colours.RED", "GREEN"),
    ("import metas\nmetas.Point.z", "import metas\nmetas.Point.x", "z"),
    ("import metas\nmetas.Decorated.adding", "import metas\nmetas.Decorated.added", "adding"),
    ("import metas\nmetas.Made.above", "import metas\nmetas.Made.below", "above"),
    ("import late.alias\nlate.alias.VALUES", "import late.alias\nlate.alias.VALUE", "VALUES"),
    ("import os\nos.path.joined('a')", "import os\nos.path.join('a')", "joined"),
    ("import json\njson.parse('1')", "import json\njson.loads('1')", "parse"),
    ("from typing import Lists", "from typing import List", "Lists"),
    ("import struct\nstruct.packed('i', 1)", "import struct\nstruct.pack('i', 1)", "packed"),
    ("import math\nmath.square(4)", "import math\nmath.sqrt(4)", "square"),
    ("import socket\nsocket.AF_INET5", "import socket\nsocket.AF_INET", "AF_INET5"),
    ("import enum\nenum.Enumeration", "import enum\nenum.Enum", "Enumeration"),
    ("import datetime\ndatetime.datetime.now_utc()", "import datetime\ndatetime.datetime.now()", "now_utc"),
    ("import shelf\nshelf.Store('a').fetch_all", "import shelf\nshelf.Store('a').fetch", "fetch_all"),
    ("import shelf\ns = shelf.Store('a')\ns.paths", "import shelf\ns = shelf.Store('a')\ns.path", "paths"),
    ("import shelf\ns = shelf.Store('a')\ns.closing", "import shelf\ns = shelf.Store('a')\ns.closed", "closing"),
    ("import shelf\ns = shelf.opened('a')\ns.read", "import shelf\ns = shelf.opened('a')\ns.fetch", "read"),
    (
        "import shelf\ns = shelf.Store('a')\ns.index.look",
        "import shelf\ns = shelf.Store('a')\ns.index.lookup",
        "look",
    ),
    (
        "import shelf\n\ndef f(s: shelf.Store):\n    return s.get('a')",
        "import shelf\n\ndef f(s: shelf.Store):\n    return s.fetch('a')",
        "get",
    ),
    ("import metas\nm = metas.Made()\nm.making()", "import metas\nm = metas.Made()\nm.made()", "making"),
    ("import queue\nq = queue.Queue()\nq.push(1)", "import queue\nq = queue.Queue()\nq.put(1)", "push"),
    (
        "import pathlib\np = pathlib.Path('a')\np.read()",
        "import pathlib\np = pathlib.Path('a')\np.read_text()",
        "read",
    ),
    ("x = [1]\nx.push(2)", "x = [1]\nx.append(2)", "push"),
    (
        "import re\n\ndef f(p: re.Pattern):\n    return p.matches('a')",
        "import re\n\ndef f(p: re.Pattern):\n    return p.match('a')",
        "matches",
    ),
]
PATCH = "from unittest.mock import patch\n\n\n@patch({!r})\ndef test_it(mock):\n    assert mock"
TARGETS = [
    (PATCH.format("shelf.store.Stores"), PATCH.format("shelf.store.Store"), "shelf.store.Stores"),
    (PATCH.format("shelf.Store.fetch_all"), PATCH.format("shelf.Store.fetch"), "shelf.Store.fetch_all"),
    (PATCH.format("shelf.tools.packing.packs"), PATCH.format("shelf.tools.packing.pack"), "shelf.tools.packing.packs"),
    (PATCH.format("filled.MAROON"), PATCH.format("filled.CRIMSON"), "filled.MAROON"),
    (PATCH.format("os.path.joined"), PATCH.format("os.path.join"), "os.path.joined"),
    (PATCH.format("json.parse"), PATCH.format("json.loads"), "json.parse"),
]
LITERALS = [
    ("import re\nre.match('(?<n>a)', 'a')", "import re\nre.match('(?P<n>a)', 'a')"),
    ("'a'.encode('utf-8-strict')", "'a'.encode('utf-8')"),
    ("import hashlib\nhashlib.new('sha-257')", "import hashlib\nhashlib.new('sha256')"),
    ("import struct\nstruct.pack('<k', 1)", "import struct\nstruct.pack('<i', 1)"),
]


class Judge:
    """One project that imports from one environment, asked and inferred."""

    def __init__(self, root: Path) -> None:
        self._root = root
        site = root / ".venv" / "lib" / VERSION / "site-packages"
        for path, text in LIBRARY.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(dedent(text))
        for name, top in DISTRIBUTIONS.items():
            folder = site / f"{name}-1.2.dist-info"
            folder.mkdir()
            (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
            (folder / "RECORD").write_text(f"{top}/__init__.py,,\n")
        (root / ".venv" / "bin").mkdir()
        (root / ".venv" / "bin" / "python").symlink_to(Path(sys.base_prefix) / "bin" / VERSION)
        version = ".".join(map(str, sys.version_info[:3]))
        (root / ".venv" / "pyvenv.cfg").write_text(f"home = {sys.base_prefix}/bin\nversion = {version}\n")
        for name in ("app.py", "test_app.py"):
            (root / name).write_text("")
        self._index = ProjectIndex.build(root, Environment.read(root / ".venv"))
        self._children = Children(AskInstalledNow)
        self._index.ask(self._children.of)
        self._process = NamesProcess(Surroundings.of(self._index, trusted=False), deadline=60.0)
        self._code = ""

    def _find(self, path: str, unit: str, digest: str) -> Where | None:
        return standing(OpenModule(Document(self._code), path, None), str(self._root / path), unit, digest)

    def marked(self, code: str, rule: str) -> list[str]:
        """The texts under the marks of one rule."""
        path = "test_app.py" if rule == "GW104" else "app.py"
        self._code = f"{code}\n"
        self._index.update(path, self._code)
        engine = Engine([rule], facts=self._index)
        engine.inference = AskNow(self._process, self._find)
        document = Document(self._code)
        facts = module_facts(document, path, path.removesuffix(".py"))
        found = []
        for unit in document.units:
            result = engine.analyse(unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=True)
            assert result.faults == ()
            found += [document.slice(finding.range.shifted(unit.start)) for finding in result.findings]
        return found

    def close(self) -> None:
        self._process.close()
        self._children.close()


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    judge = Judge(tmp_path_factory.mktemp("pairs").resolve())
    yield judge
    judge.close()


@pytest.mark.parametrize(("invented", "real", "name"), IMPORTS, ids=lambda text: text.splitlines()[-1])
def test_a_module_that_is_not_there_and_its_twin(judge: Judge, invented: str, real: str, name: str) -> None:
    assert judge.marked(invented, "GW101") == [name]
    assert judge.marked(real, "GW101") == []


@pytest.mark.parametrize(("invented", "real", "name"), NAMES, ids=lambda text: text.splitlines()[-1].strip())
def test_a_name_that_is_not_there_and_its_twin(judge: Judge, invented: str, real: str, name: str) -> None:
    assert judge.marked(invented, "GW102") == [name]
    assert judge.marked(real, "GW102") == []


@pytest.mark.parametrize(("invented", "real", "name"), TARGETS, ids=lambda text: text.splitlines()[-1])
def test_a_target_that_is_not_there_and_its_twin(judge: Judge, invented: str, real: str, name: str) -> None:
    (marked,) = judge.marked(invented, "GW104")
    assert name.endswith(marked.strip("\"'")) or marked.strip("\"'") in name
    assert judge.marked(real, "GW104") == []


@pytest.mark.parametrize(("invented", "real"), LITERALS, ids=lambda text: text.splitlines()[-1])
def test_a_literal_that_names_nothing_and_its_twin(judge: Judge, invented: str, real: str) -> None:
    assert len(judge.marked(invented, "GW106")) == 1
    assert judge.marked(real, "GW106") == []
