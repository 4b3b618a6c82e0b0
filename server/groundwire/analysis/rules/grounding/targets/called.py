"""Calls that import, or look up, what a string names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.grounding.targets.target import Target, path_of
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


class _Lookup(NamedTuple):
    """Where a call has the string, and what it stands for."""

    position: int | None
    keyword: str
    what: Literal["module", "member", "colon"]
    """*colon*: `module:member` alone; without a colon it is something else."""


_MODULE: Final = _Lookup(0, "name", "module")
_PACKAGE: Final = _Lookup(0, "package", "module")
_CALLS: Final[Mapping[str, _Lookup]] = MappingProxyType(
    {
        "importlib.import_module": _MODULE,
        "builtins.__import__": _MODULE,
        "runpy.run_module": _Lookup(0, "mod_name", "module"),
        "pkgutil.resolve_name": _Lookup(0, "name", "member"),
        "pkgutil.get_data": _PACKAGE,
        "importlib.resources.files": _Lookup(0, "anchor", "module"),
        "importlib.resources.open_text": _PACKAGE,
        "importlib.resources.open_binary": _PACKAGE,
        "importlib.resources.read_text": _PACKAGE,
        "importlib.resources.read_binary": _PACKAGE,
        "importlib.resources.path": _PACKAGE,
        "importlib.resources.contents": _PACKAGE,
        "importlib.resources.is_resource": _PACKAGE,
        "importlib_resources.files": _Lookup(0, "anchor", "module"),
        "django.utils.module_loading.import_string": _Lookup(0, "dotted_path", "member"),
        "werkzeug.utils.import_string": _Lookup(0, "import_name", "member"),
        "django.urls.include": _Lookup(0, "arg", "module"),
        "django.conf.urls.include": _Lookup(0, "arg", "module"),
        "uvicorn.run": _Lookup(0, "app", "colon"),
    }
)
"""By what the callee stands for."""
_METHODS: Final[Mapping[str, _Lookup]] = MappingProxyType(
    {
        "config.from_object": _Lookup(0, "obj", "member"),
        "config_from_object": _Lookup(0, "obj", "member"),
        "loadTestsFromName": _Lookup(0, "name", "member"),
    }
)
"""By the last names of the callee: methods of Flask's configuration, of Celery's application, of a test loader."""
_SETTINGS_MODULE: Final = "DJANGO_SETTINGS_MODULE"


def called(unit: ParsedUnit, module: ModuleContext) -> Iterator[Target]:
    """Every name that a call of the unit imports or looks up."""
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        lookup = _CALLS.get(path or "") or _method(call)
        arguments = Arguments.of(call)
        if lookup is not None and "silent" not in arguments.keywords:
            yield from _looked_up(arguments, lookup, module)
        elif path == "os.environ.setdefault" and _is(arguments.get(0), _SETTINGS_MODULE):
            yield from modules(arguments.get(1))
        elif path == "celery.Celery" and isinstance(included := arguments.get(None, "include"), (cst.List, cst.Tuple)):
            yield from (target for element in included.elements for target in modules(element.value))
    for assign in unit.nodes(cst.Assign):
        target = assign.targets[0].target
        if isinstance(target, cst.Subscript) and resolve(target.value, unit, module) == "os.environ":
            index = target.slice[0].slice
            if isinstance(index, cst.Index) and _is(index.value, _SETTINGS_MODULE):
                yield from modules(assign.value)


def modules(node: cst.BaseExpression | None) -> Iterator[Target]:
    """The module that a string names."""
    value = string_value(node) if node is not None else None
    if node is not None and value is not None and ":" not in value and (dotted := path_of(value)) is not None:
        yield Target(node, dotted, module=True)


def members(node: cst.BaseExpression | None) -> Iterator[Target]:
    """The module, or what it holds, that a dotted string names."""
    value = string_value(node) if node is not None else None
    if node is not None and value is not None and "." in value and (dotted := path_of(value)) is not None:
        yield Target(node, dotted)


def _method(call: cst.Call) -> _Lookup | None:
    function = dotted_name(call.func)
    if function is None:
        return None
    return next((lookup for name, lookup in _METHODS.items() if function.endswith(f".{name}")), None)


def _looked_up(arguments: Arguments, lookup: _Lookup, module: ModuleContext) -> Iterator[Target]:
    node = arguments.get(lookup.position, lookup.keyword)
    value = string_value(node) if node is not None else None
    if node is None or value is None:
        return
    if lookup.what == "module":
        if value.startswith("."):
            yield from _relative(node, value, arguments.get(1, "package"), module)
        else:
            yield from modules(node)
    elif lookup.what == "member" or value.count(":") == 1:
        dotted = path_of(value)
        if dotted is not None:
            yield Target(node, dotted, module="." not in dotted)


def _relative(
    node: cst.BaseExpression, value: str, package: cst.BaseExpression | None, module: ModuleContext
) -> Iterator[Target]:
    """A module named from its package: `import_module(".forms", "shop")`."""
    name = value.lstrip(".")
    if package is None or len(value) - len(name) != 1 or path_of(name) is None:
        return
    start = string_value(package)
    if isinstance(package, cst.Name) and package.value == "__package__":
        start = (module.absolute(".") or "").rstrip(".")
    if start and path_of(start) is not None:
        yield Target(node, f"{start}.{name}", module=True, written=name.count(".") + 1)


def _is(node: cst.BaseExpression | None, value: str) -> bool:
    return node is not None and string_value(node) == value
