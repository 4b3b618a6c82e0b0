"""The `groundwire` command: find the command's module, and only that, then run it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:  # `record` is waited for: what it does not need is loaded where it is needed
    import argparse
    from collections.abc import Sequence
    from typing import NoReturn, Protocol

    class Command(Protocol):
        """What each command's module offers."""

        def add_arguments(self, parser: argparse.ArgumentParser) -> None:
            """Declare the command's own arguments."""

        def run(self, arguments: argparse.Namespace) -> int:
            """Do it and return the exit status."""


COMMANDS = {
    "check": "report what speaks against generated code",
    "blame": "say who wrote each line of a file, and how that is known",
    "explain": "say what a rule looks for and how to settle it",
    "rules": "list every rule",
    "stub": "write the test that would settle a function",
    "record": "take down an agent's edit, or treat what changed since a revision as generated",
    "hooks": "have an agent tell of its edits, and undo that",
    "export": "print what is on record, or leave it as git notes for others",
    "import": "take what others left on record, so that it counts here",
    "lsp": "serve an editor over standard input and output",
}
"""Name → what it does; the module of the same name holds it, `import_` that of a Python keyword."""

TRACEBACK = "GROUNDWIRE_TRACEBACK"
"""Variable of the environment that has an internal error printed whole."""
_LONGEST = 300
"""Characters of an error's own message that are shown."""


def start() -> NoReturn:
    """Run the command line and end the process: to free one by one what it holds takes as long as many a check."""
    status = main()
    if sys.argv[1:2] == ["lsp"]:  # which may have threads that are to be waited for
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # that it cannot be written to was told
            stream.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; a wrong one ends in `SystemExit(2)`."""
    if None in {sys.stdin, sys.stdout, sys.stderr}:
        from groundwire.cli.streams import open_closed  # noqa: PLC0415

        open_closed()
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["record"]:
        from groundwire.cli.record import from_hook  # noqa: PLC0415 (without the parser, which takes as long again)

        return from_hook()
    return _run(given)


def _run(given: list[str]) -> int:
    from groundwire.cli.exit_codes import FAILED  # noqa: PLC0415 (see above)
    from groundwire.cli.stopping import status_of  # noqa: PLC0415
    from groundwire.cli.streams import UnwrittenError, complain  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name no terminal can show must not end the run
    try:
        status = _done(given)
    except KeyboardInterrupt as stop:
        complain("groundwire: interrupted")
        status = status_of(stop)
    except SystemExit:  # of the parser, which may have printed its help
        if (failed := _written()) is not None:
            return failed
        raise
    except Exception as error:
        cause = error.cause if isinstance(error, UnwrittenError) else None
        if (cause or isinstance(error, OSError)) and (failed := _written(cause)) is not None:
            return failed
        _tell(error)
        return FAILED  # never the 1 of an uncaught error, which says that something was found
    failed = _written()
    return failed if failed is not None else status


def _done(given: list[str]) -> int:
    from contextlib import nullcontext  # noqa: PLC0415 (see above)

    from groundwire.cli.exit_codes import FAILED  # noqa: PLC0415
    from groundwire.cli.stopping import heeding  # noqa: PLC0415

    chosen = next((word for word in given if not word.startswith("-")), None)
    with heeding() if chosen != "lsp" else nullcontext():  # which has handlers of its own
        command = _command(chosen) if chosen in COMMANDS else None
        arguments = _parser(chosen, command).parse_args(given)
        return command.run(arguments) if command is not None else FAILED


def _written(failed: OSError | None = None) -> int | None:
    """The exit status where not all could be written that was printed, and a word on why; None where it was."""
    from groundwire.cli.exit_codes import FAILED, UNREAD  # noqa: PLC0415 (see above)
    from groundwire.cli.streams import complain, give_up, unwritten  # noqa: PLC0415

    if unwritten(sys.stderr) is not None:
        give_up(sys.stderr)  # and nobody can be told
    error = unwritten(sys.stdout) or failed
    if error is None:
        return None
    give_up(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return UNREAD
    complain(f"groundwire: standard output cannot be written to: {error.strerror}")
    return FAILED


def _tell(error: Exception) -> None:
    """Say that we failed, in one line; where it was only to who asks for that."""
    from groundwire.cli.streams import complain  # noqa: PLC0415 (see above)

    if os.environ.get(TRACEBACK):
        import traceback  # noqa: PLC0415 (see above)

        traceback.print_exception(error)
    said = " ".join(f"{type(error).__name__}: {error}".split())
    shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    complain(
        f"groundwire: internal error ({shown}): this is a fault of Groundwire; "
        f"run it again with {TRACEBACK}=1 and report what it prints"
    )


def _command(name: str) -> Command:
    from importlib import import_module  # noqa: PLC0415 (see above)
    from keyword import iskeyword  # noqa: PLC0415

    command: Command = import_module(f"groundwire.cli.{name}{'_' * iskeyword(name)}")
    return command


def _parser(chosen: str | None, command: Command | None) -> argparse.ArgumentParser:
    import argparse  # noqa: PLC0415 (see above)

    from groundwire import __version__  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="groundwire", description="Says which generated Python code is still guesswork.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"groundwire {__version__}")
    commands = parser.add_subparsers(prog=parser.prog, title="commands", metavar="COMMAND", required=True)
    for name, help_text in COMMANDS.items():
        described = commands.add_parser(
            name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".", allow_abbrev=False
        )
        if name == chosen and command is not None:
            command.add_arguments(described)
    return parser
