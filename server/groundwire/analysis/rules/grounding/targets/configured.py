"""Names in settings: logging configuration, Django settings, entry points, pytest's plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.grounding.targets.called import members, modules
from groundwire.analysis.rules.grounding.targets.target import Target, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_LOGGING: Final = frozenset({"handlers", "formatters", "filters", "loggers", "root"})
_DJANGO_MODULES: Final = frozenset({"ROOT_URLCONF", "SESSION_ENGINE"})
_DJANGO_MEMBERS: Final = frozenset(
    """
    AUTHENTICATION_BACKENDS EMAIL_BACKEND FORM_RENDERER INSTALLED_APPS MESSAGE_STORAGE MIDDLEWARE PASSWORD_HASHERS
    STATICFILES_FINDERS TEST_RUNNER WSGI_APPLICATION ASGI_APPLICATION AUTH_PASSWORD_VALIDATORS TEMPLATES CACHES
    DATABASES STORAGES
    """.split()  # noqa: SIM905 - reads best as words
)
_DJANGO_KEYS: Final = frozenset({"BACKEND", "NAME", "ENGINE", "context_processors"})
"""Keys, in the dictionaries of such settings, whose values are paths."""
_DATABASES: Final = "DATABASES"
_MARKS_OF_DJANGO: Final = ("INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "DATABASES", "SECRET_KEY", "TEMPLATES")


def configured(unit: ParsedUnit, module: ModuleContext) -> Iterator[Target]:
    """Every name that the unit's settings hold."""
    for literal in unit.nodes(cst.Dict):
        keys = {key for key, _ in _items(literal)}
        if "version" in keys and keys & _LOGGING:
            yield from _logging(literal)
    for call in unit.nodes(cst.Call):
        if resolve(call.func, unit, module) in {"setuptools.setup", "distutils.core.setup"}:
            yield from _entry_points(Arguments.of(call).get(None, "entry_points"))
    if unit.unit.kind == "statement":
        for name, value in _settings(unit):
            if name == "pytest_plugins":
                yield from (target for item in _strings(value) for target in _plugin(item))
            elif name in _DJANGO_MODULES | _DJANGO_MEMBERS and _is_django(module):
                yield from _django(name, value)


def _logging(configuration: cst.Dict) -> Iterator[Target]:
    """`class` and `()` of handlers, formatters and filters."""
    for section, value in _items(configuration):
        if section not in {"handlers", "formatters", "filters"} or not isinstance(value, cst.Dict):
            continue
        for _, entry in _items(value):
            if isinstance(entry, cst.Dict):
                for key, item in _items(entry):
                    if key == "()" or (key == "class" and section != "filters"):
                        yield from members(item)


def _entry_points(groups: cst.BaseExpression | None) -> Iterator[Target]:
    """`name = package.module:function`, in lists by group."""
    for _, entries in _items(groups) if isinstance(groups, cst.Dict) else ():
        for item in _strings(entries):
            name, equals, value = (string_value(item) or "").partition("=")
            reference = value.partition("[")[0].strip()
            if name and equals and reference.count(":") == 1 and (dotted := path_of(reference)) is not None:
                yield Target(item, dotted)


def _plugin(item: cst.BaseExpression) -> Iterator[Target]:
    if "." in (string_value(item) or ""):  # one without a dot may be pytest's own
        yield from modules(item)


def _is_django(module: ModuleContext) -> bool:
    return sum(module.binds(name) for name in _MARKS_OF_DJANGO) > 1


def _django(name: str, value: cst.BaseExpression) -> Iterator[Target]:
    if name in _DJANGO_MODULES:
        yield from modules(value)
        return
    for item in _strings(value):
        if name == "INSTALLED_APPS" and "." not in (string_value(item) or "."):
            yield from modules(item)
        else:
            yield from members(item)
    yield from _nested(name, value)


def _nested(name: str, value: cst.BaseExpression) -> Iterator[Target]:
    """Paths in the dictionaries of a setting."""
    if isinstance(value, cst.List):
        for element in value.elements:
            yield from _nested(name, element.value)
    elif isinstance(value, cst.Dict):
        for key, item in _items(value):
            if key in _DJANGO_KEYS and not (key == "NAME" and name != "AUTH_PASSWORD_VALIDATORS"):
                for text in _strings(item):
                    yield from modules(text) if name == _DATABASES else members(text)
            elif isinstance(item, (cst.Dict, cst.List)):
                yield from _nested(name, item)


def _settings(unit: ParsedUnit) -> Iterator[tuple[str, cst.BaseExpression]]:
    for assign in unit.nodes(cst.Assign):
        if isinstance(assign.targets[0].target, cst.Name):
            yield assign.targets[0].target.value, assign.value
    for augmented in unit.nodes(cst.AugAssign):
        if isinstance(augmented.target, cst.Name):
            yield augmented.target.value, augmented.value


def _items(literal: cst.Dict) -> Iterator[tuple[str, cst.BaseExpression]]:
    for element in literal.elements:
        if isinstance(element, cst.DictElement) and (key := string_value(element.key)) is not None:
            yield key, element.value


def _strings(value: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """A string, or the strings of a list or tuple."""
    if string_value(value) is not None:
        yield value
    elif isinstance(value, (cst.List, cst.Tuple)):
        yield from (element.value for element in value.elements if string_value(element.value) is not None)
