"""What is tested: a function or method, how it is called, and what kind of result it has."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from groundwire.stubs.forms import Form, form_of
from groundwire.stubs.request import NotTestable
from groundwire.stubs.shapes import parameters_of, shape_of
from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from groundwire.stubs.library import Library
    from groundwire.stubs.shapes import Parameter, Shape
    from groundwire.stubs.source import Function

Binding = Literal["function", "method", "class", "static", "property", "constructor"]
Result = Literal["value", "items", "context"]

_PROPERTIES: Final = frozenset({"property", "functools.cached_property", "cached_property", "abc.abstractproperty"})
_CONTEXTS: Final = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_HOOKS: Final = frozenset({"__init_subclass__", "__class_getitem__", "__set_name__", "__prepare__", "__del__"})
_CONSTRUCTORS: Final = frozenset({"__init__", "__post_init__", "__new__"})


@dataclass(frozen=True)
class Subject:
    """A function or method, as its test sees it."""

    name: str
    """Qualified name in its module."""
    node: Function
    binding: Binding
    parameters: tuple[Parameter, ...]
    receiver: str | None
    """What the body calls the instance or class; None for a function and a static method."""
    owner: Shape | None
    """The class of a method."""
    asynchronous: bool
    result: Result
    endless: bool
    """Whether it is a generator whose loop never ends."""
    returns: Form

    @property
    def short(self) -> str:
        """The bare name."""
        return self.name.rpartition(".")[2]

    @property
    def can_return(self) -> bool:
        """Whether some statement of it returns or yields."""
        return any(isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) for node in own_nodes(self.node))

    @property
    def silent(self) -> bool:
        """Whether it returns nothing, so that only its effect can be checked."""
        if self.binding == "constructor" or self.result != "value":
            return False
        if self.returns.name in {"None", "typing.NoReturn", "typing.Never"}:
            return True
        returned = (node for node in own_nodes(self.node) if isinstance(node, ast.Return) and node.value is not None)
        return self.returns.name == "typing.Any" and all(_is_none(node.value) for node in returned)


def subject_of(name: str, library: Library) -> Subject | NotTestable:
    """The subject of that qualified name, or why it cannot be tested."""
    module = library.module
    node = module.functions.get(name)
    if node is None:
        return NotTestable(_missing(name, library))
    owner_name, _, short = name.rpartition(".")
    if (refused := _refused(name, node, library)) is not None:
        return NotTestable(refused)
    decorators = {module.path_of(dotted(_called(item)) or "?") for item in node.decorator_list}
    binding: Binding = "function"
    if owner_name:
        binding = "method"
        if short in _CONSTRUCTORS:
            binding = "constructor"
        elif decorators & _PROPERTIES:
            binding = "property"
        elif "staticmethod" in decorators:
            binding = "static"
        elif "classmethod" in decorators:
            binding = "class"
    bound = binding not in {"function", "static"}
    parameters = parameters_of(node, module, bound=bound)
    taken = [*node.args.posonlyargs, *node.args.args]
    found = library.find_class(f"{module.name}.{owner_name}") if owner_name else None
    owner = shape_of(found, library) if found is not None else None
    if short == "__post_init__" and owner is not None:
        parameters = owner.parameters
    generator = any(isinstance(item, (ast.Yield, ast.YieldFrom)) for item in own_nodes(node))
    result: Result = "context" if decorators & _CONTEXTS else "items" if generator else "value"
    returns = form_of(node.returns, module)
    if result == "value" and returns.name in {"collections.abc.Iterator", "collections.abc.Generator"}:
        result = "items"
    if result == "context":
        returns = returns.arguments[0] if returns.arguments else form_of(None, module)
    receiver = taken[0].arg if bound and taken else None
    asynchronous = isinstance(node, ast.AsyncFunctionDef)
    return Subject(
        name, node, binding, parameters, receiver, owner, asynchronous, result, generator and _endless(node), returns
    )


def _missing(name: str, library: Library) -> str:
    head = name
    while head := head.rpartition(".")[0]:
        if head in library.module.functions or head.endswith("<locals>"):
            outer = head.removesuffix(".<locals>")
            return f"`{name}` is defined inside `{outer}`; write the stub for `{outer}`, or move it out of there"
    if name in library.module.classes:
        return f"`{name}` is a class; write the stub for one of its methods"
    return f"the module has no function `{name}` that a test could import"


def _refused(name: str, node: Function, library: Library) -> str | None:
    """Why a function that is there cannot be tested by itself."""
    module = library.module
    owner, _, short = name.rpartition(".")
    decorators = [module.path_of(dotted(_called(item)) or "?") for item in node.decorator_list]
    if owner and short.startswith("__") and not short.endswith("__"):
        return (
            f"`{short}` is private to `{owner}` (Python mangles its name); write the stub for the method that calls it"
        )
    if any(item.rpartition(".")[2].startswith("abstract") for item in decorators):
        return f"`{name}` is abstract; write the stub for a class that implements it"
    if any(item in {"typing.overload", "typing_extensions.overload"} for item in decorators):
        return f"`{name}` has overloads only and no implementation"
    if short in _HOOKS:
        return f"Python calls `{name}` itself while a class is made; test what the class it makes can do"
    if short == "main" and not owner and not _returns_something(node) and not (node.args.args or node.args.kwonlyargs):
        return "`main` runs the program and returns nothing; write the stubs for the functions it calls"
    if any(item == "pytest.fixture" for item in decorators) or (
        short.startswith("test_") and "pytest" in module.imports
    ):
        return f"`{name}` belongs to the tests itself"
    found = library.find_class(f"{module.name}.{owner}") if owner else None
    bases = [dotted(_called(base)) or "" for base in found.node.bases] if found is not None else []
    if any(base.rpartition(".")[2] == "Protocol" for base in bases):
        return f"`{owner}` is a protocol; write the stub for a class that implements it"
    return None


def _returns_something(node: Function) -> bool:
    return any(isinstance(item, ast.Return) and not _is_none(item.value) for item in own_nodes(node))


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _called(node: ast.expr) -> ast.expr:
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _endless(node: Function) -> bool:
    """Whether a generator loops without an end: `while True`, left by neither break, return nor raise."""
    for loop in own_nodes(node):
        if isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant) and loop.test.value:
            leaves = (isinstance(item, (ast.Break, ast.Return, ast.Raise)) for item in ast.walk(loop))
            if not any(leaves):
                return True
    return False
