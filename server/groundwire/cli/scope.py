"""What a check is about: which files, and which of their lines."""

from __future__ import annotations

import errno
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis.files import ProjectFiles, walk
from groundwire.analysis.ignored import Ignored
from groundwire.cli.project import shown
from groundwire.model import NotAnalysed
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.location import OutsideError, locate, real
from groundwire.text.lines import normalised
from groundwire.text.read import read_source
from groundwire.text.written_paths import is_folder, is_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from groundwire.cli.project import Project
    from groundwire.provenance.git import LineRanges
    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store
    from groundwire.report.checked import ScopeKind

NO_RECORD: Final = (
    "no record of generated code here; take in what was recorded elsewhere with `groundwire import`, check the lines "
    "changed since a revision with --base, or every line with --all"
)
_COMMENT: Final = "groundwire:"
"""Without it, a text has no comment that silences rules."""


class NoRecordError(Exception):
    """There is no store, or it holds nothing: silence would look like a clean bill."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One file to check; travels to another process."""

    file: Path
    shown: str
    path: str
    """From the project's root, as the index knows it."""
    kind: ScopeKind
    codes: frozenset[str]
    """Of the rules that run on it."""
    told: frozenset[tuple[str, str]] = frozenset()
    """Rules, each with one of another tool that makes some of its marks in this file."""
    lines: LineRanges = None
    """With kind *base*, the changed lines."""
    attribution: Attribution = field(default_factory=Attribution)
    commented: Attribution = field(default_factory=Attribution)
    """Who wrote the comments that silence rules; with kind *all*, nothing else of what is on record is looked at."""
    reviews: Mapping[str, str] = field(default_factory=dict)
    """Digest of a unit's text → when a person confirmed it."""
    unread: bool = False
    """Its text could not be had, so that nobody knows what of it is on record; the check of it says why."""

    @property
    def terms(self) -> str:
        """What a result rests on beside text and project: the rules, and the text whose comments count for nothing."""
        origins = self.commented.origins
        spans = [f"{start}-{end}" for start, end, origin in self.commented.spans if origins[origin].generated]
        told = [f"{code} {other}" for code, other in sorted(self.told)]
        return f"{','.join(sorted(self.codes))}\0{','.join(told)}\0{','.join(spans)}"


class Chosen:
    """The paths a person gave, whole; none means everything."""

    def __init__(self, paths: tuple[Path, ...], project: Project) -> None:
        self.paths = paths
        self.project = project
        self._named = frozenset(paths) | {real(path) for path in paths}
        self._excluded = Ignored()
        self._excluded.add("", "\n".join(project.config.exclude))

    def takes(self, file: Path) -> bool:
        """Whether a file is named, or lies in a named folder and is not excluded."""
        if file in self._named:
            return True
        inside = not self._named or any(file.is_relative_to(path) for path in self._named)
        excluded = file.is_relative_to(self.project.root) and self._excluded.covers(self.project.relative(file))
        return inside and not excluded


def attributed(chosen: Chosen) -> list[Target]:
    """Files that hold text known to be generated, or are on record and cannot be read. Raises `NoRecordError`."""
    location = locate(chosen.project.start)
    store = _store(location)
    paths = store.attributed_paths() if store is not None else []
    if store is None or not paths:
        raise NoRecordError(NO_RECORD)
    files = [file for path in paths if _stands(file := location.root / path) and chosen.takes(file)]
    targets = [_with_records(chosen.project, file, "attributed", None, location, store) for file in files]
    return [target for target in targets if target.unread or target.attribution.spans]


def changed(chosen: Chosen, revision: str) -> list[Target]:
    """Python files with lines changed since a revision. Raises `provenance.git_call.GitError`."""
    from groundwire.provenance.git import Repository  # noqa: PLC0415 - of no use with --all

    location = locate(chosen.project.start)
    store = _store(location)
    return [
        _with_records(chosen.project, location.root / path, "base", lines, location, store)
        for path, lines in sorted(Repository(location.root).changed_lines(revision).items())
        if lines != () and chosen.takes(location.root / path)
    ]


def everything(chosen: Chosen) -> list[Target]:
    """Every Python file and notebook of the project, or of the paths given."""
    files = {path for path in chosen.paths if not is_folder(path)}
    folders = [path for path in chosen.paths if is_folder(path)] or ([] if chosen.paths else [chosen.project.root])
    inside = [folder for folder in folders if folder.is_relative_to(chosen.project.root)]
    listed = list(_python_files(chosen.project.root)) if inside else []
    for folder in folders:
        found = [file for file in listed if file.is_relative_to(folder)]
        # A folder that the project leaves out was named all the same.
        files.update(file for file in found or _python_files(folder) if chosen.takes(file))
    targets = _with_commented(chosen.project, [_target(chosen.project, file, "all") for file in files])
    return sorted(targets, key=lambda target: target.shown)


def _target(project: Project, file: Path, kind: ScopeKind, lines: LineRanges = None) -> Target:
    path = project.relative(file)
    told = project.files.told_in_part(path)
    return Target(file, shown(file), path, kind, project.codes(path), told, lines)


def _store(location: Location) -> Store | None:
    from groundwire.provenance.store.take_in import read_store  # noqa: PLC0415 - of no use where nothing is on record

    return read_store(location.store)


def _stands(file: Path) -> bool:
    """Whether there is still something where a file is on record that could hold text, readable or not."""
    try:
        return not stat.S_ISDIR(file.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG


def _python_files(folder: Path) -> Iterator[Path]:
    found = ProjectFiles()
    for _ in walk(folder, found):
        pass
    return (folder / path for path in found.python | found.notebooks)


def _with_records(
    project: Project, file: Path, kind: ScopeKind, lines: LineRanges, location: Location, store: Store | None
) -> Target:
    """A target with what the store knows of the text it has now."""
    target = _target(project, file, kind, lines)
    if store is None:
        return target
    try:
        path = location.relative(file)
    except OutsideError:
        return target
    if isinstance(text := read_source(file), NotAnalysed):
        return replace(target, unread=True)
    reviews = {review.digest: review.time for review in store.reviews(path)}
    attribution = store.load(path, normalised(text))
    return replace(target, attribution=attribution, commented=attribution, reviews=reviews)


def _with_commented(project: Project, targets: list[Target]) -> list[Target]:
    """Targets of kind *all* with who wrote the comments in them, where any may silence a rule and any is on record."""
    location = locate(project.start)
    if not is_there(location.store) or (store := _store(location)) is None:
        return targets
    known = {location.root / path: path for path in store.attributed_paths()}
    found = []
    for target in targets:
        text = read_source(target.file) if target.file in known else ""
        if not isinstance(text, NotAnalysed) and _COMMENT in text:
            target = replace(target, commented=store.load(known[target.file], normalised(text)))  # noqa: PLW2901
        found.append(target)
    return found
