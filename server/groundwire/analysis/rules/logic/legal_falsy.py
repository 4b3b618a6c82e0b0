"""Which names speak of something that may well be nought, empty or none of several."""

from __future__ import annotations

import re
from typing import Final

_QUANTITIES: Final = re.compile(
    r"quantity|qty|amount|stock|balance|credit|credits|points|bonus|deposit|surplus|quota|discount|discounts"
    r"|rebate|tax|vat|fee|tip|surcharge|commission|markup|penalty|cost|price|offset|start|shift|skip|lag"
    r"|bias|intercept|initial|baseline|rotation|angle|latitude|longitude|lat|lon|lng|delay"
    r"|grace|cooldown|jitter|countdown|debounce|skew|retries|retry|redirects|threshold|cutoff"
    r"|tolerance|tol|temperature|weight|score|priority|verbosity|seed|decimals|ndigits"
    r"|margin|padding|gap|spacing|overlap|overflow|probability|prob|chance|ratio|fraction|percent"
    r"|percentage|pct|opacity|volume|dropout|momentum|decay"
)
"""What is counted or measured from nought on, wherever it goes: the last word of a name, units left aside."""
_COMPUTED: Final = re.compile(r"limit|depth|age|wait|pause|places|level|lead|verbose")
"""What may be nought where it is computed with; nobody asks another service for a page of none."""
_UNITS: Final = re.compile(r"s|sec|secs|second|seconds|ms|millis|milliseconds|us|minutes|mins|hours|days|value")
_LEAST: Final = frozenset({"min", "minimum", "least"})
"""The least of anything may be nothing."""
_MOST: Final = frozenset({"max", "maximum", "most"})
_AT_MOST_NONE: Final = re.compile(r"retries|retry|redirects|overflow|age|depth|discount|skew")
"""Of what *none at all* is a wish: nobody wants at most no connections."""
_RATES: Final = re.compile(r"tax|vat|discount|interest|growth|error|failure|drop|dropout|decay|commission")
_CHOSEN: Final = re.compile(
    r"(?:.*_)?(?:exclude\w*|exclusions|skip\w*|ignored?\w*|allowed\w*|denied|blocked|roles|permissions|scopes|stop_?words)"
)
"""What lets in or leaves out: an empty one is a rule of its own."""


def may_be_nought(name: str, *, computed: bool) -> bool:
    """Whether a number of this name is likely to be 0 on purpose.

    Parameters
    ----------
    computed
        Whether the function itself computes with it, so that 0 has a meaning there.
    """
    words = _words(name)
    if not words:
        return False
    if words[0] in _LEAST:
        return len(words) > 1
    if words[0] in _MOST:
        return _AT_MOST_NONE.fullmatch(words[-1]) is not None
    if words[-1] == "rate":
        return len(words) > 1 and _RATES.fullmatch(words[-2]) is not None
    return _QUANTITIES.fullmatch(words[-1]) is not None or (computed and _COMPUTED.fullmatch(words[-1]) is not None)


def is_a_bound(name: str) -> bool:
    """Whether a number of this name bounds how much or how deep, of which a person who writes `or` wants some."""
    words = _words(name)
    return bool(words) and _COMPUTED.fullmatch(words[-1]) is not None and words[0] not in _LEAST


def _words(name: str) -> list[str]:
    """The words of a name in small letters, its units left aside."""
    words = [word for word in name.lower().split("_") if word]
    while len(words) > 1 and _UNITS.fullmatch(words[-1]):
        words.pop()
    return words


def may_choose_none(name: str) -> bool:
    """Whether a container of this name is likely to be empty on purpose."""
    return _CHOSEN.fullmatch(name) is not None
