"""Signs in a module or a class that it has names which no statement shows."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.tree_walk import Tree, children, is_name, is_sys_modules, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMESPACES: Final = frozenset({"globals", "locals", "vars", "exec", "eval"})
_INERT_DECORATORS: Final = frozenset(
    """
    abstractmethod api_export dataclass dataclass_transform deprecated disjoint_base doctest_depends_on final
    public runtime_checkable set_module total_ordering type_check_only unique export
    """.split()  # noqa: SIM905 - reads best as words
)
"""Class decorators that give back the class as its body made it."""
_INVENTING: Final = frozenset({"__getattr__", "__getattribute__"})
_COPYING: Final = frozenset({"__setstate__", "__setattr__", "__copy__", "__deepcopy__", "copy", "_copy", "__reduce__"})
"""Methods that set what another object, or the code that uses it, had before."""
_CLASS_HOOKS: Final = frozenset({"__init_subclass__"})
_OWN_MODULE: Final = re.compile(r"(?:current|this|own|calling|caller)_module$")
_TAKES_NAME: Final = re.compile(
    r"(?i:log|blueprint|version|resource|require)|^(?:Flask|Quart|Sanic|Celery|files|main|warn|namedtuple|\w*Enum|import_module"
    r"|TypeVar|NewType|TypedDict|NamedTuple|make_dataclass|get_data|extend_path|attach_stub|run)$"
)
"""Functions that use a module's name as a text, or for something else than giving it names."""
_SIGN: Final = re.compile(
    r"\b(?:globals|locals|vars|exec|eval|modules|setattr|__setattr__|add_method|register_method|__dict__|__class__"
    r"|__getattr__|__getattribute__|__init_subclass__|getmodule|public|import_module|__import__|__name__|__path__|\w+_module)\b"
)
"""A word without which no text has any of these signs, class decorators and headers aside."""


def signs_in(text: str) -> bool:
    """Whether a text may hold any such sign: most do not, and looking for the words costs less than a walk."""
    return _SIGN.search(text) is not None


def module_more(tree: Tree[ast.Module]) -> str | None:
    """Why a module may have more names than its statements bind, as a clause; None where it has not."""
    for call in tree.nodes(ast.Call):
        name = _callee(call)
        if name in _NAMESPACES and not (name in {"vars", "eval"} and call.args):
            return f"it calls `{name}()`"
    if any(map(is_sys_modules, tree.nodes(ast.Attribute))):
        return "it uses `sys.modules`"
    if any(node.id == "__path__" for node in tree.nodes(ast.Name)):
        return "it says where its submodules stand"
    for node in _outside_functions(tree.root):
        if isinstance(node, ast.Call) and _callee(node) == "setattr" and not _constant_name(node):
            return "it sets attributes by computed names"
        if isinstance(node, ast.Call) and (_gives_itself(node) or _gives_name(node)):
            return f"it hands itself to `{_callee(node) or '…'}`"
        if isinstance(node, ast.Call) and _callee(node) == "public" and node.keywords:
            return "it makes names of the keywords of `public()`"
    return None


def header_more(node: ast.ClassDef) -> str | None:
    """Why a class may have more names than its body shows, by its decorators and header; None where it has not."""
    for decorator in node.decorator_list:
        name = _callee(decorator) if isinstance(decorator, ast.Call) else _last(decorator)
        if name not in _INERT_DECORATORS:
            return f"`{name or '…'}` decorates it"
    if any(keyword.arg not in {"metaclass", "total", "frozen_default"} for keyword in node.keywords):
        return "its header passes arguments to what makes it"
    return None


def body_more(tree: Tree[ast.ClassDef]) -> str | None:
    """Why a class may have more names than its body shows, by what stands in it; None where it has not."""
    methods = {node.name for node in tree.nodes(ast.FunctionDef)} | {
        node.name for node in tree.nodes(ast.AsyncFunctionDef)
    }
    if hooks := methods & (_INVENTING | _CLASS_HOOKS):
        return f"it defines `{min(hooks)}`"
    for node in tree.nodes(ast.Name):
        if node.id in _INVENTING and isinstance(node.ctx, ast.Store):
            return f"it defines `{node.id}`"
    for call in tree.nodes(ast.Call):
        called = _callee(call)
        if called in {"setattr", "__setattr__"} and not _constant_name(call):
            return "it sets attributes by computed names"
        if called in {"locals", "vars", "exec", "add_method", "register_method"}:
            return f"it calls `{called}()`"
    for attribute in tree.nodes(ast.Attribute):
        if attribute.attr == "__dict__":
            return "it uses `__dict__`"
        if attribute.attr == "__class__" and isinstance(attribute.ctx, ast.Store):
            return "it changes its class"
    return None


def class_fills(tree: Tree[ast.ClassDef]) -> bool:
    """Whether methods of a class give an object attributes by computed names, those that only copy others aside."""
    body = tree.root.body
    if not any(isinstance(method, ast.FunctionDef) and method.name in _COPYING for method in body):
        return any(map(_fills, tree.nodes(*_FILLING)))
    return any(
        _fills(inner)
        for method in body
        if not isinstance(method, ast.FunctionDef) or method.name not in _COPYING
        for inner in walk(method)
    )


_FILLING: Final[tuple[type[ast.AST], ...]] = (ast.Call, ast.Subscript, ast.Attribute)


def _fills(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = _callee(node)
        if name in {"setattr", "__setattr__"}:
            return not _constant_name(node)
        if name in {"add_method", "register_method"}:
            return True
        if name == "exec":  # what it binds goes into the dictionary it is given
            return len(node.args) > 1 and _is_namespace(node.args[1], own=True)
        function = node.func
        changing = isinstance(function, ast.Attribute) and function.attr in {"update", "setdefault"}
        return changing and isinstance(function, ast.Attribute) and _is_namespace(function.value)
    if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
        return _is_namespace(node.value if isinstance(node, ast.Subscript) else node) or (
            isinstance(node, ast.Attribute) and node.attr == "__class__"
        )
    return False


def _is_namespace(node: ast.expr, *, own: bool = False) -> bool:
    """Whether an expression is the dictionary of an object's attributes; of the method's `own` object."""
    if isinstance(node, ast.Call):
        return _callee(node) == "vars"
    if not isinstance(node, ast.Attribute) or node.attr != "__dict__":
        return False
    return not own or is_name(node.value, "self") or is_name(node.value, "cls")


def _gives_itself(call: ast.Call) -> bool:
    """Whether a module hands itself to a function, which may give it names: `fill(find_current_module())`."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(isinstance(value, ast.Call) and _gives_module(value) for value in given)


def _gives_name(call: ast.Call) -> bool:
    """Whether a module hands its name to a function that may look it up: `export_enum(Colour, module=__name__)`."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(is_name(value, "__name__") for value in given) and not _TAKES_NAME.search(_callee(call))


def _gives_module(call: ast.Call) -> bool:
    name = _callee(call)
    if name in {"import_module", "__import__"}:
        return any(is_name(value, "__name__") for value in call.args)
    return name == "getmodule" or _OWN_MODULE.search(name) is not None


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            stack += children(node)


def _constant_name(call: ast.Call) -> bool:
    """Whether a `setattr` names the attribute by a constant."""
    function = call.func
    place = 0 if isinstance(function, ast.Attribute) and not is_name(function.value, "object") else 1
    return len(call.args) > place and isinstance(call.args[place], ast.Constant)


def _callee(call: ast.Call) -> str:
    return _last(call.func)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
