"""The names most like one that is missing, and whether one of them is surely the one meant."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_LIKE: Final = 0.7
"""Ratio of `difflib` from which a name is worth naming."""


def closest(name: str, names: Collection[str]) -> tuple[tuple[str, ...], str | None]:
    """Up to three like names, best first; and the one that may replace it without a second thought, if there is one.

    That is the only one with the same letters but for case, underscores and doubled letters, or with two neighbouring
    letters exchanged: slips of the hand. A name that is merely alike may mean something else (`wminkowski`).
    """
    public = [other for other in names if other.startswith("_") == name.startswith("_") and not other.endswith("__")]
    matcher = SequenceMatcher(b=name.lower(), autojunk=False)
    rated: list[tuple[float, str]] = []
    for other in public:
        matcher.set_seq1(other.lower())
        if (
            matcher.real_quick_ratio() >= _LIKE
            and matcher.quick_ratio() >= _LIKE
            and (ratio := matcher.ratio()) >= _LIKE
        ):
            rated.append((ratio, other))
    rated.sort(key=lambda pair: (-pair[0], pair[1]))
    like = tuple(other for _, other in rated[:3])
    meant = [other for other in public if _slip(name, other)]
    if len(meant) != 1:
        return like, None
    return (meant[0], *(other for other in like if other != meant[0]))[:3], meant[0]


def _slip(name: str, other: str) -> bool:
    first, second = _folded(name), _folded(other)
    if first == second:
        return True
    differing = [place for place, (a, b) in enumerate(zip(first, second)) if a != b]  # noqa: B905 - lengths compared next
    if len(first) != len(second) or len(differing) != 2:
        return False
    left, right = differing
    return right == left + 1 and first[left] == second[right] and first[right] == second[left]


def _folded(name: str) -> str:
    return re.sub(r"(.)\1+", r"\1", name.replace("_", "").lower())
