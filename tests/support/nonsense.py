"""A session of malformed and mistimed messages with a real server, which must come out of it as if nothing had been."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from support.malformed import NO_MESSAGE, encoded, framed, is_request, sound, spoilt

if TYPE_CHECKING:
    from pathlib import Path

    from e2e.lsp_client import LspClient

TEXT = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'


class Nonsense:
    """Counts what was sent, and knows which requests wait for their answer."""

    def __init__(self, client: LspClient, root: Path, seed: int) -> None:
        self.client = client
        self.chance = random.Random(seed)
        self.root = root
        self.uri = (root / "nonsense.py").as_uri()
        self.asked: list[str] = []
        self.sent = 0

    def before_it_begins(self) -> None:
        """Every message before `initialize`: requests are told that it is too early."""
        early = self.asked
        for method, params in sound(self.uri, self.root.as_uri()):
            if method != "initialize":
                self._send(method, params)
        for number in early:
            assert self._answer(number)["error"]["code"] == -32002

    def send(self, count: int) -> None:
        """Messages that are wrong in some way, between right ones about the same document."""
        for _ in range(count):
            how = self.chance.random()
            if how < 0.12:
                self.client.send_bytes(framed(self.chance.choice(NO_MESSAGE)))
                self.sent += 1
                continue
            method, params = self.chance.choice(sound(self.uri, self.root.as_uri()))
            if how < 0.2:
                self._send(method, params, as_request=not is_request(method))
            elif how < 0.3:
                self._send(method, params)
            else:
                self._send(method, spoilt(params, self.chance))
            if is_request(method) and self.asked and self.chance.random() < 0.2:
                self.client.notify("$/cancelRequest", {"id": self.chance.choice(self.asked[-3:])})

    def _send(self, method: str, params: Any, *, as_request: bool | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if as_request is None:
            as_request = is_request(method)
        if as_request:
            self.asked.append(f"r{len(self.asked)}")
            message["id"] = self.asked[-1]
        if params is None and self.chance.random() < 0.5:
            del message["params"]
        self.client.send_bytes(framed(encoded(message)))
        self.sent += 1

    def _answer(self, number: str) -> dict[str, Any]:
        return self.client.wait(f"answer {number}", lambda m: m.get("id") == number and "method" not in m)

    def answered_once(self) -> None:
        """Every request was answered, and once."""
        for number in self.asked:
            answer = self._answer(number)
            assert ("result" in answer) != ("error" in answer)
        answers = [message["id"] for message in self.client.received if "id" in message and "method" not in message]
        mine = [number for number in answers if isinstance(number, str) and number.startswith("r")]
        assert sorted(mine) == sorted(self.asked)

    def works_as_ever(self) -> None:
        """A file opened afterwards is attributed, judged and marked like one before."""
        uri = (self.root / "after.py").as_uri()
        self.client.notify("workspace/didChangeConfiguration", {"settings": {"groundwire": {}}})
        folder = {"uri": self.root.as_uri(), "name": "root"}
        self.client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
        self.client.open(uri, TEXT)
        self.client.attribute(uri, 1, (3, 0), (4, 40))
        self.client.diagnostics(uri, codes=["GW408", "GW208"])

    def nothing_popped_up_twice(self) -> None:
        """No message was shown to a person twice, and nothing failed that has no name."""
        assert len(self.client.popups) == len(set(self.client.popups)), self.client.popups
