"""jedi kept from starting, importing or writing anything: it reads texts, and that is all.

By itself jedi starts the interpreter it finds in `VIRTUAL_ENV` or in the project, imports compiled modules to look at
them, reads `.jedi/project.json`, and writes what it parsed to a folder in the user's home.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jedi
import parso.cache
from jedi.api import environment as environments
from jedi.inference.compiled import subprocess as compiled

if TYPE_CHECKING:
    from collections.abc import Sequence


_DISK: Final = ("_load_from_file_system", "_save_to_file_system", "_remove_cache_and_update_lock")
"""What of parso reads and writes its cache folder."""


class ReadOnlyEnvironment(environments._BaseEnvironment):  # type: ignore[misc]
    """A Python known by its version and its folders; nothing of it is started."""

    def __init__(self, version: tuple[int, int], sys_path: Sequence[str]) -> None:
        supported = {tuple(int(part) for part in text.split(".")) for text in environments._SUPPORTED_PYTHONS}
        known = version if version in supported else max(supported)
        self.executable = sys.executable
        self.path = sys.prefix
        self.version_info = environments._VersionInfo(*known, 0)
        self._sys_path = list(sys_path)

    def get_inference_state_subprocess(self, inference_state: Any) -> _NothingImported:
        """What jedi asks about compiled modules: this very process, which imports none."""
        return _NothingImported(inference_state)

    def get_sys_path(self) -> list[str]:
        """Where imports look."""
        return self._sys_path


class _NothingImported(compiled.InferenceStateSameProcess):  # type: ignore[misc]
    """jedi's door to compiled modules, open for those built into this interpreter alone."""

    def load_module(self, dotted_name: str, sys_path: Sequence[str]) -> Any:
        """A module built into the interpreter; None for every other, as if it could not be imported."""
        if dotted_name not in sys.builtin_module_names:
            return None
        load = super().__getattr__("load_module")
        return load(dotted_name=dotted_name, sys_path=sys_path)


def silence() -> None:
    """Set what holds for the whole process. Call it before any `script`."""
    jedi.settings.auto_import_modules = []
    jedi.settings.dynamic_params = False
    jedi.settings.dynamic_params_for_other_modules = False
    for name in _DISK:  # trees are kept in memory alone: pickles of another's making are not read, nothing is written
        if not hasattr(parso.cache, name):
            raise NotImplementedError(f"parso.cache has no {name}: this version of parso is not known")
        setattr(parso.cache, name, lambda *_, **__: None)


@lru_cache(maxsize=4)
def _surroundings(root: str, sys_path: tuple[str, ...], version: tuple[int, int]) -> tuple[Any, ReadOnlyEnvironment]:
    project = jedi.Project(root, sys_path=sys_path, smart_sys_path=False, load_unsafe_extensions=False)
    return project, ReadOnlyEnvironment(version, sys_path)


def script(text: str, path: str, root: str, sys_path: Sequence[str], version: tuple[int, int]) -> Any:
    """A `jedi.Script` of a text; `sys_path` are the folders that imports look in."""
    project, environment = _surroundings(root, tuple(sys_path), version)
    return jedi.Script(text, path=Path(path), project=project, environment=environment)
