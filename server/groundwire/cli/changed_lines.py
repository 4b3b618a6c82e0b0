"""`groundwire record --since REV`: a person says that what changed since a revision was generated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.model import NotAnalysed
from groundwire.provenance.generated import generated_lines
from groundwire.provenance.git import Repository
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.location import OutsideError, locate, real
from groundwire.provenance.records.marking import marked, since_origin
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import take_in_all
from groundwire.report.text import count
from groundwire.text.document import Document
from groundwire.text.read import read_source
from groundwire.text.written_paths import is_there

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.model import Origin
    from groundwire.provenance.git import LineRanges
    from groundwire.provenance.location import Location


def mark(revision: str | None, paths: Sequence[str]) -> int:
    """Give the changed lines of the files and folders named, or of the whole work tree, to a person's word for it."""
    if revision is None:
        return _failed("paths go with --since REV, as in `groundwire record --since HEAD src`")
    location = locate(Path.cwd())
    chosen = [real(Path(path)) for path in paths]
    for path, given in zip(chosen, paths, strict=True):
        if not is_there(path):
            return _failed(f"{given} does not exist")
        if not path.is_relative_to(location.root):
            return _failed(f"{given} is not inside {location.root}")
    if not location.in_git:
        outside = NotARepositoryError(location.root)
        return _failed(f"{outside}, so nothing says what changed; mark the files in the editor, or connect the agent")
    try:
        changed = Repository(location.root).changed_lines(revision)
    except GitError as error:
        return _failed(str(error))
    if (problem := take_in_all(str(location.store))) is not None:
        print(f"groundwire: {problem}", file=sys.stderr)
    return _mark(changed, chosen, location, since_origin(revision))


def _mark(changed: dict[str, LineRanges], chosen: Sequence[Path], location: Location, origin: Origin) -> int:
    files = total = 0
    status = NOTHING
    store = Store.open(location.store)
    try:
        for path, lines in sorted(changed.items()):
            file = location.root / path
            if lines == () or (chosen and not any(file.is_relative_to(folder) for folder in chosen)):
                continue
            touched = _mark_file(store, location, file, lines, origin)
            if isinstance(touched, str):
                status = _failed(f"{path} is left out: {touched}")
            elif touched is not None:
                files, total = files + 1, total + touched
        if store.notice is not None:
            return _failed(f"nothing could be kept: {store.notice}")
    finally:
        store.close()
    counted = f"{count(total, 'line')} of {count(files, 'file')} {'counts' if total == 1 else 'count'}"
    print(f"{counted} as generated now; `groundwire check` says what speaks against them")
    return status


def _mark_file(store: Store, location: Location, file: Path, lines: LineRanges, origin: Origin) -> int | str | None:
    """How many lines count as generated that did not, as `check` counts them; why none could be marked; None where all
    had an owner.
    """
    try:
        stored = location.relative(file)
    except OutsideError:
        return "it is a link out of the work tree"
    source = read_source(file)
    if isinstance(source, NotAnalysed):
        return source.reason
    document = Document(source)
    text = document.text()
    known = store.load(stored, text)
    attribution, touched = marked(text, known, lines, origin)
    if not touched:
        return None
    if not store.save(stored, text, document.newline, attribution):
        return "the store is busy; try again"
    return len(generated_lines(document, attribution) - generated_lines(document, known))


def _failed(why: str) -> int:
    print(f"groundwire: {why}", file=sys.stderr)
    return FAILED
