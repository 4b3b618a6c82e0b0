"""Notebooks as Jupyter writes them, for tests."""

from __future__ import annotations

import json
from typing import Any


def ipynb(*cells: str | tuple[str | None, str], language: str = "python", minor: int = 5) -> str:
    """A notebook's JSON of code cells, given as sources, with ids `c0`, `c1` … or those given."""
    named = [cell if isinstance(cell, tuple) else (f"c{index}", cell) for index, cell in enumerate(cells)]
    return written([code(source, name) for name, source in named], language, minor)


def code(source: str, name: str | None = None) -> dict[str, Any]:
    """A code cell."""
    cell: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    cell["source"] = source.splitlines(keepends=True)
    return cell if name is None else {**cell, "id": name}


def markdown(source: str) -> dict[str, Any]:
    """A cell of prose."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def written(cells: list[dict[str, Any]], language: str = "python", minor: int = 5) -> str:
    """A notebook's JSON."""
    metadata = {"kernelspec": {"name": "python3", "language": language}, "language_info": {"name": language}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}, indent=1) + "\n"
