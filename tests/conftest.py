"""One Hypothesis profile for every property: the same examples on each run, on a slow machine too."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)
settings.load_profile("deterministic")
