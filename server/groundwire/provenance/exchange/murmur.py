"""MurmurHash3, 32 bits, seed 0 (Austin Appleby, public domain): the hash in Agent Trace's own examples."""

from __future__ import annotations

_MASK = 0xFFFFFFFF


def murmur3_32(content: bytes) -> int:
    """The hash of some bytes."""
    state = 0
    whole = len(content) & ~3
    for at in range(0, whole, 4):
        state ^= _scrambled(int.from_bytes(content[at : at + 4], "little"))
        state = (_rotated(state, 13) * 5 + 0xE6546B64) & _MASK
    if rest := content[whole:]:
        state ^= _scrambled(int.from_bytes(rest, "little"))
    state ^= len(content)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        state = ((state ^ (state >> shift)) * factor) & _MASK
    return state ^ (state >> 16)


def _scrambled(block: int) -> int:
    return (_rotated((block * 0xCC9E2D51) & _MASK, 15) * 0x1B873593) & _MASK


def _rotated(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & _MASK
