"""A Jupyter notebook's Python cells, read from its JSON, and the one text in which the store keeps them all.

That text is the cells one after another, each below a line that begins with a record separator (U+001E) and tells the
cell's id. So a notebook is carried over changes, recorded and looked up like any other text; outputs are no part of it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.model import NotAnalysed
from groundwire.text.lines import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIX: Final = ".ipynb"
MAX_BYTES: Final = 32 * 1024 * 1024
"""Of a notebook on disk: pictures among its outputs make it larger than any source."""
MAX_CELLS: Final = 5_000
SEPARATOR: Final = "\x1e"

_HEADER: Final = re.compile(rf"^{SEPARATOR}([\w-]*)$", re.MULTILINE)
_ID: Final = re.compile(r"[\w-]{1,64}")
_PYTHON: Final = re.compile(r"i?python\d*|xpython|pyodide|sage(?:math)?", re.IGNORECASE)
_CONFLICT: Final = re.compile(r"^<<<<<<< ", re.MULTILINE)


class Cell(NamedTuple):
    """A Python cell."""

    id: str | None
    """What the notebook calls it, from nbformat 4.5 on."""
    source: str
    """Its text, LF-normalised."""
    number: int = 0
    """Its place among all cells of the notebook, from one."""


class Piece(NamedTuple):
    """Where a cell stands in a notebook's text."""

    id: str | None
    start: int
    end: int


def is_notebook(path: str) -> bool:
    """Whether a path names a Jupyter notebook."""
    return path.lower().endswith(SUFFIX)


def read_cells(content: str | bytes) -> tuple[Cell, ...] | NotAnalysed:
    """The Python cells of a notebook's JSON (nbformat 3 or 4), or why there are none to be had."""
    try:
        value = json.loads(content)
    except RecursionError:
        return NotAnalysed("it is nested too deep to be a notebook")
    except ValueError as error:
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        if _CONFLICT.search(text) is not None:
            return NotAnalysed("a merge left its conflict markers in it; settle them first")
        return NotAnalysed(f"it is not a notebook: {error}")
    if not isinstance(value, dict):
        return NotAnalysed("it is not a notebook: its JSON is not an object")
    version = value.get("nbformat")
    if version not in (3, 4):  # whatever JSON holds: a set asks for a hash, and a list has none
        said = str(version)[:20] if isinstance(version, int) else "none"
        return NotAnalysed(f"its notebook format is {said}, and 3 and 4 are read; save it anew with Jupyter")
    listed = value.get("cells") if version == 4 else _old_cells(value)
    if not isinstance(listed, list) or not all(isinstance(cell, dict) for cell in listed):
        return NotAnalysed("it is not a notebook: it has no list of cells")
    if len(listed) > MAX_CELLS:
        return NotAnalysed(f"it has {len(listed):,} cells; over {MAX_CELLS:,} it is not analysed")
    if (language := _language(value)) is not None:
        return NotAnalysed(f"its kernel runs {language}, and only Python is analysed")
    return _python_cells(listed)


def _python_cells(listed: list[dict[str, Any]]) -> tuple[Cell, ...] | NotAnalysed:
    cells = []
    for index, cell in enumerate(listed, 1):
        if cell.get("cell_type") != "code" or _is_other(cell):
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            return NotAnalysed(f"it is not a notebook: the source of cell {index} is no text")
        if SEPARATOR in source:
            return NotAnalysed(f"its cell {index} holds a record separator (U+001E)")
        name = cell.get("id")
        cells.append(Cell(id_of(name), normalised(source), index))
    return tuple(cells)


def id_of(name: Any) -> str | None:
    """A cell's id as the notebook has it; None for what is none."""
    return name if isinstance(name, str) and _ID.fullmatch(name) else None


def _old_cells(value: dict[str, Any]) -> list[Any] | None:
    """The cells of format 3, which had sheets."""
    sheets = value.get("worksheets")
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        return None
    lists = [sheet.get("cells") for sheet in sheets]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _language(value: dict[str, Any]) -> str | None:
    """The language of the kernel where it is another one; a notebook that does not say is taken for Python."""
    metadata = value.get("metadata")
    for part, name in (("language_info", "name"), ("kernelspec", "language")):
        where = metadata.get(part) if isinstance(metadata, dict) else None
        said = where.get(name) if isinstance(where, dict) else None
        if isinstance(said, str) and said:
            return None if _PYTHON.fullmatch(said) else said[:40]
    return None


def _is_other(cell: dict[str, Any]) -> bool:
    """Whether one cell says that it is in another language than its notebook."""
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    said = editor.get("languageId") if isinstance(editor, dict) else cell.get("language")
    return isinstance(said, str) and said != "" and _PYTHON.fullmatch(said) is None


def script(cells: Iterable[tuple[str | None, str]]) -> str:
    """The one text of cells, given as their ids and sources."""
    return "".join(f"{SEPARATOR}{name or ''}\n{source}\n" for name, source in cells)


def pieces(text: str) -> Iterator[Piece]:
    """The cells in a notebook's text, in order."""
    headers = list(_HEADER.finditer(text))
    ends = [*(header.start() for header in headers[1:]), len(text)]
    for header, end in zip(headers, ends, strict=False):  # where there is no cell, there is an end all the same
        start = min(header.end() + 1, end)
        yield Piece(header[1] or None, start, max(start, end - 1))


def script_of(content: str | bytes) -> str | NotAnalysed:
    """The one text of a notebook's JSON; a notebook that is not there yet has none."""
    if not content.strip():
        return ""
    cells = read_cells(content)
    return cells if isinstance(cells, NotAnalysed) else script(cell[:2] for cell in cells)
