"""The analysis process: a JSON line in, a JSON line out, until standard input closes."""

from __future__ import annotations

import gc
import json
import logging
import os
import queue
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from groundwire.analysis.cache.kept import Kept
from groundwire.analysis.engine import Engine, UnitResult
from groundwire.analysis.file_comments import file_comments
from groundwire.analysis.files import read
from groundwire.analysis.folder import Folder
from groundwire.analysis.open_module import OpenModule, OpenNotebook
from groundwire.analysis.rules import RULES
from groundwire.evidence.complexity import complexity
from groundwire.evidence.coverage import Coverage
from groundwire.model import Position, Range, TextEdit
from groundwire.names.asking import AskLater, Where, standing
from groundwire.names.installed.asking import AskInstalledLater
from groundwire.names.installed.children import Children
from groundwire.names.process import NamesProcess, Surroundings
from groundwire.text.digest import unit_digest
from groundwire.text.document import Document
from groundwire.wire import finding_to_json, run_to_json

if TYPE_CHECKING:
    from groundwire.analysis.view import View
    from groundwire.names.installed.answers import Answers
    from groundwire.names.installed.process import InstalledProcess


log = logging.getLogger(__name__)

_PAUSE: Final = 0.5
"""Seconds without a request after which what was typed is taken into the index."""
_GROWTH_LIMIT: Final = 1024 * 1024 * 1024
"""Bytes held beside the indexes; a process that holds more after a request ends, and a fresh one takes its place."""


