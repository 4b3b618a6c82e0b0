"""What the decorators of a definition do to its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from groundwire.analysis.members.summary import Function

if TYPE_CHECKING:
    from groundwire.analysis.calls.definition import Decorator, Definition
    from groundwire.analysis.calls.targets import Targets
    from groundwire.analysis.members.reader import Class

Binding = Literal["plain", "static", "class"]
"""What a function of a class is bound to when it is taken from an object."""
_SAME: Final = frozenset(
    """
    abc.abstractmethod contextlib.asynccontextmanager contextlib.contextmanager functools.cache functools.lru_cache
    functools.wraps typing.final typing.no_type_check typing.overload typing.override typing_extensions.deprecated
    typing_extensions.final typing_extensions.overload typing_extensions.override warnings.deprecated
    typing.type_check_only asyncio.coroutine types.coroutine
    """.split()  # noqa: SIM905 - reads best as words
)
"""Of the standard library: what they give back takes what the function takes."""
_SAME_OF_PACKAGES: Final[dict[str, frozenset[str]]] = {
    "librosa": frozenset({"cache"}),
    "numba": frozenset({"jit", "njit"}),
    "numpy": frozenset({"array_function_dispatch", "array_function_from_c_func_and_dispatcher", "set_module"}),
    "sympy": frozenset({"cacheit", "deprecated", "public", "_sympifyit", "doctest_depends_on"}),
}
"""By package: decorators whose text does not show it, tried with a call that the function refuses."""


def overloads(definition: Definition) -> bool:
    """Whether it is one of several ways to call a function, written for type checkers."""
    return any(decorator.path.rpartition(".")[2] == "overload" for decorator in definition.decorators)


def binding(definition: Definition, targets: Targets) -> Binding | None:
    """What a definition is bound to in a class; None where a decorator may change what it takes."""
    found: Binding = "plain"
    for decorator in definition.decorators:
        if decorator.path == "builtins.staticmethod":
            found = "static"
        elif decorator.path in {"builtins.classmethod", "abc.abstractclassmethod"}:
            found = "class"
        elif not _same(decorator, targets):
            return None
    return found


def _same(decorator: Decorator, targets: Targets) -> bool:
    top, _, name = decorator.path.partition(".")
    if decorator.path in _SAME or name.rpartition(".")[2] in _SAME_OF_PACKAGES.get(top, ()):
        return True
    target = targets.find(decorator.path)
    if target is None or target.module.place.standard:
        return target is not None and target.dotted in _SAME
    last, package = target.name, target.module.name.partition(".")[0]
    if last in _SAME_OF_PACKAGES.get(package, ()):
        return True
    if isinstance(target.bound, Function):
        wanted = "factory" if decorator.called else "itself"
        definitions = target.bound.definitions
        return bool(definitions) and all(each.hands_on == wanted and not each.decorators for each in definitions)
    made = target.as_class()
    return made is not None and decorator.called and _object_hands_on(made, targets)


def _object_hands_on(made: Class, targets: Targets) -> bool:
    """Whether the objects of a class, used as decorators, leave what a function takes as it is."""
    call = targets.in_class(made, "__call__")
    if call is None or not isinstance(call.bound, Function):
        return False
    return all(each.hands_on == "itself" and not each.decorators for each in call.bound.definitions)
