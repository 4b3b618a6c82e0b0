"""Where editable installations and `.pth` files point, read as text: their code is never run."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_PTH_LINES: Final = 1000


def pth_folders(site: Path) -> Iterator[Path]:
    """Folders that the path files of a site-packages folder add, in order; their `import` lines are passed over."""
    for file in sorted(site.glob("*.pth")) + sorted(site.glob("*.egg-link")):
        for line in _lines(file)[:_MAX_PTH_LINES]:
            entry = line.strip()
            if not entry or entry.startswith(("#", "import ", "import\t")):
                continue
            folder = Path(os.path.normpath(site / entry))
            if folder.is_dir():
                yield folder
            if file.suffix == ".egg-link":
                break


def mapped_modules(site: Path) -> Mapping[str, str]:
    """Top-level module to its file or folder, from the import hooks of editable installations.

    Understands the finders that setuptools (`MAPPING`, `NAMESPACES`) and scikit-build-core (`install({…})`) write.
    """
    found: dict[str, str] = {}
    for file in sorted({*site.glob("__editable__*.py"), *site.glob("_*_editable.py")}):
        try:
            tree = ast.parse("\n".join(_lines(file)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for mapping in _literal_mappings(tree):
            for name, target in mapping.items():
                if isinstance(name, str):
                    found.setdefault(name.partition(".")[0], _first_path(target))
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
            except (ValueError, TypeError):
                continue
            yield literal


def _first_path(target: object) -> str:
    if isinstance(target, (list, tuple)) and target:
        target = target[0]
    return target if isinstance(target, str) else ""


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
