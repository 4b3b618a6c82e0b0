"""Times one edit to its changed marks, beside other servers, in one run: `python bench/editing.py [--edits N] [PEER…]`.

Every edit adds or removes one defect in a function in the middle of a file of real code, in words not used before, and
counts only when the mark has come or gone. PEER is any of ruff, pylsp, found on the PATH. Prints wall
times in ms, CPU of the server's whole process tree per edit, start to the answer to `initialize`, and memory.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

from e2e.lsp_client import MAIN, VSCODE_LIKE, LspClient

OURS = [sys.executable, "-I", str(MAIN), "lsp"]
"""Started from nothing; the tests' servers are copies of a process that has everything loaded."""
SIZES = (200, 2_000, 20_000)
SUBJECT = (
    "\n\ndef subject(items):\n    total = 0\n    for item in items:\n        total += item\n    return total\n\n\n"
)
LINE = 4
"""Of `total += item`, counted from the first line of SUBJECT that holds text."""


class Peer(NamedTuple):
    """A server, and the defect it marks."""

    command: list[str]
    defect: Callable[[int], str]
    """A statement with a defect, different for every number."""
    code: str


def peers() -> dict[str, Peer]:
    """The servers that can be compared, by name."""
    undefined = "        total += missing_{}".format
    return {
        "groundwire": Peer(OURS, '        total += bool(os.environ.get("ENABLE_{}"))'.format, "GW208"),
        "ruff": Peer(["ruff", "server"], undefined, "F821"),
        "pylsp": Peer(["pylsp"], undefined, "undefined name"),
    }


def corpus(lines: int) -> tuple[str, int]:
    """Real code of about so many lines with SUBJECT in its middle, and the line of `total += item`."""
    parts: list[str] = ["import os\n"]
    count = 1
    for file in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        text = file.read_text(encoding="utf-8", errors="replace")
        body = [line for line in text.splitlines() if not line.startswith("from __future__")]
        for start, line in enumerate(body):
            if line.startswith(("def ", "class ")) and not body[start - 1].startswith("@"):
                break
        else:
            continue
        end = next((i for i in range(start + 1, len(body)) if body[i] and not body[i][0].isspace()), len(body))
        while end < len(body) and count + end - start < lines:
            following = next((i for i in range(end + 1, len(body)) if body[i] and not body[i][0].isspace()), len(body))
            end = following
        piece = body[start : min(end, start + lines - count)]
        while piece and (not piece[-1] or piece[-1][0].isspace()) and len(piece) == lines - count:
            piece.pop()
        try:
            compile("\n".join(piece), str(file), "exec")
        except SyntaxError:
            continue
        parts.append("\n".join(piece) + "\n")
        count += len(piece)
        if count >= lines * 0.95:
            break
    middle = max(1, len(parts) // 2)
    text = "".join(parts[:middle]) + SUBJECT
    line = text.count("\n") - 4
    whole = text + "".join(parts[middle:])
    assert whole.split("\n")[line] == "        total += item"
    return whole, line


def processes(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found = [root]
    for process in found:
        found += parents.get(process, [])
    return found


def cpu(root: int) -> float:
    """CPU seconds of a process tree."""
    ticks = 0
    for process in processes(root):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def memory(root: int) -> dict[str, float]:
    """PSS in MB of each process of a tree, by what it was started as."""
    found = {}
    for process in processes(root):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        name = next((word.decode() for word in reversed(command) if word), "?")
        kilobytes = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        found[f"{Path(name).name} ({process})"] = kilobytes / 1024
    return found


def marked(message: dict, uri: str, version: int, peer: Peer, line: int) -> bool | None:
    """Whether the line is marked; None for a message that says nothing of this version."""
    if message.get("method") != "textDocument/publishDiagnostics" or message["params"]["uri"] != uri:
        return None
    if message["params"].get("version") is not None and message["params"]["version"] < version:
        return None
    return any(
        mark["range"]["start"]["line"] == line and (mark.get("code") == peer.code or peer.code in mark["message"])
        for mark in message["params"]["diagnostics"]
    )


def measure(name: str, peer: Peer, size: int, edits: int, folder: Path) -> dict[str, float]:
    """One server on one file."""
    text, line = corpus(size)
    file = folder / f"file_{size}.py"
    file.write_text(text)
    uri = file.as_uri()
    started = time.perf_counter()
    capabilities = {**VSCODE_LIKE, "general": {"positionEncodings": ["utf-16"]}}
    client = LspClient(folder, capabilities=capabilities, command=peer.command)
    try:
        client.initialize()
        start = time.perf_counter() - started
        client.open(uri, text)
        if name == "groundwire":
            client.attribute(uri, 1, (line - 3, 0), (line + 1, 16))
        version, times = 1, []
        current, spent = "        total += item", 0.0
        for number in range(-4, edits):
            if number == 0:
                spent = cpu(client.process.pid)
            wrong = number % 2 == 0
            new = peer.defect(number + 10) if wrong else f"        total += item + {number + 10}"
            version += 1
            since = client.mark()
            before = time.perf_counter()
            client.change(uri, version, ((line, 0), (line, len(current)), new))
            client.wait(
                f"{'mark' if wrong else 'no mark'} of edit {number}",
                lambda m: marked(m, uri, version, peer, line) is wrong,  # noqa: B023 - waited for at once
                since,
            )
            if number >= 0:
                times.append((time.perf_counter() - before) * 1000)
            current = new
        spent = (cpu(client.process.pid) - spent) / edits * 1000
        times.sort()
        return {
            "start": start * 1000,
            "p50": statistics.median(times),
            "p95": times[int(len(times) * 0.95)],
            "cpu": spent,
        }
    finally:
        client.kill()


def fifty_files(folder: Path) -> dict[str, float]:
    """Memory of our processes after fifty files of real code, each of them generated."""
    files = [file for file in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")) if file.stat().st_size < 100_000]
    client = LspClient(folder, command=OURS)
    try:
        client.initialize()
        for file in files[:50]:
            uri = (folder / file.name).as_uri()
            client.open(uri, file.read_text(encoding="utf-8", errors="replace"))
            client.command("markGenerated", {"uri": uri})
        client.status(lambda status: status["state"] == "ready" and status["files"] == 50)
        return memory(client.process.pid)
    finally:
        client.kill()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("peers", nargs="*", default=["ruff", "pylsp"])
    arguments = parser.parse_args()
    known = peers()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        (folder / ".git").mkdir()
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        print("server       lines  start ms   p50 ms   p95 ms  CPU ms/edit")
        for name in ["groundwire", *arguments.peers]:
            for size in SIZES:
                found = measure(name, known[name], size, arguments.edits, folder)
                print(
                    f"{name:12} {size:5} {found['start']:9.0f} {found['p50']:8.1f} {found['p95']:8.1f} "
                    f"{found['cpu']:12.2f}",
                    flush=True,
                )
        for process, megabytes in fifty_files(folder).items():
            print(f"PSS after 50 files: {process}: {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
