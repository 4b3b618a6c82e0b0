"""What a scan of the same files said before, where nothing that it rests on is another thing now."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cache.answers import read_again, read_from_json, read_to_json
from groundwire.analysis.cache.stamp import stamp
from groundwire.analysis.module import ModuleFacts
from groundwire.analysis.view import View
from groundwire.cli.checked_form import result_from_json, result_to_json
from groundwire.model import NotAnalysed
from groundwire.report.checked import CheckedFile, FileError
from groundwire.text.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.analysis.cache.database import Cache
    from groundwire.analysis.environment import Environment
    from groundwire.analysis.index import ProjectIndex
    from groundwire.analysis.recorded import Read
    from groundwire.cli.project import Project
    from groundwire.cli.scope import Target

Result = CheckedFile | FileError
_FILE: Final = "file"
_RUN: Final = "run"
_OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """Results on disk, of one version of the code and one set of settings; travels to other processes."""

    cache: Cache
    code: bytes
    settings: str
    """What was set that a file's result depends on, rules aside."""

    def of(self, target: Target, content: bytes, index: ProjectIndex) -> Result | None:
        """What was said of a file of this content, where all that was asked of the project has the same answers."""
        if (value := self.cache.get(_FILE, self._key(target, content))) is None:
            return None
        try:
            row = json.loads(value)
            if row["name"] != index.layout.module_name(target.path):
                return None
            view = View(ModuleFacts(target.path), index)  # what is asked of the module rests on the content alone
            if read_again(map(read_from_json, row["asked"]), view) is None:
                return None
            return result_from_json(row["result"], target.shown)
        except (ValueError, KeyError, TypeError):
            return None  # not what we wrote: the file is checked

    def keep(self, target: Target, content: bytes, name: str | None, reads: list[Read], result: Result) -> None:
        """Have a result written, with what was asked of the project for it."""
        with suppress(TypeError):  # it rests on what no other process can compare, or JSON cannot hold
            row = {"name": name, "asked": list(map(read_to_json, reads)), "result": result_to_json(result)}
            self.cache.put(_FILE, self._key(target, content), _bytes(row))

    def _key(self, target: Target, content: bytes) -> bytes:
        head = f"{target.path}\0{self.settings}\0{target.terms}\0"
        digest = blake2b(self.code, digest_size=16)
        digest.update(head.encode("utf-8", "surrogatepass"))
        digest.update(content)
        return digest.digest()


class KnownRun:
    """A whole scan: told from one entry while no file of the project or its environment is another one."""

    def __init__(self, known: KnownFiles, project: Project, targets: Sequence[Target]) -> None:
        self._known = known
        self._project = project
        self._targets = targets
        self._key = self._stamp()

    def results(self) -> list[Result] | None:
        """Every target's result in their order, or None."""
        if self._key is None or (value := self._known.cache.get(_RUN, self._key)) is None:
            return None
        try:
            return [
                result_from_json(result, target.shown)
                for result, target in zip(json.loads(value), self._targets, strict=True)
            ]
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, results: Sequence[Result]) -> None:
        """Have the results written, unless something changed while they were found."""
        if self._key is not None and self._stamp() == self._key:
            self._known.cache.put(_RUN, self._key, _bytes(list(map(result_to_json, results))))

    def _stamp(self) -> bytes | None:
        root = self._project.root
        if not all(target.file.is_relative_to(root) for target in self._targets):
            return None
        told = [str(root), self._known.settings, self._known.code.hex()]
        folders: list[str] = []
        libraries: tuple[str, ...] = ()
        if (environment := self._project.environment) is not None:
            outside = self._outside(environment)
            if outside is None:
                return None
            told += [str(environment.prefix), repr(environment.version), _state(environment.executable)]
            folders = outside
            libraries = environment.stdlib_folders
        files = []
        for target in self._targets:
            content = read_bytes(target.file)
            if isinstance(content, NotAnalysed):
                return None
            files.append((f"{target.path}\0{target.terms}", content))
        return stamp(told, folders, files, project=str(root), libraries=libraries)

    def _outside(self, environment: Environment) -> list[str] | None:
        """Folders that imports look in beside the project's: looked up once for each state of the packages."""
        sites = list(environment.sites)
        if (installed := stamp((), sites, ())) is None:
            return None
        key = blake2b(self._known.code + installed, digest_size=16).digest()
        try:
            folders: list[str] = json.loads(self._known.cache.get(_OUTSIDE, key) or b"x")
        except ValueError:
            folders = list(environment.named_folders)
            self._known.cache.put(_OUTSIDE, key, _bytes(folders))
        return sites + [folder for folder in folders if folder not in sites]


def _state(program: str | None) -> str:
    """Another one where another program stands there: what it has built in lies in no folder."""
    try:
        status = os.stat(program) if program is not None else None  # noqa: PTH116 - of a file that was found
    except OSError:
        status = None
    return repr(status and (program, status.st_size, status.st_mtime_ns))


def _bytes(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("utf-8", "surrogatepass")
