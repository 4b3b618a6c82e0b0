"""What a row's id says of the value it sets: `pct=-1`, `items empty`, `order.total=100`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.stubs.places import ABSENT
from groundwire.stubs.samples import UNKNOWN, Instance, Member, Sample, constant, shown

if TYPE_CHECKING:
    from groundwire.stubs.places import Place


def described(place: Place, name: str, sample: Sample, value: object, words: str) -> str:
    """What a row's id says: `pct=-1`, `items empty`, `order.total=100`, `payload without user`."""
    if place.variable.startswith("$") and value is None:
        return f"{name} unset"
    path = name
    for step in place.steps:
        path += f".{step.name}" if step.kind in {"field", "key"} else ""
    if value is ABSENT:
        return f"{path.rpartition('.')[0]} without {place.steps[-1].name}"
    told = value if isinstance(value, Sample) else sample if not place.steps else _short(value)
    if place.steps and place.steps[-1].kind == "length":
        return f"{path} of {value}"
    if place.steps and any(step.kind == "item" for step in place.steps):
        return f"{path} with {shown(_short(value))}" if not isinstance(value, Sample) else f"{path} {words}"
    text = shown(told)
    if (
        words.startswith(("with ", "without "))
        or words in {"empty", "one", "several", "typical"}
        or not text
        or len(text) > 24
        or not text.isprintable()
    ):
        return f"{path} {words or told.words or 'other'}"
    return f"{path}={text}" if text.isascii() else f"{path} {words or 'other'}"


def _short(value: object) -> Sample:
    return Sample("other") if value is UNKNOWN or isinstance(value, (Instance, Member)) else constant(value)


def named(name: str, sample: Sample) -> str:
    """What a row's id says of a whole input."""
    text = shown(sample)
    if sample.words in {"empty", "one", "several"} or not text or len(text) > 24 or not text.isascii():
        return f"{name} {sample.words or 'given'}"
    return f"{name}={text}"
