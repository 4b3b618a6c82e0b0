"""Names out of closed lists: encodings, error handlers, hash algorithms, time zones, logging levels, modes."""

from __future__ import annotations

import codecs
import hashlib
import re
import zoneinfo
from difflib import get_close_matches
from encodings.aliases import aliases
from functools import cache
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rules.grounding.literals.rejection import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable

_ENCODING_SHAPE: Final = re.compile(
    r"(?:utf|unicode|ucs|ascii|us-?ascii|latin|iso|cp\d|windows|ansi|big5|gb\d|gbk|shift|euc|koi8|mac)[\w. -]{0,20}",
    re.IGNORECASE,
)
_ELSEWHERE: Final = frozenset({"mbcs", "oem", "ansi", "utf_8_variants", "utf_7_imap", "cesu_8", "utf_8_var", "locale"})
"""Codecs of Windows, those that well-known packages register, and the word `open` takes for the user's own."""
_HANDLERS: Final = (
    "strict",
    "ignore",
    "replace",
    "xmlcharrefreplace",
    "backslashreplace",
    "namereplace",
    "surrogateescape",
    "surrogatepass",
)
_OPENSSL: Final = frozenset(
    [
        "md4",
        "md5",
        "mdc2",
        "ripemd",
        "ripemd160",
        "rmd160",
        "whirlpool",
        "sm3",
        "sha1",
        "sha224",
        "sha256",
        "sha384",
        "sha512",
        "sha512224",
        "sha512256",
        "sha2224",
        "sha2256",
        "sha2384",
        "sha2512",
        "sha3224",
        "sha3256",
        "sha3384",
        "sha3512",
        "blake2b",
        "blake2s",
        "blake2b512",
        "blake2s256",
        "md5sha1",
        "shake128",
        "shake256",
    ]
)
"""What some build of OpenSSL knows, without the separators."""
_LEVELS: Final = frozenset({"CRITICAL", "FATAL", "ERROR", "WARNING", "WARN", "INFO", "DEBUG", "NOTSET"})


def encoding_error(name: object) -> Rejection | None:
    """Why text cannot be encoded or decoded by this name; a codec that the project may register itself is let pass."""
    if not isinstance(name, str) or name.lower().replace("-", "_") in _ELSEWHERE:
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError) as error:
        close = get_close_matches(name.lower().replace("-", "_"), aliases.keys(), 1, 0.8)
        return Rejection(str(error)) if close or _ENCODING_SHAPE.fullmatch(name) else None
    if not getattr(info, "_is_text_encoding", True):
        return Rejection(f"{name!r} is not a text encoding: only codecs.encode and codecs.decode take it")
    return None


def shaped_encoding_error(name: object) -> Rejection | None:
    """The same, only for names that can hardly be anything but an encoding."""
    return encoding_error(name) if isinstance(name, str) and _ENCODING_SHAPE.fullmatch(name) else None


def error_handler_error(name: object) -> Rejection | None:
    """Whether an error handler is a misspelt standard one (a project may register its own)."""
    if not isinstance(name, str) or name in _HANDLERS:
        return None
    close = get_close_matches(name.lower(), _HANDLERS, 1, 0.8)
    return Rejection(f"unknown error handler name {name!r}", close[0]) if close else None


def hash_error(name: object) -> Rejection | None:
    """Why `hashlib` knows no algorithm of this name."""
    if not isinstance(name, str) or not name or ("-" not in name and _bare(name) in _OPENSSL):
        return None
    try:
        hashlib.new(name, usedforsecurity=False)
    except ValueError as error:
        known = {_bare(algorithm): algorithm for algorithm in hashlib.algorithms_guaranteed}
        return Rejection(str(error), known.get(_bare(name)))
    return None


def zone_error(key: object) -> Rejection | None:
    """Which time zone is misspelt; None where nothing is like it, or this machine's own data is absent or cut down."""
    if not isinstance(key, str) or not _has_zones():
        return None
    try:
        zoneinfo.ZoneInfo(key)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        close = get_close_matches(key, sorted(zoneinfo.available_timezones()), 1, 0.7)
        return Rejection(f"no time zone found with key {key}", close[0]) if close else None
    return None


def level_error(level: object) -> Rejection | None:
    """Whether a level is a standard one in the wrong case (a project may add its own)."""
    if isinstance(level, str) and level not in _LEVELS and level.strip().upper() in _LEVELS:
        return Rejection(f"Unknown level: {level!r}", level.strip().upper())
    return None


def one_of(*names: str) -> Callable[[object], Rejection | None]:
    """A check that a literal is one of these."""
    listed = ", ".join(repr(name) for name in names)

    def check(value: object) -> Rejection | None:
        if not isinstance(value, str) or value in names:
            return None
        close = get_close_matches(value.lower(), [name.lower() for name in names], 1, 0.8)
        meant = next((name for name in names if close and name.lower() == close[0]), None)
        return Rejection(f"it must be one of {listed}", meant)

    return check


def _bare(algorithm: str) -> str:
    return re.sub(r"[-_/]", "", algorithm.lower())


@cache
def _has_zones() -> bool:
    """Whether the full list is installed, old names included."""
    try:
        return bool(zoneinfo.ZoneInfo("Europe/London") and zoneinfo.ZoneInfo("US/Pacific"))
    except (zoneinfo.ZoneInfoNotFoundError, OSError):
        return False
