"""A file's facts as bytes and back, so that the index of a project that was read before is not read again."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from groundwire.analysis import file_facts
from groundwire.analysis.cache.written_form import WrittenForm
from groundwire.analysis.file_facts import FileFacts, read_facts
from groundwire.analysis.fixtures import facts as fixture_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.cache.database import Cache

_KIND: Final = "facts"
_WORTH: Final = 2_000
"""Characters from which a file's facts are quicker fetched than read."""
_FORM: Final = WrittenForm(file_facts, fixture_facts)


def facts_to_bytes(facts: FileFacts | None) -> bytes:
    """JSON of a file's facts, None of a broken file included; `TypeError` for facts of an unknown kind."""
    return json.dumps(_FORM.plain(facts), separators=(",", ":")).encode("utf-8", "surrogatepass")


def facts_from_bytes(value: bytes) -> FileFacts | None:
    """The facts that `facts_to_bytes` wrote; `ValueError`, `KeyError` or `TypeError` where it did not."""
    facts = _FORM.made(json.loads(value.decode("utf-8", "surrogatepass")))
    if facts is not None and not isinstance(facts, FileFacts):
        raise TypeError("no facts of a file")
    return facts


class FactsCache:
    """Facts of files by their text, of one version of the code; `code` tells it."""

    def __init__(self, cache: Cache, code: bytes) -> None:
        self._cache = cache
        self._code = code

    def facts(
        self, path: str, text: str, *, test: bool, read: Callable[..., FileFacts | None] = read_facts
    ) -> FileFacts | None:
        """What `read` says, looked up or found now and kept; a short text's facts are read each time."""
        if len(text) < _WORTH:
            return read_facts(path, text, test=test)
        subject = f"{path}\0{test}\0{text}".encode("utf-8", "surrogatepass")
        key = blake2b(self._code + subject, digest_size=16).digest()
        if (value := self._cache.get(_KIND, key)) is not None:
            try:
                return facts_from_bytes(value)
            except (ValueError, KeyError, TypeError):
                pass  # written by nobody we know: it is read anew
        facts = read(path, text, test=test)
        with suppress(TypeError):
            self._cache.put(_KIND, key, facts_to_bytes(facts))
        return facts

    def flush(self) -> None:
        """Write what was found."""
        self._cache.flush()
