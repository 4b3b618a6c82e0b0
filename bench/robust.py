"""How much the server bears: the tests' sweeps at full count, each against a real server in a fresh project.

python bench/robust.py edits --count 10000 [--seed N]
python bench/robust.py messages --count 1000
python bench/robust.py kills --count 100
python bench/robust.py memory --sources FOLDER      # 50 files of a project all generated, then 10,000 edits
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

from e2e import lsp_client as client_module
from e2e.lsp_client import LspClient, lsp_client, regions
from e2e.processes import children
from support.kills import Killed
from support.nonsense import Nonsense
from support.random_edits import Session

if TYPE_CHECKING:
    from collections.abc import Iterator


client_module.LIMIT = 3_600.0  # seconds: a sweep may share its machine


@contextmanager
def project() -> Iterator[Path]:
    """An empty git work tree."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "project"
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        yield root


def edits(count: int, seed: int) -> None:
    """Random edits and attributions, compared with a model of single characters, in each position encoding."""
    begun = time.monotonic()
    made = origins = 0
    encodings = ["utf-16", "utf-8", "utf-32"]
    while made < count:
        encoding = encodings[seed % len(encodings)]
        capabilities = {"general": {"positionEncodings": [encoding]}, "textDocument": {"publishDiagnostics": {}}}
        with project() as root, lsp_client(root, capabilities=capabilities) as client:
            client.initialize()
            session = Session(client, (root / "random.py").as_uri(), seed, encoding)
            try:
                session.run(min(1_000, count - made))
            except AssertionError:
                print(f"seed {seed}, {encoding}, {session.edits} edits: the server and the model differ")
                print("\n".join([*session.said[-5:], *client.log[-20:]]))
                raise
            failures = [line for line in client.log if "ERROR" in line or "Traceback" in line]
            if client.shutdown() or client.popups or failures:
                raise SystemExit(f"seed {seed}: {client.popups} {failures}")
            made += session.edits
            origins += session.origins
        seed += 1
    print(f"{made:,} edits, {origins:,} attributions: no difference, {time.monotonic() - begun:.0f} s")


def messages(count: int, seed: int) -> None:
    """Malformed and mistimed messages, a hundred to a session; every request is answered once and all is well after."""
    begun = time.monotonic()
    sent = requests = 0
    while sent < count:
        with project() as root, lsp_client(root) as client:
            nonsense = Nonsense(client, root, seed)
            nonsense.before_it_begins()
            client.initialize()
            nonsense.send(100)
            nonsense.answered_once()
            nonsense.works_as_ever()
            if client.shutdown():
                raise SystemExit(f"seed {seed}: the server failed")
            nonsense.answered_once()
            nonsense.nothing_popped_up_twice()
            sent += nonsense.sent
            requests += len(nonsense.asked)
        seed += 1
    print(f"{sent:,} messages, {requests:,} requests, each answered once, {time.monotonic() - begun:.0f} s")


def kills(count: int, seed: int) -> None:
    """Kills of a server that saves all the time."""
    begun = time.monotonic()
    with project() as root:
        killed = Killed(root, seed)
        for _ in range(count):
            killed.live_and_die()
        print(f"{count} kills, {killed.saves:,} saves: nothing saved was lost, {time.monotonic() - begun:.0f} s")


def memory(sources: Path, count: int) -> None:
    """Megabytes of each process with 50 files of a project all generated, and after every tenth of `count` edits."""
    # With an environment of its own it is started from nothing: a copy shares what it holds with what it is a copy of.
    with project() as root, lsp_client(root, env={}) as client:
        copy = Path(shutil.copytree(sources, root / sources.name))
        chosen = sorted(copy.rglob("*.py"), key=lambda file: (-file.stat().st_size, file))
        chosen = [file for file in chosen if 1_000 < file.stat().st_size < 100_000]
        chosen = chosen[:: max(1, len(chosen) // 50)][:50]
        client.initialize()
        lines = sum(_generated(client, file) for file in chosen)
        client.status(lambda status: status["state"] == "ready" and status["files"] == len(chosen))
        print(f"{len(chosen)} files, {lines:,} lines, all generated: {_held(client)}")
        uri = chosen[0].as_uri()
        for number in range(1, count + 1):
            text = "x" if number % 2 else ""
            end = (0, 0) if number % 2 else (0, 1)
            client.change(uri, number + 1, ((0, 0), end, text))
            if number % 2:
                client.attribute(uri, number + 1, (0, 0), (0, 1), time=str(number))
            if number % (count // 10) == 0:
                regions(client, uri)
                print(f"after {number:>6,} edits: {_held(client)}")
        if client.shutdown():
            raise SystemExit("the server failed")


def _generated(client: LspClient, file: Path) -> int:
    text = file.read_text(encoding="utf-8")
    client.open(file.as_uri(), text)
    client.command("markGenerated", {"uri": file.as_uri()})
    return text.count("\n")


def _held(client: LspClient) -> str:
    """Proportional set sizes of the server and of the processes it started, and they in turn."""
    found = []
    processes = [client.process.pid]
    for process in processes:
        processes += sorted(children(process))
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        size = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        name = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[-2].decode()
        found.append(f"{name} {size / 1024:.0f} MB")
    return ", ".join(found)


def main() -> None:
    """Read the command line and run one sweep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sweeps = parser.add_subparsers(dest="sweep", required=True)
    for name, count in (("edits", 10_000), ("messages", 1_000), ("kills", 100)):
        sweep = sweeps.add_parser(name)
        sweep.add_argument("--count", type=int, default=count)
        sweep.add_argument("--seed", type=int, default=1_000)
    sweep = sweeps.add_parser("memory")
    sweep.add_argument("--sources", type=Path, required=True)
    sweep.add_argument("--count", type=int, default=10_000)
    given = vars(parser.parse_args())
    {"edits": edits, "messages": messages, "kills": kills, "memory": memory}[given.pop("sweep")](**given)


if __name__ == "__main__":
    main()
