"""The snippets of docs/editors.md, which are what these tests run: a person copies them as they stand."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors.md"


def snippets(editor: str, language: str) -> str:
    """Every code block in that language of an editor's section, one below the other."""
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (section,) = [section for section in sections if section.partition("\n")[0].startswith(editor)]
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    assert blocks, f"the section {editor} of {PAGE.name} has no block of {language}"
    return "\n".join(blocks)
