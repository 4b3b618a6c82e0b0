"""Calls of constructors and parsers whose arguments are all literals: made as written, they always fail or never do."""

from __future__ import annotations

import ast
import base64
import binascii
import csv
import datetime
import decimal
import ipaddress
import json
import shlex
import sys
import uuid
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_ISO: Final = (datetime.date, datetime.datetime, datetime.time)

PURE: Final[Mapping[str, Callable[..., object]]] = MappingProxyType(
    {
        "builtins.int": int,
        "builtins.float": float,
        "builtins.complex": complex,
        "builtins.bytes.fromhex": bytes.fromhex,
        "builtins.str.maketrans": str.maketrans,
        "decimal.Decimal": decimal.Decimal,
        "datetime.date": datetime.date,
        "datetime.datetime": datetime.datetime,
        "datetime.time": datetime.time,
        "uuid.UUID": uuid.UUID,
        "ipaddress.ip_address": ipaddress.ip_address,
        "ipaddress.ip_network": ipaddress.ip_network,
        "ipaddress.ip_interface": ipaddress.ip_interface,
        "ipaddress.IPv4Address": ipaddress.IPv4Address,
        "ipaddress.IPv6Address": ipaddress.IPv6Address,
        "ipaddress.IPv4Network": ipaddress.IPv4Network,
        "ipaddress.IPv6Network": ipaddress.IPv6Network,
        "json.loads": json.loads,
        "ast.literal_eval": ast.literal_eval,
        "shlex.split": shlex.split,
        "binascii.unhexlify": binascii.unhexlify,
        "base64.b64decode": base64.b64decode,
        # Older versions accept less: what the newer parser refuses, all refuse.
        **(
            {f"datetime.{kind.__name__}.fromisoformat": kind.fromisoformat for kind in _ISO}
            if sys.version_info >= (3, 11)
            else {}
        ),
    }
)
"""Standard-library callables that only look at their arguments."""

_MAX_LITERALS: Final = 2_000


def call_error(path: str, arguments: Sequence[object], keywords: Mapping[str, object]) -> str | None:
    """What `PURE[path]` raises for these values, as `ValueError: words`; None where it succeeds or that is not sure."""
    values = (*arguments, *keywords.values())
    if not values or sum(len(repr(value)) for value in values) > _MAX_LITERALS:
        return None
    try:
        PURE[path](*arguments, **keywords)
    except (ValueError, SyntaxError, decimal.InvalidOperation) as error:
        if isinstance(error, decimal.InvalidOperation):
            return f"InvalidOperation: {arguments[0]!r} is no number to Decimal"
        return f"{type(error).__name__}: {str(error).partition(' (<unknown>')[0]}"
    except (TypeError, OverflowError, RecursionError, MemoryError):
        return None
    return None


def dialect_error(option: str) -> Callable[[object], str | None]:
    """A check of one keyword of `csv.reader`."""

    def check(value: Any) -> str | None:
        try:
            csv.reader((), **{option: value})
        except (TypeError, ValueError) as error:
            return str(error)
        return None

    return check
