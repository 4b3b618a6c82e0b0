"""Where the stub goes: the module's name, its test file, and whether a test of that name is there already."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from groundwire.analysis.layout import Layout, test_file_for
from groundwire.model import NotAnalysed
from groundwire.stubs.request import StubExists
from groundwire.stubs.settings import CONFIGURATION
from groundwire.stubs.source import imported, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.stubs.request import StubRequest


@dataclass(frozen=True)
class Ground:
    """The project as the stub writer sees it."""

    request: StubRequest
    layout: Layout
    texts: Mapping[str, str]
    """Configuration files and their text."""

    @classmethod
    def of(cls, request: StubRequest) -> Ground:
        """Read the project's configuration."""
        texts = {}
        for path in request.files:
            if CONFIGURATION.fullmatch(basename(path)) and (text := request.read(path)) is not None:
                texts[path] = text
        python = [path for path in {*request.files, request.module_path} if path.endswith((".py", ".pyi"))]
        return cls(request, Layout.of(python, texts), texts)

    def modules(self) -> dict[str, str]:
        """Files of the project by dotted module name."""
        found: dict[str, str] = {}
        for path in self.request.files:
            if path.endswith(".py") and (name := self.layout.module_name(path)) is not None:
                found[name] = path
        return found

    def test_file(self, module: str) -> tuple[str, bool]:
        """Path of the module's test file, and whether it is there."""
        counts = dict(self._importers(module))
        files = self.request.files
        path, exists = test_file_for(self.request.module_path, self.layout, files, counts)
        if exists or path in files:
            return path, True
        return self._distinct(path, module), False

    def _distinct(self, path: str, module: str) -> str:
        """A name of its own: without packages, pytest cannot tell two test files of one name apart."""
        name = basename(path)
        namesakes = [other for other in self.request.files if basename(other) == name and other != path]
        if dirname(path) in self.layout.packages or not any(
            dirname(other) not in self.layout.packages for other in namesakes
        ):
            return path
        longer = f"test_{module.replace('.', '_')}.py"
        return f"{dirname(path)}/{longer}" if dirname(path) else longer

    def _importers(self, module: str) -> Iterator[tuple[str, int]]:
        """Test files that import from a module, each with how many names it takes."""
        last = module.rpartition(".")[2]
        for path in self.request.files:
            if not (path.endswith(".py") and self.layout.is_test_module(path)) or path == self.request.module_path:
                continue
            text = self.request.read(path)
            if text is None or last not in text:
                continue
            tree = tree_of(text)
            if isinstance(tree, NotAnalysed):
                continue
            package = (self.layout.module_name(path) or "").rpartition(".")[0]
            paths = [
                found
                for node in ast.walk(tree)
                if isinstance(node, (ast.Import, ast.ImportFrom))
                for _, found in imported(node, package)
            ]
            count = sum(found == module or found.startswith(f"{module}.") for found in paths)
            if count:
                yield path, count


def test_name(name: str, taken: Mapping[str, object]) -> str:
    """`test_total` for a function, `test_Cart_total` for a method; `taken` are the module's functions."""
    owner, _, short = name.rpartition(".")
    bare = short.strip("_") or short
    if bare != short and f"{owner}.{bare}".lstrip(".") in taken:
        bare = short
    return f"test_{owner.replace('.', '_')}_{bare}" if owner else f"test_{bare}"


def existing_test(tree: ast.Module, path: str, name: str, written: str) -> StubExists | None:
    """Where a test file tests that function already: `def test_x`, or a class `Test…` for it."""
    owner, _, short = name.rpartition(".")
    bare = short.strip("_")
    classes = {f"Test{_camel(bare)}", f"{_camel(bare)}Test", f"{_camel(bare)}Tests"} if not owner else set()
    holders = {f"Test{owner.replace('.', '')}", f"{owner.replace('.', '')}Test", f"{owner.replace('.', '')}Tests"}
    lowered = {written.lower()}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.lower() in lowered:
            return StubExists(path, node.lineno - 1)
        if isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))]
            tests = [item for item in methods if item.name.startswith("test")]
            if node.name in classes and tests:
                return StubExists(path, node.lineno - 1)
            wanted = lowered | ({f"test_{bare}"} if not owner or node.name in holders else set())
            for item in tests:
                if item.name.lower() in wanted:
                    return StubExists(path, item.lineno - 1)
    return None


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
