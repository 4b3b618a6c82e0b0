"""What a record that anyone may have written says: bounded, without addresses, and only paths inside the project."""

from __future__ import annotations

import json
import re
from dataclasses import astuple, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final

from groundwire.model import Origin
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    from groundwire.model import Grade, OriginKind

LONGEST_NAME: Final = 200
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_ADDRESS: Final = re.compile(r"[^\s@<]+@[^\s@>]+\.[^\s@>]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OPAQUE: Final = re.compile(r"[A-Za-z0-9_.:=+-]+")


def parsed(text: str | bytes) -> Any:
    """JSON as data. Raises `ValueError`, for text that is nested too deeply or no UTF-8 too."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def path(value: object) -> str | None:
    """A path inside the project, with slashes; None for any other."""
    if not isinstance(value, str) or not value or len(value) > 4096 or _CONTROL.search(value):
        return None
    if value.startswith("/") or "\\" in value or _DRIVE.match(value) or {"", ".", ".."} & set(value.split("/")):
        return None
    return value


def name(value: object) -> str | None:
    """A name as a record gives it; None for one that is none, that is too long or that holds somebody's address."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
        return None
    return None if _ADDRESS.search(value) or _CONTROL.search(value) else value


def opaque(value: object) -> str | None:
    """An id that says nothing of itself: no path, no address, no sentence."""
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME and _OPAQUE.fullmatch(value) else None


def number(value: object) -> int | None:
    """A count, or nothing where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31 else None


def time(seconds: int) -> str:
    """Seconds since the epoch as RFC 3339, UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def origin(kind: OriginKind, grade: Grade, via: str, **said: str | None) -> Origin:
    """An origin named after all it says, so that the same record read again is the same origin."""
    nameless = Origin("", kind, grade, via, **said)
    whole = "\0".join(map(str, astuple(nameless)))
    return replace(nameless, id=f"o_{text_digest(whole)[:16]}")
