"""A project's layout: module names of files, which files are tests, and where a module's test is or would be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from posixpath import basename, commonprefix, dirname, splitext
from typing import TYPE_CHECKING, Final

from groundwire.analysis.layout_settings import settings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

DEFAULT_PATTERNS: Final = ("test_*.py", "*_test.py")
_TEST_FOLDERS: Final = ("tests", "test")
_DATA_FOLDERS: Final = frozenset(
    {"cases", "data", "fixtures", "golden", "inputs", "resources", "samples", "snapshots", "snippets", "testdata"}
)
_DEVELOPMENT: Final = frozenset(
    {"bench", "benchmarks", "ci", "demo", "demos", "doc", "docs", "example", "examples", "scripts", "tools", "utils"}
)
"""Top-level folders beside a project's own code."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a project keeps its modules and its tests; all paths are POSIX, relative to the project's folder."""

    roots: tuple[str, ...] = ("",)
    """Folders that imports start from, deepest first; `""` is the project's folder."""
    packages: frozenset[str] = frozenset()
    """Folders with an `__init__.py`."""
    package_folders: tuple[tuple[str, str], ...] = ()
    """Packages kept in folders of another name: (dotted name, folder)."""
    test_patterns: tuple[str, ...] = DEFAULT_PATTERNS
    """File names that hold tests."""
    test_folders: tuple[str, ...] = ()
    """Outermost folders that hold nothing but tests and what supports them."""

    @classmethod
    def of(cls, files: Collection[str], texts: Mapping[str, str]) -> Layout:
        """The layout of a project with these Python files and configuration files (path to text)."""
        declared = settings(texts)
        packages = frozenset(dirname(path) for path in files if basename(path) in {"__init__.py", "__init__.pyi"})
        patterns = declared.test_patterns or DEFAULT_PATTERNS
        folders = _test_folders(files, patterns, declared.test_paths)
        roots = {"", *declared.roots}
        projects = {dirname(path) for path in texts if basename(path) in {"pyproject.toml", "setup.py", "setup.cfg"}}
        for project in projects | {""}:
            roots.add(project)
            for name in ("src", "lib"):
                source = f"{project}/{name}".lstrip("/")
                if source not in packages and any(path.startswith(f"{source}/") for path in files):
                    roots.add(source)
        ordered = sorted(roots, key=lambda root: (-root.count("/") - bool(root), root))
        return cls(tuple(ordered), packages, tuple(sorted(declared.package_folders)), patterns, folders)

    def module_name(self, path: str) -> str | None:
        """Dotted name by which a file is imported; None for a file that cannot be (`my-script.py`).

        A file of a regular package is named from the package's outermost folder, or from the source root it lies in
        where that is known; any other file from the deepest source root around it.
        """
        stem, extension = splitext(path)
        if extension not in {".py", ".pyi"}:
            return None
        for dotted, folder in self.package_folders:
            if path.startswith(f"{folder}/"):
                return _dotted(f"{dotted.replace('.', '/')}/{stem[len(folder) + 1 :]}")
        base = dirname(path)
        while base and base in self.packages:
            base = dirname(base)
        around = next(root for root in self.roots if not root or base == root or base.startswith(f"{root}/"))
        start = around if around or dirname(path) not in self.packages else base
        return _dotted(stem[len(start) + 1 :] if start else stem)

    def is_test(self, path: str) -> bool:
        """Whether a file is a test or supports tests: by its name, or by the folder it lies in."""
        name = basename(path)
        return (
            self.is_test_module(path)
            or name == "conftest.py"
            or any(path.startswith(f"{folder}/") for folder in self.test_folders)
        )

    def is_test_module(self, path: str) -> bool:
        """Whether a file holds tests that a runner collects, by its name."""
        name = basename(path)
        return name == "tests.py" or _matches(name, self.test_patterns)

    def is_test_data(self, path: str) -> bool:
        """Whether a file is an input of tests: it lies in a folder of data among them."""
        return self.is_test(path) and not _DATA_FOLDERS.isdisjoint(path.split("/")[:-1])

    def is_development(self, path: str) -> bool:
        """Whether a file serves those who work on the project and may need what only they install."""
        return self.is_test(path) or path.partition("/")[0] in _DEVELOPMENT


