"""A sequence whose elements have a weight, searched by position or by summed weight and spliced in pieces."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, chain, islice
from math import isqrt
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_SMALLEST_CHUNK = 64


class WeightedList(Generic[T]):
    """A sequence in chunks of about sqrt(n) elements, each element with a weight that is not negative.

    Indexing, `weight_before`, `find` and `splice` cost O(sqrt n), plus the length of what is put in or taken out.
    Elements must not change their weight while they are in the list.
    """

    __slots__ = ("_before", "_chunks", "_starts", "_sums", "_weigh", "_weights")

    def __init__(self, items: Iterable[T], weigh: Callable[[list[T]], list[int]]) -> None:
        """`weigh` tells the weights of elements, of many at once."""
        self._weigh = weigh
        self._chunks: list[list[T]] = [[]]
        self._weights: list[list[int]] = [[]]
        self._sums = [0]
        """The weight of each chunk."""
        self._starts: list[int] | None = None
        """Position of each chunk's first element, then the length; None until asked for."""
        self._before: list[int] | None = None
        """Weight before each chunk, then the total; None until asked for."""
        self.splice(0, 0, items)

    def __len__(self) -> int:
        return self._positions()[-1]

    def __getitem__(self, index: int) -> T:
        """The element at a position from 0; IndexError outside."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        chunk, offset = self._locate(index)
        return self._chunks[chunk][offset]

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._chunks)

    def iterate(self, start: int, stop: int | None = None) -> Iterator[T]:
        """The elements from `start` up to, and without, `stop` (to the end if None), both clamped to the list."""
        length = len(self)
        start = min(max(start, 0), length)
        chunk, offset = self._locate(start)
        onwards = chain(islice(self._chunks[chunk], offset, None), chain.from_iterable(self._chunks[chunk + 1 :]))
        return onwards if stop is None else islice(onwards, max(min(stop, length) - start, 0))

    @property
    def total(self) -> int:
        """The weight of all elements."""
        return self._weights_before()[-1]

    def weight_before(self, index: int) -> int:
        """The weight of the first `index` elements; IndexError outside 0 … len."""
        if not 0 <= index <= len(self):
            raise IndexError(index)
        chunk, offset = self._locate(index)
        return self._weights_before()[chunk] + sum(self._weights[chunk][:offset])

    def find(self, weight: int) -> tuple[int, int]:
        """The element that holds a summed weight: (position, weight left inside it).

        A weight at or past the total lies in the last element, a negative one in the first. IndexError if empty.
        """
        before = self._weights_before()
        if weight < 0 or weight >= before[-1]:
            index = 0 if weight < 0 else len(self) - 1
            return index, weight - self.weight_before(index)
        chunk = bisect_right(before, weight) - 1
        rest = weight - before[chunk]
        ends = list(accumulate(self._weights[chunk]))
        offset = bisect_right(ends, rest)
        return self._positions()[chunk] + offset, rest - (ends[offset - 1] if offset else 0)

    def splice(self, start: int, stop: int, items: Iterable[T]) -> None:
        """Put `items` in the place of the elements from `start` up to `stop`; IndexError outside the list."""
        length = len(self)
        if not 0 <= start <= stop <= length:
            raise IndexError((start, stop))
        new = list(items)
        first, head = self._locate(start)
        last, tail = self._locate(stop)
        changed = self._chunks[first][:head] + new + self._chunks[last][tail:]
        weights = self._weights[first][:head] + self._weigh(new) + self._weights[last][tail:]
        size = max(_SMALLEST_CHUNK, isqrt(length + len(new)))
        if len(changed) < size // 2 and len(self._chunks) > last - first + 1:
            first, last, changed, weights = self._with_neighbour(first, last, changed, weights)
        cuts = [0] if len(changed) <= 2 * size else range(0, len(changed), size)
        pieces = [changed[cut : cut + size] for cut in cuts] if len(cuts) > 1 else [changed]
        self._before = None
        if len(new) != stop - start or len(pieces) != 1 or first != last:
            self._starts = None
        replaced = slice(first, last + 1)
        self._chunks[replaced] = pieces
        self._weights[replaced] = [weights[cut : cut + size] for cut in cuts] if len(cuts) > 1 else [weights]
        self._sums[replaced] = map(sum, self._weights[first : first + len(pieces)])

    def _with_neighbour(
        self, first: int, last: int, items: list[T], weights: list[int]
    ) -> tuple[int, int, list[T], list[int]]:
        """What replaces the chunks from `first` to `last`, joined with the chunk after (or before) them."""
        if last + 1 < len(self._chunks):
            return first, last + 1, items + self._chunks[last + 1], weights + self._weights[last + 1]
        return first - 1, last, self._chunks[first - 1] + items, self._weights[first - 1] + weights

    def _positions(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *accumulate(map(len, self._chunks))]
        return self._starts

    def _weights_before(self) -> list[int]:
        if self._before is None:
            self._before = [0, *accumulate(self._sums)]
        return self._before

    def _locate(self, index: int) -> tuple[int, int]:
        """Chunk and place in it of a position from 0 to the length."""
        starts = self._positions()
        chunk = min(bisect_right(starts, index), len(self._chunks)) - 1
        return chunk, index - starts[chunk]
