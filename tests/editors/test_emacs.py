"""Emacs with eglot, configured as the page says, shows what every client is told and does what it is asked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from editors.editing import run_editor
from editors.recorded import MODULE, WIDE, Recorded
from editors.snippets import snippets

SCRIPTS = Path(__file__).parent / "emacs"
MISSING = "Missing: Emacs with eglot (Debian: emacs-nox, elpa-eglot). Install it, or set EMACS to the path of one."


@pytest.fixture
def emacs(tmp_path: Path) -> Any:
    program = os.environ.get("EMACS") or shutil.which("emacs")
    assert program, MISSING
    init = tmp_path / "home" / ".emacs.d" / "init.el"
    init.parent.mkdir(parents=True)
    init.write_text(snippets("Emacs", "elisp"), encoding="utf-8")

    def run(scenario: str, folder: Path, **script: Any) -> dict[str, Any]:
        command = [program, "--no-init-file", "--batch", "--load", str(init), "--load", f"{SCRIPTS / scenario}.el"]
        files = {"module": str(folder / MODULE), "wide": str(folder / WIDE)}
        said = run_editor(command, tmp_path / "home", files | script)
        assert said["popups"] == []
        return said

    return run


def shown(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The marks as flymake shows them: with a text that names the source and the code."""
    return in_order([mark | {"text": f"groundwire [{mark['code']}]: {mark['message']}"} for mark in marks])


def in_order(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The marks by place and code: flymake has no order for two at one place."""
    return sorted(marks, key=lambda mark: (mark["start"], mark["code"]))


def test_marks_and_hover_are_what_every_client_is_told(emacs: Any, recorded: Recorded, tmp_path: Path) -> None:
    folder = recorded.copy(tmp_path / "shop")
    module, wide = recorded.said[MODULE], recorded.said[WIDE]
    numbers = {"marks": len(module.marks), "wide-marks": len(wide.marks)}
    said = emacs("reading", folder, files=recorded.files, **numbers)
    assert in_order(said["module"]) == shown(module.marks)
    assert in_order(said["wide"]) == shown(wide.marks)
    assert said["hover"] == module.hover.replace("*", ""), "plain text: Emacs alone has no mode for Markdown"
    assert said["asked"] == []


def test_text_is_marked_as_generated_from_there(emacs: Any, recorded: Recorded, tmp_path: Path) -> None:
    folder = recorded.copy(tmp_path / "shop")
    shutil.rmtree(folder / ".git" / "groundwire")
    whole = recorded.all_generated.marks
    ours = recorded.marks_of_function()
    assert 0 < len(ours) < len(whole)
    said = emacs("marking", folder, of_function=len(ours), of_file=len(whole))
    assert said["before"] == []
    assert in_order(said["selected"]) == shown(ours)
    assert in_order(said["file"]) == shown(whole)


def test_the_stub_is_written_and_saved(emacs: Any, recorded: Recorded, tmp_path: Path) -> None:
    folder = recorded.copy(tmp_path / "shop")
    said = emacs("stub", folder, files=recorded.files)
    (question,) = said["asked"]
    assert "tests/test_pricing.py" in question
    assert (folder / "tests/test_pricing.py").read_text(encoding="utf-8") == recorded.stub
