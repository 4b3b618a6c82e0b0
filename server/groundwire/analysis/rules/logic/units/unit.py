"""Units of measure: what a name says its value is in, and what a factor makes of it."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unit(NamedTuple):
    """One unit."""

    kind: str
    """What is measured: units of one kind can be turned into each other."""
    words: str
    """As a message says it."""
    size: float
    """In the smallest unit of its kind; 0 where no factor leads from one to the other."""


NANOSECONDS: Final = Unit("time", "nanoseconds", 1)
MICROSECONDS: Final = Unit("time", "microseconds", 1e3)
MILLISECONDS: Final = Unit("time", "milliseconds", 1e6)
SECONDS: Final = Unit("time", "seconds", 1e9)
MINUTES: Final = Unit("time", "minutes", 60e9)
HOURS: Final = Unit("time", "hours", 3600e9)
DAYS: Final = Unit("time", "days", 86400e9)
BYTES: Final = Unit("size", "bytes", 1)
KILOBYTES: Final = Unit("size", "kilobytes", 1e3)
MEGABYTES: Final = Unit("size", "megabytes", 1e6)
GIGABYTES: Final = Unit("size", "gigabytes", 1e9)
DEGREES: Final = Unit("angle", "degrees", 0)
RADIANS: Final = Unit("angle", "radians", 0)
PERCENT: Final = Unit("share", "percent", 0)
FRACTION: Final = Unit("share", "a fraction", 0)

_WORDS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        **dict.fromkeys(("nanos", "nanosecond", "nanoseconds", "nsec", "nsecs"), NANOSECONDS),
        **dict.fromkeys(("micros", "microseconds", "microsecs", "usec", "usecs"), MICROSECONDS),
        **dict.fromkeys(("ms", "msec", "msecs", "millis", "millisec", "millisecs", "milliseconds"), MILLISECONDS),
        **dict.fromkeys(("sec", "secs", "seconds"), SECONDS),
        "minutes": MINUTES,
        "hours": HOURS,
        "days": DAYS,
        "bytes": BYTES,
        **dict.fromkeys(("kb", "kib", "kilobytes"), KILOBYTES),
        **dict.fromkeys(("mb", "mib", "megabytes"), MEGABYTES),
        **dict.fromkeys(("gb", "gib", "gigabytes"), GIGABYTES),
        **dict.fromkeys(("deg", "degs", "degrees"), DEGREES),
        **dict.fromkeys(("rad", "rads", "radians"), RADIANS),
        **dict.fromkeys(("pct", "percent"), PERCENT),
        "fraction": FRACTION,
    }
)
_SHORT: Final[Mapping[str, Unit]] = MappingProxyType({"s": SECONDS, "us": MICROSECONDS, "ns": NANOSECONDS})
"""Endings that mean a unit only after a word of time."""
_TIME: Final = re.compile(
    r"(?:^|_)(?:time|timeout|delay|wait|sleep|interval|duration|elapsed|latency|period|ttl|deadline|age|start|end"
    r"|timestamp|ts|now|mtime|atime|ctime|expiry|lifetime|backoff|pause|grace|runtime|lag|jitter)$"
)
_RATE: Final = frozenset({"per", "to", "from", "in2", "hz", "fps", "rate", "factor"})
_AMOUNT: Final = re.compile(
    r"\d+|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty|ninety|hundred"
    r"|thousand"
)
"""`TWENTY_FOUR_HOURS` says how much its value is, and not in what."""
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def of_name(name: str) -> Unit | None:
    """What a name says its value is in, by its last word; None where it says nothing, or names a rate."""
    words = [word for word in _CAMEL.sub("_", name).lower().split("_") if word]
    if not words or not _RATE.isdisjoint(words[:-1]) or _AMOUNT.fullmatch(words[-2] if words[1:] else ""):
        return None
    last, before = words[-1], words[:-1]
    unit = _WORDS.get(last)
    if unit is None and last in _SHORT and _TIME.search("_".join(before)):
        unit = _SHORT[last]
    others = [_WORDS[word] for word in before if word in _WORDS]
    return None if unit is None or any(other.kind == unit.kind for other in others) else unit


def is_bare(name: str) -> bool:
    """Whether a name is a unit's own and nothing else: `MINUTES`, `ms`."""
    return name.lower() in _WORDS


def of_result(name: str) -> Unit | None:
    """What a function of this name gives back; `seconds_to_ms` gives milliseconds."""
    words = [word for word in _CAMEL.sub("_", name).lower().split("_") if word]
    if "from" in words or "per" in words:
        return None
    for link in ("to", "as", "in"):
        if link in words[:-1]:
            words = words[len(words) - words[::-1].index(link) :]
            unit = _WORDS.get(words[0]) if len(words) == 1 else None
            return unit if unit is None or unit is not BYTES else None
    unit = of_name(name)
    return None if unit is BYTES else unit


def times(unit: Unit, factor: float) -> Unit | None:
    """The unit of a number after it was multiplied; None where that is none of these."""
    if not unit.size or factor <= 0:
        return None
    size = unit.size / factor
    if unit.kind == "size":
        size = unit.size / {1024.0: 1e3, 1024.0**2: 1e6, 1024.0**3: 1e9}.get(factor, factor)
        inverse = {1024.0: 1e3, 1024.0**2: 1e6, 1024.0**3: 1e9}.get(round(1 / factor, 6))
        size = unit.size * inverse if inverse is not None else size
    for other in (*_WORDS.values(),):
        if other.kind == unit.kind and abs(other.size - size) <= size * 1e-9:
            return other
    return None


def factor_between(given: Unit, wanted: Unit) -> int | None:
    """By what a number in one unit is multiplied (positive) or divided (negative) to be in the other."""
    if given.kind != "time" or wanted.kind != "time":
        return None
    ratio = given.size / wanted.size
    return round(ratio) if ratio >= 1 else -round(1 / ratio)
