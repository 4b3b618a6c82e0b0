"""Our protocol over the framework's."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO

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
