"""`groundwire stub`: write the test that would settle a function."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.analysis.files import ProjectFiles, read, walk
from groundwire.cli.exit_codes import FAILED, FOUND, NOTHING
from groundwire.cli.project import open_project, shown
from groundwire.cli.streams import write_out
from groundwire.model import NotAnalysed
from groundwire.provenance.location import real
from groundwire.stubs.plan import write_stub
from groundwire.stubs.request import NotTestable, Stub, StubExists, StubRequest
from groundwire.text.document import Document
from groundwire.text.notebook import is_notebook
from groundwire.text.read import read_bytes, read_source

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("target", metavar="FILE::NAME", help="a function or method, such as shop/cart.py::Cart.total")
    parser.add_argument(
        "--expectation",
        choices=("fail", "xfail"),
        help="how rows report while no expectation is stated: they fail, or are strict expected failures",
    )
    parser.add_argument("--print", action="store_true", dest="only_print", help="print the test file, write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Write the stub and print where it is; 1 where there is one already."""
    file, separator, name = arguments.target.rpartition("::")
    if not separator or not file or not name:
        return _failed(f"{arguments.target} is not of the form FILE::NAME, such as shop/cart.py::Cart.total")
    path = real(Path(file).absolute().parent) / Path(file).name
    if is_notebook(file):
        return _failed(f"{file} is a notebook, which no test can import; move {name} into a module")
    text = read_source(path)
    if isinstance(text, NotAnalysed):
        return _failed(f"{file}: {text.reason}")
    project = open_project([path], {"stub_expectation": arguments.expectation})
    if isinstance(project, str):
        return _failed(project)
    found = ProjectFiles()
    for _ in walk(project.root, found):
        pass
    answer = write_stub(
        StubRequest(
            module_path=project.relative(path),
            module_text=Document(text).text(),
            name=name,
            files=tuple(sorted(found.python | found.texts.keys())),
            read=lambda relative: read(project.root / relative),
            expectation=project.config.stub_expectation,
        )
    )
    if isinstance(answer, NotTestable):
        return _failed(f"{arguments.target}: {answer.reason}")
    place = project.root / answer.path
    if isinstance(answer, StubExists):
        print(f"{shown(place)}:{answer.line + 1}: the test is there already")
        return FOUND
    if arguments.only_print:
        write_out(answer.text)
        return NOTHING
    try:
        write(place, answer)
    except (OSError, UnicodeDecodeError) as error:
        return _failed(f"{shown(place)}: {error}")
    print(f"{shown(place)}:{answer.shown_line + 1}: {', '.join(answer.tests)}")
    return NOTHING


def write(place: Path, stub: Stub) -> None:
    """Write the test file: a new one only where none is, a present one with its line endings and byte order mark.

    Raises `OSError`, and `UnicodeDecodeError` for a present file that is not UTF-8.
    """
    if stub.new_file:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="\n") as file:
            file.write(stub.text)
        return
    present = read_bytes(place)
    if isinstance(present, NotAnalysed):
        raise OSError(present.reason)
    mark = "\ufeff" if present.startswith(b"\xef\xbb\xbf") else ""
    newline = Document(present.decode("utf-8-sig")).newline
    place.write_bytes((mark + stub.text.replace("\n", newline)).encode("utf-8"))


def _failed(why: str) -> int:
    print(f"groundwire: {why}", file=sys.stderr)
    return FAILED
