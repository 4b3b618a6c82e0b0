"""Names that a text defines in classes or gives to something: a file is read for all of them once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.members.places import MAX_TEXT
from groundwire.text.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MAX_BYTES: Final = 64 * 1024 * 1024
"""Longest file searched: one over `MAX_TEXT` is searched for a name alone."""
_NAME: Final = rb"[\w\x80-\xff]+"
_GIVEN: Final = rb"(?=\s*(?::[^=\n]+)?=[^=])"
"""What follows a target of an assignment; looked at and not taken, for another target may stand in it."""


class _Search:
    """A pattern, and texts of which everything that it matches has one: those are far quicker to look for."""

    def __init__(self, pattern: bytes, *signs: bytes, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)
        self._signs = signs

    def findall(self, data: bytes) -> list[Any]:
        """What the pattern's groups match, as `re.findall` gives it."""
        return self._pattern.findall(data) if any(sign in data for sign in self._signs) else []

    def found(self, data: bytes) -> bool:
        """Whether the pattern matches anywhere."""
        return any(sign in data for sign in self._signs) and self._pattern.search(data) is not None


_DEFINITION: Final = re.compile(rb"^[ \t]+(?:(?:async[ \t]+)?def[ \t]+)?(%b)[ \t]*[(:=]" % _NAME, re.MULTILINE)
_SET: Final = re.compile(rb"\.(%b)%b" % (_NAME, _GIVEN))
_SET_ON_OTHERS: Final = re.compile(rb"\.(?<!\bself\.)(?<!\bcls\.)(%b)%b" % (_NAME, _GIVEN))
_SET_TOGETHER: Final = re.compile(rb"^([^\n=()]*\.[^\n=()]*),[^\n=()]*=[^=]", re.MULTILINE)
_ATTRIBUTE: Final = re.compile(rb"\.(%b)" % _NAME)
_QUOTED: Final = re.compile(rb"[\"'](%b)(?=[\"'])" % _NAME)
_QUOTED_LAST: Final = re.compile(rb"[\"'.](%b)(?=[\"'])" % _NAME)
"""A name in quotes, or the last of a dotted path there."""
_BY_STRING: Final = _Search(
    rb"\bsetattr\(|\bglobals\(|\bvars\(|__dict__|\bsys\.modules\b|__setattr__|\bexec\(|\btype\([^)]*,",
    *(b"setattr", b"globals(", b"vars(", b"__dict__", b"sys.modules", b"exec(", b"type("),
)
"""What sets attributes by names that stand in strings."""
_BUILT: Final = _Search(
    rb"\b(?:set_source|\w*Extension)\(\s*[\"'](?:%b\.)*(%b)[\"']" % (_NAME, _NAME), b"set_source(", b"Extension("
)
"""`ffibuilder.set_source("pack._fast", …)`: a module that is built, and may not be yet."""
_PATCH: Final = _Search(rb"(?:setattr|patch|delattr)\b(?=([^\n]*\n?[^\n]*))", b"setattr", b"patch", b"delattr")
_SETATTR: Final = _Search(rb"(?<![\w.])setattr\((?=([^\n]*))", b"setattr(")
_BY_VALUE: Final = _Search(rb"(?<![\w.])setattr\(\s*[\w.]+(?:\(\))?,\s*(?:[A-Za-z_]\w*|f[\"'])", b"setattr(")
"""`setattr(logging, level_name, …)`: the name may stand anywhere in the text."""
_FILLED: Final = _Search(
    rb"(?<![\w.])setattr\(\s*(?:\w+\.)*(\w+)\s*,(?!\s*[\"'][^\"'\n]*[\"']\s*,)"
    rb"|(?<![\w.])vars\((?:\w+\.)*(\w+)\)(?:\[|\.update|\.setdef)|(\w+)\.__dict__(?:\[|\.update|\.setdef)",
    *(b"setattr(", b"vars(", b"__dict__"),
)
"""`setattr(shapes, name, …)`, `shapes.__dict__.update(…)`: what is filled by names that are computed."""
_REGISTERED: Final = _Search(
    rb"\bmodules(?:\[|\.setdefault\()[^\]\n]*?(%b)[\"']" % _NAME, b"modules[", b"modules.setdefault("
)
"""`sys.modules["pack.moves"]`: a module that no file is."""
_ALLOWED_FOR: Final = _Search(
    rb"^([^\n]*)(?:raising\s*=\s*False|create\s*=\s*True)", b"raising", b"create", flags=re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class WrittenNames:
    """The names of one file's text, encoded as they stand there."""

    defined: Mapping[bytes, int]
    """Methods and class attributes, with how many of that name there are."""
    given: frozenset[bytes]
    """Attributes that something is assigned to, of whatever, and modules that are built."""
    given_to_others: frozenset[bytes]
    """Those among them that are not `self`'s or `cls`'s alone."""
    by_string: frozenset[bytes]
    """Names in quotes, where the text sets attributes by names that stand in strings."""
    patched: frozenset[bytes]
    """Names in quotes beside `setattr`, `delattr` or `patch`."""
    set_by_value: frozenset[bytes]
    """Names in quotes, where `setattr` is given the name of what it sets by a variable."""
    allowed_for: frozenset[bytes]
    """Names in quotes that `setattr` sets, or that a test replaces whether or not they are there."""
    filled: frozenset[bytes]
    """What is given attributes by computed names, by the last part of what it is called here, and by its own name."""
    too_long: bool = False
    """Nothing is known but the text."""


_NOTHING: Final[frozenset[bytes]] = frozenset()
_TOO_LONG: Final = WrittenNames({}, _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING, too_long=True)


def written_names(data: bytes) -> WrittenNames:
    """The names of a file's content."""
    if len(data) > MAX_TEXT:
        return _TOO_LONG
    together = {name for found in _SET_TOGETHER.finditer(data) for name in _ATTRIBUTE.findall(found.group(1))}
    registered = frozenset(_REGISTERED.findall(data))
    return WrittenNames(
        defined=dict(Counter(_DEFINITION.findall(data))),
        given=frozenset(_SET.findall(data)) | frozenset(_BUILT.findall(data)) | together | registered,
        given_to_others=frozenset(_SET_ON_OTHERS.findall(data)) | together | registered,
        by_string=frozenset(_QUOTED.findall(data)) if _BY_STRING.found(data) else _NOTHING,
        set_by_value=frozenset(_QUOTED.findall(data)) if _BY_VALUE.found(data) else _NOTHING,
        patched=_quoted(_PATCH.findall(data)),
        allowed_for=_quoted(_ALLOWED_FOR.findall(data)) | frozenset(_within(_SETATTR.findall(data), _QUOTED)),
        filled=frozenset(_filled(data)),
    )


def _filled(data: bytes) -> Iterator[bytes]:
    for name in {name for found in _FILLED.findall(data) for name in found if name}:
        yield name
        if b" as " + name in data:
            yield from re.findall(rb"(%b) as %b\b" % (_NAME, re.escape(name)), data)


def _quoted(pieces: Iterable[bytes]) -> frozenset[bytes]:
    return frozenset(_within(pieces, _QUOTED_LAST))


def _within(pieces: Iterable[bytes], pattern: re.Pattern[bytes]) -> set[bytes]:
    return {name for piece in pieces for name in pattern.findall(piece)}


def replaces(data: bytes, name: str) -> bool:
    """Whether a text assigns to a name of a module that it imports, or of one that an expression gives."""
    for found in re.finditer(rb"(\w+|[\])])\.%b[ \t]*(?::[^=\n]+)?=[^=]" % re.escape(name.encode()), data):
        owner = found.group(1)
        if owner in b"])" or re.search(rb"\bimport\b(?:\s*\([^)]*|[^\n]*)\b%b\b" % owner, data):
            return True
    return False


def content(file: str) -> bytes:
    """A file's bytes; none where it cannot be read."""
    found = read_bytes(Path(file), _MAX_BYTES)
    return found if isinstance(found, bytes) else b""
