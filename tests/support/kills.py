"""A server that is killed while it saves attribution, again and again, and what it knew of each text it had saved."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from e2e.lsp_client import lsp_client, regions
from e2e.processes import children, wait_until_gone

if TYPE_CHECKING:
    from pathlib import Path

    from e2e.lsp_client import LspClient

_LINE = "    value_{number} = compute({number})\n"


class Killed:
    """One file that grows by a generated line at a time, each saved; the server is killed at some moment after."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.uri = (root / "grows.py").as_uri()
        self.chance = random.Random(seed)
        self.text = "def grows():\n"
        self.kept: tuple[str, Any] = (self.text, [])
        """The last text whose save the server was through with, and the regions it had then."""
        self.saves = 0
        self.lines = 0

    def live_and_die(self) -> None:
        """Start, find again what was saved, save more, and be killed on the way."""
        with lsp_client(self.root) as client:
            client.initialize()
            self._is_known(client)
            for _ in range(self.chance.randint(1, 12)):
                self._grow(client)
            number = client.start_request("groundwire/regions", {"textDocument": {"uri": self.uri}})
            text, saves = self.text, self.saves
            for _ in range(self.chance.randint(0, 30)):
                self._grow(client)
            answer = client.answer(number)["result"]
            self.kept = text, answer["regions"]
            assert answer["version"] <= saves + 1
            workers = children(client.process.pid)
            client.process.kill()
            client.process.wait()
            assert all(wait_until_gone(worker) for worker in workers)
        self.is_sound()

    def _grow(self, client: LspClient) -> None:
        self.saves += 1
        self.lines += 1
        line = _LINE.format(number=self.lines)
        at = self.text.count("\n")
        self.text += line
        client.change(self.uri, self.saves + 1, ((at, 0), (at, 0), line))
        client.attribute(self.uri, self.saves + 1, (at, 0), (at + 1, 0), session=str(self.lines % 7), time="2026")
        client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})

    def _is_known(self, client: LspClient) -> None:
        """The text whose save was answered has the regions it had, character for character."""
        text, expected = self.kept
        client.open(self.uri, text, self.saves + 1)
        said = regions(client, self.uri)["regions"]
        assert _by_id(said) == _by_id(expected)
        self.text = text

    def is_sound(self) -> None:
        """The store is a sound database as it was left."""
        with closing(sqlite3.connect(self.root / ".git" / "groundwire" / "store.sqlite3")) as store:
            assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not list((self.root / ".git" / "groundwire").glob("*.damaged-*"))


def _by_id(said: list[dict[str, Any]]) -> dict[str, Any]:
    return {region["id"]: region for region in said}
