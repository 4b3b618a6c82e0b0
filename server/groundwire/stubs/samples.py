"""Values for a test's rows: each knows how it is written and what the evaluator may compute with."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Unknown(Enum):
    """What the evaluator answers where reading the code does not settle a value."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enumeration."""

    owner: str
    name: str
    value: object = UNKNOWN


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class that the evaluator knows by its fields."""

    owner: str
    fields: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Sample:
    """A value as a row writes it."""

    code: str
    known: object = UNKNOWN
    needs: frozenset[str] = frozenset()
    """What the test must import: `datetime:date`, or a module alone, `re:`."""
    words: str = ""
    """What a row's id says of it, where the code itself is too long: `empty`, `several`."""
    parts: tuple[tuple[str, Sample], ...] = ()
    """Fields of a built object or entries of a dictionary, by name."""
    fixture: bool = False
    """Whether it may only be made inside a fixture, for making it could fail or touch something."""

    def same(self, other: Sample) -> bool:
        """Whether both are written alike."""
        return self.code == other.code


def quoted(text: str) -> str:
    """A string literal as the formatter writes it: double quotes unless that needs more escapes."""
    plain = repr(text)
    if plain.startswith("'") and '"' not in plain:
        return f'"{plain[1:-1]}"'.replace("\\'", "'")
    return plain


def shown(sample: Sample) -> str:
    """A sample as a row's id says it: a text without quotes, a number or date as it is."""
    if isinstance(sample.known, (Decimal, date, timedelta)):
        return str(sample.known)
    if isinstance(sample.known, Member):
        return sample.known.name
    return sample.known if isinstance(sample.known, str) else sample.code


def written(value: object) -> str:
    """How a constant is written in the test."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bytes):
        return "b" + quoted(value.decode("ascii")) if value.isascii() else repr(value)
    return repr(value)


def constant(value: object, words: str = "") -> Sample:
    """The sample of a plain constant."""
    if isinstance(value, Decimal):
        return Sample(f'Decimal("{value}")', value, frozenset({"decimal:Decimal"}), words)
    if isinstance(value, timedelta):
        unit, amount = ("days", value.days) if not value.seconds else ("seconds", int(value.total_seconds()))
        return Sample(f"timedelta({unit}={amount})", value, frozenset({"datetime:timedelta"}), words)
    if isinstance(value, datetime):
        zone = ", tzinfo=timezone.utc" if value.tzinfo else ""
        needs = {"datetime:datetime"} | ({"datetime:timezone"} if zone else set())
        code = f"datetime({value.year}, {value.month}, {value.day}, {value.hour}, {value.minute}{zone})"
        return Sample(code, value, frozenset(needs), words)
    if isinstance(value, date):
        return Sample(f"date({value.year}, {value.month}, {value.day})", value, frozenset({"datetime:date"}), words)
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return _container(value, words)
    return Sample(written(value), value, words=words)


def _container(value: object, words: str) -> Sample:
    if isinstance(value, dict):
        return mapping({key: constant(item) for key, item in value.items()}, words)
    if isinstance(value, (set, frozenset)):
        return collection(type(value).__name__, [constant(item) for item in sorted(value, key=repr)], words)
    if isinstance(value, (list, tuple)):
        return collection(type(value).__name__, [constant(item) for item in value], words)
    return Sample(written(value), value, words=words)


def collection(kind: str, items: Sequence[Sample], words: str = "") -> Sample:
    """A list, tuple, set or frozenset of samples; without `words` its size says what it is."""
    inside = ", ".join(item.code for item in items)
    code = {
        "list": f"[{inside}]",
        "tuple": f"({inside},)" if len(items) == 1 else f"({inside})",
        "set": f"{{{inside}}}" if items else "set()",
        "frozenset": f"frozenset({{{inside}}})" if items else "frozenset()",
    }[kind]
    values = [item.known for item in items]
    makers = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
    try:
        known: object = makers[kind](values)
    except TypeError:
        known = UNKNOWN
    if known is not UNKNOWN and kind in {"set", "frozenset"} and UNKNOWN in values:
        known = UNKNOWN
    words = words or {0: "empty", 1: "one"}.get(len(items), "several")
    return Sample(code, known, _needs(items), words, fixture=any(item.fixture for item in items))


def mapping(entries: Mapping[Any, Sample], words: str = "") -> Sample:
    """A dictionary of samples under constant keys."""
    inside = ", ".join(f"{written(key)}: {item.code}" for key, item in entries.items())
    named = tuple((key, item) for key, item in entries.items() if isinstance(key, str))
    known = {key: item.known for key, item in entries.items()}
    words = words or {0: "empty", 1: "one"}.get(len(entries), "several")
    items = list(entries.values())
    parts = named if len(named) == len(entries) else ()
    return Sample(f"{{{inside}}}", known, _needs(items), words, parts, any(item.fixture for item in items))


def built(owner: str, call: str, need: str, fields: Mapping[str, Sample], *, fixture: bool) -> Sample:
    """A call of a class with keyword arguments.

    `owner` is the class's absolute dotted path, `call` how the test writes it, `need` what it imports for that.
    `fixture` says that making it may run code which fails or touches something.
    """
    arguments = ", ".join(f"{key}={item.code}" for key, item in fields.items())
    known = Instance(owner, {key: item.known for key, item in fields.items()})
    inside = any(item.fixture for item in fields.values())
    needs = _needs(list(fields.values())) | {need}
    return Sample(f"{call}({arguments})", known, needs, "typical", tuple(fields.items()), fixture or inside)


def literal(node: ast.expr | None) -> Sample | None:
    """The sample of a literal expression, None where it is none."""
    if node is None:
        return None
    try:
        return constant(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _needs(items: Sequence[Sample]) -> frozenset[str]:
    return frozenset(need for item in items for need in item.needs)
