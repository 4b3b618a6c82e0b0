"""Versions and numbers that texts order the other way round."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_PARTS: Final = re.compile(r"[v-]?(\d+(?:\.\d+)*)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\d*")
_PAST_NINE: Final = {
    "python": "3",
    "linux": "2345",
    "django": "1",
    "numpy": "1",
    "scipy": "01",
    "pandas": "0",
    "sklearn": "0",
    "scikit-learn": "0",
    "skimage": "0",
    "statsmodels": "0",
    "tensorflow": "12",
    "torch": "1",
    "torchvision": "0",
    "networkx": "1",
    "sympy": "1",
    "cython": "0",
    "numba": "0",
    "xarray": "0",
    "flask": "0",
    "fastapi": "0",
    "pydantic": "1",
}
"""Major versions of which there is a tenth minor one; of those of other packages there may be none."""
_SLOW: Final = frozenset(
    {
        *("python", "linux", "numpy", "scipy", "pandas", "matplotlib", "sklearn", "scikit-learn", "torch"),
        *("tensorflow", "sqlalchemy", "requests", "urllib3", "flask", "jinja2", "aiohttp", "pydantic", "h5py"),
    }
)
"""What has counted few major versions in many years: its tenth comes after any code that is read today."""
_NEAR: Final = 12
"""Up to this version, one of a single digit may still be installed somewhere."""


class Misorder(NamedTuple):
    """Two versions that texts order the other way round."""

    why: str
    """Which, as a sentence."""
    comes: bool
    """Whether such a version is there, or comes; of an old series that has ended before its tenth none does."""


def misordered_version(literal: str, package: str) -> Misorder | None:
    """A version that texts put on the wrong side of the literal; None where there is none.

    `"10.0" < "1.1"` is as false of texts as it is of versions. The name of the package, or of its distribution, may be
    empty.
    """
    parts = _parts(literal)
    for place, part in enumerate(parts):
        if _is_long(part):
            before = "".join(f"{each}." for each in parts[:place])
            return Misorder(_beside(before, part), comes=package == "python" or int(part) <= _NEAR)
    if not parts or _YEAR.fullmatch(parts[0]):
        return None
    major, minor = parts[0], parts[1] if len(parts) > 1 else ""
    if minor > "1" and len(minor) == 1 and (major < "2" or major in _PAST_NINE.get(package, "")):
        known = major in _PAST_NINE.get(package, "")
        return Misorder(_sentence(f"{major}.10", "before", f"{major}.{minor}"), comes=known)
    if major > "1" and package not in _SLOW:
        return Misorder(_sentence("10.0", "before", ".".join(parts[:2])), comes=bool(package))
    return None


def misordered_number(literal: str) -> str | None:
    """The same of a number, of which only the digits before the point count: `"2.10"` stands before `"2.5"` rightly."""
    whole = (_parts(literal) or ["0"])[0]
    if _is_long(whole):
        return _beside("", whole)
    return _sentence("10", "before", literal) if whole > "1" else None


def _parts(literal: str) -> list[str]:
    found = _PARTS.match(literal)
    return found[1].split(".") if found is not None else []


def _is_long(part: str) -> bool:
    """Whether a shorter or longer number may stand where this one does; of years and of padded numbers none does."""
    return len(part) > 1 and part[0] != "0" and not _YEAR.fullmatch(part)


def _beside(before: str, part: str) -> str:
    if part[0] == "9":
        return _sentence(f"{before}1{'0' * len(part)}", "before", before + part)
    return _sentence(f"{before}9", "after", before + part)


def _sentence(first: str, relation: str, second: str) -> str:
    return f'Character by character, "{first}" comes {relation} "{second}".'
