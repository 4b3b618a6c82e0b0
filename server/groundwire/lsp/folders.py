"""Workspace folders: their configuration, their store, and the files that lie in them."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from groundwire.config import load
from groundwire.provenance.location import OutsideError, locate
from groundwire.provenance.roots import LONGEST
from groundwire.provenance.store import Store
from groundwire.provenance.work_trees import work_trees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.provenance.store import Opinions

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A file inside a workspace folder."""

    folder: Folder
    path: str
    """POSIX, relative to the folder."""
    stored: str
    """POSIX, relative to the work tree the store belongs to."""

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.folder.root / self.path

    @property
    def uri(self) -> str:
        """Its URI as the client would write it, given how it writes the folder's."""
        return self.folder.uri_of(self.path)


class Folder:
    """One workspace folder. Its store is opened when first needed."""

    def __init__(self, uri: str, root: Path, settings: Mapping[str, Any]) -> None:
        self.uri = uri
        self.root = root
        self.location = locate(root)
        self._settings = settings
        self.config, self.problems = load(root, settings, {})
        self._opinions: Opinions | None = None
        self._store: Store | None = None

    def configure(self, settings: Mapping[str, Any] | None = None) -> bool:
        """Read the configuration again, with what the editor has set now; True when it, or what is wrong with it, is
        another one.
        """
        before = self.config, self.problems
        if settings is not None:
            self._settings = settings
        self.config, self.problems = load(self.root, self._settings, {})
        return (self.config, self.problems) != before

    @property
    def off_for_all(self) -> bool:
        """Whether the project's own `pyproject.toml` switches it off, whatever the editor says."""
        return not load(self.root, {}, {})[0].enable

    @property
    def opinions(self) -> Opinions:
        """What a person said of the marks here."""
        if self._opinions is None:
            self._opinions = self.store.opinions()
        return self._opinions

    @opinions.setter
    def opinions(self, opinions: Opinions) -> None:
        self._opinions = opinions

    def log_problems(self) -> None:
        """Say what of the configuration cannot be used."""
        for problem in self.problems:
            log.warning("%s", problem)

    def uri_of(self, path: str) -> str:
        """The URI of a path in this folder, its symbolic links left as the client has them."""
        return f"{self.uri.rstrip('/')}/{quote(os.fsencode(path))}"

    @property
    def store(self) -> Store:
        """The attribution store."""
        if self._store is None:
            self._store = Store.open(self.location.store)
        return self._store

    def trees(self) -> list[Path]:
        """The tops of the work trees whose files may lie in the folder: its own, and those of the same repository that
        lie inside it, where agents like to work. What is recorded of each is kept by paths from its top.
        """
        inside = work_trees(self.location.store) if self.location.in_git else []
        return [self.location.root, *(tree for tree in inside if self.root in tree.parents)]

    def place(self, file: Path) -> Place | None:
        """Where a file lies in this folder; None outside it, symbolic links followed."""
        try:
            path = file.relative_to(self.root).as_posix()
            top = max((tree for tree in self.trees() if tree in file.parents), key=_depth, default=self.location.root)
            return Place(self, path, replace(self.location, root=top).relative(file))
        except (ValueError, OutsideError):
            return None

    def close(self) -> None:
        """Release the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def worker_message(self, *, trusted: bool) -> dict[str, Any]:
        """What the analysis process is to know of the folder: where it is off, that there is nothing to do."""
        if not self.config.enable:
            return {"do": "leave", "root": str(self.root)}
        return {
            "do": "folder",
            "root": str(self.root),
            "environment": self.config.environment,
            "select": list(self.config.select),
            "ignore": list(self.config.ignore),
            "extend_select": list(self.config.extend_select),
            "per_file_ignores": {pattern: list(rules) for pattern, rules in self.config.per_file_ignores.items()},
            "overlap": self.config.overlap,
            "require_reason": self.config.require_suppression_reason,
            "trusted": trusted,
        }


def _depth(folder: Path) -> int:
    return len(folder.parts)


def path_of(uri: str) -> Path | None:
    """The file a URI names; None for one that names no file on this machine."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # half an IPv6 address, say
        return None
    if parts.scheme != "file" or "%00" in parts.path or "\0" in parts.path:
        return None
    if len(unquote_to_bytes(parts.path)) > LONGEST:
        return None
    host = f"//{parts.netloc}" if parts.netloc and parts.netloc != "localhost" else ""
    if sys.platform == "win32":
        path = Path(host + url2pathname(parts.path))
    else:
        path = Path(host + os.fsdecode(unquote_to_bytes(parts.path)))  # names need not be UTF-8
    return path if path.is_absolute() else None  # `file:` names no file, not the folder the server was started in
