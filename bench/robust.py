"""How much the server bears: the tests' sweeps at full count, each against a real server in a fresh project.

python bench/robust.py edits --count 10000 [--seed N]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "server"), str(ROOT / "tests")]

from e2e.lsp_client import lsp_client
from support.random_edits import Session

if TYPE_CHECKING:
    from collections.abc import Iterator


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
                print(f"seed {seed}, {encoding}: the server and the model differ")
                raise
            failures = [line for line in client.log if "ERROR" in line or "Traceback" in line]
            if client.shutdown() or client.popups or failures:
                raise SystemExit(f"seed {seed}: {client.popups} {failures}")
            made += session.edits
            origins += session.origins
        seed += 1
    print(f"{made:,} edits, {origins:,} attributions: no difference, {time.monotonic() - begun:.0f} s")


def main() -> None:
    """Read the command line and run one sweep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sweeps = parser.add_subparsers(dest="sweep", required=True)
    sweep = sweeps.add_parser("edits")
    sweep.add_argument("--count", type=int, default=10_000)
    sweep.add_argument("--seed", type=int, default=1_000)
    given = vars(parser.parse_args())
    {"edits": edits}[given.pop("sweep")](**given)


if __name__ == "__main__":
    main()
