"""Random edits and attributions through the protocol, character by character against a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from e2e.lsp_client import lsp_client
from support.random_edits import Session

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(4))
def test_every_character_has_the_owner_that_the_model_gives_it(project: Path, seed: int) -> None:
    encoding = ["utf-16", "utf-16", "utf-8", "utf-32"][seed % 4]
    capabilities = {"general": {"positionEncodings": [encoding]}, "textDocument": {"publishDiagnostics": {}}}
    with lsp_client(project, capabilities=capabilities) as client:
        client.initialize()
        session = Session(client, (project / "random.py").as_uri(), seed, encoding)
        session.run(250)
        assert client.shutdown() == 0
        assert client.popups == []
        failures = [line for line in client.log if "ERROR" in line or "Traceback" in line]
        assert not failures, "\n".join(client.log)
