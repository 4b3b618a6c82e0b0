"""A workspace in which everything that could be run leaves a trace, and the controls that show each trap at work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from e2e.command_line import git

VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
MODULES = (
    *("sitecustomize", "usercustomize", "logging", "json", "asyncio", "argparse", "sqlite3", "groundwire"),
    *("libcst", "pygls", "lsprotocol", "packaging", "conftest", "setup", "trap_plugin"),
)
"""Names that Python, this program, pytest, a build or coverage might import from the workspace."""
APP = """import os

open({mark!r}, "w").close()

import clientlib
import fastjsonx


def debug() -> bool:
    return bool(os.environ.get("DEBUG"))


def untested(price: int, quantity: int | None = None) -> int:
    quantity = quantity or 1
    if price < 0:
        raise ValueError("price must not be negative")
    return price * quantity


def fetch(address: str) -> str:
    return fastjsonx.loads(clientlib.get(address))
"""


@dataclass(frozen=True)
class Trapped:
    """The workspace, and the folder in which a trap that goes off leaves a file of its name."""

    root: Path
    traces: Path

    @property
    def sprung(self) -> set[str]:
        """The traps that went off."""
        return {trace.name for trace in self.traces.iterdir()}

    @property
    def app(self) -> Path:
        return self.root / "app.py"


def trapped(folder: Path) -> Trapped:
    """Build the workspace in an empty folder: a git work tree whose `app.py` was changed since the only commit."""
    made = Trapped(folder / "workspace", folder / "traces")
    made.root.mkdir(parents=True)
    made.traces.mkdir()
    git(made.root, "init", "--quiet")
    _write(made.root / "tests" / "test_app.py", _leaves(made, "test_app") + "from app import debug\n")
    _write(made.app, "import os\n")
    git(made.root, "add", ".")
    git(made.root, "commit", "--quiet", "--message=Begin")
    _write(made.app, APP.format(mark=str(made.traces / "app")))
    for name in MODULES:
        _write(made.root / (f"{name}.py" if name != "groundwire" else "groundwire/__init__.py"), _leaves(made, name))
    _write(made.root / "groundwire" / "__main__.py", _leaves(made, "groundwire.__main__"))
    _write(made.root / "startup.py", _leaves(made, "PYTHONSTARTUP"))
    _environment(made)
    _configuration(made)
    _repository(made)
    assert made.sprung == set(), "building it sets nothing off"
    return made


def _write(file: Path, text: str, *, program: bool = False) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if program:
        file.chmod(0o755)


def _leaves(made: Trapped, name: str) -> str:
    """Python that leaves a trace, whatever else of it works."""
    return f"open({str(made.traces / name)!r}, 'w').close()\n"


def _program(made: Trapped, path: str, name: str) -> str:
    """A program in the workspace that leaves a trace; returns its absolute path."""
    rest = "exec cat\n" if name.startswith("filter.") else ""
    _write(made.root / path, f"#!/bin/sh\n: > '{made.traces / name}'\n{rest}", program=True)
    return str(made.root / path)


def _environment(made: Trapped) -> None:
    """A virtual environment whose Python is a program of the workspace, with an installed package."""
    for name in ("python", "python3", VERSION):
        _program(made, f".venv/bin/{name}", "interpreter")
    _write(made.root / ".venv" / "pyvenv.cfg", f"home = {Path(sys.base_prefix) / 'bin'}\nversion = {sys.version[:6]}\n")
    site = made.root / ".venv" / "lib" / VERSION / "site-packages"
    _write(site / "trap.pth", "import trap_pth\n")
    for name in ("trap_pth", "sitecustomize", "usercustomize", "clientlib"):
        _write(site / f"{name}.py", _leaves(made, f"site.{name}"))
    _write(site / "clientlib-1.0.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: clientlib\nVersion: 1.0\n")
    _write(site / "clientlib-1.0.dist-info" / "RECORD", "clientlib.py,,\n")


def _configuration(made: Trapped) -> None:
    inside = str(made.root / ".venv" / "bin" / "python")
    _write(
        made.root / "pyproject.toml",
        '[project]\nname = "trapped"\nversion = "1"\ndependencies = ["clientlib"]\n'
        '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n'
        f'[tool.groundwire]\nenvironment = "{inside}"\n'
        '[tool.pytest.ini_options]\naddopts = "-p trap_plugin"\npythonpath = ["."]\n',
    )
    _write(
        made.root / ".vscode" / "settings.json",
        json.dumps(dict.fromkeys(("groundwire.interpreter", "groundwire.environment", "python.pythonPath"), inside)),
    )
    _write(made.root / ".coveragerc", "[run]\nplugins = trap_plugin\ndata_file = .coverage\n")


def _repository(made: Trapped) -> None:
    """Every program that git's configuration can name for what is read of a work tree."""

    def program(name: str) -> str:
        return _program(made, f"tools/{name.replace('.', '-')}", name)

    settings = {
        "core.fsmonitor": program("core.fsmonitor"),
        "core.sshCommand": program("core.sshCommand"),
        "core.hooksPath": str(made.root / "hooks"),
        "diff.external": program("diff.external"),
        "diff.trap.textconv": program("textconv"),
        "diff.trapcommand.command": program("diff.command"),
        "filter.trap.clean": program("filter.clean"),
        "filter.trap.smudge": program("filter.smudge"),
        "remote.origin.url": "ssh://example.invalid/trap",
    }
    for name, value in settings.items():
        git(made.root, "config", name, value)
    for hook in ("post-index-change", "pre-commit", "post-checkout"):
        _program(made, f"hooks/{hook}", f"hook.{hook}")
    _write(made.root / ".git" / "info" / "attributes", "app.py diff=trap filter=trap\ntests/*.py diff=trapcommand\n")


