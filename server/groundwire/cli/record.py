"""`groundwire record`: take down an agent's edit, or treat what changed since a revision as generated."""

from __future__ import annotations

import json
import os
import sys
import time

from groundwire.provenance import roots
from groundwire.provenance.records import claude, inbox

TYPE_CHECKING = False
if TYPE_CHECKING:  # an agent waits for this command: what it does not need is not loaded
    import argparse
    from typing import Any

_LARGEST = 32 * 1024 * 1024
"""Bytes of a payload; it holds the text several times."""
_LARGEST_TEXT = 8 * 1024 * 1024


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
    """Read one payload on standard input. An agent is never held up: always 0, `{}`, a problem as a line of its own."""
    try:
        problem = _record(sys.stdin.buffer.read(_LARGEST + 1), os.environ)
    except claude.Refused as refused:
        problem = str(refused)
    except Exception as error:  # whatever it is, the agent goes on, and it is said
        problem = f"{type(error).__name__}: {error}"
    try:
        if problem is not None:
            print(f"groundwire: this edit is not recorded: {_one_line(problem)}", file=sys.stderr)
        print("{}", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody listens; keep the interpreter from complaining at its end
    return 0


def _record(sent: bytes, environment: os._Environ[str]) -> str | None:
    """Take down what a payload tells; what stands in the way, as a sentence. Raises `Refused` and `OSError`."""
    if len(sent) > _LARGEST:
        return f"the payload has more than {_LARGEST:,} bytes"
    try:
        payload = json.loads(sent.decode("utf-8", "surrogatepass"), strict=False)
    except (ValueError, RecursionError) as error:
        return f"the payload is not JSON ({error})"
    named = claude.edited_file(payload)
    if named is None:
        return None
    folder = environment.get("CLAUDE_PROJECT_DIR") or payload.get("cwd")
    if not isinstance(folder, str) or "\0" in folder or not os.path.isdir(folder):
        return "neither CLAUDE_PROJECT_DIR nor the payload's `cwd` is a folder; start the agent in its project"
    root, store, _ = roots.find(folder, environment)
    file = os.path.join(payload["cwd"] if isinstance(payload.get("cwd"), str) else folder, named)
    if (why := roots.no_path(named) or roots.no_path(file)) is not None:
        return f"its path {why}"
    path = roots.relative(file, root)
    if path is None:
        return f"{file} is not inside the project {root}"
    before, after, proposed = claude.texts(payload, lambda: _text(file))
    if max(len(before), len(after)) > _LARGEST_TEXT:
        return f"{path} is longer than {_LARGEST_TEXT:,} characters"
    if before == after:
        return None
    record = {"path": path, "before": before, "after": after, "proposed": proposed, **_origin(payload)}
    if inbox.put(store, record) < inbox.MANY:
        return None
    from groundwire.provenance.store.take_in import take_in_all  # noqa: PLC0415 (so that not too many wait)

    return take_in_all(store)


def _origin(payload: dict[str, Any]) -> dict[str, Any]:
    """Who edited. Cursor runs Claude Code's hooks too, and says so."""
    session, event = payload.get("session_id"), payload.get("tool_use_id")
    return {
        "via": "hook:claude",
        "tool": "cursor" if "cursor_version" in payload else "claude-code",
        "session": session if isinstance(session, str) else None,
        "event": event if isinstance(event, str) else None,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _text(file: str) -> str | None:
    """The file as it is now, LF-normalised; None where it cannot be read as UTF-8."""
    try:
        if not os.path.isfile(file) or os.path.getsize(file) > 4 * _LARGEST_TEXT:
            return None
        with open(file, encoding="utf-8", newline="") as now:
            return claude.normalised(now.read())
    except (OSError, ValueError):
        return None


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "backslashreplace").decode("utf-8").split())
