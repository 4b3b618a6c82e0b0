"""Files of odd kinds, in the editor and on the command line: an answer for each, and nothing hangs or is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from e2e.command_line import groundwire_command
from e2e.lsp_client import lsp_client, regions
from support.odd_files import CODE, KINDS, make

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="most of these cannot be made there")

READ = {"latin_declared.py", "mark.py", "empty.py", "new\nline.py", "Case.py", "case.py"} | {
    name for name in KINDS if name.startswith(("not_utf8", "nnn"))
}
"""The odd files that are sources all the same."""
IN_VAIN = KINDS.keys() - READ - {"outside.py"} - ({"unreadable.py"} if os.geteuid() == 0 else set())


def uri_of(file: Path) -> str:
    return Path(os.path.abspath(file)).as_uri()  # noqa: PTH100 - links and loops are left as they are


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("odd").resolve() / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nname = "example"\nversion = "1"\n')
    (root / ".git" / "objects").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (root / "zz_last.py").write_text(CODE)
    for name in KINDS:
        make(root, name)
    return root


def failures(log: list[str]) -> list[str]:
    return [line for line in log if line.startswith(("ERROR", "Traceback"))]


def test_the_survey_passes_over_what_is_no_source_and_finds_the_rest(odd: Path) -> None:
    with lsp_client(odd) as client:
        client.initialize()
        expected = len(READ - {"empty.py", "latin_declared.py"})
        client.status(lambda status: status["files"] >= expected)
        client.status(lambda status: status["state"] == "ready")
        for name in KINDS:
            answer = regions(client, uri_of(odd / name))
            assert answer["version"] is None
        assert client.shutdown() == 0
        assert client.popups == []
        assert failures(client.log) == []


def test_odd_files_change_on_disk_and_are_opened_saved_and_closed(odd: Path) -> None:
    with lsp_client(odd) as client:
        client.initialize()
        changes = [{"uri": uri_of(odd / name), "type": kind} for name in KINDS for kind in (1, 2, 3)]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        for name in KINDS:
            uri = uri_of(odd / name)
            client.open(uri, CODE)
            client.attribute(uri, 1, (3, 0), (4, 60))
            client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
            answer: Any = regions(client, uri)
            assert answer["version"] == 1, name
            assert answer["regions"], name
            client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        client.open(uri_of(odd / "zz_last.py"), CODE)
        client.attribute(uri_of(odd / "zz_last.py"), 1, (3, 0), (4, 60))
        client.diagnostics(uri_of(odd / "zz_last.py"), codes=["GW408", "GW208"])
        assert client.shutdown() == 0
        assert client.popups == []
        assert failures(client.log) == []


def test_check_names_each_file_it_cannot_read_and_goes_on(odd: Path) -> None:
    ran = groundwire_command(odd, "check", "--all", "--format", "json")
    said = {error["path"] for error in ran.json["errors"]}
    assert "Traceback" not in ran.err
    assert ran.status == 1
    assert {"nul.py", "utf16.py", "binary.py"} <= said
    assert any(finding["path"] == "zz_last.py" for finding in ran.json["findings"])


def test_named_files_that_cannot_be_read_are_each_said_to_be_so(odd: Path) -> None:
    named = sorted(IN_VAIN - {"directory.py"})
    ran = groundwire_command(odd, "check", "--all", "--format", "json", *named)
    assert {error["path"] for error in ran.json["errors"]} == set(named)
    assert ran.status == 2
    assert "Traceback" not in ran.err
    ran = groundwire_command(odd, "check", "--all", "directory.py")
    assert (ran.status, ran.out) == (0, "")  # a folder is named like any other


@pytest.mark.parametrize("name", ["directory.py", "dangling.py", "loop.py", "fifo.py", "device.py", "nul.py"])
def test_no_stub_is_written_for_what_cannot_be_read(odd: Path, name: str) -> None:
    ran = groundwire_command(odd, "stub", f"{name}::debug")
    assert ran.status == 2
    assert name in ran.err
    assert "Traceback" not in ran.err
    assert not list(odd.rglob("test_*.py"))
