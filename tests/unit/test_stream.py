"""Where one message ends and the next begins."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pytest

from groundwire.lsp.stream import FramingLostError, read_message
from support.malformed import LOST, NO_MESSAGE, framed


def test_messages_come_one_after_another() -> None:
    stream = BytesIO(b"".join(map(framed, NO_MESSAGE)))
    assert [read_message(stream) for _ in NO_MESSAGE] == NO_MESSAGE
    assert read_message(stream) is None


@pytest.mark.parametrize(
    "data",
    [
        b"content-length:2\r\n\r\n{}",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
        b"\r\n\r\nContent-Length:   2  \r\n\r\n{}",
        b"Content-Length: 2\n\n{}",
    ],
)
def test_headers_may_be_written_in_several_ways(data: bytes) -> None:
    assert read_message(BytesIO(data)) == b"{}"


@pytest.mark.parametrize("data", LOST, ids=lambda data: repr(data[:40]))
def test_what_is_no_header_is_not_passed_over(data: bytes) -> None:
    stream = BytesIO(data)
    with pytest.raises(FramingLostError):
        list(iter(partial(read_message, stream), None))


def test_a_message_that_breaks_off_is_none() -> None:
    assert read_message(BytesIO(b"Content-Length: 9\r\n\r\n{}")) is None
    assert read_message(BytesIO(b"Content-Length: 2\r\n")) is None
