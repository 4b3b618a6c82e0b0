"""`groundwire explain`: the page of one rule."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

from groundwire.analysis.rules import RULES
from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.cli.streams import write_out
from groundwire.report.rule_page import rule_page

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("rule", metavar="RULE", help="its code or its name, such as GW201 or falsy-default")


def run(arguments: argparse.Namespace) -> int:
    """Print the page."""
    named = {key: rule for rule in RULES for key in (rule.code, rule.name)}
    asked = arguments.rule.strip()
    if not asked:
        print("groundwire: name a rule, such as GW208; `groundwire rules` lists them", file=sys.stderr)
        return FAILED
    rule = named.get(asked.upper()) or named.get(asked.lower())
    if rule is None:
        close = difflib.get_close_matches(asked.upper(), named, 1) or difflib.get_close_matches(asked.lower(), named, 1)
        hint = f"did you mean {close[0]}?" if close else "`groundwire rules` lists them."
        print(f"groundwire: there is no rule {asked}; {hint}", file=sys.stderr)
        return FAILED
    write_out(rule_page(rule).rstrip() + "\n")
    return NOTHING
