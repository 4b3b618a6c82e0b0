"""Git AI itself, asked about a text: `git-ai blame --json --contents - FILE` (git-ai, `src/commands/blame.rs`).

    {"lines": {"1-3": key, "7": key}, "prompts": {key: {"agent_id": {"tool": …, "id": …, "model": …}, …}}, …}

The one program of another tool that Groundwire starts, and only where a person asked for it on the command line.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.git_ai_note import author
from groundwire.provenance.exchange.lines import Lines, of_ranges

if TYPE_CHECKING:
    from groundwire.provenance.attribution import Attribution

SECONDS: Final = 2.0
_RANGE: Final = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


def git_ai(root: Path) -> str | None:
    """The whole path of the program; None where it is not installed, or lies in the project itself."""
    found = shutil.which("git-ai")
    whole = Path(found).resolve() if found is not None else None
    return None if whole is None or whole.is_relative_to(root) else str(whole)


def ask_git_ai(program: str, root: Path, path: str, raw: str) -> Attribution | None:
    """What it says of a raw text of a file; None where it says nothing of use, or nothing in time."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            [program, "blame", "--json", "--contents", "-", "--", path],
            cwd=root,
            env=environment,
            input=raw.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parse_blame(done.stdout, raw) if done.returncode == 0 else None


def parse_blame(answer: bytes, raw: str) -> Attribution | None:
    """Who wrote the lines of a raw text; None for what is no such answer."""
    try:
        said = foreign.parsed(answer)
    except ValueError:
        return None
    if (
        not isinstance(said, dict)
        or not isinstance(said.get("lines"), dict)
        or not isinstance(said.get("prompts"), dict)
    ):
        return None
    table: dict[str, Any] = {key.partition("::")[0]: record for key, record in said["prompts"].items()}
    metadata = {"sessions": table, "prompts": table}
    ranges = []
    for lines, key in said["lines"].items():
        place = _RANGE.fullmatch(lines)
        origin = author(key, metadata, "", None, "git-ai-blame") if isinstance(key, str) else None
        if place is not None and origin is not None:
            ranges.append((int(place[1]), int(place[2] or place[1]), origin))
    return of_ranges(Lines(raw), ranges)
