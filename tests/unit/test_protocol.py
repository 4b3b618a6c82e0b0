"""Our protocol over the framework's."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO

import pytest
from pygls.io_ import StdoutWriter

from groundwire.lsp.server import GroundwireServer


def test_nothing_is_kept_of_messages_that_were_handled() -> None:
    server = GroundwireServer()
    protocol = server.protocol

    @server.feature("test/told")
    async def told(ls: GroundwireServer, params: object) -> None:
        await asyncio.sleep(0)

    async def talk() -> None:
        protocol.set_writer(StdoutWriter(BytesIO()))
        protocol.stage = "running"
        for number in range(5):
            for message in ({"method": "test/told"}, {"method": "test/told", "id": number}):
                assert protocol.receive(json.dumps({"jsonrpc": "2.0", **message}).encode())
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
        await asyncio.sleep(0)  # what is to be done when they are done, is

    asyncio.run(talk())
    assert protocol._request_futures == {}


def test_an_answer_that_nobody_waits_for_any_more_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    protocol = GroundwireServer().protocol
    output = BytesIO()
    protocol.set_writer(StdoutWriter(output))
    protocol.stage = "running"
    asked = protocol.send_request("workspace/codeLens/refresh")
    number = json.loads(output.getvalue().partition(b"\r\n\r\n")[2])["id"]
    asked.cancel()
    assert protocol.receive(json.dumps({"jsonrpc": "2.0", "id": number, "result": None}).encode())
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert protocol._result_types == protocol._request_futures == {}
