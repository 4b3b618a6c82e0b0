"""A file's `ast` tree, for whoever reads what is in it; none where it does not parse."""

from __future__ import annotations

import ast
import warnings


def syntax_tree(text: str) -> ast.Module | None:
    """The tree of a module's text; None where that is no Python, or too deep."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the text, as of an escape that is none: not of this program
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
