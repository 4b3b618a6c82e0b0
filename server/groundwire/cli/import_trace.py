"""`groundwire import --agent-trace FILE`: Agent Trace records, where the text shows that they are right."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.agent_trace import MOST_RANGES, Left, claims, verified
from groundwire.provenance.exchange.keeping import keep
from groundwire.provenance.exchange.lines import Lines, filled
from groundwire.provenance.git_call import GitError
from groundwire.provenance.history import SUFFIXES, History
from groundwire.provenance.transfer import transfer
from groundwire.report.text import count
from groundwire.text.read import decode, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.provenance.exchange.agent_trace import Claim
    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store

_LARGEST: Final = 64 * 1024 * 1024


def import_trace(location: Location, store: Store, given: str) -> int:
    """Read the records of a file, keep what is verified, and say how much that is."""
    try:
        file = Path(given)
        if file.stat().st_size > _LARGEST:
            return _failed(f"{given} has more than {_LARGEST:,} bytes")
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        return _failed(f"{given} cannot be read: {getattr(error, 'strerror', None) or error}")
    problems: list[str] = []
    records = list(_records(content, problems))
    for problem in problems[:10]:
        _failed(f"{given}: {problem}")
    if not records:
        return FAILED
    left = Left()
    by_path: dict[str, list[tuple[Claim, str | None]]] = {}
    for claim, revision in records:
        by_path.setdefault(claim.path, []).append((claim, revision))
    kept, files, status = 0, 0, NOTHING
    for path, claimed in sorted(by_path.items()):
        taken = _keep(location, store, path, claimed, left)
        if taken is None:
            status = _failed(f"the store is busy, and {path} left out; try again")
        kept, files = kept + (taken or 0), files + bool(taken)
    total = sum(len(claimed) for claimed in by_path.values())
    elsewhere = total - kept - left.no_hash - left.other_text
    print(
        f"{kept:,} of {count(total, 'range')} {'was' if kept == 1 else 'were'} taken in, of {count(files, 'file')}; "
        f"left out: {left.no_hash} with line numbers alone, "
        f"{left.other_text} of a text that is not there, {elsewhere} of no Python file here"
    )
    return status


def _records(content: bytes, problems: list[str]) -> Iterator[tuple[Claim, str | None]]:
    """The claims of one record, of a list of them, or of a record to a line, with the revision each is of."""
    try:
        whole = foreign.parsed(content)
        records = list(enumerate(whole if isinstance(whole, list) else [whole], 1))
    except ValueError:
        records = []
        for number, line in enumerate(content.split(b"\n"), 1):
            try:
                records += [(number, foreign.parsed(line))] if line.strip() else []
            except ValueError as error:  # noqa: PERF203 (one record says nothing of the next)
                problems.append(f"record {number} is not JSON ({error})")
    found = 0
    for number, record in records:
        try:
            for claim in claims(record):
                found += 1
                if found > MOST_RANGES:
                    problems.append(f"it has more than {MOST_RANGES:,} ranges; the rest is left out")
                    return
                vcs = record.get("vcs")
                yield claim, foreign.opaque(vcs.get("revision")) if isinstance(vcs, dict) else None
        except ValueError as error:  # noqa: PERF203
            problems.append(f"record {number} is left out: {error}")


def _keep(
    location: Location, store: Store, path: str, claimed: list[tuple[Claim, str | None]], left: Left
) -> int | None:
    """How many of a file's ranges were verified and kept; None where the store is busy."""
    raw = _text(location, path)
    if raw is None:
        return 0
    present, found, count = Lines(raw), Attribution(), 0
    older: dict[str, list[Claim]] = {}
    for claim, revision in claimed:
        if (place := verified(claim, present, left)) is not None:
            found, count = found.attribute(*place, claim.origin), count + 1
        elif revision is not None:
            older.setdefault(revision, []).append(claim)
        else:
            left.add(claim)
    for revision, claims_of in older.items():
        then, known = Lines(_committed(location, revision, path) or ""), Attribution()
        for claim in claims_of:
            if (place := verified(claim, then, left)) is not None:
                known, count = known.attribute(*place, claim.origin), count + 1
            else:
                left.add(claim)
        found = filled(found, replace(known, spans=transfer(then.text, known.spans, present.text)))
    return count if not count or keep(store, path, raw, found) else None


def _text(location: Location, path: str) -> str | None:
    file = location.root / path
    try:
        inside = path.endswith(SUFFIXES) and location.relative(file) == path
    except ValueError:  # outside, or a path that can be none
        inside = False
    raw = read_source(file) if inside else None
    return raw if isinstance(raw, str) else None


def _committed(location: Location, revision: str, path: str) -> str | None:
    """The raw text of a file in a commit, where that is here."""
    history = History(location.root)
    try:
        name = f"{history.commit(revision)}:{path}"
        content = dict(history.contents([name])).get(name)
    except GitError:
        return None
    raw = decode(content) if content is not None else None
    return raw if isinstance(raw, str) else None


def _failed(why: str) -> int:
    print(f"groundwire: {' '.join(why.split())}", file=sys.stderr)
    return FAILED