def test_file_for(
    module_path: str, layout: Layout, files: Collection[str], importers: Mapping[str, int]
) -> tuple[str, bool]:
    """Path of a module's test file, and whether it is there.

    The test file named after the module; else the one that imports it most; else the place that mirrors the module
    under the project's tests. `importers` says how many names each test file takes from the module; it may be empty.
    """
    tests = [path for path in files if layout.is_test_module(path) and path.endswith(".py")]
    stem = _subject(module_path)
    wanted = {f"test_{stem}.py", f"{stem}_test.py", f"test_{basename(dirname(module_path))}_{stem}.py"}
    named = [path for path in tests if basename(path) in wanted]
    namesakes = sum(_subject(path) == stem and not layout.is_test(path) for path in files)
    if namesakes > 1:  # `test_models.py` may be another package's
        importing = [path for path in named if path in importers]
        named = importing or [p for p in named if _mirrors(p, module_path, layout)]
    if named:
        return max(named, key=lambda p: (importers.get(p, 0), _likeness(p, module_path), -len(p), p)), True
    if importers:
        return max(importers, key=lambda path: (importers[path], _likeness(path, module_path), -len(path), path)), True
    return _mirrored(module_path, layout, tests)


def _mirrored(module_path: str, layout: Layout, tests: Collection[str]) -> tuple[str, bool]:
    stem = _subject(module_path)
    suffixed = sum(path.endswith("_test.py") for path in tests)
    name = f"{stem}_test.py" if suffixed * 2 > len(tests) else f"test_{stem}.py"
    if layout.test_folders:
        folder = max(
            layout.test_folders, key=lambda path: (len(commonprefix([dirname(path), module_path])), -len(path))
        )
    elif tests and Counter(map(dirname, tests)).most_common(1)[0][0] in layout.packages | {dirname(module_path)}:
        return _beside(module_path, name), False
    else:
        folder = "tests"
    dotted = layout.module_name(module_path) or ""
    parts = dotted.split(".")[1:-1] if not module_path.endswith("/__init__.py") else dotted.split(".")[1:]
    return "/".join([folder, *parts, name]), False


def _beside(module_path: str, name: str) -> str:
    folder = dirname(module_path)
    return f"{folder}/{name}" if folder else name


def _test_folders(files: Collection[str], patterns: tuple[str, ...], declared: Collection[str]) -> tuple[str, ...]:
    folders: set[str] = {path for path in declared if "test" in basename(path)}
    for path in files:
        parts = path.split("/")[:-1]
        index = next((place for place, part in enumerate(parts) if part in _TEST_FOLDERS), None)
        if index is not None and (parts[index] == "tests" or _matches(basename(path), (*patterns, "test*.py"))):
            folders.add("/".join(parts[: index + 1]))
    folders |= _mostly_tests(files, patterns)
    return tuple(sorted(folder for folder in folders if not any(folder.startswith(f"{o}/") for o in folders)))


def _mostly_tests(files: Collection[str], patterns: tuple[str, ...]) -> set[str]:
    """Top-level folders, of whatever name, whose modules are tests for the most part.

    Tests in folders of their own do not count: a package that keeps them in each of its parts is no test.
    """
    modules: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    for path in files:
        top, slash, below = path.partition("/")
        if slash and basename(path) != "__init__.py" and not any(part in below.split("/") for part in _TEST_FOLDERS):
            modules[top] += 1
            tests[top] += _matches(basename(path), patterns)
    return {top for top, count in modules.items() if tests[top] > 1 and tests[top] * 2 >= count}


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _subject(path: str) -> str:
    """What a file is called after: a package's `__init__.py` after its folder."""
    stem = splitext(basename(path))[0]
    return (basename(dirname(path)) or stem) if stem == "__init__" else stem.strip("_") or stem


def _mirrors(test: str, module_path: str, layout: Layout) -> bool:
    return test == _mirrored(module_path, layout, [test])[0] or dirname(test) == dirname(module_path)


def _likeness(test: str, module_path: str) -> int:
    """How many folder names two paths share."""
    return len(set(dirname(test).split("/")) & set(dirname(module_path).split("/")))


def _dotted(stem: str) -> str | None:
    parts = stem.strip("/").split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else None


def path_suffixes(path: str) -> list[str]:
    """Every end of a file's path, without extension and `/__init__`: the names it could be imported by."""
    parts = path.rpartition(".")[0].removesuffix("/__init__").split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]
