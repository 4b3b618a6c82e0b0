"""Lines of a notebook's cell that IPython reads and Python does not: magics, shell commands, questions for help.

They are told apart where a logical line starts, never inside a string or brackets. To the scanner they hold no code, or
a `pass` where they stand in a block; the parser gets a text in which they are comments of the same length, so that
every place in the cell stays what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.text.scanner import PLAIN, Line, State, scan, starts_in_code

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP: Final = State(magic="top")
"""Where a cell starts: what stands first may make the whole cell another language's."""
_OTHER: Final = State(magic="other")
"""Inside a cell of another language, up to its end."""
_GOES_ON: Final = State(magic="command")
"""Below a command that ends in a backslash."""

_PYTHON_CELLS: Final = frozenset({"capture", "debug", "ipytest", "memit", "prun", "time", "timeit"})
"""Cell magics that run the cell as Python, in the notebook's namespace."""
_CELL_MAGIC: Final = re.compile(r"%%\s*([\w.]*)")
_BLANKS: Final = " \t\f\ufeff"
_COMMAND: Final = re.compile(
    r"[!%?]"  # a shell command, a magic, a question
    r"|(?:pip3?|conda|mamba|micromamba|uv)[ \t]+[a-z]"  # magics that need no sign where this is no Python
    r"|cd[ \t]+[\w.~/]"
    r"|[\w.*%\[\]]*[\w.*]\??\?[ \t]*(?:#.*)?$"  # a question asked behind a name
)
_ASSIGNED: Final = re.compile(r"([\w.\[\]\"', \t()*]+?=[ \t]*)([!%])(?=\S)")
"""`files = !ls` and `profile = %prun f()`: what stands behind the sign is no Python."""
_TIMED: Final = re.compile(r"%(?:time|prun|memit)[ \t]+(?=[A-Za-z_][\w, \t]*=[^=])")
"""A magic that runs a statement, of one that binds names."""
_MAYBE: Final = re.compile(
    r"^[ \t\f\ufeff]*(?:[!%?]|pip|conda|mamba|micromamba|uv|cd[ \t])|\?|=[ \t]*[!%]", re.MULTILINE
)

_INDENTED: Final = re.compile(r"(?:[ \t\f]*\n)*([ \t]+)(?=\S)")
"""What indents the first line of a cell that is not blank."""


def scan_cell(text: str, start: State) -> Line:
    """Read a line of a cell, given without its ending, from the state that the line above left."""
    return _read(text, start)[0]


def python_of(text: str, *, whole: bool = False) -> str:
    """The text with IPython's lines made comments, every character where it was; lines end in LF.

    `whole` says that it is a cell from its first line on; else it is a piece that starts with a logical line.
    """
    if _MAYBE.search(text) is None:
        return text
    state, lines = TOP if whole else PLAIN, []
    for raw in text.split("\n"):
        line, masked = _read(raw, state)
        lines.append(masked)
        state = line.end
    return "\n".join(lines)


def comment_lines(text: str, *, cell: bool) -> frozenset[int]:
    """The lines that hold nothing but a comment of Python's: none in a string, or in what another language reads."""
    found = set()
    state = TOP if cell else PLAIN
    for number, line in enumerate(text.split("\n")):
        if line.lstrip(_BLANKS).startswith("#") and state not in {_OTHER, _GOES_ON} and starts_in_code(line, state):
            found.add(number)
        state = (scan_cell(line, state) if cell else scan(line, state)).end
    return frozenset(found)


def unindented(text: str) -> str:
    """A cell without the indentation of its first line, taken from every line that has it, as IPython does.

    Lines stay where they are, columns do not.
    """
    indentation = _INDENTED.match(text)
    return text if indentation is None else re.sub(rf"^{indentation[1]}", "", text, flags=re.MULTILINE)


def _read(text: str, start: State) -> tuple[Line, str]:
    """What a line is, and how the parser is to read it."""
    if start.magic == "other":
        return Line(start, _OTHER, code=False, indent=None), _comment(text)
    if start.magic == "command":
        return Line(start, _after(text), code=False, indent=None), _comment(text)
    if start.magic == "top":
        return _first(text, start)
    plain = scan(text, start)
    if plain.indent is None or start.continued or start.column is not None:
        return plain, text
    bare = text.lstrip(_BLANKS)
    if _COMMAND.match(bare) is None:
        return _assigning(text, bare, plain)
    if (timed := _TIMED.match(bare)) is not None:
        lead = len(text) - len(bare)
        return scan(text[lead + timed.end() :], PLAIN)._replace(start=plain.start, indent=plain.indent), (
            text[:lead] + "pass;".ljust(timed.end()) + bare[timed.end() :]
        )
    if plain.indent:  # it may be all that its block holds
        return plain._replace(end=_after(text)), text[: len(text) - len(bare)] + _stands_in(bare)
    return Line(start, _after(text), code=False, indent=None), _comment(text)


def _first(text: str, start: State) -> tuple[Line, str]:
    """Read a line above which a cell holds nothing but blanks."""
    bare = text.strip(_BLANKS)
    if not bare:
        return Line(start, TOP, code=False, indent=None), text
    if (magic := _CELL_MAGIC.match(bare)) is not None:
        end = PLAIN if magic[1] in _PYTHON_CELLS else _OTHER
        return Line(start, end, code=False, indent=None), _comment(text)
    line, masked = _read(text, PLAIN)
    return line._replace(start=start), masked


def _assigning(text: str, bare: str, plain: Line) -> tuple[Line, str]:
    """Read a line of Python, unless what it assigns is what a command answers."""
    assigned = _ASSIGNED.match(bare)
    if assigned is None or scan(assigned[1], PLAIN).end != PLAIN:
        return plain, text
    place = len(text) - len(bare) + assigned.end(1)
    return plain._replace(end=_after(text)), f"{text[:place]}_#{text[place + 2 :]}"


def _after(text: str) -> State:
    return _GOES_ON if text.endswith("\\") else PLAIN


def _stands_in(bare: str) -> str:
    """A statement of the same length that does nothing."""
    if len(bare) < len("pass"):
        return "_" + "#" * (len(bare) - 1)
    return ("pass#" + bare[len("pass#") :])[: len(bare)]


def _comment(text: str) -> str:
    bare = text.lstrip(_BLANKS)
    return text[: len(text) - len(bare)] + "#" + bare[1:] if bare else text


def installed_by(text: str) -> Iterator[str | None]:
    """What the commands of a cell install: a requirement each, None where that cannot be told."""
    if "install" not in text:
        return
    for command in _INSTALL.finditer(text):
        for word in command[1].split("#")[0].split():
            if word.startswith("-"):
                if word in _FROM_ELSEWHERE:
                    yield None
                continue
            bare = word.strip("'\"")
            yield bare if _REQUIREMENT.match(bare) else None


_INSTALL: Final = re.compile(
    r"^[ \t]*[!%]?[ \t]*(?:\{?[\w./]*python[\d.]*\}?[ \t]+-m[ \t]+|\{sys\.executable\}[ \t]+-m[ \t]+|uv[ \t]+)?"
    r"(?:pip3?|conda|mamba|micromamba)[ \t]+install[ \t]+(.*)$",
    re.MULTILINE,
)
_REQUIREMENT: Final = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[\w, .-]*\])?(?:[<>=!~;].*)?$")
_FROM_ELSEWHERE: Final = frozenset({"-r", "--requirement", "-e", "--editable"})
