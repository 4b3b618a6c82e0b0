"""Functions whose results have a documented unit."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rules.logic.units import unit as units

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULTS: Final[Mapping[str, units.Unit]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "time.time",
                "time.monotonic",
                "time.perf_counter",
                "time.process_time",
                "time.thread_time",
                "timeit.default_timer",
                "time.mktime",
                "calendar.timegm",
                "os.path.getmtime",
                "os.path.getatime",
                "os.path.getctime",
            ),
            units.SECONDS,
        ),
        **dict.fromkeys(
            ("time.time_ns", "time.monotonic_ns", "time.perf_counter_ns", "time.process_time_ns"), units.NANOSECONDS
        ),
        **dict.fromkeys(
            ("math.radians", "numpy.radians", "numpy.deg2rad", "math.atan2", "math.atan", "math.asin", "math.acos"),
            units.RADIANS,
        ),
        **dict.fromkeys(
            ("numpy.arctan2", "numpy.arctan", "numpy.arcsin", "numpy.arccos", "cmath.phase"), units.RADIANS
        ),
        **dict.fromkeys(("math.degrees", "numpy.degrees", "numpy.rad2deg"), units.DEGREES),
        "os.path.getsize": units.BYTES,
    }
)
"""What functions give back."""
METHOD_RESULTS: Final[Mapping[str, units.Unit]] = MappingProxyType({"total_seconds": units.SECONDS})
