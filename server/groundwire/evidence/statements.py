"""The statements of a source text as coverage.py counts them, without those that nobody expects a test to run."""

from __future__ import annotations

import ast
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

log = logging.getLogger(__name__)

_NEVER_EXPECTED: Final = (
    r"#\s*(?:pragma|PRAGMA)[:\s]?\s*(?:no|NO)\s*(?:cover|COVER)",
    r"^\s*(?:(?:async\s+)?def .*?)?[\])]*(?:\s*->.*?)?:?\s*\.\.\.\s*(?:#|$)",
    r"^\s*(?:el)?if\s+(?:\w+\.)?TYPE_CHECKING\b",
    r"^\s*if\s+__name__\s*==",
    r"^\s*@(?:\w+\.)*(?:abstractmethod|abstractproperty|overload)\b",
    r"^\s*raise\s+NotImplementedError\b",
    r"^\s*(?:\w+\.)*assert_never\(",
)
"""Lines that are declarations, or are there so as not to be run; coverage.py leaves out the first by default, and newer
versions the next two."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Lines count from one; a statement of several lines counts by its first."""

    starts: frozenset[int]
    """Measured statements."""
    first_line: Callable[[int], int]
    """The first line of the statement that a line belongs to; the line itself between statements."""
    bodies: Mapping[int, int]
    """For the line of each `def`, the first line of its body."""


def statements(text: str, exclude: Iterable[str]) -> Statements | None:
    """The statements of a text; None where this interpreter cannot read it. Nothing of it is run.

    `exclude` are the project's own regular expressions; one that is none is passed over.
    """
    # Imported here, for most projects have no data.
    from coverage.exceptions import CoverageException  # noqa: PLC0415
    from coverage.parser import PythonParser  # noqa: PLC0415

    patterns = [*_NEVER_EXPECTED, *filter(_is_pattern, exclude)]
    parser = PythonParser(text=text or "\n", exclude="|".join(f"(?:{pattern})" for pattern in patterns))
    try:
        parser.parse_source()
        tree = ast.parse(text)
    except (CoverageException, SyntaxError, ValueError, RecursionError, MemoryError, IndexError) as error:
        log.info("the statements of a measured file cannot be told: %s", error)
        return None
    declared = {
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and node.value is None
    }  # since 3.14 they are not run where they stand
    bodies = {
        node.lineno: node.body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    return Statements(frozenset(parser.statements - declared), parser.first_line, bodies)


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern, re.MULTILINE)
    except re.error as error:
        log.warning("the pattern %r of lines that coverage leaves out is passed over: %s", pattern, error)
        return False
    return True
