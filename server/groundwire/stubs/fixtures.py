"""Fixtures for what a row cannot hold: the object under test, collaborators, files, and what nobody can make up."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from groundwire.stubs.forms import Form
    from groundwire.stubs.inputs import Input
    from groundwire.stubs.maker import Maker
    from groundwire.stubs.subject import Subject

_BOUNDARY: Final = re.compile(
    r"(?:Client|Session|Repository|Repo|Gateway|Store|Service|Connection|Engine|Cache|Queue|Api|API|Backend|Adapter|"
    r"Publisher|Producer|Consumer|Sender|Notifier|Mailer|Provider|Transport|Channel|Broker|Bus|Database|Storage|Pool|"
    r"Cursor|Socket|Server|Lock|Bucket|Fetcher|Uploader|Downloader)$"
)
_TEXT: Final = '"first\\nsecond\\n"'


@dataclass(frozen=True)
class Fixture:
    """A fixture to write."""

    name: str
    takes: tuple[str, ...]
    lines: tuple[str, ...]
    """Its body; the last line is a `return`, or a call that fails."""
    needs: frozenset[str] = frozenset()
    made: str | None = None
    """The class of what it makes, or `tmp_path`; None where anything will do."""
    collaborator: bool = False
    """Whether it is a mock whose calls can be looked at."""


def is_boundary(form: Form) -> bool:
    """Whether a class's name says that it reaches out of the process."""
    return bool(_BOUNDARY.search(form.name.rpartition(".")[2]))


def fixture_for(item: Input, subject: Subject, maker: Maker) -> Fixture:
    """The fixture of a required input that no row can hold."""
    options = item.form.arguments if item.form.name == "|" else (item.form,)
    form = next((part for part in options if part.name != "None"), item.form)
    if item.base is not None:
        made = item.base.code.partition("(")[0]
        return Fixture(item.name, (), (f"return {item.base.code}",), item.base.needs, made)
    importable = _importable(form, maker)
    if importable is not None:
        need, call = importable
        needs = frozenset({need, "unittest.mock:create_autospec"})
        return Fixture(
            item.name, (), (f"return create_autospec({call}, instance=True)",), needs, call, collaborator=True
        )
    return placeholder(item.name, item.name, subject.name)


def placeholder(name: str, what: str, subject: str) -> Fixture:
    """A fixture that asks a person to build what nobody can make up."""
    return Fixture(name, (), (f'pytest.fail("build a value for `{what}` that `{subject}` can take")',), frozenset())


def _importable(form: Form, maker: Maker) -> tuple[str, str] | None:
    """What to import to name a class, and how it is then written; None where it is no class a test can import."""
    path, source = form.name, maker.library.module
    head = path.rpartition(".")[2]
    if "." not in path or not head[:1].isupper() or path.startswith(("typing.", "_typeshed.", "collections.abc.")):
        return None
    need, call = maker.library.need(path)
    module = need.partition(":")[0]
    guarded = {source.imports[name] for name in source.typing_only}
    known = maker.library.source(module) is not None
    if not known and any(path == item or path.startswith(f"{item}.") for item in guarded):
        return None  # imported for the type checker alone: it may not be installed
    if module == source.name and call.partition(".")[0] not in source.classes:
        return None
    return need, call


def file_content(item: Input, subject: Subject) -> str | None:
    """The text to write into the file that a parameter names; None where the function does not read it."""
    text: str | None = None
    for node in own_nodes(subject.node):
        if isinstance(node, ast.Call):
            path = dotted(node.func) or ""
            first = dotted(node.args[0]) if node.args else None
            mode = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else "r"
            reads = path in {"open", "io.open"} and first == item.name and "r" in str(mode)
            wrapped = isinstance(node.func, ast.Attribute) and _names(node.func.value, item.name)
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            opens = wrapped and method == "open" and not (node.args and "w" in ast.unparse(node.args[0]))
            if reads or opens or (wrapped and method in {"read_text", "read_bytes"}):
                text = text or _TEXT
            if path in {"json.load", "json.loads"}:
                text = '"{}"' if text is not None else None
    return text


def _names(node: ast.expr, name: str) -> bool:
    """`path`, or `Path(path)`."""
    if isinstance(node, ast.Call) and (dotted(node.func) or "").endswith("Path") and len(node.args) == 1:
        node = node.args[0]
    return dotted(node) == name


def path_fixture(item: Input, subject: Subject) -> Fixture | None:
    """A fixture for a parameter that names a folder, or a file to write; None where the function touches neither."""
    text = item.form.name == "str"
    for node in own_nodes(subject.node):
        if not isinstance(node, ast.Call):
            continue
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        owned = isinstance(node.func, ast.Attribute) and _names(node.func.value, item.name)
        first = dotted(node.args[0]) if node.args else None
        if (owned and method in {"iterdir", "glob", "rglob"}) or (
            first == item.name
            and dotted(node.func) in {"os.listdir", "os.walk", "os.scandir", "os.makedirs", "os.chdir"}
        ):
            line = "return str(tmp_path)" if text else "return tmp_path"
            return Fixture(item.name, ("tmp_path",), (line,), made="tmp_path")
        writes = owned and method in {
            "write_text",
            "write_bytes",
            "touch",
            "mkdir",
            "unlink",
            "exists",
            "is_file",
            "open",
        }
        if writes or (first == item.name and dotted(node.func) in {"open", "os.remove", "os.path.exists", "os.unlink"}):
            made = 'tmp_path / "file.txt"'
            line = f"return str({made})" if text else f"return {made}"
            return Fixture(item.name, ("tmp_path",), (line,), made="tmp_path")
    return None
