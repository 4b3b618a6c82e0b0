"""The analysis process is replaced when it dies or hangs, and brought up to date."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from groundwire.lsp import analyser as module
from groundwire.lsp.analyser import Analyser, NotStarted, WorkerDied

TEXT = 'import os\n\n\ndef debug():\n    return bool(os.getenv("DEBUG"))\n'
ASK = {"do": "analyse", "uri": "u", "units": [[3, True]]}


def greeting() -> Iterator[dict[str, Any]]:
    yield {"do": "open", "uri": "u", "root": None, "path": "a.py", "cell": None, "text": TEXT}


def run(conversation: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(conversation, 300))


def codes(answer: dict[str, Any]) -> list[str]:
    return [finding["code"] for unit in answer["units"] for finding in unit["findings"]]


def test_it_answers_what_its_greeting_told() -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        assert codes(await analyser.ask(ASK)) == ["GW208"]
        analyser.tell({"do": "change", "uri": "u", "edits": [[4, 11, 4, 35, "None"]]})
        assert codes(await analyser.ask(ASK)) == []
        await analyser.close()

    run(talk())


def test_a_dead_process_is_replaced() -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        await analyser.ask(ASK)
        first = analyser.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        with pytest.raises(WorkerDied):
            await analyser.ask(ASK)
        assert codes(await analyser.ask(ASK)) == ["GW208"]
        assert analyser.pid != first
        await analyser.close()

    run(talk())


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_stuck_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        await analyser.ask(ASK)
        first = analyser.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        monkeypatch.setattr(module, "TIME_LIMIT", 0.1)
        with pytest.raises(WorkerDied):
            await analyser.ask(ASK)
        monkeypatch.undo()
        assert codes(await analyser.ask(ASK)) == ["GW208"]
        assert analyser.pid != first
        await analyser.close()

    run(talk())


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_process_that_a_busy_machine_gives_little_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        await analyser.ask(ASK)
        first = analyser.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        asked: list[int] = []

        def a_little(process: int) -> float:
            asked.append(process)
            if len(asked) < 4:
                return 0.01 * len(asked)
            os.kill(process, signal.SIGCONT)
            monkeypatch.setattr(module, "TIME_LIMIT", 60.0)
            return 5.0

        monkeypatch.setattr(module, "TIME_LIMIT", 0.1)
        monkeypatch.setattr(module, "processor_seconds", a_little)
        assert codes(await analyser.ask(ASK)) == ["GW208"]
        assert analyser.pid == first
        assert len(asked) > 3
        await analyser.close()

    run(talk())


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
@pytest.mark.parametrize("had", [0.0, 1.0], ids=["does nothing", "has had its time"])
def test_a_process_that_is_not_held_up_by_the_machine_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, had: float
) -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        await analyser.ask(ASK)
        assert analyser.pid is not None
        os.kill(analyser.pid, signal.SIGSTOP)
        times = iter([0.0, had])
        monkeypatch.setattr(module, "TIME_LIMIT", 0.1)
        monkeypatch.setattr(module, "processor_seconds", lambda process: next(times))
        with pytest.raises(WorkerDied):
            await analyser.ask(ASK)
        await analyser.close()

    run(talk())


def test_a_request_that_fails_says_so_and_the_process_goes_on() -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        answer = await analyser.ask({"do": "analyse", "uri": "never opened", "units": []})
        assert "KeyError" in answer["error"]
        assert codes(await analyser.ask(ASK)) == ["GW208"]
        await analyser.close()

    run(talk())


IMPOSTOR = """
import sys
print('{{"event": "ready"}}', '{{"event": "ready"}}', {said!r}, sep="\\n", flush=True)
sys.stdin.read()
"""
NONSENSE = ["no JSON", "3", "[]", "null", '{"event": "index"}', '{"id": []}', '{"id": 1, "units": ', "\0" * 100, "{}"]


def test_a_process_that_talks_nonsense_is_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    main = module._MAIN
    impostor = tmp_path / "impostor.py"

    def heard(message: dict[str, Any]) -> None:
        assert message["event"] == "ended" or message["root"]

    async def talk() -> None:
        analyser = Analyser(greeting, heard)
        monkeypatch.setattr(module, "_MAIN", impostor)
        for said in NONSENSE:
            impostor.write_text(IMPOSTOR.format(said=said))
            with pytest.raises(WorkerDied, match="ended with status"):
                await analyser.ask(ASK)
        monkeypatch.setattr(module, "_MAIN", main)
        assert codes(await analyser.ask(ASK)) == ["GW208"]
        await analyser.close()

    run(talk())


def test_an_interpreter_that_is_gone_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")

    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        for _ in range(2):
            with pytest.raises(NotStarted, match="cannot be started"):
                await analyser.ask(ASK)
        await analyser.close()

    run(talk())


def test_nothing_is_asked_after_the_end() -> None:
    async def talk() -> None:
        analyser = Analyser(greeting, lambda message: None)
        await analyser.close()
        with pytest.raises(WorkerDied):
            await analyser.ask(ASK)

    run(talk())
