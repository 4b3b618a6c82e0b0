"""What a project's configuration files say of its layout: source roots, package folders, test paths and patterns."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, Any, Final

from groundwire.text.toml_tables import parsed, table, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PYTEST_SECTIONS: Final = {
    "pytest.ini": "pytest",
    ".pytest.ini": "pytest",
    "tox.ini": "pytest",
    "setup.cfg": "tool:pytest",
}
_SETUP_PACKAGE_DIR: Final = re.compile(r"package_dir\s*=\s*(\{[^{}]*\})")
_SETUP_WHERE: Final = re.compile(r"find_(?:namespace_)?packages\(\s*(?:where\s*=\s*)?[\"']([^\"']+)[\"']")


@dataclass
class LayoutSettings:
    """Paths are POSIX, relative to the project's folder."""

    roots: set[str] = field(default_factory=set)
    package_folders: set[tuple[str, str]] = field(default_factory=set)
    """(dotted package, its folder) where the folder is called otherwise."""
    test_paths: list[str] = field(default_factory=list)
    test_patterns: tuple[str, ...] = ()
    test_functions: set[str] = field(default_factory=set)
    """Prefixes and patterns of test functions, where a file says any."""
    test_classes: set[str] = field(default_factory=set)
    test_options: list[str] = field(default_factory=list)
    """Words of pytest's command line that are always given."""


def settings(texts: Mapping[str, str]) -> LayoutSettings:
    """Read every configuration file given (path to text); what cannot be read says nothing."""
    found = LayoutSettings()
    for path in sorted(texts, key=lambda path: (path.count("/"), path)):
        folder, name = dirname(path), basename(path)
        if name == "pyproject.toml":
            _read_pyproject(parsed(texts[path]), folder, found)
        elif name in _PYTEST_SECTIONS:
            _read_ini(texts[path], name, folder, found)
        elif name == "setup.py":
            _read_setup(texts[path], folder, found)
    return found


def strings(value: object) -> Iterator[str]:
    """The strings of a list, or one string's words."""
    if isinstance(value, str):
        yield from value.split()
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def _read_pyproject(document: Mapping[str, Any], folder: str, found: LayoutSettings) -> None:
    tool = table(document, "tool")
    _pytest_options(table(tool, "pytest", "ini_options") or table(tool, "pytest"), folder, found)
    _package_dir(table(tool, "setuptools", "package-dir"), folder, found)
    for where in strings(value(tool, "setuptools", "packages", "find", "where")):
        found.roots.add(_under(folder, where))
    for names in (("pdm", "build", "package-dir"), ("pdm", "package-dir"), ("maturin", "python-source")):
        for source in strings(value(tool, *names)):
            found.roots.add(_under(folder, source))
    for target in ("wheel", "sdist"):
        for package in strings(value(tool, "hatch", "build", "targets", target, "packages")):
            found.roots.add(dirname(_under(folder, package)))
    packages = value(tool, "poetry", "packages")
    for package in packages if isinstance(packages, list) else ():
        if isinstance(source := value(package, "from"), str):
            found.roots.add(_under(folder, source))


def _read_ini(text: str, name: str, folder: str, found: LayoutSettings) -> None:
    import configparser  # noqa: PLC0415 - most projects have no file for it

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    section = _PYTEST_SECTIONS[name]
    if parser.has_section(section):
        _pytest_options(dict(parser[section]), folder, found)
    if name == "setup.cfg":
        lines = parser.get("options", "package_dir", fallback="").splitlines()
        pairs = (line.partition("=") for line in lines if line.strip())
        _package_dir({key.strip(): value.strip() for key, _, value in pairs}, folder, found)
        where = parser.get("options.packages.find", "where", fallback="")
        found.roots.update(_under(folder, entry) for entry in where.split())


def _read_setup(text: str, folder: str, found: LayoutSettings) -> None:
    if (literal := _SETUP_PACKAGE_DIR.search(text)) is not None:
        with suppress(ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            _package_dir(ast.literal_eval(literal[1]), folder, found)
    found.roots.update(_under(folder, where) for where in _SETUP_WHERE.findall(text))


def _pytest_options(options: Mapping[str, object], folder: str, found: LayoutSettings) -> None:
    found.roots.update(_under(folder, path) for path in strings(options.get("pythonpath")))
    found.test_paths += [_under(folder, path) for path in strings(options.get("testpaths"))]
    found.test_functions.update(strings(options.get("python_functions")))
    found.test_classes.update(strings(options.get("python_classes")))
    found.test_options += (word for option in strings(options.get("addopts")) for word in option.split())
    patterns = tuple(strings(options.get("python_files")))
    if patterns and not found.test_patterns:
        found.test_patterns = patterns


def _package_dir(mapping: object, folder: str, found: LayoutSettings) -> None:
    if not isinstance(mapping, dict):
        return
    for package, source in mapping.items():
        if not isinstance(package, str) or not isinstance(source, str):
            continue
        place = _under(folder, source)
        if not package:
            found.roots.add(place)
        elif place.rpartition("/")[2] == package.rpartition(".")[2]:
            found.roots.add(
                dirname(place) if "." not in package else normpath(join(place, "../" * package.count("."), ".."))
            )
        else:
            found.package_folders.add((package, place))


def _under(folder: str, path: str) -> str:
    joined = normpath(join(folder, path))
    return "" if joined in {".", ""} or joined.startswith(("..", "/")) else joined
