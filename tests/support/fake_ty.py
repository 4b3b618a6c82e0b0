"""A program that stands in for `ty`: it speaks the little of the protocol that is used, or fails as it is told to.

It knows words, not Python: a table says how a hover calls each, and where its class is. Each start leaves a line in
`starts`, each message one in `heard`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

QUEUE = "class Full(Exception): ...\n\nclass Queue:\n    def get(self) -> None: ...\n"
PROGRAM = """#!{python} -I
import json, pathlib, re, sys, time

HERE = pathlib.Path(__file__).parent
HOW = json.loads((HERE / "how.json").read_text())
texts = {{}}


def note(name, text):
    with open(HERE / name, "a") as file:
        file.write(text + "\\n")


def say(message):
    content = json.dumps({{"jsonrpc": "2.0", **message}}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n%b" % (len(content), content))
    sys.stdout.buffer.flush()


def hear():
    length = 0
    while line := sys.stdin.buffer.readline().strip():
        length = int(line.split(b":")[1])
    if not length:
        sys.exit(0)
    return json.loads(sys.stdin.buffer.read(length))


def word(parameters):
    place = parameters["position"]
    line = texts[parameters["textDocument"]["uri"]].split("\\n")[place["line"]]
    return next(
        (each[0] for each in re.finditer(r"\\w+", line) if each.start() <= place["character"] < each.end()), ""
    )


def misbehave(asked):
    how = HOW["words"].get(asked, {{}}).get("fails", "")
    if how == "hangs":
        time.sleep(1000)
    if how == "dies":
        sys.exit(3)
    if how == "says nonsense":
        sys.stdout.buffer.write(b"Traceback (most recent call last):\\r\\n" * 3)
        sys.stdout.buffer.flush()
        time.sleep(1000)
    if how == "says too much":
        sys.stdout.buffer.write(b"Content-Length: 99999999999\\r\\n\\r\\n")
        sys.stdout.buffer.flush()
        time.sleep(1000)


note("starts", " ".join(sys.argv[1:]))
while True:
    message = hear()
    method, parameters = message.get("method"), message.get("params")
    note("heard", json.dumps(message))
    if method == "initialize" and HOW["starts"]:
        say({{"id": message["id"], "result": {{"capabilities": HOW["capabilities"]}}}})
    elif method in ("textDocument/didOpen", "textDocument/didChange"):
        document = parameters["textDocument"]
        changes = parameters.get("contentChanges", [document])
        texts[document["uri"]] = changes[0]["text"]
    elif method in ("textDocument/hover", "textDocument/typeDefinition"):
        asked = word(parameters)
        misbehave(asked)
        if HOW["asks"]:
            say({{"id": "theirs", "method": "workspace/configuration", "params": {{}}}})
            say({{"method": "window/logMessage", "params": {{"message": "looking"}}}})
        known = HOW["words"].get(asked)
        if known is None:
            say({{"id": message["id"], "error": {{"code": -32603, "message": "panicked"}}}})
        elif method == "textDocument/hover":
            say({{"id": message["id"], "result": {{"contents": {{"kind": "plaintext", "value": known["hover"]}}}}}})
        else:
            start = {{"line": known.get("line", 0), "character": 6}}
            link = {{"targetUri": known["uri"], "targetSelectionRange": {{"start": start, "end": start}}}}
            say({{"id": message["id"], "result": [link] * known.get("times", 1)}})
"""


class FakeTy:
    """The program, and what it was asked."""

    def __init__(self, folder: Path, words: dict[str, dict[str, Any]], **how: Any) -> None:
        stub = folder / "typeshed" / "0a1b" / "stdlib" / "queue.pyi"
        stub.parent.mkdir(parents=True)
        stub.write_text(QUEUE)
        queue = {"uri": stub.as_uri(), "line": 2}
        known = {
            "a": {"hover": "<class 'Queue'>\n---\nA queue.", **queue},
            "b": {"hover": "Queue[Unknown]", **queue},
            "c": {"hover": "Queue[Unknown] | <class 'Queue'>", **queue},
            "jobs": {"hover": "Queue[int]", **queue},
            "Queue": {"hover": "class Queue(\n    maxsize: int = 0\n)", **queue},
        }
        capabilities = {"positionEncoding": "utf-32", "hoverProvider": True, "typeDefinitionProvider": True}
        given = {"capabilities": capabilities, "asks": False, "starts": True, **how, "words": {**known, **words}}
        self.folder = folder
        self.queue = queue
        self.program = folder / "ty"
        self.program.write_text(PROGRAM.format(python=sys.executable))
        self.program.chmod(0o755)
        (folder / "how.json").write_text(json.dumps(given))

    @property
    def starts(self) -> list[str]:
        """The arguments of each start."""
        return self._lines("starts")

    @property
    def heard(self) -> list[dict[str, Any]]:
        """Every message it got, of all starts."""
        return [json.loads(line) for line in self._lines("heard")]

    def heard_of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each message of a method."""
        return [message["params"] for message in self.heard if message.get("method") == method]

    def _lines(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []
