"""Parse one unit safely: a size and depth gate, then Python's parser, then libcst."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from typing import Final

from groundwire.analysis import cst
from groundwire.analysis.cst import from_libcst, statements_from_ast
from groundwire.analysis.cst.source import NotRead, Source
from groundwire.model import NotAnalysed

MAX_CHARACTERS: Final = 200_000
"""Longer units (tables of data) are not analysed: nobody guesses there, and a tree of one takes seconds."""
MAX_NESTING: Final = 90
"""Brackets or blocks deeper than this crash or slow the native parser (it fails at some hundreds)."""
MAX_CHAIN: Final = 300
"""Operators and attribute links in one logical line; parse time grows with the square of a chain's length."""

_BRACKETS: Final = re.compile(r"[()\[\]{}]")
_DEEP: Final = re.compile(rf"^[ \t\f]{{{4 * MAX_NESTING + 1}}}", re.MULTILINE)
_LINKING: Final = (*")-+*/%@&|^<>=", "and", "or", "not", "in", "is", "if", "else")
"""A text has no more links than it has of these."""
_LINK: Final = re.compile(r"\)\s*\.|[-+*/%@&|^<>=]|\b(?:and|or|not|in|is|if|else)\b")


def too_long(text: str) -> NotAnalysed | None:
    """Why this text is too long for anything to be looked for in it, or None."""
    if len(text) <= MAX_CHARACTERS:
        return None
    return NotAnalysed(f"it is {len(text):,} characters long; units over {MAX_CHARACTERS:,} are not analysed")


def gate(text: str) -> NotAnalysed | None:
    """Why this text must not reach the parser, or None.

    Counts characters, not tokens, so brackets inside strings count too: it errs towards not analysing absurd code.
    """
    if (refused := too_long(text)) is not None:
        return refused
    if "\0" in text:
        return NotAnalysed("it holds a NUL character")
    if sum(map(text.count, "([{")) > MAX_NESTING and (deepest := _deepest(text)) > MAX_NESTING:
        return NotAnalysed(f"its brackets nest {deepest} deep; over {MAX_NESTING} it is not analysed")
    if _DEEP.search(text) is None and sum(map(text.count, _LINKING)) <= MAX_CHAIN:
        return None  # most code: told by counting, before it is cut into statements
    for statement in _statements(text):
        indent = len(statement) - len(statement.lstrip())
        if indent > 4 * MAX_NESTING:
            return NotAnalysed(f"its blocks nest deeper than {MAX_NESTING}")
        if len(statement) > MAX_CHAIN and _links(statement) > MAX_CHAIN:
            return NotAnalysed(f"it has an expression of more than {MAX_CHAIN} links")
    return None


def _deepest(text: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "([{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _statements(text: str) -> list[str]:
    """Rough logical lines: physical lines joined while a bracket is open."""
    joined: list[str] = []
    current: list[str] = []
    depth = 0
    for line in text.split("\n"):
        current.append(line)
        for bracket in _BRACKETS.finditer(line):
            depth = depth + 1 if bracket[0] in "([{" else max(0, depth - 1)
        if depth == 0 and not line.endswith("\\"):
            joined.append("\n".join(current))
            current = []
    if current:
        joined.append("\n".join(current))
    return joined


def _links(statement: str) -> int:
    """The longest run of operators and calls that no comma interrupts (a comma begins another expression)."""
    return max((sum(1 for _ in _LINK.finditer(part)) for part in statement.split(",")), default=0)


def parse(text: str, *, completed: str | None = None) -> tuple[Source, cst.Module] | NotAnalysed:
    """A piece of code by lines, and its tree; or why there is none. Never raises for bad input.

    Python's own parser is asked first. What it does not know, or tells too little of, is left to libcst. Where the text
    ends with the header of a block, the `completed` one is read, if there is any.
    """
    if (refused := gate(text)) is not None:
        return refused
    source = Source(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in the user's string is not ours to report
            return source, statements_from_ast.module(source)
    except IndentationError:
        return _by_libcst(source) if completed is None else parse(completed)
    except (NotRead, SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return _by_libcst(source)


def _by_libcst(source: Source) -> tuple[Source, cst.Module] | NotAnalysed:
    import libcst  # noqa: PLC0415 # it takes longer to load than most files to analyse

    try:
        return source, from_libcst.module(source)
    except libcst.ParserSyntaxError as error:
        return NotAnalysed(f"syntax error at line {error.raw_line}: {error.message}")
    except SyntaxError as error:  # libcst's own check of a node, of a name that holds a zero-width joiner, say
        return NotAnalysed(f"syntax error: {error}")
    except (NotRead, RecursionError, ValueError, UnicodeEncodeError) as error:
        return NotAnalysed(f"it cannot be parsed: {type(error).__name__}")


def expression(text: str) -> cst.BaseExpression | None:
    """The tree of an expression, or None where the text is none."""
    read = parse(f"{text.strip()}\n")
    return None if isinstance(read, NotAnalysed) else read[1].expression


def file_error(source: bytes, path: str, *, cell: bool = False) -> str | None:
    """What is wrong with a whole file, or with a notebook's `cell` (which may await), as `compile()` says it, or None.

    Where `compile()` fails on syntax newer than the running interpreter's and libcst reads it, libcst's answer counts.
    """
    try:
        compile(source, path, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if cell else 0, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        if isinstance(error, SyntaxError) and not isinstance(error, IndentationError) and _is_newer(source):
            return None
        return _described(error)
    return None


def _described(error: Exception) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f"line {error.lineno}: {error.msg}"
    return str(error) or type(error).__name__


def _is_newer(source: bytes) -> bool:
    """Whether libcst reads the file and finds syntax there that this interpreter does not know."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if gate(text) is not None or isinstance(read := _by_libcst(Source(text)), NotAnalysed):
        return False
    found, _ = cst.indexed(read[1])
    newer = {kind for version, kinds in _SINCE.items() if sys.version_info < version for kind in kinds}
    return (
        not newer.isdisjoint(found)
        or (sys.version_info < (3, 13) and any(_has_default(node) for node in found.get(cst.TypeParam, ())))
        or (sys.version_info < (3, 12) and any(_is_nested(node, text) for node in found.get(cst.FormattedString, ())))
    )


_SINCE: Final[dict[tuple[int, int], tuple[type[cst.CSTNode], ...]]] = {
    (3, 11): (cst.TryStar,),
    (3, 12): (cst.TypeAlias, cst.TypeParameters),
    (3, 14): (cst.TemplatedString,),
}
"""Nodes that came with a version of Python."""


def _has_default(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.TypeParam) and node.default is not None


def _is_nested(node: cst.CSTNode, text: str) -> bool:
    """Before 3.12 a replacement field could hold neither its own quote, nor a backslash, nor a comment."""
    if not isinstance(node, cst.FormattedString):
        return False
    quote = node.begin.lstrip("fFrR")
    fields = (part.expression for part in node.parts if isinstance(part, cst.FormattedStringExpression))
    codes = [text[field.start : field.end] for field in fields]
    return any(quote in code or "\\" in code or "#" in code for code in codes)