def controls() -> dict[str, Callable[[Trapped], None]]:
    """Names of traps → what sets them off, each in a workspace of its own."""

    def python(*arguments: str, **environment: str) -> Callable[[Trapped], None]:
        def run(made: Trapped) -> None:
            places = {name: value.format(root=made.root, version=VERSION) for name, value in environment.items()}
            words = [word.format(root=made.root, version=VERSION) for word in arguments]
            _run([sys.executable, *words], made.root, **places)

        return run

    def with_git(*arguments: str) -> Callable[[Trapped], None]:
        return lambda made: _run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments], made.root)

    site = "{root}/.venv/lib/{version}/site-packages"
    every = f"import {', '.join(MODULES)}"
    return {
        " ".join(MODULES): python("-c", every, PYTHONPATH="{root}"),
        "groundwire.__main__": python("-m", "groundwire"),
        "app": python("-c", "import app"),
        "test_app": python("tests/test_app.py"),
        "PYTHONSTARTUP": python("-i", PYTHONSTARTUP="{root}/startup.py"),
        "interpreter": lambda made: _run([str(made.root / ".venv" / "bin" / "python"), "-I"], made.root),
        "site.trap_pth": python("-c", f"import site; site.addsitedir('{site}')"),
        "site.sitecustomize": python("-c", "", PYTHONPATH=site),
        "site.usercustomize": python("-c", f"import sys; sys.path[0] = '{site}'; import usercustomize"),
        "site.clientlib": python("-c", "import clientlib", PYTHONPATH=site),
        "core.fsmonitor": with_git("status"),
        "core.sshCommand": with_git("fetch", "origin"),
        "diff.external": with_git("diff"),
        "textconv": with_git("-c", "diff.external=", "diff", "--no-ext-diff", "HEAD"),
        "diff.command": lambda made: _changed_test(made, with_git("diff", "HEAD")),
        "filter.clean": with_git("diff", "HEAD"),
        "filter.smudge": with_git("checkout", "--force", "HEAD", "--", "app.py"),
        "hook.post-index-change": with_git("add", "app.py"),
        "hook.pre-commit": with_git("commit", "--all", "--message=Change"),
        "hook.post-checkout": with_git("checkout", "--force", "-b", "other"),
    }


def _changed_test(made: Trapped, then: Callable[[Trapped], None]) -> None:
    (made.root / "tests" / "test_app.py").write_text("changed = True\n")
    then(made)


def _run(command: list[str], folder: Path, **environment: str) -> None:
    program = shutil.which(command[0])
    assert program is not None, command[0]
    subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
