"""What installing changed in a settings file, so that uninstalling undoes exactly that."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.provenance.hooks.json_text import Splice
from groundwire.provenance.location import state_directory

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Receipt:
    """The changes, in their order, and the text they led to."""

    splices: tuple[Splice, ...]
    digest: str
    """SHA-256 of the text that the last change left."""
    created_file: bool
    created_folders: int
    """Of the folders that the file lies in, how many."""

    def undone(self, text: str) -> str | None:
        """The text from before; None where someone has changed it since."""
        if digest_of(text) != self.digest:
            return None
        for splice in reversed(self.splices):
            text = splice.undo(text)
        return text


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def load(settings: Path, environment: Mapping[str, str]) -> Receipt | None:
    """The receipt of a settings file, or None where there is none that can be read."""
    try:
        value = json.loads(_place(settings, environment).read_text(encoding="utf-8"))
        splices = tuple(
            Splice(int(start), str(removed), str(inserted)) for start, removed, inserted in value["splices"]
        )
        return Receipt(splices, str(value["digest"]), bool(value["created_file"]), int(value["created_folder"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(settings: Path, receipt: Receipt, environment: Mapping[str, str]) -> None:
    """Write the receipt of a settings file, in one step and for this person alone. Raises `OSError`."""
    place = _place(settings, environment)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = {
        "splices": receipt.splices,
        "digest": receipt.digest,
        "created_file": receipt.created_file,
        "created_folder": receipt.created_folders,
    }
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=place.name)  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file)
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def restore(settings: Path, known: Receipt | None, environment: Mapping[str, str]) -> None:
    """Have the receipt of before again, or none. Raises `OSError`."""
    if known is None:
        forget(settings, environment)
    else:
        keep(settings, known, environment)


def forget(settings: Path, environment: Mapping[str, str]) -> None:
    """Drop the receipt of a settings file."""
    _place(settings, environment).unlink(missing_ok=True)


def _place(settings: Path, environment: Mapping[str, str]) -> Path:
    key = hashlib.sha256(os.fsencode(settings)).hexdigest()[:32]
    return state_directory(environment) / "hooks" / f"{key}.json"
