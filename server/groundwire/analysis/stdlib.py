"""Names of the standard library, for any version of Python."""

from __future__ import annotations

import sys
from typing import Final

Version = tuple[int, int]

ADDED: Final[dict[str, Version]] = {
    "annotationlib": (3, 14),
    "compression": (3, 14),
    "graphlib": (3, 9),
    "profiling": (3, 15),
    "tomllib": (3, 11),
    "zoneinfo": (3, 9),
}
"""Modules and the version that brought them."""

REMOVED: Final[dict[str, Version]] = {
    **dict.fromkeys(("formatter", "parser", "symbol"), (3, 10)),
    **dict.fromkeys(("binhex",), (3, 11)),
    **dict.fromkeys(("asynchat", "asyncore", "distutils", "imp", "smtpd"), (3, 12)),
    **dict.fromkeys(
        ("aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3", "mailcap", "msilib", "nis"), (3, 13)
    ),
    **dict.fromkeys(
        ("nntplib", "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib"), (3, 13)
    ),
}
"""Modules and the version that no longer has them."""

_ALWAYS: Final = frozenset({"__main__", "__future__", "builtins", "sys", "test"})


def module_names(version: Version | None) -> frozenset[str]:
    """Top-level modules of a version; of all versions where it is None."""
    names = set(sys.stdlib_module_names) | ADDED.keys() | REMOVED.keys() | _ALWAYS
    if version is None:
        return frozenset(names)
    gone = {name for name, since in REMOVED.items() if version >= since}
    not_yet = {name for name, since in ADDED.items() if version < since}
    return frozenset(names - gone - not_yet)


def history(name: str, version: Version | None) -> str | None:
    """Why a module known to some version is missing from this one, as a clause; None where it is not."""
    if version is None:
        return None
    if name in REMOVED and version >= REMOVED[name]:
        return f"the standard library lost it in Python {_text(REMOVED[name])}"
    if name in ADDED and version < ADDED[name]:
        return f"the standard library has it from Python {_text(ADDED[name])}"
    return None


def _text(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
