"""Which kinds of error a type checker reports in a file, by its settings."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.overlap.patterns import covers
from groundwire.text.toml_tables import parsed, table, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PYRIGHT_FILES: Final = ("pyrightconfig.json", "pyproject.toml")
MYPY_FILES: Final = ("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")
_BY_DEFAULT: Final = frozenset({"reportMissingImports", "reportAttributeAccessIssue", "reportCallIssue"})
"""What pyright reports unless it is told not to, of what our rules name."""
_OFF: Final = (False, "none", "off")
_OPTIONAL_IMPORTS: Final = "import-not-found"


def pyright_runs(kind: str, path: str, read: Callable[[str], str | None]) -> bool:
    """Whether pyright reports a kind of error in a file, for certain."""
    settings = _pyright_settings(read)
    if settings is None or "extends" in settings or settings.get("executionEnvironments"):
        return False
    if settings.get("typeCheckingMode") == "off" and kind not in settings:
        return False
    for name in ("exclude", "ignore"):
        listed = settings.get(name)
        if isinstance(listed, list) and any(isinstance(one, str) and covers(one, path) for one in listed):
            return False
    included = settings.get("include")
    if isinstance(included, list) and not any(isinstance(one, str) and covers(one, path) for one in included):
        return False
    said = settings.get(kind)
    return said not in _OFF if said is not None else kind in _BY_DEFAULT


def _pyright_settings(read: Callable[[str], str | None]) -> Mapping[str, object] | None:
    if (text := read("pyrightconfig.json")) is not None:
        try:
            found = json.loads(text)
        except ValueError:  # with comments, which it may have: not certain
            return None
        return found if isinstance(found, dict) else None
    found = value(parsed(read("pyproject.toml") or ""), "tool", "pyright")
    return found if isinstance(found, dict) else None


def mypy_runs(kind: str, path: str, read: Callable[[str], str | None]) -> bool:
    """Whether mypy reports a kind of error in a file, for certain; what has no annotations it reads if told to."""
    settings = _mypy_settings(read)
    if settings is None or any(_is_on(settings, name) for name in ("ignore_errors", "ignore_missing_imports")):
        return False
    if not (_is_on(settings, "strict") or _is_on(settings, "check_untyped_defs")) and kind != _OPTIONAL_IMPORTS:
        return False
    if kind in str(settings.get("disable_error_code", "")):
        return False
    excluded = settings.get("exclude", [])
    try:
        patterns = excluded if isinstance(excluded, list) else [str(excluded)]
        return not any(re.search(one, path) for one in patterns if one)
    except (re.error, TypeError):
        return False


def _is_on(settings: Mapping[str, object], name: str) -> bool:
    return str(settings.get(name, False)).lower() in {"true", "1", "yes", "on"}


def _mypy_settings(read: Callable[[str], str | None]) -> dict[str, object] | None:
    """The settings of all files together; None where there are none, or some modules have their own."""
    for name in MYPY_FILES:
        if (text := read(name)) is None:
            continue
        if name == "pyproject.toml":
            found = table(parsed(text), "tool", "mypy")
            if found:
                return None if "overrides" in found else dict(found)
            continue
        from configparser import ConfigParser, Error  # noqa: PLC0415 - most projects have no file for it

        parser = ConfigParser(interpolation=None)
        try:
            parser.read_string(text)
        except Error:
            return None
        if parser.has_section("mypy"):
            return None if any(each.startswith("mypy-") for each in parser.sections()) else dict(parser["mypy"])
    return None
