"""Read a file of a project or an environment, or say why not; nothing else opens one, for any may be a FIFO."""

from __future__ import annotations

import io
import stat
import tokenize
from typing import TYPE_CHECKING, Final

from groundwire.model import NotAnalysed
from groundwire.text.notebook import MAX_BYTES as LARGEST_NOTEBOOK
from groundwire.text.notebook import is_notebook, script_of

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 8 * 1024 * 1024
"""Larger files are data, not code that anyone guessed."""


def read_bytes(file: Path, limit: int = MAX_BYTES) -> bytes | NotAnalysed:
    """The content of a regular file of bounded size; a folder, FIFO or device is refused without opening it."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return NotAnalysed("it is not a regular file")
        if status.st_size > limit:
            return NotAnalysed(f"it has {status.st_size:,} bytes; files over {limit:,} are not analysed")
        with file.open("rb") as opened:
            content = opened.read(status.st_size + 1)
            if len(content) > status.st_size:  # it grew meanwhile, or is one of the system's, which tell no size
                content += opened.read(limit - status.st_size)
    except FileNotFoundError:
        return NotAnalysed("it does not exist")
    except (OSError, ValueError) as error:
        return NotAnalysed(f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    if len(content) > limit:
        return NotAnalysed(f"it has over {limit:,} bytes; such files are not analysed")
    return content


def read_plain(file: Path, limit: int = MAX_BYTES) -> str | None:
    """A text whose encoding nothing declares, as UTF-8 without its byte order mark, with LF line ends.

    Bytes that are no UTF-8 are replaced; None where the file cannot be read.
    """
    content = read_bytes(file, limit)
    if isinstance(content, NotAnalysed):
        return None
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def decode(content: bytes) -> str | NotAnalysed:
    """The text of a source file in its declared encoding (UTF-8 where it declares none), byte order mark left out."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except (SyntaxError, ValueError, LookupError) as error:
        return NotAnalysed(f"its text cannot be decoded: {error}")


def read_source(file: Path) -> str | NotAnalysed:
    """The text of a source file, line endings as they are; of a notebook its Python cells (see `text.notebook`)."""
    if is_notebook(file.name):
        content = read_bytes(file, LARGEST_NOTEBOOK)
        return content if isinstance(content, NotAnalysed) else script_of(content)
    content = read_bytes(file)
    return content if isinstance(content, NotAnalysed) else decode(content)
