"""Representative values: enough of them that a test which none passes is passed by no value at all.

Questions about one subject compare it with constants. Between two neighbouring constants every number answers alike, so
one number of each gap stands for all; remainders repeat, so one period does; of texts each prefix with each suffix.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import chain, count, pairwise, product
from math import lcm
from typing import TYPE_CHECKING, AnyStr, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from groundwire.analysis.rules.logic.branches.formula import Atom, Value

    _Texts = Sequence[str | bytes]

_HALF: Final = Fraction(1, 2)
SUBCLASSES: Final = {
    "builtins.bool": ("builtins.int",),
    "datetime.datetime": ("datetime.date",),
    "enum.IntEnum": ("builtins.int", "enum.Enum"),
    "collections.OrderedDict": ("builtins.dict",),
    "collections.defaultdict": ("builtins.dict",),
    "collections.Counter": ("builtins.dict",),
}
"""Classes that are also others."""
_MOST_CLASSES: Final = 8
_LONGEST_PERIOD: Final = 240


def representatives(questions: Sequence[Atom]) -> list[Value] | None:
    """Values of the one subject of all these questions, simple ones first; None where too many would be needed."""
    domain = questions[0].domain
    if domain == "truth":
        return [True, False]
    constants = list(chain.from_iterable(question.constants for question in questions))
    if domain == "class":
        classes = {item for item in constants if isinstance(item, str)}
        return list(_class_sets(classes)) if len(classes) <= _MOST_CLASSES else None
    modulus = lcm(*(question.modulus for question in questions))
    fractional = any(isinstance(item, float) and not item.is_integer() for item in constants)
    if modulus > _LONGEST_PERIOD or (modulus > 1 and fractional):
        return None
    numbers = _numbers(tuple(item for item in constants if isinstance(item, (int, float))), modulus)
    if domain == "count":
        return [number for number in numbers if number >= 0 and number == int(number)]
    anything: list[Value] = [*numbers, float("inf"), float("-inf"), float("nan"), None, True, False, object(), ()]
    return [*anything, *_texts(questions, constants)]


@lru_cache(maxsize=1024)
def _numbers(constants: tuple[int | float, ...], modulus: int) -> tuple[int | float | Fraction, ...]:
    """The constants, a number of each gap between them, and the whole numbers and halves of one period around each."""
    finite = sorted(
        {Fraction(item) for item in constants if item == item and abs(item) != float("inf")} | {Fraction(0)}
    )
    around = max(1, modulus)
    whole = [Fraction(int(item) + step) for item in finite for step in range(-around - 1, around + 2)]
    gaps = [(low + high) / 2 for low, high in pairwise(finite)]
    halves = [number + _HALF for number in whole]
    numbers = dict.fromkeys(sorted(whole, key=lambda item: (item < 0, abs(item))) + finite + gaps + halves)
    return tuple(int(number) if number.denominator == 1 else number for number in numbers)


def _texts(questions: Iterable[Atom], constants: list[Value]) -> Iterator[str | bytes]:
    heads = [item for question in questions for item in question.prefixes]
    tails = [item for question in questions for item in question.suffixes]
    told = [item for item in (*constants, *heads, *tails) if isinstance(item, (str, bytes))]
    yield from told
    yield from _joined("", map(chr, count()), heads, tails, told)
    yield from _joined(b"", (bytes([byte]) for byte in range(256)), heads, tails, told)


def _joined(empty: AnyStr, signs: Iterable[AnyStr], heads: _Texts, tails: _Texts, told: _Texts) -> Iterator[AnyStr]:
    """Each prefix with each suffix of one type, with nothing between them, and with the first sign that no text has."""
    kind = type(empty)
    between = next((sign for sign in signs if not any(isinstance(text, kind) and sign in text for text in told)), empty)
    for head, tail in product((empty, *heads), (empty, *tails)):
        if isinstance(head, kind) and isinstance(tail, kind):
            yield from (head + tail, head + between + tail)


def _class_sets(classes: set[str]) -> Iterator[frozenset[str]]:
    """Each set of classes that one object may be of: with a class, it is of that class's bases."""
    known = sorted(classes)
    for chosen in product((False, True), repeat=len(known)):
        members = frozenset(name for name, yes in zip(known, chosen, strict=True) if yes)
        if all(base in members for name in members for base in SUBCLASSES.get(name, ()) if base in classes):
            yield members
