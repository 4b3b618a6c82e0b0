"""What the Python that runs this process says of its own standard library: the second witness beside the stubs."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import warnings
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any, Final

from groundwire.text.read import read_plain

_NEVER: Final = frozenset(
    {"__main__", "antigravity", "idlelib", "lib2to3", "test", "this", "tkinter", "turtle", "turtledemo", "site"}
)
"""Modules that do something when they are imported, or need a screen."""
_MISSING: Final = object()


def lacks(module: str, qualname: str, name: str) -> bool | None:
    """Whether an object of our own standard library has no attribute `name`; None where that cannot be told.

    `qualname` names a class of the module, or is empty for the module itself.
    """
    owner: Any = own_module(module)
    if owner is None:
        return None
    for part in qualname.split(".") if qualname else ():
        owner = inspect.getattr_static(owner, part, _MISSING)
    if owner is _MISSING or (qualname and not isinstance(owner, type)):
        return None
    if not isinstance(owner, type):
        if inspect.getattr_static(owner, "__getattr__", None) is not None:
            return None
        return inspect.getattr_static(owner, name, _MISSING) is _MISSING
    if inspect.getattr_static(owner, "__getattr__", None) is not None:
        return None
    if inspect.getattr_static(owner, name, _MISSING) is not _MISSING:
        return False
    return not any(_sets(base, name) for base in owner.__mro__)


@lru_cache(maxsize=500)
def own_module(name: str) -> Any:
    """A module of our own standard library, imported; None for any other."""
    top = name.partition(".")[0]
    if top not in sys.stdlib_module_names or top in _NEVER or name in _NEVER:
        return None
    if name not in sys.modules and not _own(top):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except Exception:
        return None


def _own(top: str) -> bool:
    """Whether a top-level module would be found where the standard library stands, and nowhere else."""
    if top in sys.builtin_module_names:
        return True
    spec = PathFinder.find_spec(top)
    library = Path(inspect.__file__).resolve().parent
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve().is_relative_to(library)


def _sets(owner: type, name: str) -> bool:
    """Whether the file that defines a class sets an attribute of that name on something."""
    text = _source(owner.__module__)
    return re.search(rf"\.{re.escape(name)}\b\s*(?::[^=\n]+)?=[^=]|[\"']{re.escape(name)}[\"']", text) is not None


@lru_cache(maxsize=64)
def _source(module: str) -> str:
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    if not file.endswith(".py"):
        return ""
    return read_plain(Path(file)) or ""
