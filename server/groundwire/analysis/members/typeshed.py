"""The stubs of the standard library that come with jedi, found without importing it."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.machinery import PathFinder


@lru_cache(maxsize=1)
def stdlib_stubs() -> str | None:
    """Their folder; None where jedi is not installed beside us."""
    spec = PathFinder.find_spec("jedi")
    for package in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = os.path.join(package, "third_party", "typeshed", "stdlib")  # noqa: PTH118
        if os.path.isfile(os.path.join(folder, "builtins.pyi")):  # noqa: PTH113, PTH118
            return folder
    return None
