"""`groundwire lsp`: serve an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.lsp.server import main as serve

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--stdio", action="store_true", help="what it does anyway; some editors say it")


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 (what every command takes)
    """Serve until the editor leaves."""
    return serve()
