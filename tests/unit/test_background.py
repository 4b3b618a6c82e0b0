"""Work in a thread beside the event loop, when the session ends."""

from __future__ import annotations

import asyncio

import pytest

from groundwire.lsp.background import Background


def test_whoever_asks_when_it_is_closed_is_cancelled() -> None:
    async def play() -> None:
        background = Background()
        assert await background.do(lambda: 1) == 1
        background.close()
        with pytest.raises(asyncio.CancelledError):
            await background.do(lambda: 1)

    asyncio.run(play())


def test_whoever_waits_when_it_is_closed_is_cancelled() -> None:
    async def play() -> None:
        background = Background()
        with pytest.raises(asyncio.CancelledError):
            await background.do(background.close)

    asyncio.run(play())
