"""The documentation's page of settings; run as a module, it writes the page to the file named."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from groundwire.config import SETTINGS, Config

_HEAD = """\
# Settings

Groundwire reads its settings from `[tool.groundwire]` in the project's `pyproject.toml`, then from the editor
(`groundwire.*`), then from the command line; the later wins. Names and values that it cannot use are reported, and the
rest holds.

```toml
[tool.groundwire]
ignore = ["GW601"]
exclude = ["generated/"]
```

| `pyproject.toml` | editor | command line | value | default | meaning |
|---|---|---|---|---|---|
"""
_FLAGS = {
    "select": "`check --select`",
    "ignore": "`check --ignore`",
    "extend_select": "`check --extend-select`",
    "environment": "`check --environment`",
    "stub_expectation": "`stub --expectation`",
}
_FOOT = """
One line is left alone by a comment on it, `# groundwire: ignore[GW201]`, with a reason behind the brackets where there
is one; its rules are named as in `select`: by code, name or beginning of a code. A whole file is left alone by
a comment of its own line, `# groundwire: ignore-file`, or by the rules that it names alone,
`# groundwire: ignore-file[GW201]`, with a reason behind the brackets here too. A comment that silences nothing, names a
rule that is not there, is misspelt or stands where it says nothing is noted: in `check`, and in the editor in files
with generated code. Whether one for a file silences anything is told where all of the file was checked.

A comment that a tool wrote counts for nothing until a person says that it is theirs (*This Is Mine* in the editor): in
the editor, and in each `check` where it is on record who wrote it, also with `--all` and `--base`. The finding says so.
"""


def settings_page() -> str:
    """The page in Markdown."""
    default = Config()
    rows = (
        (
            f"`{setting.toml}`",
            f"`groundwire.{setting.editor}`" if setting.in_editor else "",
            _FLAGS.get(setting.field, ""),
            setting.kind,
            _written(getattr(default, setting.field)),
            setting.meaning,
        )
        for setting in SETTINGS
    )
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows) + _FOOT


def _written(value: object) -> str:
    return "not set" if value is None else f"`{json.dumps(value)}`"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(settings_page(), encoding="utf-8")
