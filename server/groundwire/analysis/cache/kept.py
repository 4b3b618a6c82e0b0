"""What one process keeps on disk for the others: findings of units, facts of files, summaries of modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis.cache.facts import FactsCache
from groundwire.analysis.cache.place import code_digest, open_cache
from groundwire.analysis.cache.summaries import SummaryCache
from groundwire.analysis.cache.units import UnitFindings

if TYPE_CHECKING:
    from groundwire.analysis.cache.database import Cache


@dataclass(frozen=True, slots=True)
class Kept:
    """One cache, by what is asked of it."""

    cache: Cache
    code: bytes
    """Digest of what answers depend on beside their subjects."""
    units: UnitFindings
    facts: FactsCache
    summaries: SummaryCache

    @classmethod
    def open(cls) -> Kept | None:
        """This user's; None where there is no place for it."""
        if (cache := open_cache()) is None:
            return None
        code = code_digest()
        return cls(cache, code, UnitFindings(cache, code), FactsCache(cache, code), SummaryCache(cache, code))
