"""Settings and files that nobody should have: the server judges all the same, and says what it cannot use."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from e2e.lsp_client import LspClient, lsp_client

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'import os\n\n\ndef debug():\n    return bool(os.environ.get("DEBUG"))\n'
COMMANDS = [
    *("markGenerated", "unmark", "markMine", "showOrigin", "markReviewed", "writeTestStub", "markChanged"),
    *("connectAgent", "clearAttribution", "notUseful", "undoNotUseful", "whyNothing"),
]


def judged(client: LspClient, project: Path) -> str:
    """The URI of a file with a mark in it: everything before it went well."""
    client.initialize()
    uri = (project / "generated.py").as_uri()
    client.open(uri, TRAP)
    client.attribute(uri, 1, (0, 0), (5, 0))
    client.diagnostics(uri, codes=["GW408", "GW208"])
    return uri


def reasons(client: LspClient, uri: str) -> dict[str, str]:
    return {reason["kind"]: reason["message"] for reason in client.command("whyNothing", {"uri": uri})["reasons"]}


@pytest.mark.parametrize(
    "toml",
    [
        "tool = 3\n",
        "[[tool.coverage]]\na = 1\n",
        "[tool]\npytest = 4\n",
        "[tool.poetry]\npackages = 5\n",
        '[tool.coverage.run]\ndata_file = "~nosuchuser/.coverage"\n',
        f"x = {'[' * 3000}{']' * 3000}\n",
    ],
)
def test_odd_settings_stop_no_judgement(project: Path, toml: str) -> None:
    (project / "pyproject.toml").write_text(toml)
    with lsp_client(project) as client:
        judged(client, project)
        assert client.shutdown() == 0
        assert not [line for line in client.log if line.startswith(("ERROR", "Traceback"))], "\n".join(client.log)


def test_an_environment_of_nobody_is_told_of(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.groundwire]\nenvironment = "~nosuch/x"\nenable = 3\n')
    with lsp_client(project) as client:
        uri = judged(client, project)
        said = reasons(client, uri)
        assert "outside" not in said
        assert "There is no Python at" in said["noEnvironment"]
        assert "~nosuch/x" in said["noEnvironment"]
        assert "pyproject.toml: `enable` must be true or false" in said["configuration"]
        other = (project / "app.py").as_uri()
        assert reasons(client, other).keys() == {"unattributed", "configuration"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders there")
def test_a_pipe_in_the_project_holds_no_judgement_up(project: Path) -> None:
    os.mkfifo(project / "x.py")
    (project / "app.py").write_text("import json\n\njson.missing()\n")
    with lsp_client(project) as client:
        judged(client, project)
        uri = (project / "app.py").as_uri()
        client.open(uri, "import json\n\njson.missing()\n")
        client.attribute(uri, 1, (0, 0), (3, 0))
        client.diagnostics(uri, codes=["GW102"])
        assert client.shutdown() == 0
        assert not [line for line in client.log if "replaced" in line or "no answer" in line]


@pytest.mark.parametrize("arguments", [{}, {"arguments": []}, {"arguments": None}])
def test_a_command_without_arguments_is_told_what_it_needs(project: Path, arguments: dict[str, object]) -> None:
    with lsp_client(project) as client:
        client.initialize()
        for name in COMMANDS:
            params = {"command": f"groundwire.{name}", **arguments}
            error = client.answer(client.start_request("workspace/executeCommand", params))["error"]
            assert (error["code"], "\n" in error["message"]) == (-32602, False), (name, error)
            assert "uri" in error["message"]
            assert "Traceback" not in str(error)
