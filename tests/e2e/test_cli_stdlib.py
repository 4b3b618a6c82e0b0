"""`check --all` over code that nobody wrote for it: the standard library, a sample of it chosen by hash."""

from __future__ import annotations

import hashlib
import shutil
import sysconfig
import warnings
from pathlib import Path

import pytest

from e2e.command_line import groundwire_command

LIBRARY = Path(sysconfig.get_path("stdlib"))
BAD = ("test/badsyntax_*.py", "test/bad_*.py", "lib2to3/tests/data/*.py", "test/tokenizedata/*.py")
"""Where the library keeps files that do not compile."""


def sample() -> list[Path]:
    """One file in fifty, and every one that may not compile."""
    files = {file for pattern in BAD for file in LIBRARY.glob(pattern)}
    for file in LIBRARY.rglob("*.py"):
        relative = file.relative_to(LIBRARY)
        chosen = hashlib.sha256(relative.as_posix().encode()).digest()[0] < 5
        if chosen and not {"site-packages", "__pycache__"} & set(relative.parts):
            files.add(file)
    return sorted(files)


def compiles(file: Path) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


@pytest.mark.slow
def test_every_file_is_checked_or_is_one_that_compile_rejects(tmp_path: Path) -> None:
    files = sample()
    assert len(files) > 30
    copied = {tmp_path / file.relative_to(LIBRARY): file for file in files}
    for copy, file in copied.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    ran = groundwire_command(tmp_path, "check", "--all", "--format", "json")
    assert [line for line in ran.err.splitlines() if "no Python environment of the project is known" not in line] == []
    assert ran.status in {0, 1, 2}
    rejected = {copy.relative_to(tmp_path).as_posix() for copy in copied if not compiles(copy)}
    assert {error["path"] for error in ran.json["errors"]} == rejected
    assert ran.json["scope"]["files"] + len(rejected) == len(files)
    reasons = {unit["reason"] for unit in ran.json["units"] if unit["reason"].startswith("not analysed")}
    assert not [reason for reason in reasons if "syntax error" in reason]
