"""The `groundwire` command: reads the arguments and hands over to the command's own file."""

from __future__ import annotations

import argparse


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit status."""
    parser = argparse.ArgumentParser(prog="groundwire")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("lsp", help="serve an editor on standard input and output")
    parser.parse_args(argv)
    from groundwire.lsp.server import main as serve  # noqa: PLC0415 - only this command pays for the import

    return serve()
