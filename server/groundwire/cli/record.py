"""`groundwire record`: take down an agent's edit, or treat what changed since a revision as generated."""

from __future__ import annotations

import os
import sys

from groundwire.provenance.records import json_form
from groundwire.provenance.records.inbox import FullError
from groundwire.provenance.records.taking_down import take_down
from groundwire.provenance.records.telling import BY_HAND, NOT_RECORDED, Refused

TYPE_CHECKING = False
if TYPE_CHECKING:  # an agent waits for this command: what it does not need is not loaded
    import argparse
    from collections.abc import Iterator, Mapping
    from typing import Any

_LARGEST = 32 * 1024 * 1024
"""Bytes of a payload; it holds the text several times."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--since", metavar="REV", help="treat the lines changed since a revision as generated: you say so"
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="with --since: only these files and folders")
    parser.epilog = "Without --since it reads what a hook says of one edit on standard input, and always exits with 0."


def run(arguments: argparse.Namespace) -> int:
    """Do one or the other; the status is that of `--since`."""
    if arguments.since is None and not arguments.paths:
        return from_hook()
    from groundwire.cli.changed_lines import mark  # noqa: PLC0415 (a hook has no use for it)

    return mark(arguments.since, arguments.paths)


def from_hook() -> int:
    """Read one payload on standard input. An agent is never held up: always 0, its answer, a problem as a line."""
    sent = sys.stdin.buffer.read(_LARGEST + 1)
    payload: Any = None
    try:
        payload = _payload(sent)
        problems = list(_problems(payload, os.environ))
    except Refused as refused:
        problems = [f"{NOT_RECORDED}{refused}"]
    try:
        for problem in problems:
            print(f"groundwire: {_one_line(problem)}", file=sys.stderr)
        print(_answer(payload, sent), flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody listens; keep the interpreter from complaining at its end
    return 0


def _payload(sent: bytes) -> Any:
    """The payload; raises `Refused` for what is none."""
    if len(sent) > _LARGEST:
        raise Refused(f"the payload has more than {_LARGEST:,} bytes")
    try:
        return json_form.read(sent.decode("utf-8", "surrogatepass").removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"the payload is not JSON ({error})", "send one object, as docs/agents.md has it") from error


def _problems(payload: Any, environment: Mapping[str, str]) -> Iterator[str]:
    """Take the payload down; what stands in the way. Whatever goes wrong, the agent goes on, and it is said."""
    try:
        yield from take_down(payload, environment)
    except Refused as refused:
        yield f"{NOT_RECORDED}{refused}"
    except FullError as full:
        yield f"{NOT_RECORDED}{full}"
    except OSError as error:
        yield f"{NOT_RECORDED}{error.filename or 'a file'} cannot be written ({error.strerror or error}); allow it"
    except Exception as error:
        yield f"{NOT_RECORDED}Groundwire could not make sense of it ({type(error).__name__}: {error}); {BY_HAND}"


def _answer(payload: Any, sent: bytes) -> str:
    """What the host expects to read: Cline holds its agent up for anything but its own form."""
    clines = "hookName" in payload if isinstance(payload, dict) else b'"hookName"' in sent[:4096]
    return '{"cancel": false}' if clines else "{}"


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "backslashreplace").decode("utf-8").split())
