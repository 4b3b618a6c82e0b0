"""Format texts: `struct`, `strftime`, `strptime`, and format specifications."""

from __future__ import annotations

import re
import struct
import sys
import time
import warnings
from typing import Final

_MAX_BYTES: Final = 1 << 20
_SAMPLES: Final[dict[str, object]] = {
    "str": "",
    "bytes": b"",
    "int": 1,
    "float": 1.0,
    "bool": True,
    "list": [],
    "dict": {},
    "tuple": (),
    "set": set(),
}
_DIRECTIVE: Final = re.compile(r"%[-_0^#+]?[0-9]*([EO:]?)(.)", re.DOTALL)
_DOCUMENTED: Final = frozenset("aAwdbBmyYHIpMSfzZjUWcxXGuV%")
_PLATFORM: Final = frozenset("CDeFghklnPrRsTtv+EO")
"""Directives that some C library has; whether this one does is not known."""
_OF_PERIODS: Final = frozenset("Nq")
_NEWER_STRPTIME: Final = frozenset("DFTRrnteCh:")
"""Accepted by `strptime` only in later versions of Python."""
_OTHER_LANGUAGE: Final = re.compile(r"\b(?:YYYY|yyyy|YY|DD|dd)(?:\b|(?=[^A-Za-z]))")


def struct_error(form: object) -> str | None:
    """Why `struct` refuses a format."""
    if not isinstance(form, (str, bytes)) or (sys.version_info < (3, 14) and set(_text(form)) & {"F", "D"}):
        return None
    try:
        struct.calcsize(form)
    except (struct.error, ValueError) as error:
        return str(error)
    return None


def struct_count(form: object) -> int | None:
    """How many values a valid `struct` format takes; None where that is not known."""
    try:
        if isinstance(form, (str, bytes)) and (size := struct.calcsize(form)) <= _MAX_BYTES:
            return len(struct.unpack(form, bytes(size)))
    except (struct.error, ValueError, UnicodeDecodeError):
        return None
    return None


def strptime_error(form: object) -> str | None:
    """Why `strptime` refuses a format whatever the text; it is the same code on every platform."""
    if not isinstance(form, str):
        return None
    if (foreign := _foreign(form)) is not None:
        return foreign
    if any(match[1] or match[2] in _NEWER_STRPTIME for match in _DIRECTIVE.finditer(form)):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            time.strptime("", form)
    except re.error as error:
        return f"a directive stands there twice: {error}"
    except ValueError as error:
        return str(error) if "directive" in str(error) or "stray" in str(error) else None
    return None


def strftime_error(form: object) -> str | None:
    """Which directive no `strftime` knows."""
    if not isinstance(form, str):
        return None
    for match in _DIRECTIVE.finditer(form):
        if not match[1] and match[2].isascii() and match[2].isalpha() and match[2] not in _DOCUMENTED | _PLATFORM:
            return f"Python documents no directive %{match[2]}, and no C library has one"
    return _foreign(form)


def any_strftime_error(form: object) -> str | None:
    """The same for an object of unknown type: data-frame periods have directives of their own."""
    if isinstance(form, str) and any(match[2] in _OF_PERIODS for match in _DIRECTIVE.finditer(form)):
        return None
    return strftime_error(form)


def time_strftime_error(form: object) -> str | None:
    """The same for `time.strftime`, which knows no fractions of a second."""
    if isinstance(form, str) and any(match[2] == "f" for match in _DIRECTIVE.finditer(form)):
        return "%f is known to datetime objects only; time.strftime leaves it standing in the text"
    return strftime_error(form)


def format_spec_error(spec: str, kind: str) -> str | None:
    """Why a value of the builtin type `kind` refuses a format specification."""
    if kind not in _SAMPLES or re.search(r"\d{5}", spec):
        return None
    if ("z" in spec and sys.version_info < (3, 11)) or (re.search(r"\.\d*[_,]", spec) and sys.version_info < (3, 14)):
        return None
    try:
        format(_SAMPLES[kind], spec)
    except (ValueError, TypeError) as error:
        return str(error)
    return None


def _foreign(form: str) -> str | None:
    if "%" not in form and _OTHER_LANGUAGE.search(form):
        return "it has no % directive: these letters stand for themselves"
    return None


def _text(form: str | bytes) -> str:
    return form if isinstance(form, str) else form.decode("latin-1")
