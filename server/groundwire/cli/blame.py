"""`groundwire blame`: who wrote each line of a file."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.cli.streams import write_out
from groundwire.model import NotAnalysed
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.cells import taken_apart
from groundwire.provenance.line_states import line_states
from groundwire.provenance.location import OutsideError, locate
from groundwire.provenance.store.take_in import read_store
from groundwire.report.blame import Blamed, blame_json, blame_text, summary
from groundwire.text.document import Document
from groundwire.text.notebook import MAX_BYTES, is_notebook, read_cells
from groundwire.text.read import read_bytes, read_source

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the file or notebook, as it is on disk")
    parser.add_argument("--json", action="store_true", help="print JSON, a row for each line")
    parser.epilog = (
        "States: ai, ai-modified (less than four fifths of the line is still generated text), likely-ai (weak signs), "
        "human (a person said so), unknown. Unknown is not human."
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the lines with their authors, and on standard error what they come to."""
    file: Path = arguments.file
    source = read_source(file)
    if isinstance(source, NotAnalysed):
        print(f"groundwire: {file}: {source.reason}", file=sys.stderr)
        return FAILED
    text = Document(source).text()
    known = _known(file, text)
    parts = _parts(file, text, known or Attribution())
    states = [state for part in parts for state in part.states]
    if arguments.json:
        write_out(blame_json(file.as_posix(), parts))
    else:
        write_out(blame_text(parts, datetime.now(timezone.utc)))
        sys.stdout.flush()
        nothing = f"nothing is on record of {file}" if known is None or not known.spans else ""
        print(f"groundwire: {nothing or summary(states)}", file=sys.stderr)
    return NOTHING


def _parts(file: Path, text: str, known: Attribution) -> list[Blamed]:
    """The file, or each Python cell of a notebook, by its number."""
    if not is_notebook(file.name):
        return [Blamed(None, text, line_states(text, known))]
    content = read_bytes(file, MAX_BYTES)
    cells = content if isinstance(content, NotAnalysed) else read_cells(content)
    numbers = [] if isinstance(cells, NotAnalysed) else [cell.number for cell in cells]
    return [
        Blamed(number, cell.text, line_states(cell.text, cell.attribution))
        for number, cell in zip(numbers, taken_apart(text, known), strict=False)
    ]


def _known(file: Path, text: str) -> Attribution | None:
    """What the store of the file's project knows of its text; None where there is no store, or no place in one."""
    location = locate(file.absolute().parent)
    store = read_store(location.store)
    try:
        return store.load(location.relative(file), text) if store is not None else None
    except OutsideError:
        return None
    finally:
        if store is not None:
            store.close()
