"""The attribution store: which origin wrote what, kept in SQLite."""

from groundwire.provenance.store.loading import Unexplained
from groundwire.provenance.store.opinions import Mark, Opinions
from groundwire.provenance.store.saving import Packed
from groundwire.provenance.store.store import Review, Store

__all__ = ["Mark", "Opinions", "Packed", "Review", "Store", "Unexplained"]
