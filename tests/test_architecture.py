"""The structure that ARCHITECTURE.md draws, held by tests."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from groundwire.provenance.records.dialects import _TABLE

SERVER = Path(__file__).resolve().parents[1] / "server"
PACKAGE = SERVER / "groundwire"
FILES = sorted(PACKAGE.rglob("*.py"))

BELOW: dict[str, set[str]] = {
    "model": set(),
    "text": {"model"},
    "provenance": {"model", "text"},
    "stops": set(),
    "analysis": {"model", "text", "wire", "stops"},
    "evidence": {"model", "text"},
    "confidence": {"model", "text"},
    "stubs": {"model", "text", "analysis"},
    "report": {"model", "text", "analysis", "confidence", "config"},
    "config": {"model", "text", "analysis"},
    "wire": {"model"},
    "names": {"text", "analysis"},
    "worker": {"model", "text", "analysis", "evidence", "names", "stubs", "wire"},
    "lsp": {"model", "text", "provenance", "confidence", "config", "wire"},
    "cli": {
        "model",
        "text",
        "provenance",
        "analysis",
        "evidence",
        "confidence",
        "stubs",
        "report",
        "config",
        "names",
        "lsp",
        "stops",
        "wire",
    },
}
"""Package or module → what of ours it may import, itself aside."""

DIALECTS = [*dict.fromkeys(name for name, _ in _TABLE), "other"]

OUTSIDE: dict[str, set[str]] = {
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
    "libcst": {"analysis", "stubs", "evidence"},
    "jedi": {"names"},
    "parso": {"names"},
    "radon": {"evidence"},
    "coverage": {"evidence"},
}
"""Library → the only packages that may import it."""


def imports(file: Path) -> list[str]:
    """Dotted modules a file imports anywhere, `TYPE_CHECKING` blocks left out: they cost nothing at run time."""
    tree = ast.parse(file.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def part(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_downwards(file: Path) -> None:
    own = part(file)
    if own in {"__init__", "__main__"}:
        return
    for name in imports(file):
        top, _, rest = name.partition(".")
        if top == "groundwire":
            other = rest.partition(".")[0]
            assert other in {own, "__version__", *BELOW[own]}, f"{own} imports {name}"
        elif top in OUTSIDE:
            assert own in OUTSIDE[top], f"{own} imports {name}"


GUARDED_COMMANDS = (
    *("check", "file_check", "project", "scan", "scope"),
    *("export", "export_notes", "import_git_ai", "import_notes"),
)
GUARDED = [
    file
    for file in FILES
    if part(file) in {"analysis", "evidence", "names", "stubs", "config"}
    or file in {PACKAGE / "cli" / f"{name}.py" for name in GUARDED_COMMANDS}
]
"""What reads a project and its environment."""
UNGUARDED = {
    ("evidence/coverage_data.py", "copy.open"),  # which it made itself
    ("names/memory.py", "Path(f'/proc/{pid}/statm').read_text"),  # of what the system says of a process
    ("names/installed/child.py", "os.open"),  # of the null device
    ("names/installed/child.py", "open"),  # of what the system says of the process
    ("analysis/cache/place.py", "open"),  # of our own sources
    ("analysis/files.py", "entry.is_dir"),  # of what a listing of its folder says
    ("analysis/cache/stamp.py", "entry.is_dir"),  # the same
}
GUARDS = {
    "open": "text.read",
    "read_bytes": "text.read",
    "read_text": "text.read",
    "is_file": "text.written_paths",
    "is_dir": "text.written_paths",
    "exists": "text.written_paths",
    "expanduser": "text.written_paths",
    "glob": "text.written_paths",
    "rglob": "text.written_paths",
    "iterdir": "text.written_paths",
}
"""What may wait for ever, or fail for a path that can be none, and where what does not is."""


@pytest.mark.parametrize("file", GUARDED, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_files_of_a_project_are_looked_at_by_guarded_means_alone(file: Path) -> None:
    """A pipe under a source's name would be waited for for ever; a path that a setting names may be none."""
    path = file.relative_to(PACKAGE).as_posix()
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        owner, _, name = called.rpartition(".")
        bare = name in GUARDS and (owner or name == "open") and (path, called) not in UNGUARDED
        assert not bare, f"{path}, line {node.lineno}: instead of {called} use {GUARDS[name]}"


def test_only_the_store_and_the_cache_import_sqlite() -> None:
    """What must not be lost, and what may be at any time: two files, two sets of rules, nobody else's business."""
    users = {file for file in FILES if any(name.partition(".")[0] == "sqlite3" for name in imports(file))}
    cache = PACKAGE / "analysis" / "cache" / "database.py"
    assert {file.parent for file in users - {cache}} == {PACKAGE / "provenance" / "store"}
    assert cache in users


def test_handlers_are_asynchronous_and_no_thread_serves_them() -> None:
    for file in (PACKAGE / "lsp").glob("*.py"):
        tree = ast.parse(file.read_text())
        assert "threading" not in imports(file)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                names = {ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list}
                assert not names & {"server.feature", "server.command", "server.thread"}, node.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_module_says_its_job(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text()))


def test_files_stay_small_enough_to_read() -> None:
    long = {
        str(file.relative_to(PACKAGE)): lines for file in FILES if (lines := len(file.read_text().splitlines())) > 400
    }
    assert long == {}


def test_a_hook_loads_next_to_nothing() -> None:
    """An agent waits for `record` after each edit: it starts without what takes longer to load than the work itself."""
    hosts = [f"groundwire.provenance.records.{name}" for name in DIALECTS]
    modules = ", ".join(["groundwire.cli.main", "groundwire.cli.record", *hosts])
    code = f"import sys; sys.path.insert(0, {str(SERVER)!r}); import {modules}"
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{code}; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    slow = {
        "re",
        "json",
        "importlib",
        "typing",
        "pathlib",
        "argparse",
        "dataclasses",
        "hashlib",
        "subprocess",
        "sqlite3",
        "difflib",
        "zlib",
    }
    assert (slow | {"groundwire.model", "groundwire.provenance.store"}) & set(loaded) == set()


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("groundwire.lsp.server", {"libcst", "jedi", "radon", "coverage", "groundwire.analysis.engine"}),
        ("groundwire.worker", {"libcst", "pygls", "lsprotocol", "jedi", "coverage", "radon", "groundwire.stubs.plan"}),
        ("groundwire.names.serve", {"libcst", "pygls", "lsprotocol", "sqlite3", "groundwire.analysis.engine"}),
    ],
)
def test_a_process_imports_only_what_it_needs(module: str, absent: set[str]) -> None:
    code = f"import sys; sys.path.insert(0, {str(SERVER)!r}); import {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert absent & set(loaded) == set()
