"""Writes a test stub: finds the subject, chooses its rows, and puts the tests where the project keeps them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from groundwire.model import NotAnalysed
from groundwire.stubs.compose import Composer
from groundwire.stubs.imports import header_of
from groundwire.stubs.library import Library
from groundwire.stubs.place import Ground, existing_test, test_name
from groundwire.stubs.request import NotTestable, Stub, StubExists
from groundwire.stubs.settings import settings_for
from groundwire.stubs.source import read_source, tree_of
from groundwire.stubs.subject import subject_of
from groundwire.stubs.testfile import additions, apply
from groundwire.stubs.unittests import test_case_style

if TYPE_CHECKING:
    from groundwire.stubs.request import StubRequest

_WAITING: Final = re.compile(r"\bEXPECTED_*\b|\.fail\(")


def write_stub(request: StubRequest) -> Stub | StubExists | NotTestable:
    """The test stub of one function: red until a person states what is right. Never raises for bad input.

    Nothing of the project is imported or run: inputs come from reading the code, and no expectation does.
    """
    try:
        return _stub(request)
    except RecursionError:
        return NotTestable(f"`{request.name}` nests too deep to be read")


def _stub(request: StubRequest) -> Stub | StubExists | NotTestable:
    ground = Ground.of(request)
    module_name = ground.layout.module_name(request.module_path)
    if module_name is None:
        return NotTestable(f"`{request.module_path}` cannot be imported by a test: its name is no module name")
    if ground.layout.is_test(request.module_path):
        return NotTestable(f"`{request.module_path}` is a test file itself")
    is_package = request.module_path.endswith("__init__.py")
    source = read_source(request.module_text, module_name, is_package=is_package)
    if isinstance(source, NotAnalysed):
        return NotTestable(f"`{request.module_path}` does not parse: {source.reason}")
    modules = ground.modules()
    library = Library(source, modules, request.read)
    subject = subject_of(request.name, library)
    if isinstance(subject, NotTestable):
        return subject
    path, exists = ground.test_file(module_name)
    there = request.read(path)
    if exists and there is None:
        return NotTestable(f"the test file `{path}` cannot be read")
    exists, text = there is not None, there or ""
    tree = tree_of(text)
    if isinstance(tree, NotAnalysed):
        return NotTestable(f"the test file `{path}` does not parse: {tree.reason}")
    name = test_name(request.name, source.functions)
    if (found := existing_test(tree, path, request.name, name)) is not None:
        return found
    settings = settings_for(ground.texts, path)
    own = {dotted.partition(".")[0] for dotted in modules} | {module_name.partition(".")[0]}
    header, around = header_of(tree, text), _fixtures_around(ground, path, tree)
    writer = Composer(request, subject, library, settings, header, around, test_case_style(tree))
    addition, tests = writer.addition(name)
    edits = additions(text, tree, addition, own, settings.width)
    result = apply(text, edits)
    shown = _shown_line(result, tests[0])
    return Stub(path, not exists, tuple(edits), shown, tuple(tests), result)


def _fixtures_around(ground: Ground, path: str, tree: ast.Module) -> dict[str, str]:
    """Fixtures that the test file or a conftest above it defines: their code by name, the nearest wins."""
    trees = [tree]
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        conftest = f"{folder}/conftest.py".lstrip("/")
        text = ground.request.read(conftest) if conftest in ground.request.files else None
        parsed = tree_of(text) if text is not None else None
        trees.extend([parsed] if isinstance(parsed, ast.Module) else [])
    found: dict[str, str] = {}
    for parsed in reversed(trees):
        for node in parsed.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
                "fixture" in ast.unparse(decorator) for decorator in node.decorator_list
            ):
                found[node.name] = ast.unparse(node)
    return found


def _shown_line(text: str, test: str) -> int:
    """Line of the first place to fill in: the first row, else the first line of the test that fails."""
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if f"def {test}(" in line), 0)
    above = start
    while above > 0 and lines[above - 1].strip() and not lines[above - 1].startswith(("def ", "class ")):
        above -= 1
    rows = (index for index in range(above, start) if "pytest.param(" in lines[index])
    waiting = (index for index in range(start, len(lines)) if _WAITING.search(lines[index]))
    return next(rows, next(waiting, start))
