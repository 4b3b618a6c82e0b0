"""Texts are read, and what star imports bring is looked up, as seldom as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.members.reader import Reader
from groundwire.analysis.members.texts import Texts
from support.made_environment import Site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_what_star_imports_bring_is_looked_up_once_until_a_text_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some packages take over hundreds of modules, and every path through them asks for the same few names."""
    many = {f"zoo__part{number}": f"class Kind{number}:\n    pass\n" for number in range(20)}
    stars = "".join(f"from .part{number} import *\n" for number in range(20))
    site.add(zoo__=stars, zoo__sub__="", zoo__sub__x="a = 1\n", **many)
    members = site.members()
    asked: list[str] = []
    step = Reader.step

    def counted(self, owner, name, depth=0):  # type: ignore[no-untyped-def] # as the reader's own
        asked.append(name)
        return step(self, owner, name, depth)

    monkeypatch.setattr(Reader, "step", counted)
    for _ in range(5):
        assert members.find("zoo.sub.x.a").kind == "present"
        assert members.find("zoo.Kind19").kind == "present"
        assert members.find("zoo.Gone").kind == "absent"
    assert asked.count("sub") == 5 + 20
    assert asked.count("Gone") <= 5 + 2 * 20
    members.take(str(site.packages / "zoo" / "part3.py"), "class Gone:\n    pass\n")
    assert members.find("zoo.Gone").kind == "present"
    assert members.find("zoo.Kind3").kind == "absent"


def test_a_module_without_a_stub_is_looked_for_one_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    members = site.add(plain="a = 1\n", other="a = 1\n").members()
    members.reader._texts.most_summaries = 1  # so few that each is read again and again
    read: list[str] = []
    summary = Texts.summary

    def counted(self, file, module, **more):  # type: ignore[no-untyped-def] # as the texts' own
        read.append(file)
        return summary(self, file, module, **more)

    monkeypatch.setattr(Texts, "summary", counted)
    for name in ("b", "c", "d"):
        assert [members.find(f"{module}.{name}").kind for module in ("plain", "other")] == ["absent", "absent"]
    assert sum(file.endswith("plain.pyi") for file in read) == 1
    assert sum(file.endswith("plain.py") for file in read) > 1
