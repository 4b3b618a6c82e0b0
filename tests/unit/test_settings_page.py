"""Settings are documented, and the extension's manifest agrees with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from groundwire.config import SETTINGS, Config
from groundwire.provenance.store.database import FILE_NAME
from groundwire.report.settings_page import settings_page

ROOT = Path(__file__).parents[2]


def test_the_committed_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page()


def test_the_page_names_every_setting() -> None:
    for setting in SETTINGS:
        assert f"| `{setting.toml}` |" in settings_page()


def test_the_extension_declares_every_setting_with_the_same_default() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    declared: dict[str, Any] = manifest["contributes"]["configuration"]["properties"]
    for setting in SETTINGS:
        if setting.in_editor:
            default = getattr(Config(), setting.field)
            expected = "" if default is None else list(default) if isinstance(default, tuple) else default
            assert declared[f"groundwire.{setting.editor}"]["default"] == expected


def test_the_extension_starts_where_there_is_a_store() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert f"workspaceContains:.git/groundwire/{FILE_NAME}" in manifest["activationEvents"]
