"""What the project's own test run recorded, for as long as it is known to speak of the text at hand.

Coverage data says which lines of a text ran and not which text that was. It is believed of a file that was not newer
than the data when the data was first seen here, and from then on of those of its units that are still what they were.
"""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.evidence.coverage_data import Unreadable, file_lines, measured_files
from groundwire.evidence.coverage_settings import FILES, read_settings
from groundwire.evidence.measured_paths import match
from groundwire.evidence.statements import statements
from groundwire.evidence.unit_runs import tells_of, unit_runs
from groundwire.model import NotAnalysed, RecordedRun
from groundwire.text.read import read_source
from groundwire.text.written_paths import is_file, names_in, under

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from groundwire.evidence.coverage_settings import CoverageSettings

_Stamp = tuple[int, int, int] | None
_NUMBER: Final = re.compile("[0-9]")
_REMEMBERED: Final = 64 * 1024 * 1024
"""Characters of source kept from the first sight of the data; what does not fit is of unknown age."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """Data that was read, and the texts that stood there then."""

    known: RecordedRun
    """An answer without statements."""
    data: Path
    stamp: _Stamp
    exclude: tuple[str, ...]
    files: Mapping[str, str]
    """For each file of the project that was measured, the path that was recorded."""
    texts: Mapping[str, bytes]
    """Compressed, of the files that were not newer than the data."""
    runs: dict[str, Mapping[str, RecordedRun] | RecordedRun] = field(default_factory=dict)
    """Of files that were asked about: by their path, then by the unit's digest; or one answer for all units."""


class Coverage:
    """The recorded run of one workspace folder; nothing is written, created or run."""

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))
        self._stamps: list[_Stamp] | None = None
        self._data: Path | None = None
        self._sight: _Sight | RecordedRun | None = None

    def refresh(self, files: Collection[str]) -> bool:
        """See the data anew where it or its settings changed; whether an answer may be another one.

        `files` are the project's Python files, POSIX paths relative to its folder. Costs a look at six files where
        nothing changed.
        """
        if self._stamps is not None and self._stamps == self._look():
            return False
        before = self._sight
        settings = read_settings(self._text)
        where = _place(settings, self._root)
        self._data = where if isinstance(where, Path) else None
        self._stamps = self._look()
        self._sight = where if isinstance(where, RecordedRun) else self._see(where, settings, files)
        return self._sight is not None or before is not None

    def run_of(self, path: str, digest: str) -> RecordedRun | None:
        """What is recorded of the unit with this digest of the file `path`; None where there is no data."""
        sight = self._sight
        if not isinstance(sight, _Sight):
            return sight
        if path not in sight.files:
            return replace(sight.known, kind="not measured")
        if path not in sight.runs:
            sight.runs[path] = _runs(sight, path)
        runs = sight.runs[path]
        return runs if isinstance(runs, RecordedRun) else runs.get(digest) or replace(sight.known, kind="changed")

    def _look(self) -> list[_Stamp]:
        data = self._data or self._root / ".coverage"
        return [_stamp(data), *(_stamp(self._root / name) for name in FILES)]

    def _text(self, name: str) -> str | None:
        text = read_source(self._root / name)
        return None if isinstance(text, NotAnalysed) else text

    def _see(self, data: Path, settings: CoverageSettings, files: Collection[str]) -> _Sight | RecordedRun | None:
        """Read the data, and keep what stands in the files that it speaks of."""
        shown = data.relative_to(self._root).as_posix()
        stamp = _stamp(data)
        if stamp is None:
            return _uncombined(data, shown)
        try:
            measured = match(measured_files(data), self._root, files)
        except Unreadable as why:
            return RecordedRun("unreadable", shown, reason=str(why))
        time = datetime.fromtimestamp(stamp[0] / 1e9, timezone.utc).strftime("%Y-%m-%dT%H:%MZ")
        texts: dict[str, bytes] = {}
        left = _REMEMBERED
        for path in measured:
            text = _older(self._root / path, stamp[0])
            if text is not None and (left := left - len(text)) >= 0:
                texts[path] = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
        return _Sight(RecordedRun("known", shown, time), data, stamp, settings.exclude, measured, texts)


def _place(settings: CoverageSettings, root: Path) -> Path | RecordedRun:
    """Where the data lies, or why that cannot be told."""
    written = settings.data_file
    if "$" in written or "\0" in written:
        return RecordedRun("unreadable", written, reason="its path depends on the environment of the test run")
    place = Path(os.path.realpath(under(root, written)))
    if not place.is_relative_to(root):
        return RecordedRun("unreadable", written, reason="it lies outside the workspace folder")
    return place


def _uncombined(data: Path, shown: str) -> RecordedRun | None:
    """What to say where there is no data: that the parts of a parallel run wait to be combined, or nothing."""
    parts = (name for name in names_in(data.parent) if name.startswith(f"{data.name}.") and name.count(".") >= 2)
    if any(_NUMBER.search(name, len(data.name)) and is_file(data.parent / name) for name in parts):
        reason = f"its parts, {data.name}.*, are not combined (`coverage combine` does it)"
        return RecordedRun("unreadable", shown, reason=reason)
    return None


def _stamp(file: Path) -> _Stamp:
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _older(file: Path, time: int) -> str | None:
    """A file's text, where it was last written no later than `time` (nanoseconds), before and after it was read."""
    before = _stamp(file)
    if before is None or before[0] > time:
        return None
    text = read_source(file)
    return None if isinstance(text, NotAnalysed) or _stamp(file) != before else text


def _runs(sight: _Sight, path: str) -> Mapping[str, RecordedRun] | RecordedRun:
    """What is known of a file's units. The lines are read only now: of most files nobody asks."""
    if path not in sight.texts:
        return {}
    try:
        lines = file_lines(sight.data, sight.files[path])
    except Unreadable as why:
        return replace(sight.known, kind="unreadable", reason=str(why))
    if _stamp(sight.data) != sight.stamp:  # and is seen anew with the next look
        return replace(sight.known, kind="unreadable", reason="it is being written")
    if lines is None:
        return replace(sight.known, kind="not measured")
    text = zlib.decompress(sight.texts[path]).decode("utf-8", "surrogatepass")
    counted = statements(text, sight.exclude)
    if counted is None or not tells_of(text, counted, lines):
        return {}
    return unit_runs(text, counted, lines, sight.known)
