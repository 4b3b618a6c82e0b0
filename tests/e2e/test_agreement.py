"""The editor and the command line say the same of the same code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from e2e.command_line import groundwire_command
from e2e.lsp_client import lsp_client, settled

SHOP = Path(__file__).parents[2] / "samples" / "shop"

Said = tuple[str, int, str, str, tuple[tuple[str, str], ...]]


def said(unit: dict[str, Any], first_line: int) -> Said:
    """Name, first line from zero, verdict, reason, and the rules that spoke."""
    evidence = tuple(sorted((item.get("code") or "", item["message"]) for item in unit["evidence"]))
    return unit["name"], unit["range"]["start"]["line"] - first_line, unit["verdict"], unit["reason"], evidence


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The sample, in a repository of its own."""
    root = tmp_path.resolve() / "shop"
    shutil.copytree(SHOP, root)
    subprocess.run(["git", "init", "-q", str(root)], check=True, timeout=60)
    return root


def test_every_unit_of_a_real_project_is_judged_alike(shop: Path) -> None:
    modules = sorted((shop / "src").rglob("*.py"))
    in_editor: dict[str, list[Said]] = {}
    with lsp_client(shop) as client:
        client.initialize()
        for file in modules:
            uri = file.as_uri()
            client.open(uri, file.read_text(encoding="utf-8"))
            client.command("markGenerated", {"uri": uri})
        client.status(lambda status: status["state"] == "ready" and status["files"] == len(modules))
        for file in modules:
            if units := settled(client, file.as_uri()):
                in_editor[file.relative_to(shop).as_posix()] = [said(unit, 0) for unit in units]
        assert client.shutdown() == 0
    report = groundwire_command(shop, "check", "--format", "json").json
    on_command_line: dict[str, list[Said]] = {}
    for unit in report["units"]:
        on_command_line.setdefault(unit["path"], []).append(said(unit, 1))
    assert {verdict for units in in_editor.values() for _, _, verdict, _, _ in units} >= {"refuted", "unverified"}
    assert on_command_line == in_editor
