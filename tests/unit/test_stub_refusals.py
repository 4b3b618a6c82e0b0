"""What no stub is written for, and what is said instead; code of every shape is answered."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

from groundwire.stubs.plan import write_stub
from groundwire.stubs.request import NotTestable, Stub, StubRequest
from support.stub_subjects import stub

GATEWAY, ORDERS = "src/shop/gateway.py", "src/shop/orders.py"


@pytest.mark.parametrize(
    ("name", "module", "reason"),
    [
        ("outer.inner", GATEWAY, "`outer.inner` is defined inside `outer`; write the stub for `outer`"),
        ("outer.<locals>.inner", GATEWAY, "is defined inside `outer`"),
        ("main", GATEWAY, "write the stubs for the functions it calls"),
        ("Mailer.send", GATEWAY, "`Mailer` is a protocol"),
        ("Account.__secret", ORDERS, "private to `Account`"),
        ("Account", ORDERS, "`Account` is a class; write the stub for one of its methods"),
        ("nowhere", ORDERS, "no function `nowhere`"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(name: str, module: str, reason: str) -> None:
    refused = stub(name, module)
    assert isinstance(refused, NotTestable)
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("path", "code", "reason"),
    [
        ("my-script.py", "def f(): ...\n", "its name is no module name"),
        ("tests/test_it.py", "def f(): ...\n", "is a test file itself"),
        ("app.py", "def f(:\n", "does not parse"),
        ("app.py", "from abc import abstractmethod\nclass A:\n    @abstractmethod\n    def f(self): ...\n", "abstract"),
    ],
)
def test_a_file_that_no_test_can_import_is_refused(path: str, code: str, reason: str) -> None:
    name = "A.f" if "class A" in code else "f"
    refused = write_stub(StubRequest(path, code, name, (path,), {path: code}.get))
    assert isinstance(refused, NotTestable)
    assert reason in refused.reason


def test_syntax_newer_than_the_interpreter_s_is_read() -> None:
    code = 'type Pair[T] = tuple[T, T]\n\n\ndef first[T](pair: Pair[T]) -> str:\n    return f"{pair["x"]}"\n'
    result = write_stub(StubRequest("app.py", code, "first", ("app.py",), {"app.py": code}.get))
    assert isinstance(result, Stub)
    assert "def test_first(" in result.text


def test_code_nested_beyond_reading_is_answered() -> None:
    code = f"def f(x):\n    return {'(' * 80}x{')' * 80}\n\n\ndef g(x):\n    return {' + '.join(['x'] * 3000)}\n"
    for name in ("f", "g"):
        answer = write_stub(StubRequest("app.py", code, name, ("app.py",), {"app.py": code}.get))
        assert isinstance(answer, (Stub, NotTestable))


MODULES = (
    "textwrap",
    "shlex",
    "fractions",
    "configparser",
    "calendar",
    "csv",
    "string",
    "heapq",
)


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_every_function_of_the_standard_library_is_answered(module: str) -> None:
    found = importlib.util.find_spec(module)
    assert found is not None
    code = Path(str(found.origin)).read_text(encoding="utf-8")
    path = f"lib_{module}.py"
    stubs = 0
    for name in _functions(ast.parse(code).body, ""):
        answer = write_stub(StubRequest(path, code, name, (path,), {path: code}.get))
        if isinstance(answer, Stub):
            stubs += 1
            compile(answer.text, answer.path, "exec")
            assert answer.text.count("EXPECTED") >= 1 or "state the expected" in answer.text
    assert stubs > 3


def _functions(body: list[ast.stmt], prefix: str) -> list[str]:
    names: list[str] = []
    for node in body:
        if isinstance(node, ast.ClassDef):
            names += _functions(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.append(prefix + node.name)
    return list(dict.fromkeys(names))
