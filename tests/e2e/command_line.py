"""The command line as a person has it: the real process, in a folder of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import groundwire
from e2e.forked import POSSIBLE, Forked
from groundwire.model import Origin
from groundwire.provenance.location import locate
from groundwire.provenance.store import Store

MAIN = Path(groundwire.__file__).parent / "__main__.py"


class Ran(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output as JSON."""
        return json.loads(self.out)


_LOADED = ("groundwire.cli.main", "groundwire.cli.check", "groundwire.cli.file_check", "groundwire.cli.processes")
"""What a check loads that finds a file."""


def groundwire_command(folder: Path, *arguments: str, sent: str = "", **environment: str) -> Ran:
    """Run a command in a folder, with what is sent to it on its standard input.

    A check is a copy of a process that has loaded the rules, unless it has an environment of its own.
    """
    if POSSIBLE and arguments[:1] == ("check",) and not environment:
        environment = {**os.environ, "XDG_STATE_HOME": str(folder / ".state")}
        with Forked(list(arguments), _LOADED, folder, environment) as check:
            out, err = check.communicate(sent.encode(), 120)
        return Ran(check.wait(), _text(out), _text(err))
    done = subprocess.run(
        [sys.executable, "-I", str(MAIN), *arguments],
        cwd=folder,
        env={**os.environ, "XDG_STATE_HOME": str(folder / ".state"), **environment},
        capture_output=True,
        encoding="utf-8",
        input=sent,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def _text(output: bytes) -> str:
    return io.TextIOWrapper(io.BytesIO(output), encoding="utf-8").read()


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, as a person of no importance."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def attribute(file: Path, *parts: str, grade: str = "B") -> None:
    """Record that a tool wrote these parts of a file."""
    location = locate(file.parent)
    store = Store.open(location.store)
    text = file.read_text(encoding="utf-8")
    path = location.relative(file)
    attribution = store.load(path, text)
    for part in parts:
        start = text.index(part)
        origin = Origin(f"o-{path}-{start}", "completion", grade, "accept:whole", "tool-x")  # type: ignore[arg-type]
        attribution = attribution.attribute(start, start + len(part), origin)
    assert store.save(path, text, "\n", attribution)
    store.close()
