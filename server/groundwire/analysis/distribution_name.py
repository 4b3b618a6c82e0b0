"""Names of distributions, spelt as indexes compare them."""

from __future__ import annotations

from functools import cache


@cache
def canonicalize_name(name: str) -> str:
    """The name in small letters, each run of `-`, `_` and `.` a hyphen (PEP 503)."""
    # Imported late: it costs as much as all else of a check where nothing was generated, and that asks for no name.
    from packaging import utils  # noqa: PLC0415

    return utils.canonicalize_name(name)
