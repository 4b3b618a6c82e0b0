"""A copy of the sample with its generated code on record, and what the server says of it to the tests' own client."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.command_line import git, groundwire_command
from e2e.lsp_client import LspClient, lsp_client, place

ROOT = Path(__file__).resolve().parents[2]
MODULE = "src/shop/pricing.py"
"""The module the tests look at: marks of two kinds, a function without a test, a test file beside it."""
FUNCTION = 'def is_valid_coupon(code: str) -> bool:\n    """Whether the coupon exists and has not expired."""\n'
WIDE = "src/shop/labels.py"
WIDE_TEXT = 'import os\n\n\ndef label():\n    return "😋" if bool(os.environ.get("SMILE")) else ""\n'
"""A mark after a character that is one, two or four units wide, depending on who counts."""


@dataclass(frozen=True)
class Said:
    """What was said of one file. Places are (line, column) from 0, columns in code points."""

    marks: list[dict[str, Any]]
    """`{code, severity, message, start, end}` in the order of the text."""
    hover: str
    """On `is_valid_coupon`, where the file holds it."""
    lenses: list[tuple[int, str]]


@dataclass(frozen=True)
class Recorded:
    """The copy, and what is right of it."""

    folder: Path
    said: dict[str, Said]
    all_generated: Said
    """What is said of `MODULE` where nothing is on record but that the whole of it was generated."""
    files: int
    """Files with generated code."""
    stub: str
    """The test file of `MODULE` once the stub of `is_valid_coupon` is in it."""

    def copy(self, folder: Path) -> Path:
        """A copy to change, attribution and all."""
        return shutil.copytree(self.folder, folder, symlinks=True)

    def marks_of_function(self) -> list[dict[str, Any]]:
        """The marks of `is_valid_coupon` alone."""
        text = (self.folder / MODULE).read_text(encoding="utf-8")
        first = text[: text.index(FUNCTION)].count("\n")
        return [mark for mark in self.said[MODULE].marks if first <= mark["start"][0] <= first + 2]


def record(folder: Path) -> Recorded:
    """Copy the sample to a folder that is not there yet, attribute what its list says, and ask about it."""
    shutil.copytree(ROOT / "samples" / "shop", folder, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    (folder / WIDE).write_text(WIDE_TEXT, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Take orders")
    listed = json.loads((ROOT / "samples" / "shop.generated.json").read_text())["generated"]
    lines = {entry["path"]: [unit["lines"] for unit in entry["units"]] for entry in listed} | {WIDE: [[4, 5]]}
    whole = {"start": place(0)["start"], "end": place(len((folder / MODULE).read_text().splitlines()))["start"]}
    (all_generated,) = _marked(folder, {MODULE: [whole]}, [MODULE])
    shutil.rmtree(folder / ".git" / "groundwire")
    ranges = {
        path: [{"start": place(first - 1)["start"], "end": place(last)["start"]} for first, last in pairs]
        for path, pairs in lines.items()
    }
    said = dict(zip((MODULE, WIDE), _marked(folder, ranges, [MODULE, WIDE]), strict=True))
    stub = groundwire_command(folder, "stub", f"{MODULE}::is_valid_coupon", "--print")
    assert stub.status == 0, stub.err
    return Recorded(folder, said, all_generated, len(lines), stub.out)


def _marked(folder: Path, ranges: dict[str, list[dict[str, Any]]], asked: list[str]) -> list[Said]:
    """Mark what lies in these ranges as generated; what is said of the files asked about then."""
    with lsp_client(folder) as client:
        client.initialize()
        for path, places in ranges.items():
            uri = (folder / path).as_uri()
            client.open(uri, (folder / path).read_text(encoding="utf-8"))
            for where in places:
                client.command("markGenerated", {"uri": uri, "range": where})
        client.status(lambda status: status["state"] == "ready" and status["files"] == len(ranges))
        said = [_said(client, folder / path) for path in asked]
        client.shutdown()
        assert client.popups == []
    return said


def _said(client: LspClient, file: Path) -> Said:
    uri, text = file.as_uri(), file.read_text(encoding="utf-8")
    lines = text.split("\n")
    document = {"textDocument": {"uri": uri}}
    published = [m["params"] for m in client.received if m.get("method") == "textDocument/publishDiagnostics"]
    marks = [params["diagnostics"] for params in published if params["uri"] == uri][-1]
    hover = ""
    if FUNCTION in text:
        line = text[: text.index(FUNCTION)].count("\n")
        hover = client.request("textDocument/hover", document | {"position": place(line, 5)["start"]})["contents"][
            "value"
        ]
    lenses = [
        (lens["range"]["start"]["line"], lens["command"]["title"])
        for lens in client.request("textDocument/codeLens", document)
    ]
    return Said([_mark(mark, lines) for mark in marks], hover, lenses)


def _mark(mark: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    def code_points(at: dict[str, int]) -> list[int]:
        before = lines[at["line"]].encode("utf-16-le")[: 2 * at["character"]]
        return [at["line"], len(before.decode("utf-16-le"))]

    where = {end: code_points(mark["range"][end]) for end in ("start", "end")}
    return {name: mark[name] for name in ("code", "severity", "message")} | where
