"""A plain LSP client over a real server process: raw messages, no framework that could repair them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from e2e.forked import POSSIBLE, Forked
from groundwire.confidence.verdict import PENDING

MAIN = Path(__file__).resolve().parents[2] / "server" / "groundwire" / "__main__.py"
LIMIT = 120.0
"""Seconds to wait for anything, far above what it takes, also on a busy machine: a limit, never a measure."""

VSCODE_LIKE: dict[str, Any] = {
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "codeLens": {"refreshSupport": True},
        "workspaceFolders": True,
        "executeCommand": {},
    },
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True},
        "codeAction": {
            "resolveSupport": {"properties": ["edit"]},
            "dataSupport": True,
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
        },
    },
    "notebookDocument": {"synchronization": {"dynamicRegistration": True, "executionSummarySupport": True}},
    "window": {"showDocument": {"support": True}, "workDoneProgress": True},
}


def _started(folder: Path, command: list[str] | None, env: dict[str, str] | None) -> subprocess.Popen[bytes] | Forked:
    """A server: from nothing where it has a command or an environment of its own, else a copy of one that waits."""
    if POSSIBLE and command is None and env is None:
        return Forked(["lsp"], ("groundwire.cli.main", "groundwire.cli.lsp"), folder, dict(os.environ))
    return subprocess.Popen(
        command or [sys.executable, "-I", str(MAIN), "lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, **(env or {})},
    )


class LspClient:
    """One server and what it said."""

    def __init__(
        self,
        *folders: Path,
        capabilities: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
        command: list[str] | None = None,
    ):
        self.folders = folders
        self.capabilities = VSCODE_LIKE if capabilities is None else capabilities
        self.process = _started(folders[0] if folders else Path.cwd(), command, env)
        self.log: list[str] = []
        self.received: list[dict[str, Any]] = []
        self.applied: list[dict[str, Any]] = []
        """Edits the server asked for; each was answered as applied."""
        self.refuses: str | None = None
        """With this message, as an error, every edit the server asks for is answered."""
        self._changed = threading.Condition()
        self._next = 0
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._read, self._read_log)]
        for thread in self._threads:
            thread.start()

    # raw traffic

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) not in {b"\r\n", b""}:
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                break
            message = json.loads(stream.read(length))
            if "method" in message and "id" in message:
                with suppress(ValueError, BrokenPipeError):  # a client that just goes away answers nothing any more
                    self._answer(message)
            with self._changed:
                self.received.append(message)
                self._changed.notify_all()
        with self._changed:
            self.received.append({"closed": True})
            self._changed.notify_all()

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._changed:
                self.log.append(line.decode(errors="replace").rstrip())
                self._changed.notify_all()

    def _answer(self, message: dict[str, Any]) -> None:
        result: Any = None
        if message["method"] == "workspace/applyEdit":
            if self.refuses is not None:
                self.send({"id": message["id"], "error": {"code": -32803, "message": self.refuses}})
                return
            self.applied.append(message["params"]["edit"])
            result = {"applied": True}
        elif message["method"] == "window/showDocument":
            result = {"success": True}
        self.send({"id": message["id"], "result": result})

    # conversations

    def wait(self, what: str, matches: Callable[[dict[str, Any]], bool], since: int = 0) -> dict[str, Any]:
        """The first message from `since` on that matches."""
        end = time.monotonic() + LIMIT
        seen = since
        with self._changed:
            while True:
                while seen < len(self.received):
                    if matches(self.received[seen]):
                        return self.received[seen]
                    if self.received[seen] == {"closed": True}:
                        raise AssertionError(f"the server ended before {what}; log:\n" + "\n".join(self.log[-40:]))
                    seen += 1
                if not self._changed.wait(end - time.monotonic()):
                    raise AssertionError(f"no {what} in {LIMIT} s; log:\n" + "\n".join(self.log[-40:]))

    def logged(self, said: str) -> None:
        """Wait for a line of the log; what it says of a message may arrive after the answer to a later one."""
        end = time.monotonic() + LIMIT
        with self._changed:
            while not any(said in line for line in self.log):
                if not self._changed.wait(end - time.monotonic()):
                    raise AssertionError(f"no {said!r} in {LIMIT} s; log:\n" + "\n".join(self.log[-40:]))

    def mark(self) -> int:
        """Where the messages that come from now on begin."""
        return len(self.received)

    def start_request(self, method: str, params: Any) -> int:
        self._next += 1
        self.send({"id": self._next, "method": method, "params": params})
        return self._next

    def answer(self, number: int) -> dict[str, Any]:
        return self.wait(f"answer {number}", lambda m: m.get("id") == number and "method" not in m)

    def request(self, method: str, params: Any) -> Any:
        answer = self.answer(self.start_request(method, params))
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def notify(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def initialize(self, **options: Any) -> dict[str, Any]:
        folders = [{"uri": folder.as_uri(), "name": folder.name} for folder in self.folders]
        result = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folders[0]["uri"] if folders else None,
                "workspaceFolders": folders or None,
                "capabilities": self.capabilities,
                "initializationOptions": {"trusted": True, **options},
            },
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1) -> None:
        document = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *edits: tuple[tuple[int, int], tuple[int, int], str]) -> None:
        changes = [
            {
                "range": {
                    "start": {"line": start[0], "character": start[1]},
                    "end": {"line": end[0], "character": end[1]},
                },
                "text": text,
            }
            for start, end, text in edits
        ]
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def attribute(self, uri: str, version: int, start: tuple[int, int], end: tuple[int, int], **origin: Any) -> None:
        place = {
            "start": {"line": start[0], "character": start[1]},
            "end": {"line": end[0], "character": end[1]},
        }
        self.notify(
            "groundwire/didAttribute",
            {
                "textDocument": {"uri": uri, "version": version},
                "edits": [{"range": place}],
                "origin": {"kind": "completion", "grade": "B", "event": "whole", **origin},
            },
        )

    def command(self, name: str, argument: Any) -> Any:
        return self.request("workspace/executeCommand", {"command": f"groundwire.{name}", "arguments": [argument]})

    def diagnostics(
        self, uri: str, since: int = 0, codes: list[str] | None = None, holds: Collection[str] = ()
    ) -> list[dict[str, Any]]:
        """What was published of a document, once exactly `codes` are marked, or what it `holds` among others."""

        def matches(message: dict[str, Any]) -> bool:
            if message.get("method") != "textDocument/publishDiagnostics" or message["params"]["uri"] != uri:
                return False
            found = [mark["code"] for mark in message["params"]["diagnostics"]]
            return codes in (None, found) and set(holds).issubset(found)

        marks: list[dict[str, Any]] = self.wait(f"diagnostics {codes or [*holds]} of {uri}", matches, since)["params"][
            "diagnostics"
        ]
        return marks

    def status(self, matches: Callable[[dict[str, Any]], bool], since: int = 0) -> dict[str, Any]:
        """The first status that matches, of the one in force at `since` and those told later: only news is told."""
        method = "groundwire/didChangeStatus"
        told = (index for index in reversed(range(since)) if self.received[index].get("method") == method)
        found = self.wait("status", lambda m: m.get("method") == method and matches(m["params"]), next(told, since))
        params: dict[str, Any] = found["params"]
        return params

    @property
    def popups(self) -> list[str]:
        return [m["params"]["message"] for m in self.received if m.get("method") == "window/showMessage"]

    def shutdown(self) -> int:
        """End as an editor does; the exit status. All that was said and logged, also by what it started, is read."""
        self.request("shutdown", None)
        self.notify("exit", None)
        status = self.process.wait(LIMIT)
        for thread in self._threads:
            thread.join(LIMIT)
            assert not thread.is_alive(), "a process that the server started holds on to its output"
        return status

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(LIMIT)
        for thread in self._threads:
            thread.join(LIMIT)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


@contextmanager
def lsp_client(*folders: Path, **options: Any) -> Iterator[LspClient]:
    client = LspClient(*folders, **options)
    try:
        yield client
    finally:
        client.kill()


def regions(client: LspClient, uri: str) -> dict[str, Any]:
    """The answer to `groundwire/regions`."""
    answer: dict[str, Any] = client.request("groundwire/regions", {"textDocument": {"uri": uri}})
    return answer


def settled(client: LspClient, uri: str) -> list[dict[str, Any]]:
    """The document's units once every rule has answered for each: marks may come while others still wait."""
    while True:
        since = client.mark()
        found: list[dict[str, Any]] = regions(client, uri)["units"]
        if not any(unit["reason"] == PENDING for unit in found):
            return found
        client.wait("regions", lambda message: message.get("method") == "groundwire/didChangeRegions", since)


def units(client: LspClient, uri: str) -> dict[str, Any]:
    """What is said of each generated unit, by name, once every rule has answered for each."""
    return {unit["name"]: unit for unit in settled(client, uri)}


def place(line: int, character: int = 0) -> dict[str, Any]:
    """An empty range."""
    position = {"line": line, "character": character}
    return {"start": position, "end": position}
