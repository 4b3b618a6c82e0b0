"""Git AI's `INITIAL`: what it knew of uncommitted text when its working log was begun, after a reset or a stash, say.

`ai/working_logs/<base commit>/INITIAL` in the git directory, one JSON object (git-ai, `src/git/repo_storage.rs`); no
standard, so little is read of it:

    {"files": {"a.py": [{"start_line": 1, "end_line": 3, "author_id": "s_…::t_…"}]},
     "file_blobs": {"a.py": SHA-256 of the file those lines are of, which lies in `blobs/<SHA-256>`},
     "sessions": {…}, "prompts": {…}, "humans": {…}}

Lines count where their file is the text at hand, or can be compared with it because it is kept and has its digest.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.git_ai_log import digests, owned
from groundwire.provenance.exchange.lines import Lines, of_ranges
from groundwire.provenance.transfer import transfer
from groundwire.text.read import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.provenance.attribution import Attribution

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MOST_FILES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Initial:
    """The `INITIAL` of one base commit."""

    base: str
    files: dict[str, object] = field(default_factory=dict)
    """Path → what was said of its lines."""
    blobs: dict[str, str] = field(default_factory=dict)
    """Path → SHA-256 of the content that was said of."""
    metadata: dict[str, Any] = field(default_factory=dict)

    def said(
        self, path: str, content: bytes, raw: str, blob: Callable[[str], bytes | None], *, superseded: bool = False
    ) -> Attribution | None:
        """Who wrote the lines of a file, given its content and raw text; None where nothing can be said.

        `blob`: the content that is kept under a digest. `superseded`: more is known of a later text, so that lines of
        another text than the one at hand count no more.
        """
        digest = self.blobs.get(path)
        if digest is None:
            return None
        if digest in digests(content, raw):
            return self._of(path, raw)
        kept = blob(digest) if not superseded else None
        if kept is None or hashlib.sha256(kept).hexdigest() != digest:
            return None
        before = decode(kept)
        if not isinstance(before, str):
            return None
        known = self._of(path, before)
        return replace(known, spans=transfer(Lines(before).text, known.spans, Lines(raw).text))

    def _of(self, path: str, raw: str) -> Attribution:
        return of_ranges(Lines(raw), owned(self.files.get(path), self.metadata, self.base))


def parse_initial(base: str, content: bytes) -> Initial:
    """An `INITIAL`; paths that lead out of the project, and digests that are none, are left out.

    Raises `ValueError` for what is no such file.
    """
    said = foreign.parsed(content)
    listed = said.get("files") if isinstance(said, dict) else None
    if not isinstance(listed, dict):
        raise ValueError("it has no `files`")  # noqa: TRY004 (a wrong file, not a wrong argument)
    files = {name: rows for name, rows in list(listed.items())[:_MOST_FILES] if foreign.path(name) is not None}
    blobs = said.get("file_blobs")
    known = blobs.items() if isinstance(blobs, dict) else ()
    return Initial(
        base,
        files,
        {name: blob for name, blob in known if name in files and isinstance(blob, str) and _DIGEST.fullmatch(blob)},
        {name: said.get(name) for name in ("sessions", "prompts", "humans")},
    )
