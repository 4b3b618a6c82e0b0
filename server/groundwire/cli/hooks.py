"""`groundwire hooks`: have an agent tell of its edits, and undo that."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.cli.exit_codes import FAILED, FOUND, NOTHING
from groundwire.cli.streams import write_out
from groundwire.provenance.hooks.hosts import HOSTS
from groundwire.provenance.hooks.outcome import next_step
from groundwire.provenance.hooks.settings import HooksError, Settings
from groundwire.provenance.hooks.standing import standing
from groundwire.provenance.location import locate

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("action", choices=("install", "uninstall", "status"), help="what to do")
    parser.add_argument("agent", choices=tuple(HOSTS), metavar="AGENT", help=", ".join(HOSTS))
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        "--project",
        action="store_const",
        const="project",
        dest="scope",
        help="this project; the default where the agent has a file for it that is yours alone (claude, continue)",
    )
    user = "all your projects; the default for every other agent"
    scope.add_argument("--user", action="store_const", const="user", dest="scope", help=user)
    parser.add_argument("--dry-run", action="store_true", help="print the change, write nothing; 1: there is one")
    command = "what the hook runs; the default starts this installation"
    parser.add_argument("--command", metavar="TEXT", dest="hook_command", help=command)
    parser.set_defaults(scope=None)


def run(arguments: argparse.Namespace) -> int:
    """Do it; 1 where a dry run would change something, or the status needs doing something."""
    write, host = not arguments.dry_run, HOSTS[arguments.agent]
    scope = arguments.scope or host.usual
    try:
        folder = locate(Path.cwd()).root
        if arguments.action == "status":
            return _status(arguments, folder)
        settings = Settings(host, scope, folder)
        if arguments.action == "install":
            outcome = settings.install(arguments.hook_command, write=write)
        else:
            outcome = settings.remove(write=write)
    except HooksError as error:
        print(f"groundwire: {error}", file=sys.stderr)
        return FAILED
    if arguments.dry_run:
        write_out(outcome.difference())
        return FOUND if outcome.changed else NOTHING
    if not outcome.changed:
        print(f"{outcome.path}: nothing to do")
    elif arguments.action == "install":
        print(f"{outcome.path}: the hook is installed; {host.then}")
        if scope == "project" and not host.private:
            print("This file is usually committed, and the hook names a path of this machine.")
    else:
        print(f"{outcome.path}: the hook is gone; what was recorded stays")
    if arguments.action == "install" and (stands := standing(host, folder, scope)).off_in is not None:
        print(next_step(stands).message)
    return NOTHING


def _status(arguments: argparse.Namespace, folder: Path) -> int:
    step = next_step(standing(HOSTS[arguments.agent], folder, arguments.scope))
    print(step.message)
    if step.install:
        chosen = "" if arguments.scope is None else f" --{arguments.scope}"
        print(f"Run: groundwire hooks install {arguments.agent}{chosen}")
    return NOTHING if step.tells else FOUND
