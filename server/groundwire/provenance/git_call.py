"""One call of git that changes nothing: how it is started, and what its answer comes to.

It takes no lock, reaches no network and starts none of the programs a repository can configure.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT_SECONDS: Final = 60

_QUIET: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "diff.external=", "-c", "core.pager=cat"),
    *("-c", "protocol.allow=never", "-c", "core.quotePath=false", "-c", "log.showSignature=false", "--no-pager"),
)


class GitError(Exception):
    """Git could not answer; the message is for a person."""


class GitMissingError(GitError):
    """There is no git on the PATH."""

    def __init__(self) -> None:
        super().__init__("git is not on the PATH; install it, or start this where git is found")


class NotARepositoryError(GitError):
    """The folder is in no work tree."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not in a git repository")


class UnknownRevisionError(GitError):
    """The revision names no commit."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"git knows no commit {revision!r}; name a branch, a tag or a commit")


class Call(NamedTuple):
    """One start of git."""

    command: tuple[str, ...]
    environment: dict[str, str]
    folder: Path
    sent: bytes = b""
    """Its standard input."""


class Answer(NamedTuple):
    """What git said; `status` is None where it said nothing in time."""

    status: int | None
    output: bytes
    errors: bytes


def call(folder: Path, *arguments: str, sent: bytes = b"") -> Call:
    """The start of git with these arguments. Raises `GitMissingError`."""
    from shutil import which  # noqa: PLC0415 - of these, most commands need the errors alone

    if (program := which("git")) is None:
        raise GitMissingError
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    return Call((program, *_QUIET, *arguments), environment, folder, sent)


def run(call: Call) -> Answer:
    """Start git and wait for its answer."""
    import subprocess  # noqa: PLC0415 - as above

    try:
        done = subprocess.run(
            call.command,
            cwd=call.folder,
            env=call.environment,
            input=call.sent,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return Answer(None, b"", b"")
    return Answer(done.returncode, done.stdout, done.stderr)


def output(answer: Answer, folder: Path) -> bytes:
    """What git printed. Raises `GitError` where it failed."""
    if answer.status is None:
        raise GitError("git did not answer in time")
    if answer.status != 0:
        said = answer.errors.decode("utf-8", "replace").strip()
        if "not a git repository" in said:
            raise NotARepositoryError(folder)
        raise GitError(said or "git failed without a word")
    return answer.output


def ask(folder: Path, *arguments: str, sent: bytes = b"") -> bytes:
    """Call git and wait; what it printed. Raises `GitError`."""
    return output(run(call(folder, *arguments, sent=sent)), folder)
