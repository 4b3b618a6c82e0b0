"""How long the event loop is held up: `python bench/held_up.py [--lines N …] [--times N]`.

A session as the server's, without a client and an analysis process. Files of real code, one with five earlier texts on
record, half of its lines generated, are opened, edited, replaced as a whole, saved and closed, and an agent tells of
edits. Each turn of the event loop is timed: CPU of its thread, so that a busy machine tells nearly the same. Prints the
longest turn of each phase, until nothing more comes of it, and what a hover over another file waits, wall time, while a
text is explained in the background, and at rest.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
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
from groundwire.provenance.records import inbox
from groundwire.provenance.store import Store
from support.quiet_session import QuietSession

SMALL = "def small():\n    return 1\n"
FELT = 1.0
"""Milliseconds of a turn in which something was done."""
_QUIET = 20
"""Looks in a row, a fiftieth of a second apart, between which nothing was done."""
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


class Phases:
    """One session, and the longest turn of what was done in it."""

    def __init__(self, session: QuietSession) -> None:
        self._session = session
        self.longest: dict[str, float] = {}

    async def time(self, name: str, work: Callable[[], object], *, hovering: bool = False) -> None:
        """Do some work in a turn of its own, as a message of the client is, and wait until nothing more comes of it."""
        await asyncio.sleep(0.2)
        turns.clear()
        asyncio.get_running_loop().call_soon(work)
        quiet = looked = 0
        while quiet < _QUIET or not self._over():
            await asyncio.sleep(0.02)
            if hovering:
                meanwhile.append(await self.hovered())
            quiet = quiet + 1 if max(turns[looked:], default=0) < FELT else 0
            looked = len(turns)
        self.longest[name] = max(turns)

    def _over(self) -> bool:
        """Whether no text is being compared in the background."""
        explaining = self._session.explaining
        return not any(explaining.waits(document) for document in self._session.documents.values())

    async def hovered(self) -> float:
        """Milliseconds from a hover over a small file until its answer: the loop's next turn, and the work."""
        document = self._session.documents[self._session.uri("small.py")]
        begun = time.perf_counter()
        await asyncio.sleep(0.0)
        found = hover(
            document, types.Position(0, 5), "utf-16", self._session.server.client_capabilities, lambda *_: None
        )
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
    session = QuietSession(root, gated=False)
    folder = session.folders[root.as_uri()]
    phases = Phases(session)
    uri, lines = session.uri("a.py"), text.count("\n")
    middle, end = (lines // 2, 0), (lines + 9, 0)
    other = text.replace("    return ", "    return  ")

    session.open("small.py", SMALL)
    session.documents[session.uri("small.py")].learn(attributed(SMALL))
    at_rest.extend([await phases.hovered() for _ in range(300)])
    await phases.time("opened, nothing on record", lambda: session.open("b.py", text))
    await phases.time("all of it replaced", lambda: session.change("b.py", 2, ((0, 0), end, other)))
    await phases.time("opened, never seen", lambda: session.open("a.py", f"# unseen\n{text}"), hovering=True)
    await phases.time("one key", lambda: session.change("a.py", 2, (middle, middle, "x")))
    await phases.time("all of it replaced, by a range", lambda: session.change("a.py", 3, ((0, 0), end, other)))
    await phases.time("all of it replaced, as a whole", lambda: session.replace("a.py", 4, f"# again\n{text}"))
    await phases.time("saved", lambda: session.editing.saved(uri))
    session.change("a.py", 5, ((0, 0), (0, 0), "# edited\n"))
    await phases.time("closed", lambda: session.editing.closed(uri))
    await phases.time("opened, seen", lambda: session.open("a.py", f"{text}# 4\n"))
    (root / "c.py").write_text(text)
    session.open("c.py", text)
    before = text
    for number, name in enumerate(("an agent's edit", "its next edit")):
        after = before.replace("\n", f"\nedit_{number} = 1\n", 1)
        edit = {"path": "c.py", "before": before, "after": after, "via": "hook:claude", "event": name}
        inbox.put(str(folder.location.store), edit)
        await phases.time(name, lambda: session.judging.spawn(session.recorded.look(folder)))
        session.change("c.py", number + 2, ((1, 0), (1, 0), f"edit_{number} = 1\n"))
        before = after
    assert session.documents[session.uri("c.py")].attributed
    await session.close()
    return phases.longest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--lines", type=int, nargs="+", default=[200, 2_000, 20_000])
    given = parser.parse_args()
    timed_turns()
    gc.freeze()  # as the server does
    for lines in given.lines:
        text = corpus(lines)[0]
        runs = []
        for _ in range(given.times):
            with tempfile.TemporaryDirectory() as folder:
                runs.append(asyncio.run(run(text, Path(folder).resolve())))
        print(f"{lines:,} lines, {len(text):,} characters: longest turn of the event loop, CPU ms")
        for name in runs[0]:
            taken = sorted(found[name] for found in runs)
            print(f"  {name:<32} median {statistics.median(taken):>8,.1f}   worst {taken[-1]:>8,.1f}", flush=True)
        for name, waits in (("hover at rest", at_rest), ("hover meanwhile", meanwhile)):
            waits.sort()
            p95 = waits[int(len(waits) * 0.95)]
            print(f"  {name:<32} p50 {statistics.median(waits):>8,.2f}   p95 {p95:>8,.2f}   worst {waits[-1]:>8,.1f}")
            waits.clear()


if __name__ == "__main__":
    main()
