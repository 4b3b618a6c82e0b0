"""Messages that no sound client sends: wrong types, missing fields, wrong times, and bytes that are no message."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Iterator

HUGE: Final = 10**30
WRONG: Final[list[Any]] = [
    *(
        None,
        True,
        -1,
        0,
        3.5,
        HUGE,
        -HUGE,
        float("nan"),
        float("inf"),
        "",
        "x",
        "\0",
        "\ud800",
        "file:///",
        "file://%00",
    ),
    *([], [[]], {}, {"x": {}}, [None] * 3, "a" * 5_000, {"jsonrpc": "2.0"}, "file:///proc/self/mem", "é" * 300),
    *("untitled:x", "file://host/share/x.py", "http://[::1", "file:///" + "n" * 5_000, "../../etc/passwd", [HUGE]),
]
"""What stands where something else should."""


def sound(uri: str, root: str) -> list[tuple[str, Any]]:
    """Method and parameters of one right message of each kind that the server handles."""
    document = {"uri": uri}
    position = {"line": 1, "character": 2}
    place = {"start": position, "end": {"line": 3, "character": 4}}
    edits = [{"range": place, "text": "x"}]
    attribution = {"kind": "completion", "grade": "B", "event": "whole", "tool": "t", "model": None, "time": "2026"}
    context = {"diagnostics": [{"range": place, "message": "m", "code": "GW408", "data": {}}], "only": ["quickfix"]}
    messages: list[tuple[str, Any]] = [
        ("initialize", {"processId": None, "rootUri": root, "capabilities": {}, "initializationOptions": {}}),
        ("initialized", {}),
        (
            "textDocument/didOpen",
            {"textDocument": {**document, "languageId": "python", "version": 1, "text": "x = 1\n"}},
        ),
        ("textDocument/didChange", {"textDocument": {**document, "version": 2}, "contentChanges": edits}),
        ("textDocument/didSave", {"textDocument": document}),
        ("textDocument/didClose", {"textDocument": document}),
        ("textDocument/hover", {"textDocument": document, "position": position}),
        ("textDocument/codeLens", {"textDocument": document}),
        ("textDocument/codeAction", {"textDocument": document, "range": place, "context": context}),
        ("codeAction/resolve", {"title": "t", "kind": "quickfix", "data": {"uri": uri, "name": "f", "code": "GW408"}}),
        ("workspace/didChangeConfiguration", {"settings": {"groundwire": {"rules": {"select": ["GW"]}}}}),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]}),
        ("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": root, "name": "x"}], "removed": []}}),
        (
            "groundwire/didAttribute",
            {"textDocument": {**document, "version": 1}, "edits": [{"range": place}], "origin": attribution},
        ),
        ("groundwire/regions", {"textDocument": document}),
        ("$/cancelRequest", {"id": 5}),
        ("$/setTrace", {"value": "off"}),
        ("window/workDoneProgress/cancel", {"token": "x"}),
        ("textDocument/definition", {"textDocument": document, "position": position}),
        ("no/suchMethod", {"x": 1}),
    ]
    for command in ("markGenerated", "unmark", "markReviewed", "writeTestStub", "noSuchCommand"):
        arguments = [{"uri": uri, "range": place}]
        messages.append(("workspace/executeCommand", {"command": f"groundwire.{command}", "arguments": arguments}))
    return messages


def is_request(method: str) -> bool:
    """Whether a method is one that is answered."""
    known = types.METHOD_TO_TYPES.get(method)
    return method in {"groundwire/regions", "no/suchMethod"} or (known is not None and known[1] is not None)


def spoilt(value: Any, chance: random.Random) -> Any:
    """The value with one thing in it left out, doubled, or replaced by something else."""
    value = copy.deepcopy(value)
    spots: list[tuple[Any, Any]] = list(_spots(value))
    if not spots or chance.random() < 0.05:
        return chance.choice(WRONG)
    holder, key = chance.choice(spots)
    how = chance.random()
    if how < 0.2:
        del holder[key]
    elif how < 0.3 and isinstance(holder, list):
        holder += [holder[key]] * 3
    else:
        holder[key] = chance.choice(WRONG)
    return value


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    keys: list[Any] = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    for key in keys:
        yield value, key
        yield from _spots(value[key])


NO_MESSAGE: Final = [
    *(b"{not json", b"", b" ", b"\xff\xfe\x00", b'"text"', b"3", b"null", b"[]", b"true", b'{"jsonrpc":"2.0"}', b"{}"),
    *(b"[" * 100_000, b'{"a":' * 50_000, b'{"jsonrpc":"1.0","id":"x","method":"shutdown"}', b"\x00" * 50, b"\r\n\r\n"),
    b'[{"jsonrpc":"2.0","id":"x","method":"shutdown"}]',
    b'{"jsonrpc":"2.0","id":{},"method":"shutdown"}',
    b'{"jsonrpc":"2.0","id":null,"method":"groundwire/regions"}',
    b'{"jsonrpc":"2.0","id":[1],"method":"textDocument/hover","params":{}}',
    b'{"jsonrpc":"2.0","id":true,"method":"exit"}',
    b'{"jsonrpc":"2.0","id":"x","method":7,"params":{}}',
    b'{"jsonrpc":"2.0","id":"x","result":null}',
    b'{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}}',
    b'{"jsonrpc":"2.0","id":"x","error":7}',
    b'{"jsonrpc":"2.0","id":[],"result":[]}',
    '{"jsonrpc":"2.0","method":"groundwire/didAttribute","params":"ÿ"}'.encode("latin-1"),
    b'\xef\xbb\xbf{"jsonrpc":"2.0","method":"textDocument/didSave","params":{}}',
]
"""Well-framed bodies that are no message, or none that can be handled; none of them ends the server."""

LOST: Final = [
    b"Content-Length: five\r\n\r\n{}",
    b"Content-Length: -5\r\n\r\n{}",
    b"Content-Length: 99999999999999999999999\r\n\r\n{}",
    b"Content-Length: 9999999999\r\n\r\n{}",
    b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b'Content-Length: 10\r\n\r\n{"jsonrpc":"2.0","method":"initialized","params":{}}Content-Length: 2\r\n\r\n{}',
    b'{"jsonrpc":"2.0","method":"initialized","params":{}}\r\n\r\n',
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x00" * 3_000,
    b"x" * 3_000,
]
"""Bytes after which nobody can tell where the next message begins."""


def framed(body: bytes) -> bytes:
    """A body as it goes over the wire."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def encoded(message: Any) -> bytes:
    """A message's body; what JSON has no words for is written as Python writes it."""
    return json.dumps(message).encode()
