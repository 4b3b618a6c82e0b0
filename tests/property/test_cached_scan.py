"""A scan that uses what was found before says, byte for byte, what one says that does not."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from groundwire.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BODIES = (
    "import os\n\n\ndef debug():\n    return bool(os.getenv('DEBUG'))\n",
    "from shop import prices\n\n\ndef cost():\n    return prices.total()\n",
    "from shop.prices import total, missing\n\n\ndef cost(limit=None):\n    return total() + (limit or 10)\n",
    "import shop.absent\n\n\ndef read(p):\n    try:\n        return p()\n    except Exception:\n        return ''\n",
    "def total():\n    return 1\n",
    "def total():\n    return 1\n\n\ndef missing():\n    return list({1, 2})\n",
    "def broken(:\n",
    "from . import prices\n\n\nclass Till:\n    def pay(self):\n        return prices.totl()\n",
    "import json\n\n\ndef dump(x):\n    return json.dump_string(x)\n",
    "def f(x):\n    if x > 1:\n        return 1\n    elif x > 2:  # groundwire: ignore[GW205]\n        return 2\n",
    "",
)
SETTINGS = (
    "",
    "[tool.groundwire]\nignore = ['GW201']\n",
    "[project]\nname = 'shop'\ndependencies = ['requests']\n",
)
NAMES = ("shop/__init__.py", "shop/prices.py", "shop/till.py", "app.py", "tests/test_app.py", "tools/read.py")


def edit(root: Path, chance: random.Random) -> None:
    """Change one thing about a project."""
    what = chance.randrange(10)
    file = root / chance.choice(NAMES)
    file.parent.mkdir(parents=True, exist_ok=True)
    if what < 5:
        file.write_text(chance.choice(BODIES))
    elif what == 5:
        file.unlink(missing_ok=True)
    elif what == 6 and file.is_file():
        file.write_text("# a line above\n" + file.read_text())
    elif what == 7:
        (root / "pyproject.toml").write_text(chance.choice(SETTINGS))
    elif what == 8:
        (root / "shop" / "absent.py").write_text("x = 1\n")
    else:
        shutil.rmtree(root / "tools", ignore_errors=True)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*flags: str) -> tuple[int, str, str]:
        status = main(["check", "--all", "--format", "json", *flags])
        return status, *capsys.readouterr()

    return run


@pytest.mark.parametrize("seed", range(4))
def test_a_cached_scan_says_what_a_fresh_one_says(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[..., tuple[int, str, str]]
) -> None:
    root, chance = tmp_path / "project", random.Random(seed)
    root.mkdir()
    (root / "pyproject.toml").write_text("")
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(chance.choice(BODIES))
    monkeypatch.chdir(root)
    for _ in range(6):
        fresh = said("--no-cache")
        assert said() == fresh
        assert said() == fresh
        edit(root, chance)


def test_what_is_said_of_generated_code_alone_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[..., tuple[int, str, str]]
) -> None:
    file = tmp_path / "app.py"
    file.write_text("def side(game, agent):\n    return hash(game.id) % 2 == agent\n")
    monkeypatch.chdir(tmp_path)
    assert "GW502" not in said()[1]
    file.write_text(file.read_text() + "\n\ndef other():\n    return 1\n")
    assert "GW502" not in said()[1]


def test_other_rules_are_another_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "app.py").write_text(BODIES[0])
    monkeypatch.chdir(tmp_path)
    assert "GW208" in said()[1]
    assert "GW208" not in said("--ignore", "GW208")[1]
    assert "GW208" in said()[1]


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 300, None])
def test_a_damaged_cache_stops_nothing(
    damage: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[..., tuple[int, str, str]]
) -> None:
    home, root = tmp_path / "cache", tmp_path / "project"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    root.mkdir()
    (root / "app.py").write_text(BODIES[0])
    monkeypatch.chdir(root)
    fresh = said()
    (file,) = (home / "groundwire").glob("*.sqlite3")
    content = bytearray(file.read_bytes())
    for place in range(100, len(content), 37):
        content[place] ^= 0x55
    file.write_bytes(bytes(content) if damage is None else damage)
    assert said() == fresh
    assert said() == fresh


def test_where_no_cache_can_be_the_scan_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[..., tuple[int, str, str]]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    (tmp_path / "app.py").write_text(BODIES[0])
    monkeypatch.chdir(tmp_path)
    assert "GW208" in said()[1]
