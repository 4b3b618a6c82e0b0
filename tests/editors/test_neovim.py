"""Neovim, configured as the page says, shows what every client is told and does what it is asked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from editors.editing import run_editor
from editors.recorded import MODULE, WIDE, Recorded
from editors.snippets import snippets

SCRIPTS = Path(__file__).parent / "neovim"
BUILT = Path(__file__).resolve().parents[2] / ".build" / "neovim" / "bin" / "nvim"
MISSING = "Missing: Neovim 0.11 or newer. `npm test` installs one, or set NEOVIM to its path."


@pytest.fixture
def neovim(tmp_path: Path) -> Any:
    program = os.environ.get("NEOVIM") or (str(BUILT) if BUILT.exists() else shutil.which("nvim"))
    assert program, MISSING
    init = tmp_path / "home" / "config" / "nvim" / "init.lua"
    init.parent.mkdir(parents=True)
    init.write_text(snippets("Neovim", "lua"), encoding="utf-8")

    def run(scenario: str, file: Path, **script: Any) -> dict[str, Any]:
        here = file.parents[2]
        options = ("--headless", "-i", "NONE", "-n", "--cmd", f"cd {here}")
        command = [program, *options, str(file), "-c", f"luafile {SCRIPTS / scenario}.lua"]
        said = run_editor(command, tmp_path / "home", script)
        assert said["popups"] == []
        return said

    return run


def test_marks_hover_and_lenses_are_what_every_client_is_told(neovim: Any, recorded: Recorded, tmp_path: Path) -> None:
    folder = recorded.copy(tmp_path / "shop")
    module, wide = recorded.said[MODULE], recorded.said[WIDE]
    assert module.marks
    assert wide.marks
    ran = neovim("reading", folder / MODULE, files=recorded.files, lenses=len(module.lenses), wide=WIDE)
    assert ran["messages"] == ""
    said = ran["said"]
    assert said[MODULE]["marks"] == module.marks
    assert said[WIDE]["marks"] == wide.marks
    assert [tuple(lens) for lens in said[MODULE]["lenses"]] == module.lenses
    assert said[MODULE]["hover"] == module.hover


def test_text_is_marked_as_generated_from_there(neovim: Any, recorded: Recorded, tmp_path: Path) -> None:
    folder = recorded.copy(tmp_path / "shop")
    shutil.rmtree(folder / ".git" / "groundwire")
    whole = recorded.all_generated.marks
    ours = recorded.marks_of_function()
    assert 0 < len(ours) < len(whole)
    title = "Mark selection as generated"
    said = neovim("marking", folder / MODULE, selection=title, of_function=len(ours), of_file=len(whole))
    assert said["before"] == []
    assert said["selected"] == ours
    assert said["file"] == whole


@pytest.mark.parametrize("by", ["code action", "lens"])
def test_the_stub_is_written_and_saved(neovim: Any, recorded: Recorded, tmp_path: Path, by: str) -> None:
    folder = recorded.copy(tmp_path / "shop")
    lenses = len(recorded.said[MODULE].lenses)
    said = neovim("stub", folder / MODULE, files=recorded.files, lenses=lenses, by=by)
    assert said["path"] == "tests/test_pricing.py"
    assert (folder / said["path"]).read_text(encoding="utf-8") == recorded.stub
