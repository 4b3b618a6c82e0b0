"""A file's facts as bytes and back, so that the index of a project that was read before is not read again."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis import file_facts
from groundwire.analysis.file_facts import FileFacts, read_facts
from groundwire.analysis.fixtures import facts as fixture_facts

if TYPE_CHECKING:
    from groundwire.analysis.cache.database import Cache

_KIND: Final = "facts"
_WORTH: Final = 2_000
"""Characters from which a file's facts are quicker fetched than read."""
_CLASSES: Final = {
    name: value
    for module in (file_facts, fixture_facts)
    for name, value in vars(module).items()
    if isinstance(value, type) and is_dataclass(value)
}
"""What facts are made of; anything else among them is written nowhere, and so read anew each time."""
_intern: Final = sys.intern


def facts_to_bytes(facts: FileFacts | None) -> bytes:
    """JSON of a file's facts, None of a broken file included; `TypeError` for facts of an unknown kind."""
    return json.dumps(_plain(facts), separators=(",", ":")).encode("utf-8", "surrogatepass")


def facts_from_bytes(value: bytes) -> FileFacts | None:
    """The facts that `facts_to_bytes` wrote; `ValueError`, `KeyError` or `TypeError` where it did not."""
    facts = _made(json.loads(value.decode("utf-8", "surrogatepass")))
    if facts is not None and not isinstance(facts, FileFacts):
        raise TypeError("no facts of a file")
    return facts


def _plain(value: object) -> object:
    """A tuple as a list; of sets, mappings and our classes what they are first, as a list in a dictionary."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return list(map(_plain, value))
    if isinstance(value, frozenset):
        return {"": sorted(value)}
    if isinstance(value, Mapping):
        return {"=": [[key, _plain(item)] for key, item in value.items()]}
    if _CLASSES.get(type(value).__name__) is type(value):
        return {type(value).__name__: [_plain(getattr(value, field.name)) for field in fields(value)]}
    message = f"facts hold a {type(value).__name__}"
    raise TypeError(message)


def _made(value: Any) -> Any:
    if isinstance(value, list):
        try:
            return tuple(map(_intern, value))  # most are of names alone
        except TypeError:
            return tuple(map(_made, value))
    if isinstance(value, dict):
        ((name, items),) = value.items()
        if name == "=":
            return {_intern(key): _made(item) for key, item in items}
        return _CLASSES[name](*map(_made, items)) if name else frozenset(map(_intern, items))
    return _intern(value) if isinstance(value, str) else value


class FactsCache:
    """Facts of files by their text, of one version of the code; `code` tells it."""

    def __init__(self, cache: Cache, code: bytes) -> None:
        self._cache = cache
        self._code = code

    def facts(self, path: str, text: str, *, test: bool) -> FileFacts | None:
        """What `read_facts` says, looked up or found now and kept."""
        if len(text) < _WORTH:
            return read_facts(path, text, test=test)
        subject = f"{path}\0{test}\0{text}".encode("utf-8", "surrogatepass")
        key = blake2b(self._code + subject, digest_size=16).digest()
        if (value := self._cache.get(_KIND, key)) is not None:
            try:
                return facts_from_bytes(value)
            except (ValueError, KeyError, TypeError):
                pass  # written by nobody we know: it is read anew
        facts = read_facts(path, text, test=test)
        with suppress(TypeError):
            self._cache.put(_KIND, key, facts_to_bytes(facts))
        return facts

    def flush(self) -> None:
        """Write what was found."""
        self._cache.flush()
