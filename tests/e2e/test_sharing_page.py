"""The recipe for CI in docs/sharing.md, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from e2e.command_line import MAIN, attribute, git

PAGE = Path(__file__).parents[2] / "docs" / "sharing.md"
CODE = "import os\n\n\ndef flag():\n    return os.getenv('FLAG')\n"
TRAP = "\n\ndef other():\n    return bool(os.getenv('DEBUG'))\n"


def steps() -> list[str]:
    """The recipe's commands, but for the installation."""
    recipe = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert recipe is not None
    commands = re.findall(r"- run: (.*)", recipe[1])
    return [command for command in commands if not command.startswith("pip ")]


def test_the_recipe_does_what_the_page_says(tmp_path: Path) -> None:
    author = tmp_path.resolve() / "author"
    author.mkdir()
    git(author, "init", "-q", "-b", "main")
    for name, value in (("user.name", "A"), ("user.email", "a@example.org"), ("commit.gpgSign", "false")):
        git(author, "config", name, value)
    (author / "app.py").write_text(CODE)
    git(author, "add", ".")
    git(author, "commit", "-qm", "first")
    git(author, "checkout", "-q", "-b", "topic")
    (author / "app.py").write_text(CODE + TRAP)
    attribute(author / "app.py", TRAP)
    git(author, "commit", "-qam", "second")
    share = re.findall(r"^    (groundwire export --ref .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "groundwire").write_text(f'#!/bin/sh\nexec {sys.executable} -I {MAIN} "$@"\n')
    (programs / "groundwire").chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "GITHUB_BASE_REF": "main"}
    subprocess.run(share[0], shell=True, cwd=author, env=environment, check=True, capture_output=True)

    runner = tmp_path / "runner"
    git(tmp_path, "clone", "-q", "-b", "topic", author.as_uri(), str(runner))
    ran = [
        subprocess.run(step, shell=True, cwd=runner, env=environment, check=False, capture_output=True, text=True)
        for step in steps()
    ]
    assert [one.returncode for one in ran] == [0, 0, 1, 1]
    assert ran[2].stdout == ran[3].stdout
    assert "GW208" in ran[2].stdout
