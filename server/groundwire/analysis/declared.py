"""The distributions a project says it depends on, from every kind of manifest it may keep."""

from __future__ import annotations

import ast
import re
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.analysis.distribution_name import canonicalize_name
from groundwire.analysis.distributions import stubs_only
from groundwire.analysis.layout_settings import strings
from groundwire.text.toml_tables import parsed, table, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANIFEST: Final = re.compile(
    r"(?:pyproject\.toml|setup\.cfg|setup\.py|Pipfile|pixi\.toml|(?:conda[-_]?)?(?:environment|conda)[\w.-]*\.ya?ml"
    r"|[\w.-]*requirements?[\w.-]*\.(?:txt|in))$"
)
"""File names of manifests; every `.txt` or `.in` in a folder called `requirements` is one too."""
_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[|[<>=!~;@(,\s#]|$)")
_EGG: Final = re.compile(r"[#&]egg=([\w.-]+)")
_REPOSITORY: Final = re.compile(r"(?:^|\s)(?:git|hg|svn)\+\S*?/([\w.-]+?)(?:\.git)?(?:@[^\s/]*)?(?:#\S*)?$")
_CONDA: Final = re.compile(r"\s*-\s*[\"']?(?:[\w-]+::)?([A-Za-z0-9][\w.-]*)")
_ENTRY_POINT: Final = re.compile(r"=\s*[\"']?[A-Za-z_][\w.]*:(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)")
_SETUP_KEYWORDS: Final = {"install_requires", "extras_require", "tests_require", "setup_requires"}


class Declared(NamedTuple):
    """One declared dependency."""

    name: str
    """As the manifest spells it."""
    manifest: str
    required: bool
    """Needed at run time, against: an extra, a group, a tool."""


def is_manifest(path: str) -> bool:
    """Whether a file may declare dependencies, by its path."""
    name = basename(path)
    in_folder = "requirements" in path.split("/")[:-1] and name.endswith((".txt", ".in"))
    return in_folder or MANIFEST.match(name) is not None


def declared(texts: Mapping[str, str]) -> Mapping[str, Declared]:
    """Dependencies by normalised name, from manifests given as path to text; what is broken is passed over."""
    found: dict[str, Declared] = {}
    for path in sorted(texts, key=lambda path: (path.count("/"), path)):
        for requirement, required in _requirements(path, texts[path], texts):
            name = distribution_name(requirement)
            if name is None or stubs_only(canonicalize_name(name)):
                continue
            key = canonicalize_name(name)
            if key not in found or (required and not found[key].required):
                found[key] = Declared(name, path, required)
    return found


def entry_points(texts: Mapping[str, str]) -> frozenset[str]:
    """Functions that manifests name as scripts or plugins, `shop.cli:main`, by their bare names."""
    return frozenset(name for text in texts.values() for name in _ENTRY_POINT.findall(text))


def _requirements(path: str, text: str, texts: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    name = basename(path)
    if name == "pyproject.toml":
        return _of_pyproject(parsed(text))
    if name == "setup.cfg":
        return _of_setup_cfg(text)
    if name == "setup.py":
        return _of_setup_py(text)
    if name in {"Pipfile", "pixi.toml"}:
        return _of_tables(parsed(text))
    if name.endswith((".yml", ".yaml")):
        return _of_conda(text)
    return _of_requirements(path, text, texts, set())


def _of_pyproject(document: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for requirement in strings(value(document, "project", "dependencies")):
        yield requirement, True
    tool = table(document, "tool")
    groups = [
        *table(document, "project", "optional-dependencies").values(),
        *table(document, "dependency-groups").values(),
        *table(tool, "pdm", "dev-dependencies").values(),
        value(tool, "uv", "dev-dependencies"),
        value(document, "build-system", "requires"),
    ]
    for settings in table(tool, "hatch", "envs").values():
        groups += [value(settings, "dependencies"), value(settings, "extra-dependencies")]
    for group in groups:
        for requirement in strings(group):
            yield requirement, False
    poetry = table(tool, "poetry")
    for name, dependency in table(poetry, "dependencies").items():
        yield name, value(dependency, "optional") is not True
    for name in table(poetry, "dev-dependencies"):
        yield name, False
    for group in table(poetry, "group").values():
        for name in table(group, "dependencies"):
            yield name, False
    yield from _of_tables(table(tool, "pixi"))


def _of_tables(document: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Pipfile and pixi: tables whose keys are names."""
    for key, required in (
        ("packages", True),
        ("dependencies", True),
        ("pypi-dependencies", True),
        ("dev-packages", False),
    ):
        for name in table(document, key):
            yield name, required


def _of_setup_cfg(text: str) -> Iterator[tuple[str, bool]]:
    import configparser  # noqa: PLC0415 - most projects have no file for it

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    for key in ("install_requires", "tests_require", "setup_requires"):
        for line in parser.get("options", key, fallback="").splitlines():
            yield line, key == "install_requires"
    if parser.has_section("options.extras_require"):
        for value in parser["options.extras_require"].values():
            for line in value.splitlines():
                yield line, False


def _of_setup_py(text: str) -> Iterator[tuple[str, bool]]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    assigned: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned[node.targets[0].id] = node.value
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in _SETUP_KEYWORDS:
            value = assigned.get(node.value.id, node.value) if isinstance(node.value, ast.Name) else node.value
            extras = [key for part in ast.walk(value) if isinstance(part, ast.Dict) for key in part.keys]
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part not in extras:
                    yield part.value, node.arg == "install_requires"


def _of_requirements(
    path: str, text: str, texts: Mapping[str, str], seen: set[str], *, required: bool | None = None
) -> Iterator[tuple[str, bool]]:
    seen.add(path)
    needed = basename(path) in {"requirements.txt", "requirements.in"} if required is None else required
    for line in text.replace("\\\n", " ").splitlines():
        entry = line.strip()
        if entry.startswith(("-r ", "--requirement ", "--requirement=", "-r")):
            included = normpath(join(dirname(path), re.split(r"[\s=]+", entry.replace("-r", "-r ", 1), maxsplit=1)[-1]))
            if included in texts and included not in seen:
                yield from _of_requirements(included, texts[included], texts, seen, required=needed)
        elif entry.startswith(("-e ", "--editable")) or (entry and not entry.startswith(("-", "#"))):
            yield entry.removeprefix("-e ").removeprefix("--editable").strip(), needed


def _of_conda(text: str) -> Iterator[tuple[str, bool]]:
    inside = False
    for line in text.splitlines():
        if line[:1].isalpha():
            inside = line.startswith("dependencies:")
        elif inside and (found := _CONDA.match(line)) is not None and not line.rstrip().endswith(":"):
            yield found[1], True


def distribution_name(requirement: str) -> str | None:
    """Name of a requirement line; of a repository's address its last part; None for a path."""
    if (egg := _EGG.search(requirement)) is not None:
        return egg[1]
    if (found := _REQUIREMENT.match(requirement)) is not None and found[1].lower() not in {"python", "pip"}:
        return found[1]
    if (repository := _REPOSITORY.search(requirement)) is not None:
        return repository[1]
    return None
