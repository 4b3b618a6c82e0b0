"""Identity of texts and of units."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundwire.model import Unit


def text_digest(text: str) -> str:
    """SHA-256 of an LF-normalised text in UTF-8, as the store and our notes know texts."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def unit_digest(unit: Unit, text: str) -> str:
    """Hex digest of a unit: the same function elsewhere in the file, or in another, has the same."""
    head = f"{unit.kind}\0{unit.name}\0{unit.header - unit.start}\0{unit.indent}\0"
    return hashlib.blake2b((head + text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
