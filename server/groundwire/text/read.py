"""Read a Python source file as the interpreter would, or say why not."""

from __future__ import annotations

import io
import stat
import tokenize
from typing import TYPE_CHECKING, Final

from groundwire.model import NotAnalysed

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 8 * 1024 * 1024
"""Larger files are data, not code that anyone guessed."""


def read_bytes(file: Path) -> bytes | NotAnalysed:
    """The content of a regular file of bounded size; a folder, FIFO or device is refused without opening it."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return NotAnalysed("it is not a regular file")
        if status.st_size > MAX_BYTES:
            return NotAnalysed(f"it has {status.st_size:,} bytes; files over {MAX_BYTES:,} are not analysed")
        return file.read_bytes()
    except FileNotFoundError:
        return NotAnalysed("it does not exist")
    except (OSError, ValueError) as error:
        return NotAnalysed(f"it cannot be read: {getattr(error, 'strerror', None) or error}")


def decode(content: bytes) -> str | NotAnalysed:
    """The text of a source file in its declared encoding (UTF-8 where it declares none), byte order mark left out."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        return NotAnalysed(f"its text cannot be decoded: {error}")


def read_source(file: Path) -> str | NotAnalysed:
    """The text of a source file, line endings as they are."""
    content = read_bytes(file)
    return content if isinstance(content, NotAnalysed) else decode(content)