class Worker:
    """Answers requests one at a time; while none waits it builds the folders' indexes, a file at a time."""

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._kept: Kept | None = None
        """What is kept on disk; opened with the first folder."""
        self._folders: dict[str, Folder] = {}
        self._modules: dict[str, OpenModule] = {}
        self._roots: dict[str, Folder | None] = {}
        self._notebooks: dict[str, OpenNotebook] = {}
        self._unindexed: set[str] = set()
        """Documents whose text the index has not taken in."""
        self._alone = Engine(project=False)
        self._inferring: dict[str, AskLater] = {}
        """What tells the classes of objects, by folder."""
        self._children: dict[str, Children] = {}
        """Who asks what is installed, by folder."""
        self._speaking = threading.Lock()
        self._indexes = 0
        """Bytes held when the last index was built."""

    def run(self, requests: queue.SimpleQueue[str | None]) -> None:
        """Serve until the queue gives None."""
        self._say({"event": "ready"})
        while True:
            building = next((folder for folder in self._folders.values() if folder.steps is not None), None)
            try:
                line = requests.get(building is None, _PAUSE if self._unindexed else None)
            except queue.Empty:
                if building is None:
                    self._index_typed()
                else:
                    self._index(building)
                continue
            if line is None:
                self._keep()
                return
            self._serve(line)
            if building is None and _memory() > self._indexes + _GROWTH_LIMIT:
                log.warning("the analysis process grew by over %d MB and ends", _GROWTH_LIMIT // 1024**2)
                return

    def _index(self, folder: Folder) -> None:
        """Read one more file of a folder; one whose index fails is analysed without it."""
        try:
            if folder.step():
                self._indexed(folder)
        except Exception as error:
            log.exception("the index of %s cannot be built", folder.root)
            folder.steps = None
            self._say({"event": "unread", "root": str(folder.root), "why": f"{type(error).__name__}: {error}"})

    def _indexed(self, folder: Folder) -> None:
        """A folder's index is built: its modules have names now, and rules that ask the project can answer."""
        gc.freeze()  # the index lives as long as the process; collecting it again and again finds nothing
        for uri, module in self._modules.items():
            if self._roots[uri] is folder and module.notebook is None:
                if module.path not in folder.index.files.python:
                    folder.index.update(module.path, module.document.text())
                module.rename(folder.index.layout.module_name(module.path))
        self._infer(folder)
        self._indexes = _memory()
        self._say({"event": "index", "root": str(folder.root), "files": len(folder.index.files.python)})

    def _infer(self, folder: Folder) -> None:
        """From now on the classes of a folder's objects can be asked for; who asks first starts the process."""
        root = str(folder.root)
        if (before := self._inferring.pop(root, None)) is not None:
            before.close()

        def find(path: str, name: str, digest: str) -> Where | None:
            for uri, module in self._modules.items():
                if module.path == path and self._roots[uri] is folder:
                    where = standing(module, str(folder.root / path), name, digest)
                    if where is not None or module.notebook is None:
                        return where
            return None

        def heard(path: str) -> None:
            self._say({"event": "inferred", "root": root, "path": path})

        inferring = AskLater(NamesProcess(Surroundings.of(folder.index, trusted=folder.trusted)), find, heard)
        self._inferring[root] = folder.engine.inference = inferring
        self._ask_installed(folder)

    def _ask_installed(self, folder: Folder) -> None:
        """From now on what is installed is asked itself, where the folder is trusted; who asks first starts a child."""
        root = str(folder.root)
        if (before := self._children.pop(root, None)) is not None:
            before.close()
        if not folder.trusted:
            folder.index.ask(None)
            return

        def heard() -> None:
            self._say({"event": "inferred", "root": root, "path": None})

        def later(process: InstalledProcess, answers: Answers) -> AskInstalledLater:
            return AskInstalledLater(process, heard, answers)

        kept = self._kept
        self._children[root] = Children(later, kept.cache, kept.code) if kept is not None else Children(later)
        folder.index.ask(self._children[root].of)

    def _index_typed(self) -> None:
        """Typing has paused: the index takes in the buffers that changed, saved or not; what was found is kept."""
        self._keep()
        changed, self._unindexed = self._unindexed, set()
        folders = {}
        for uri in changed:
            folder = self._roots.get(uri)
            if (notebook := self._modules[uri].notebook) is not None:
                self._tell_of(notebook)
            elif folder is not None and folder.steps is None:
                folder.index.update(self._modules[uri].path, self._modules[uri].document.text())
                folders[str(folder.root)] = folder
        for root, folder in folders.items():
            self._say({"event": "index", "root": root, "files": len(folder.index.files.python)})

    def _keep(self) -> None:
        if self._kept is not None:
            self._kept.units.flush()

    def _tell_of(self, notebook: OpenNotebook) -> None:
        """Say so where a notebook binds other names than before: cells that use them were judged with those."""
        if notebook.changed:
            notebook.changed = False
            uri = next(uri for uri, other in self._notebooks.items() if other is notebook)
            self._say({"event": "notebook", "uri": uri})

    def _serve(self, line: str) -> None:
        message = json.loads(line)
        try:
            answer = getattr(self, f"do_{message['do']}")(message) or {}
        except Exception as error:
            log.exception("request %s failed", message.get("do"))
            answer = {"error": f"{type(error).__name__}: {error}"}
        if "id" in message:
            self._say({"id": message["id"], **answer})

    def _say(self, message: dict[str, Any]) -> None:
        with self._speaking:
            self._answers.write(json.dumps(message) + "\n")
            self._answers.flush()

    def do_folder(self, message: dict[str, Any]) -> None:
        """A workspace folder was opened, or configured anew: `{root, environment, select, ignore, trusted}`."""
        if (known := self._folders.get(message["root"])) is not None:
            known.configure(message)
            known.engine.inference = self._inferring.get(message["root"])
        else:
            root = Path(message["root"])
            if self._kept is None:
                self._kept = Kept.open()
            self._folders[message["root"]] = Folder(root, message, Coverage(root), self._kept)

    def do_leave(self, message: dict[str, Any]) -> None:
        """A workspace folder was closed: `{root}`."""
        self._folders.pop(message["root"], None)
        if (inferring := self._inferring.pop(message["root"], None)) is not None:
            inferring.close()
        if (children := self._children.pop(message["root"], None)) is not None:
            children.close()

    def do_open(self, message: dict[str, Any]) -> None:
        """A document is to be followed: `{uri, root, path, text, cell}`.

        `path` is relative to `root`, which may be null. A `cell` is one of a notebook, whose order `do_notebook` tells.
        """
        folder = self._folders.get(message["root"] or "")
        document = Document(message["text"], cell=message["cell"])
        name = None
        if not document.cell and folder is not None and folder.steps is None:
            if message["path"] not in folder.index.files.python:  # it is not on disk yet
                folder.index.update(message["path"], document.text())
            name = folder.index.layout.module_name(message["path"])
        self._modules[message["uri"]] = OpenModule(document, message["path"], name)
        self._roots[message["uri"]] = folder

    def do_notebook(self, message: dict[str, Any]) -> None:
        """A notebook has these cells, of those followed: `{uri, path, cells: [uri]}`; without any it is closed."""
        cells = [self._modules[uri] for uri in message["cells"] if uri in self._modules]
        known = self._notebooks.get(message["uri"])
        if not cells:
            self._notebooks.pop(message["uri"], None)
        elif known is None:
            self._notebooks[message["uri"]] = OpenNotebook(message["path"], cells)
            self._notebooks[message["uri"]].changed = False
        else:
            known.arrange(cells)
            self._unindexed.update(message["cells"][:1])

    def do_change(self, message: dict[str, Any]) -> None:
        """A followed document was edited: `{uri, edits: [[start line, column, end line, column, text]]}`."""
        module = self._modules[message["uri"]]
        for start_line, start_column, end_line, end_column, text in message["edits"]:
            place = Range(Position(start_line, start_column), Position(end_line, end_column))
            module.apply(TextEdit(place, text))
        self._unindexed.add(message["uri"])

    def do_close(self, message: dict[str, Any]) -> None:
        """A document is no longer followed: `{uri}`."""
        folder, module = self._roots.get(message["uri"]), self._modules.get(message["uri"])
        if folder is not None and module is not None and (asking := self._inferring.get(str(folder.root))) is not None:
            asking.forget(module.path)
        self._modules.pop(message["uri"], None)
        self._unindexed.discard(message["uri"])
        self._roots.pop(message["uri"], None)

    def do_saved(self, message: dict[str, Any]) -> None:
        """Files changed on disk: `{root, paths}`; what is gone leaves the index."""
        folder = self._folders.get(message["root"])
        if (inferring := self._inferring.get(message["root"])) is not None:
            inferring.saved(message["paths"])
        if folder is not None and folder.saved(message["paths"]):
            self._say({"event": "index", "root": message["root"], "files": len(folder.index.files.python)})

    def do_analyse(self, message: dict[str, Any]) -> dict[str, Any]:
        """Judge units: `{uri, units: [[line, generated]], comments?}` → `{units: [{line, digest, findings, …}]}`.

        With `comments` true also `comments: {naming, notes}`: those that no unit is asked about.
        """
        module, folder = self._modules[message["uri"]], self._roots[message["uri"]]
        engine = folder.engine if folder is not None else self._alone
        if folder is not None and folder.look_at_runs():
            self._say({"event": "index", "root": str(folder.root), "files": len(folder.index.files.python)})
        answers = []
        only = folder.codes.of(module.path) if folder is not None else None
        told = folder.codes.told_in_part(module.path) if folder is not None else frozenset()
        view: View | None = None
        for line, generated in message["units"]:
            unit = module.document.units.at(line)
            if unit is None:
                continue
            view = view or engine.view(module.facts)  # a module without generated units is not read
            text = module.document.python(unit.start, unit.end)
            shown = module.shows(unit)
            result = engine.analyse(unit, text, view, generated=generated, shown=shown, only=only, told=told)
            digest = unit_digest(unit, module.document.lines_text(unit.start, unit.end))
            run = engine.facts.run_of(module.path, digest) if engine.facts is not None else None
            evidence = {"run": run and run_to_json(run), "complexity": complexity(unit, text)}
            answers.append({"line": line, "digest": digest, **_result_to_json(result), **evidence})
        if not message.get("comments"):
            return {"units": answers}
        ran = {rule.code for rule in engine.rules if only is None or rule.code in only}
        return {
            "units": answers,
            "comments": file_comments(module.document, RULES, reasons=engine.reasons).to_json(ran),
        }

    def do_about(self, message: dict[str, Any]) -> dict[str, Any]:
        """What holds in a folder: `{root, path?}`, null outside every one → `{rules, left_out, told, …}`.

        `rules` is how many run, `left_out` the codes of the others, `told` those that another tool speaks for in the
        file, each with that tool, `in_part` those it speaks for in part; `environment` is null where none is known.
        """
        folder = self._folders.get(message["root"] or "")
        chosen = {rule.code for rule in (folder.engine if folder is not None else self._alone).rules}
        environment = folder.index.environment if folder is not None else None
        return {
            "rules": len(chosen),
            "left_out": [rule.code for rule in RULES if rule.code not in chosen],
            "told": folder.codes.told(message["path"]) if folder is not None and message.get("path") else {},
            "in_part": folder.codes.in_part(message["path"]) if folder is not None and message.get("path") else {},
            "environment": environment and environment.label(folder.root) if folder is not None else None,
        }

    def do_stub(self, message: dict[str, Any]) -> dict[str, Any]:
        """Write a test stub: `{uri, name, expectation}` → `{path, created, new_file, edits, line, message}`.

        `{refused}` says why there is none.
        """
        # Imported here, for most sessions write none.
        from groundwire.stubs.plan import write_stub  # noqa: PLC0415
        from groundwire.stubs.request import StubRequest  # noqa: PLC0415
        from groundwire.stubs.told import stub_to_json  # noqa: PLC0415

        module, folder = self._modules[message["uri"]], self._roots[message["uri"]]
        if module.notebook is not None:
            why = "is a notebook, which no test can import"
            return {"refused": f"{module.path} {why}, so no test stub was written: move the function into a module."}
        if folder is None or folder.steps is not None:
            why = "lies outside every open folder" if folder is None else "is in a project still being read"
            then = "open the folder it belongs to" if folder is None else "try again in a moment"
            return {"refused": f"{module.path} {why}, so no test stub was written: {then}."}
        opened = {
            other.path: other.document.text()
            for uri, other in self._modules.items()
            if self._roots[uri] is folder and other.notebook is None
        }
        opened |= message.get("open", {})
        request = StubRequest(
            module_path=module.path,
            module_text=module.document.text(),
            name=message["name"],
            files=tuple(sorted({*folder.index.files.python, *folder.index.files.texts, *opened})),
            read=lambda path: opened[path] if path in opened else read(folder.root / path),
            expectation=message["expectation"],
        )
        return stub_to_json(write_stub(request), message["name"])


def _result_to_json(result: UnitResult) -> dict[str, Any]:
    return {
        "findings": [finding_to_json(finding) for finding in (*result.findings, *result.notes)],
        "not_analysed": result.not_analysed and result.not_analysed.reason,
        "pending": result.pending,
        "faults": list(result.faults),
    }


def _memory() -> int:
    """Bytes the process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _listen(requests: queue.SimpleQueue[str | None]) -> None:
    """Queue the lines of standard input; when it closes, end the process even in the middle of a stuck request."""
    for line in sys.stdin.buffer:  # decoded as a whole: a reader of text fails on a surrogate cut in two by its chunks
        requests.put(line.decode("utf-8", "surrogatepass"))
    requests.put(None)
    threading.Event().wait(2)
    os._exit(1)


def main() -> int:
    """Run the worker on standard input and output."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s analysis: %(message)s")
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing that prints may break the protocol
    requests: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    Worker(answers).run(requests)
    return 0
