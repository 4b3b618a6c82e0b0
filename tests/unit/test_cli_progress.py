"""Progress is for a person who watches, and for long work."""

from __future__ import annotations

import io

import pytest

from groundwire.cli import progress
from groundwire.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_file_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SILENT", 0.0)
    stream = io.StringIO()
    assert list(Progress(stream).following("abc", "file", 3)) == ["a", "b", "c"]
    assert stream.getvalue() == ""


def test_short_work_gets_none() -> None:
    stream = Terminal()
    assert list(Progress(stream).following("abc", "file", 3)) == ["a", "b", "c"]
    assert stream.getvalue() == ""


def test_long_work_is_counted_and_the_line_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SILENT", 0.0)
    monkeypatch.setattr(progress, "_BETWEEN", 0.0)
    stream = Terminal()
    assert list(Progress(stream).following("ab", "file", 2)) == ["a", "b"]
    assert stream.getvalue() == "\r\x1b[Kfile 1 of 2\r\x1b[Kfile 2 of 2\r\x1b[K"
