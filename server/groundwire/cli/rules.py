"""`groundwire rules`: list every rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from groundwire.analysis.rules import RULES
from groundwire.cli.exit_codes import NOTHING
from groundwire.cli.streams import write_out

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the list is written")


def run(arguments: argparse.Namespace) -> int:
    """Print the list."""
    rules = sorted(RULES, key=lambda rule: rule.code)
    if arguments.format == "json":
        listed = [
            {"code": rule.code, "name": rule.name, "summary": rule.summary, "generated_only": rule.generated_only}
            for rule in rules
        ]
        write_out(json.dumps(listed, indent=2) + "\n")
        return NOTHING
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        print(f"{rule.code}  {rule.name:<{width}}  {rule.summary}")
    return NOTHING
