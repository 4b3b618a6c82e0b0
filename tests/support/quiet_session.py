"""A session without a client and without an analysis process: documents, attribution and the store as they are.

With `gated`, work in the background is done when the test says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from lsprotocol import types

from groundwire.lsp.server import GroundwireServer
from groundwire.lsp.session import Session

T = TypeVar("T")


class Gate:
    """Stands for `Background`: everything waits for its turn."""

    def __init__(self) -> None:
        self.waiting: list[asyncio.Event] = []

    async def do(self, work: Callable[[], T]) -> T:
        turn = asyncio.Event()
        self.waiting.append(turn)
        await turn.wait()
        return work()

    def close(self) -> None:
        """Nothing is open."""

    async def open(self, count: int = 1) -> None:
        """Let so much of what waits be done, the oldest first."""
        for _ in range(count):
            await rest()
            if self.waiting:
                self.waiting.pop(0).set()
                await rest()

    async def open_wide(self) -> None:
        """Let everything be done, and what comes of it."""
        await rest()
        while self.waiting:
            await self.open()


async def rest() -> None:
    """Let every task do what it can."""
    for _ in range(40):
        await asyncio.sleep(0)


class QuietSession(Session):
    """Shows and judges nothing."""

    def __init__(self, root: Path, *, gated: bool = True) -> None:
        server = SimpleNamespace(client_capabilities=types.ClientCapabilities())
        super().__init__(cast("GroundwireServer", server))
        self.gate = Gate()
        if gated:
            self.background = cast("Any", self.gate)
        self.judging.want = lambda document: None  # type: ignore[method-assign]
        self.judging.recheck = lambda document: None  # type: ignore[method-assign]
        self.analyser.tell = lambda message: None  # type: ignore[method-assign]
        for name in ("regions_changed", "status_changed", "cleared", "notice", "judged"):
            setattr(self.showing, name, lambda *_: None)
        self.settings.ask = lambda: None  # type: ignore[method-assign]
        self.root = root
        self.enter(root.as_uri())

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str, version: int = 1) -> None:
        self.editing.opened(types.TextDocumentItem(self.uri(name), "python", version, text))

    def change(self, name: str, version: int, *edits: tuple[tuple[int, int], tuple[int, int], str]) -> None:
        changes = [
            types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)
            for start, end, text in edits
        ]
        document = types.VersionedTextDocumentIdentifier(version, self.uri(name))
        self.editing.changed(types.DidChangeTextDocumentParams(document, changes))

    def replace(self, name: str, version: int, text: str) -> None:
        document = types.VersionedTextDocumentIdentifier(version, self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.editing.changed(types.DidChangeTextDocumentParams(document, [change]))
