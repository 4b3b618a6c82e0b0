"""The `groundwire` command: find the command's module, and only that, then run it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # `record` is waited for: what it does not need is loaded where it is needed
    import argparse
    from collections.abc import Sequence
    from typing import Protocol

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; a wrong one ends in `SystemExit(2)`."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["record"]:
        from groundwire.cli.record import from_hook  # noqa: PLC0415 (without the parser, which takes as long again)

        return from_hook()
    return _run(given)


def _run(given: list[str]) -> int:
    from contextlib import nullcontext  # noqa: PLC0415

    from groundwire.cli.exit_codes import FAILED  # noqa: PLC0415 (see above)
    from groundwire.cli.stopping import heeding, status_of  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name no terminal can show must not end the run
    try:
        chosen = next((word for word in given if not word.startswith("-")), None)
        with heeding() if chosen != "lsp" else nullcontext():  # which has handlers of its own
            command = _command(chosen) if chosen in COMMANDS else None
            arguments = _parser(chosen, command).parse_args(given)
            if command is None:
                return FAILED
            status = command.run(arguments)
        if not sys.stdout.closed:  # the language server closes it when the client says exit
            sys.stdout.flush()
    except KeyboardInterrupt as stop:
        print("groundwire: interrupted", file=sys.stderr)
        return status_of(stop)
    except BrokenPipeError:  # the reader has seen enough; keep the interpreter from complaining at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        _tell(error)
        return FAILED  # never the 1 of an uncaught error, which says that something was found
    return status


def _tell(error: Exception) -> None:
    """Say that we failed, in one line; where it was only to who asks for that."""
    if os.environ.get(TRACEBACK):
        import traceback  # noqa: PLC0415 (see above)

        traceback.print_exception(error)
    said = " ".join(f"{type(error).__name__}: {error}".split())
    shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    print(
        f"groundwire: internal error ({shown}): this is a fault of Groundwire; "
        f"run it again with {TRACEBACK}=1 and report what it prints",
        file=sys.stderr,
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
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, help_text in COMMANDS.items():
        described = commands.add_parser(
            name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".", allow_abbrev=False
        )
        if name == chosen and command is not None:
            command.add_arguments(described)
    return parser
