"""What runs when a module is imported and may give it names: calls, decorators, metaclasses, loops over names."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.members.summary import Path
from groundwire.analysis.tree_walk import children, is_sys_modules, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.members.reader import Module, Reader

_REACHING: Final = frozenset({"f_globals", "f_locals", "f_back", "_getframe", "currentframe", "__globals__"})
"""Names by which a function gets hold of the module that calls it, or whose function it is given."""
_WORD: Final = re.compile(r"\w+")
_LEAST: Final = 4
"""Letters of a word that names may be made of."""
_DEPTH: Final = 8
"""Steps from an import to the definition behind it, and from one function to those it calls."""
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class ImportTime:
    """The code that importing modules runs: made for one question, when a name is found to be missing."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._trees: dict[str, ast.Module | None] = {}

    def may_bind(self, module: Module, name: str) -> bool:
        """Whether importing a module, or one whose names it takes over, runs what may give it this name.

        That is a call that is given the name, or a part of it, as a text or a keyword, and one of a function of which
        the text shows that it gets hold of the module that calls it.
        """
        return any(self._may_bind(each, name) for each in self._with_stars(module))

    def _with_stars(self, module: Module) -> Iterator[Module]:
        seen: set[str] = set()
        left = [module]
        while left:
            module = left.pop()
            if module.name in seen or module.place.standard:
                continue
            seen.add(module.name)
            yield module
            summary = self._reader.summary(module)
            stars = summary.stars if summary is not None else ()
            left += [known for star in stars if (known := self._reader.module(star)) is not None]

    def _may_bind(self, module: Module, name: str) -> bool:
        tree = self._tree(module)
        if tree is None:
            return False
        return any(
            _names(node, name) or any(self._reaches(module, maker) for maker in _makers(node)) for node in _run(tree)
        )

    def _tree(self, module: Module) -> ast.Module | None:
        if module.name not in self._trees:
            text = self._reader.text(module.place)
            try:
                self._trees[module.name] = ast.parse(text) if text is not None else None
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                self._trees[module.name] = None
        return self._trees[module.name]

    def _reaches(self, module: Module, maker: ast.expr) -> bool:
        """Whether what a module calls by this expression gets hold of the module that calls it."""
        path = _path(maker)
        summary = self._reader.summary(module)
        if not path or summary is None:
            return False
        head = summary.names.get(path[0])
        dotted = ".".join([head.dotted if isinstance(head, Path) else f"{module.name}.{path[0]}", *path[1:]])
        found = self._definition(dotted)
        return found is not None and self._gets_hold(*found)

    def _definition(self, dotted: str, depth: int = 0) -> tuple[Module, str] | None:
        """The module with a definition, and its name there; None where it is not the text of this environment."""
        parts = dotted.split(".")
        for count in range(len(parts) - 1, 0, -1):
            if (module := self._reader.module(".".join(parts[:count]))) is not None:
                break
        else:
            return None
        summary = self._reader.summary(module)
        if summary is None or module.place.standard or depth > _DEPTH:
            return None
        bound = summary.names.get(parts[count])
        if isinstance(bound, Path):
            further = ".".join([bound.dotted, *parts[count + 1 :]])
            return self._definition(further, depth + 1) if further != dotted else None
        if parts[count] in summary.names:
            return module, parts[count]
        found = (self._definition(f"{star}.{'.'.join(parts[count:])}", depth + 1) for star in summary.stars)
        return next((each for each in found if each is not None), None)

    def _gets_hold(self, module: Module, name: str) -> bool:
        """Whether a definition, or one beside it that it uses, reads the frame or the module of its caller."""
        tree = self._tree(module)
        if tree is None:
            return False
        beside = {node.name: node for node in _run(tree) if isinstance(node, _Definition)}
        left, seen = [name], set[str]()
        while left:
            definition = beside.get(left.pop())
            if definition is None or definition.name in seen:
                continue
            seen.add(definition.name)
            for node in walk(definition):
                if isinstance(node, ast.Attribute) and (node.attr in _REACHING or is_sys_modules(node)):
                    return True
                if isinstance(node, ast.Name):
                    if node.id in _REACHING:
                        return True
                    left.append(node.id)
        return False


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that importing a module runs; functions are yielded and not entered."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            stack += node.decorator_list
        elif not isinstance(node, ast.Lambda):
            stack += children(node)


def _makers(node: ast.AST) -> Iterator[ast.expr]:
    """What a node that is run calls: as a statement, to decorate with it, to make a class."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node.value.func
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield from (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
        if isinstance(node, ast.ClassDef):
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "metaclass")
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        yield from (item.context_expr.func for item in node.items if isinstance(item.context_expr, ast.Call))


def _names(node: ast.AST, name: str) -> bool:
    """Whether a call whose result nobody takes, a decorator or a loop is given a name, or a part of it, in a text."""
    given: list[ast.expr] = []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        given = [node.value]
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        given = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        given = [node.iter]
    for inner in (below for each in given for below in walk(each)):
        if isinstance(inner, ast.keyword) and inner.arg == name:
            return True
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and _is_part(inner.value, name):
            return True
    return False


def _is_part(text: str, name: str) -> bool:
    return any(word == name or (len(word) >= _LEAST and word in name) for word in _WORD.findall(text))


def _path(node: ast.expr) -> list[str]:
    """The names of a dotted expression, outermost first; none where it is another."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []
