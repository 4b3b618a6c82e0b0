"""What is read ahead of a scan is what would be read when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis.members.texts import Texts
from groundwire.analysis.syntax_tree import syntax_tree

if TYPE_CHECKING:
    from pathlib import Path

BY_VERSION = "import sys\nif sys.version_info >= (3, 12):\n    def new(): ...\n"


def test_a_stub_read_ahead_is_read_for_each_version(tmp_path: Path) -> None:
    stub = tmp_path / "lib.pyi"
    stub.write_text(BY_VERSION)
    texts = Texts()
    texts.ahead = True
    has = []
    for version in ((3, 13), (3, 10), (3, 13)):
        summary = texts.summary(str(stub), "lib", package=False, version=version)
        assert summary is not None
        has.append("new" in summary.names)
    assert has == [True, False, True]


def test_a_source_read_ahead_is_there_for_every_version(tmp_path: Path) -> None:
    text = "def here(): ...\n"
    texts = Texts()
    tree = syntax_tree(text)
    assert tree is not None
    texts.read_ahead(str(tmp_path / "gone.py"), "gone", text, tree)
    for version in (None, (3, 10), (3, 13)):
        summary = texts.summary(str(tmp_path / "gone.py"), "gone", package=False, version=version)
        assert summary is not None
        assert "here" in summary.names


def test_a_module_whose_name_ends_like_a_packages_is_none(tmp_path: Path) -> None:
    file = tmp_path / "my__init__.py"
    text = "from .near import thing\n"
    file.write_text(text)
    tree = syntax_tree(text)
    assert tree is not None
    asked = Texts().summary(str(file), "pack.my__init__", package=False, version=None)
    ahead = Texts()
    ahead.read_ahead(str(file), "pack.my__init__", text, tree)
    known = ahead.summary(str(file), "pack.my__init__", package=False, version=None)
    assert asked is not None
    assert known is not None
    assert known.names["thing"] == asked.names["thing"]
