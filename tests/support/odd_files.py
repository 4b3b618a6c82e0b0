"""Files of kinds that a project should not hold and sometimes does, each made by its name."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.model import Origin
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.location import locate
from groundwire.provenance.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

CODE: Final = "import os\n\n\ndef debug():\n    return bool(os.environ.get('DEBUG'))\n"
ORIGIN: Final = Origin("o_odd", "completion", "B", "accept:whole")


def _socket(file: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as made:
        here = os.open(file.parent, os.O_RDONLY)
        try:
            made.bind(f"/proc/self/fd/{here}/{file.name}")  # the address of a socket has a hundred bytes
        finally:
            os.close(here)


def _unreadable(file: Path) -> None:
    file.write_text(CODE)
    file.chmod(0)


KINDS: Final[dict[str, Callable[[Path], object]]] = {
    "directory.py": lambda file: file.mkdir(),
    "dangling.py": lambda file: file.symlink_to("nowhere.py"),
    "loop.py": lambda file: file.symlink_to("loop.py"),
    "fifo.py": os.mkfifo,
    "socket.py": _socket,
    "device.py": lambda file: file.symlink_to("/dev/zero"),
    "to_fifo.py": lambda file: file.symlink_to("fifo.py"),
    "outside.py": lambda file: file.symlink_to(file.parent.parent / "elsewhere.py"),
    "unreadable.py": _unreadable,
    "nul.py": lambda file: file.write_bytes(CODE.encode() + b"x = '\0'\n"),
    "latin.py": lambda file: file.write_bytes("name = 'é'\n".encode("latin-1")),
    "latin_declared.py": lambda file: file.write_bytes(f"# coding: latin-1\nname = 'é'\n{CODE}".encode("latin-1")),
    "unknown_coding.py": lambda file: file.write_bytes(b"# coding: klingon\n" + CODE.encode()),
    "utf16.py": lambda file: file.write_bytes(CODE.encode("utf-16")),
    "mark.py": lambda file: file.write_bytes(b"\xef\xbb\xbf" + CODE.encode()),
    "binary.py": lambda file: file.write_bytes(bytes(range(256)) * 40),
    "empty.py": lambda file: file.write_bytes(b""),
    "long_line.py": lambda file: file.write_bytes(b"x = '" + b"a" * 20_000_000 + b"'\n"),
    "many_lines.py": lambda file: file.write_bytes(CODE.encode() * (30_000_000 // len(CODE))),
    "new\nline.py": lambda file: file.write_text(CODE),
    os.fsdecode(b"not_utf8_\xff.py"): lambda file: file.write_text(CODE),
    "Case.py": lambda file: file.write_text(CODE),
    "case.py": lambda file: file.write_text(CODE),
    "n" * 250 + ".py": lambda file: file.write_text(CODE),
}
"""File name → what makes it."""


def make(root: Path, name: str) -> Path:
    """The odd file in a folder, with attribution on record for its path as if it had been an ordinary file once."""
    file = root / name
    file.write_text(CODE)
    remember(file)
    file.unlink()
    if name == "outside.py":
        (root.parent / "elsewhere.py").write_text(CODE)
    if name == "to_fifo.py" and not (root / "fifo.py").exists():
        os.mkfifo(root / "fifo.py")
    KINDS[name](file)
    return file


def remember(file: Path) -> None:
    """Put on record that the whole file was generated."""
    location = locate(file.parent)
    store = Store.open(location.store)
    attribution = Attribution().attribute(0, len(CODE), ORIGIN)
    assert store.save(location.relative(file), CODE, "\n", attribution)
    store.close()
