"""What is asked of the stub writer and what it answers, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.model import TextEdit

Expectation = Literal["fail", "xfail"]
"""How a row without a stated expectation reports: it fails, or it is a strict expected failure."""


@dataclass(frozen=True, slots=True)
class StubRequest:
    """One function or method to write a test stub for."""

    module_path: str
    """POSIX, relative to the workspace folder."""
    module_text: str
    """LF-normalised."""
    name: str
    """Qualified name of a function or method in it."""
    files: tuple[str, ...]
    """The project's Python files and its configuration files, POSIX, relative to the same folder."""
    read: Callable[[str], str | None]
    """Text of one of `files`, LF-normalised; None where it cannot be read."""
    expectation: Expectation = "fail"


@dataclass(frozen=True, slots=True)
class Stub:
    """A test stub, ready to be written."""

    path: str
    """The test file, POSIX, relative to the workspace folder."""
    new_file: bool
    edits: tuple[TextEdit, ...]
    """Against the test file's present text (the empty text for a new file); they do not overlap."""
    shown_line: int
    """Line of the result that holds the first place to fill in."""
    tests: tuple[str, ...]
    """Names of the test functions written."""
    text: str
    """The whole resulting test file."""


@dataclass(frozen=True, slots=True)
class StubExists:
    """A test of that name is already there."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class NotTestable:
    """Why no stub can be written, and what to do instead."""

    reason: str
