"""Regular expressions, their replacement templates and their groups, read by `re` itself."""

from __future__ import annotations

import re
import sys
import warnings
from typing import Final

MAX_PATTERN: Final = 5_000
"""Longer patterns are not compiled: time grows with them and nobody writes them by hand."""
_NEWER: Final = re.compile(r"\(\?>|[*+?}]\+")
"""Atomic groups and possessive quantifiers, which came with 3.11."""
_OLDER: Final = "global flags not at the start"
"""An error from 3.11 on, a warning before: the project's version is not known here."""


def compiled(pattern: object, flags: int) -> re.Pattern[str] | re.Pattern[bytes] | str | None:
    """The compiled pattern, the words of the error, or None where neither is certain."""
    if not isinstance(pattern, (str, bytes)) or len(pattern) > MAX_PATTERN:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, flags)
    except re.error as error:
        text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
        if _OLDER in str(error) or (sys.version_info < (3, 11) and _NEWER.search(text)):
            return None
        return str(error)
    except (ValueError, OverflowError, RecursionError) as error:
        return str(error) if isinstance(error, ValueError) else None


def template_error(pattern: re.Pattern[str] | re.Pattern[bytes], template: object) -> str | None:
    """Why `re.sub` refuses a replacement template for this pattern."""
    try:
        if isinstance(pattern.pattern, str) and isinstance(template, str):
            re.sub(pattern.pattern, template, "", count=1, flags=pattern.flags)
        elif isinstance(pattern.pattern, bytes) and isinstance(template, bytes):
            re.sub(pattern.pattern, template, b"", count=1, flags=pattern.flags)
    except (re.error, IndexError) as error:
        return str(error)
    return None


def group_error(pattern: re.Pattern[str] | re.Pattern[bytes], group: object) -> str | None:
    """Why a match of this pattern has no such group."""
    if isinstance(group, bool) or not isinstance(group, (int, str)):
        return None
    if isinstance(group, int):
        if 0 <= group <= pattern.groups:
            return None
        return f"no such group: the pattern has {pattern.groups or 'no'} group{'s' if pattern.groups != 1 else ''}"
    if group in pattern.groupindex:
        return None
    names = ", ".join(pattern.groupindex)
    return f"no such group: the pattern names {names}" if names else "no such group: the pattern names none"
