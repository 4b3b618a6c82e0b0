"""Where the text of a module stands: a source file, a stub alone, a compiled file, a folder without a module."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from groundwire.text.read import read_plain

if TYPE_CHECKING:
    from groundwire.analysis.lookup import Folders

Kind = Literal["source", "stub", "compiled", "namespace"]
MAX_TEXT: Final = 4_000_000
"""Longest module read, bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """One module on disk."""

    kind: Kind
    file: str
    """The file, or the folder of a namespace package."""
    package: bool
    standard: bool = False
    """It is a stub of the standard library, not what runs."""

    @property
    def folder(self) -> str:
        """Where its submodules stand; only of a package."""
        return self.file if self.kind == "namespace" else os.path.dirname(self.file)  # noqa: PTH120

    @property
    def stub(self) -> str:
        """Where a stub of a source file would stand."""
        return os.path.splitext(self.file)[0] + ".pyi"  # noqa: PTH122


def locate(name: str, folders: tuple[str, ...], listings: Folders, *, standard: bool = False) -> Place | None:
    """The place of a dotted module under search folders, or None."""
    file = listings.file(name, folders)
    if file is None:
        return None
    base = os.path.basename(file)  # noqa: PTH119
    package = base.startswith("__init__.")
    if file.endswith((".py", ".pyw")):
        return Place("source", file, package, standard)
    if file.endswith(".pyi"):
        return Place("stub", file, package, standard)
    kind: Kind = "compiled" if "." in base else "namespace"
    return Place(kind, file, package or kind == "namespace", standard)


def read_text(file: str) -> str | None:
    """A module's text; None where it cannot be read or is too long."""
    return read_plain(Path(file), MAX_TEXT)
