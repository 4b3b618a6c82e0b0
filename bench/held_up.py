"""How long attribution holds up the event loop: `python bench/held_up.py [--lines N] [--times N]`.

A session as the server's, without a client and an analysis process. A file of real code has five earlier texts on
record, half of its lines generated. It is opened with a text that was never seen, edited, saved and closed. Each turn
of the event loop is timed: CPU of its thread, so that a busy machine tells the same. Prints each phase's longest turn,
and what a hover over another file waits, wall time, while the text is explained in the background, and at rest.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / part) for part in ("tests", "server", "bench")]

from editing import corpus
from lsprotocol import types
from provenance import attributed

from groundwire.lsp.hover import hover
from groundwire.lsp.tracked import TrackedDocument
from groundwire.provenance.store import Store
from support.quiet_session import QuietSession

SMALL = "def small():\n    return 1\n"
meanwhile: list[float] = []
at_rest: list[float] = []
turns: list[float] = []
"""Milliseconds of each turn since the list was emptied."""


def timed_turns() -> None:
    ran = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        begun = time.thread_time()
        ran(handle)
        turns.append((time.thread_time() - begun) * 1000)

    asyncio.Handle._run = timed  # type: ignore[method-assign]


async def phase(work: Callable[[], object], over: Callable[[], bool]) -> float:
    """The longest turn from some work on until it is over and nothing more comes of it."""
    await asyncio.sleep(0.3)
    turns.clear()
    work()
    while not over():  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    return max(turns)


async def opening(session: QuietSession, text: str) -> float:
    """The turn that opens a document; the turns until it is explained are left."""
    await asyncio.sleep(0.3)
    turns.clear()
    asyncio.get_running_loop().call_soon(lambda: session.open("a.py", text))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    opened = max(turns)  # where it is explained at once, that is in it
    turns.clear()
    while not session.documents[session.uri("a.py")].attributed:
        meanwhile.append(await hovered(session))
    await asyncio.sleep(0.3)
    return opened


async def hovered(session: QuietSession) -> float:
    """Milliseconds from a hover over a small file until its answer: the loop's next turn, and the work."""
    document = session.documents[session.uri("b.py")]
    begun = time.perf_counter()
    await asyncio.sleep(0.0)
    found = hover(document, types.Position(0, 5), "utf-16", session.server.client_capabilities, lambda *_: None)
    assert found is not None
    return (time.perf_counter() - begun) * 1000


async def run(text: str, root: Path) -> dict[str, float]:
    (root / ".git" / "objects").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    store = Store.open(root / ".git" / "groundwire")
    known = attributed(text)
    for number in range(5):
        assert store.save("a.py", f"{text}# {number}\n", "\n", known)
    store.close()
    unseen = f"# unseen\n{text}"
    session = QuietSession(root, gated=False)
    uri = session.uri("a.py")
    folder = session.folders[root.as_uri()]

    def turn(work: Callable[[], object]) -> Callable[[], object]:
        """A turn of the loop as a message of the client is."""
        return lambda: asyncio.get_running_loop().call_soon(work)

    def plain() -> None:
        TrackedDocument(uri, unseen, 1, None).restore(type(known)())

    session.open("b.py", SMALL)
    session.documents[session.uri("b.py")].learn(attributed(SMALL))
    at_rest.extend([await hovered(session) for _ in range(300)])
    found = {"a document of that size": await phase(turn(plain), lambda: True)}
    found["opened"] = await opening(session, unseen)
    found["explained"] = max(turns) if turns else 0.0
    session.change("a.py", 2, ((0, 0), (0, 0), "# edited\n"))
    saved = f"# edited\n{unseen}"
    found["saved"] = await phase(
        turn(lambda: session.editing.saved(uri)), lambda: folder.store.exact("a.py", saved) is not None
    )
    session.change("a.py", 3, ((0, 0), (0, 0), "# again\n"))
    found["closed"] = await phase(turn(lambda: session.editing.closed(uri)), lambda: uri not in session.documents)
    await session.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--lines", type=int, default=20_000)
    given = parser.parse_args()
    text = corpus(given.lines)[0]
    timed_turns()
    runs = []
    for _ in range(given.times):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(asyncio.run(run(text, Path(folder).resolve())))
    print(f"{given.lines:,} lines, {len(text):,} characters: longest turn of the event loop, CPU ms")
    for name in runs[0]:
        taken = sorted(found[name] for found in runs)
        print(f"  {name:<28} median {statistics.median(taken):>8,.1f}   worst {taken[-1]:>8,.1f}")
    for name, waits in (("hover at rest", at_rest), ("hover meanwhile", meanwhile)):
        if not waits:
            continue
        waits.sort()
        p95 = waits[int(len(waits) * 0.95)]
        print(f"  {name:<28} p50 {statistics.median(waits):>8,.2f}   p95 {p95:>8,.2f}   worst {waits[-1]:>8,.1f}")


if __name__ == "__main__":
    main()
