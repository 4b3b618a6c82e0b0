"""Installed distributions and the import names they provide, read from their metadata files."""

from __future__ import annotations

import csv
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from groundwire.analysis.distribution_name import canonicalize_name
from groundwire.text.read import read_plain
from groundwire.text.toml_tables import value
from groundwire.text.written_paths import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_METADATA: Final = re.compile(r"^(?P<name>.+?)(?:-(?P<version>\d[^-]*))?(?:-py[\d.]+)?\.(?:dist-info|egg-info)$")
_NAME: Final = re.compile(r"^Name:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_VERSION: Final = re.compile(r"^Version:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_MODULE: Final = re.compile(r"^(\w+)(?:\.(?:py|pyd|so|[\w-]+\.(?:so|pyd)))$")
_PACKAGE: Final = re.compile(r"^((?:\w+/)+)__init__\.(?:py|pyi|[\w-]+\.(?:so|pyd)|so|pyd)$")
_SECONDARY: Final = ("_", "test", "docs", "example", "benchmark")


@dataclass(frozen=True)
class Distribution:
    """One installed distribution."""

    folder: Path
    """Its `.dist-info` or `.egg-info`, a folder or (old egg-info) a file."""
    fallback_name: str

    @cached_property
    def name(self) -> str:
        """Name as its metadata spells it."""
        for file in ("METADATA", "PKG-INFO"):
            if (found := _NAME.search(_text(self.folder / file))) is not None:
                return found[1]
        return self.fallback_name

    @cached_property
    def version(self) -> str | None:
        """Version as its metadata says it."""
        for file in ("METADATA", "PKG-INFO"):
            if (found := _VERSION.search(_text(self.folder / file))) is not None:
                return found[1]
        return None

    @cached_property
    def import_names(self) -> tuple[str, ...]:
        """What can be imported from it: outermost packages (`google.cloud.storage`, not `google`), best first."""
        names = self._recorded() or {line.strip() for line in _text(self.folder / "top_level.txt").splitlines()}
        own = canonicalize_name(self.name)

        def rank(name: str) -> tuple[bool, bool, int, str]:
            return canonicalize_name(name) != own, name.startswith(_SECONDARY), name.count("."), name

        found = sorted((name for name in names if name), key=rank)
        return tuple(found) or (own.replace("-", "_"),)

    @cached_property
    def editable_source(self) -> Path | None:
        """Project folder of an editable installation."""
        try:
            origin = json.loads(_text(self.folder / "direct_url.json") or "{}")
            address = value(origin, "url")
            parts = urlsplit(address if isinstance(address, str) else "")
        except (ValueError, RecursionError):
            return None
        if parts.scheme != "file" or value(origin, "dir_info", "editable") is not True:
            return None
        from urllib.request import url2pathname  # noqa: PLC0415 - loads a client of the web, and few ask

        return Path(url2pathname(unquote(parts.path)))

    def _recorded(self) -> set[str]:
        names: set[str] = set()
        packages: set[str] = set()
        for path in _first_fields(_text(self.folder / "RECORD")):
            if (module := _MODULE.match(path)) is not None:
                names.add(module[1])
            elif (package := _PACKAGE.match(path)) is not None:
                packages.add(package[1].rstrip("/").replace("/", "."))
        outermost = {name for name in packages if not any(name.startswith(f"{other}.") for other in packages)}
        return {name for name in names | outermost if not name.startswith("__editable__")}


def installed(folders: Iterable[Path]) -> Mapping[str, Distribution]:
    """Distributions of site-packages folders by normalised name (PEP 503); the first folder wins.

    Packages of type stubs alone (`types-…`, `…-stubs`) are left out: they cannot be imported.
    """
    found: dict[str, Distribution] = {}
    for folder in folders:
        for entry in names_in(folder):
            if (match := _METADATA.match(entry)) is None:
                continue
            key = canonicalize_name(match["name"])
            if not stubs_only(key):
                found.setdefault(key, Distribution(folder / entry, match["name"]))
    return found


def stubs_only(name: str) -> bool:
    """Whether a distribution of this normalised name holds type stubs and nothing to import."""
    return name.startswith("types-") or name.endswith("-stubs")


def _first_fields(text: str) -> Iterator[str]:
    """The first field of each row, as far as the text is CSV."""
    with suppress(csv.Error):
        for row in csv.reader(text.splitlines()):
            yield row[0] if row else ""


def _text(path: Path) -> str:
    return read_plain(path) or ""
