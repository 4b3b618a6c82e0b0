"""Where editable installations and `.pth` files point, read as text: their code is never run."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.text.read import read_plain
from groundwire.text.written_paths import is_folder, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_PTH_LINES: Final = 1000


def pth_folders(site: Path) -> Iterator[Path]:
    """Folders that the path files of a site-packages folder add, in order."""
    return filter(is_folder, pth_paths(site))


def pth_paths(site: Path) -> Iterator[Path]:
    """What these path files name, whether it is there or not; their `import` lines are passed over."""
    names = names_in(site)
    for name in [name for ending in (".pth", ".egg-link") for name in names if name.endswith(ending)]:
        for line in _text(site / name).splitlines()[:_MAX_PTH_LINES]:
            entry = line.strip()
            if not entry or entry.startswith(("#", "import ", "import\t")):
                continue
            yield Path(os.path.normpath(site / entry))
            if name.endswith(".egg-link"):
                break


def mapped_modules(site: Path) -> Mapping[str, str]:
    """Top-level module to its file or folder, from the import hooks of editable installations.

    Understands the finders that setuptools (`MAPPING`, `NAMESPACES`) and scikit-build-core (`install({…})`) write.
    """
    found: dict[str, str] = {}
    for name in names_in(site):
        if not (name.startswith("_") and name.endswith("_editable.py")) and not (
            name.startswith("__editable__") and name.endswith(".py")
        ):
            continue
        try:
            tree = ast.parse(_text(site / name))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for mapping in _literal_mappings(tree):
            for module, target in mapping.items():
                if isinstance(module, str):
                    found.setdefault(module.partition(".")[0], _first_path(target))
    return found


def _literal_mappings(tree: ast.Module) -> Iterator[dict[object, object]]:
    for node in tree.body:
        value: ast.expr | None = None
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id in {"MAPPING", "NAMESPACES"}:
                value = node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.args:
            value = node.value.args[0]
        if isinstance(value, ast.Dict):
            try:
                literal = ast.literal_eval(value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                continue
            yield literal


def _first_path(target: object) -> str:
    if isinstance(target, (list, tuple)) and target:
        target = target[0]
    return target if isinstance(target, str) else ""


def _text(file: Path) -> str:
    return read_plain(file) or ""
