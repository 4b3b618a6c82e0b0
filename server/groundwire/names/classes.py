"""The class an object is of, as jedi infers it from what `receivers` found; None where anything is left open."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.members.answer import ObjectClass
from groundwire.names.receivers import Annotated, Call, Held, Literal, Several
from groundwire.text.read import read_plain

if TYPE_CHECKING:
    from groundwire.names.receivers import Source


_OPEN: Final = frozenset({"Union", "Optional", "Annotated", "Literal", "Any", "Self"})
"""Return annotations that leave more than one class open, or none."""


def infer(source: Source, script: Any) -> ObjectClass | None:
    """The one class that an object from this source is of."""
    if isinstance(source, Literal):
        return of_literal(source)
    if isinstance(source, Annotated):
        return _class(script.infer(*source.annotation), exact=False)
    if isinstance(source, Several):
        found = {infer(other, script) for other in source.sources}
        paths = {made.path for made in found if made is not None}
        return ObjectClass(paths.pop(), exact=False) if len(paths) == 1 and None not in found else None
    if isinstance(source, Held):
        return _instance(script.infer(*source.name))
    if isinstance(source, Call):
        callees = script.infer(*source.callee)
        if (made := _class(callees, exact=True)) is not None:
            return made
        if callees and all(name.type == "function" and _says_what_it_returns(name) for name in callees):
            return _instance(script.infer(*source.call))
    return None


def of_literal(source: Source) -> ObjectClass | None:
    """The class of a display, which nobody need be asked about."""
    return ObjectClass(f"builtins.{source.name}", exact=True) if isinstance(source, Literal) else None


def _class(names: list[Any], *, exact: bool) -> ObjectClass | None:
    paths = {name.full_name for name in names}
    if len(paths) != 1 or any(name.type != "class" for name in names) or None in paths:
        return None
    return ObjectClass(paths.pop(), exact)


def _instance(names: list[Any]) -> ObjectClass | None:
    paths = {name.full_name for name in names}
    if len(paths) != 1 or any(name.type != "instance" for name in names) or None in paths:
        return None
    return ObjectClass(paths.pop(), exact=False)


def _says_what_it_returns(name: Any) -> bool:
    """Whether a function, undecorated but for what leaves its result alone, annotates its return with a plain name."""
    start, end = name.get_definition_start_position(), name.get_definition_end_position()
    if name.module_path is None or start is None or end is None:
        return False
    lines = (read_plain(Path(name.module_path)) or "").split("\n")
    try:
        node = ast.parse(dedent("\n".join(lines[start[0] - 1 : end[0]]))).body[0]
    except (SyntaxError, ValueError, IndexError):
        return False
    above = lines[start[0] - 2].strip() if start[0] > 1 else ""
    decorated = above.startswith("@") and above not in {"@staticmethod", "@classmethod", "@overload"}
    return isinstance(node, ast.FunctionDef) and not decorated and _names_one_class(node.returns)


def _names_one_class(annotation: ast.expr | None) -> bool:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except (SyntaxError, ValueError):
            return False
    if isinstance(annotation, ast.Subscript):
        annotation = annotation.value
    if isinstance(annotation, ast.Attribute):
        return annotation.attr not in _OPEN
    return isinstance(annotation, ast.Name) and annotation.id not in _OPEN
