"""Signs in a file that code is reached otherwise than by its name: by strings, by routes, by changed search paths."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.tree_walk import Tree

_DOTTED: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?::[A-Za-z_]\w*)?$")
_USE: Final = re.compile(r"\.([A-Za-z_]\w+)|\b([A-Za-z_]\w+)\(")
_MAX_STRING: Final = 120
_PATH_CALLS: Final = frozenset({"syspath_prepend", "addsitedir", "meta_path", "path_hooks"})
_DRIVERS: Final = frozenset(
    """
    TestClient AsyncClient test_client test_cli_runner CliRunner call_command run_path run_module live_server
    live_server_url aiohttp_client client async_client api_client script_runner runpytest runpytest_subprocess
    send_task apply_async testdir pytester WebTest TestApp ASGITransport WSGITransport HttpUser invoke
    """.split()  # noqa: SIM905 - reads best as words
)
"""Names by which a test sends a request, a command line or a task rather than calling a function."""
_PROCESSES: Final = frozenset(
    {"run", "check_output", "check_call", "Popen", "create_subprocess_exec", "call", "system"}
)


def targets(tree: Tree[ast.Module]) -> Iterator[str]:
    """Dotted strings: what `import_module`, `mock.patch`, settings and entry points name a module or its member by."""
    for node in tree.nodes(ast.Constant):
        if isinstance(node.value, str) and len(node.value) <= _MAX_STRING and _DOTTED.match(node.value):
            yield node.value.replace(":", ".")


def quoted_names(tree: Tree[ast.Module]) -> Iterator[str]:
    """Names that strings use as code does, as templates and scripts in tests do: `loop.cycle(`."""
    for node in tree.nodes(ast.Constant):
        if isinstance(node.value, str) and not node.value.isidentifier():
            yield from (sys.intern(found[1] or found[2]) for found in _USE.finditer(node.value))


def prefixes(tree: Tree[ast.Module]) -> frozenset[str]:
    """Starts of attribute names made at run time, as in `getattr(self, f"visit_{kind}")`."""
    starts: list[ast.expr] = [text.values[0] for text in tree.nodes(ast.JoinedStr) if len(text.values) > 1]
    starts += [sum_.left for sum_ in tree.nodes(ast.BinOp) if isinstance(sum_.op, (ast.Add, ast.Mod))]
    texts = (node.value for node in starts if isinstance(node, ast.Constant) and isinstance(node.value, str))
    names = (text.partition("%")[0] for text in texts)
    return frozenset(sys.intern(name) for name in names if name.isidentifier() and name.endswith("_") and len(name) > 2)


def drives_by_string(tree: Tree[ast.Module]) -> bool:
    """Whether code drives a program by routes, command lines, tasks or child processes."""
    if any(_last(node) in _DRIVERS for node in tree.nodes(ast.Name, ast.Attribute)):
        return True
    if any(argument.arg in _DRIVERS for argument in tree.nodes(ast.arg)):
        return True
    calls = (call.func for call in tree.nodes(ast.Call))
    return any(isinstance(function, ast.Attribute) and function.attr in _PROCESSES for function in calls)


def extends_path(tree: Tree[ast.Module]) -> bool:
    """Whether a file changes where imports look, or may."""
    for node in tree.nodes(ast.Attribute):
        if node.attr in _PATH_CALLS or (node.attr in {"path", "modules"} and _last(node.value) == "sys"):
            return True
    return any(node.value == "sys.modules" for node in tree.nodes(ast.Constant))


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
