"""Whether calls can be bound, judged by texts: pairs of a call that fails and one like it that does not."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.calls.calls import Calls
from groundwire.analysis.calls.signature import Shape
from groundwire.analysis.calls.sinks import SINKS
from groundwire.analysis.environment import Environment
from groundwire.analysis.members.members import Members
from support.called import TOOLS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from groundwire.analysis.calls.answer import CallAnswer

STANDARD = [
    ("json.dumps(v, pretty=True)", "json.dumps(v, indent=2)", "pretty"),
    ("json.loads(t, strickt=False)", "json.loads(t, strict=False)", "strickt"),
    ("subprocess.run(c, capture=True)", "subprocess.run(c, capture_output=True)", "capture"),
    ("subprocess.check_output(c, chdir='/')", "subprocess.check_output(c, cwd='/')", "chdir"),
    ("logging.info('x', extras={})", "logging.info('x', extra={})", "extras"),
    ("logging.basicConfig(file='a')", "logging.basicConfig(filename='a')", "file"),
    ("os.makedirs(p, exists_ok=True)", "os.makedirs(p, exist_ok=True)", "exists_ok"),
    ("builtins.open(p, enc='utf-8')", "builtins.open(p, encoding='utf-8')", "enc"),
    ("builtins.sorted(v, cmp=f)", "builtins.sorted(v, key=f)", "cmp"),
    ("builtins.print(v, sepp='')", "builtins.print(v, sep='')", "sepp"),
    ("builtins.ValueError('m', code=3)", "builtins.ValueError('m', 3)", "code"),
    ("builtins.int(t, radix=16)", "builtins.int(t, base=16)", "radix"),
    ("datetime.datetime.now(timezone=z)", "datetime.datetime.now(tz=z)", "timezone"),
    ("datetime.timedelta(months=1)", "datetime.timedelta(weeks=4)", "months"),
    ("asyncio.gather(a, return_exception=True)", "asyncio.gather(a, return_exceptions=True)", "return_exception"),
    ("asyncio.run(m(), timeout=3)", "asyncio.run(m(), debug=True)", "timeout"),
    ("concurrent.futures.ThreadPoolExecutor(workers=3)", "concurrent.futures.ThreadPoolExecutor(3)", "workers"),
    ("csv.DictWriter(f, ['a'], separator=';')", "csv.DictWriter(f, ['a'], delimiter=';')", "separator"),
    ("re.sub('a', 'b', t, flag=2)", "re.sub('a', 'b', t, flags=2)", "flag"),
    ("shutil.rmtree(p, ignore_error=True)", "shutil.rmtree(p, ignore_errors=True)", "ignore_error"),
    ("time.sleep(seconds=1)", "time.sleep(1)", "seconds"),
    ("random.randint(1, 6, 2)", "random.randint(1, 6)", None),
    ("os.path.join()", "os.path.join('a')", None),
    ("threading.Thread(f, (1,), {}, 4, 5, 6)", "threading.Thread(None, f, 'n', (1,))", None),
    ("shutil.copy(p)", "shutil.copy(p, q)", None),
]
INSTALLED = [
    ("tools.Base('a', colour=1)", "tools.Base('a', size=1)", "colour"),
    ("tools.Base()", "tools.Base(name='a')", None),
    ("tools.Sub('a', weight=1)", "tools.Sub('a', colour='blue', size=3)", "weight"),
    ("tools.Plain(1)", "tools.Plain()", None),
    ("tools.Shown(b=1)", "tools.Shown(a=1)", "b"),
    ("tools.Single(name=1)", "tools.Single(key=1)", "name"),
    ("tools.Counted(b=1)", "tools.Counted(a=1)", "b"),
    ("tools.Point(1, 2, 3, 4)", "tools.Point(1, 2, 3)", None),
    ("tools.Point(1, cached=1)", "tools.Point(1, label='a')", "cached"),
    ("tools.Point(1, unit='m')", "tools.Point(1, seed=4)", "unit"),
    ("tools.Point3(1, depth=3)", "tools.Point3(1, z=3)", "depth"),
    ("tools.Old(1, _hidden=2)", "tools.Old(1, hidden=2)", "_hidden"),
    ("tools.New(1, c=2)", "tools.New(1, b=2)", "c"),
    ("tools.Pair(1, centre=2)", "tools.Pair(1, right=2)", "centre"),
    ("tools.first(b=1)", "tools.first(a=1)", "b"),
    ("tools.second(b=1)", "tools.second(a=1)", "b"),
    ("tools.cached(b=1)", "tools.cached(a=1)", "b"),
    ("tools.either(1, c=1)", "tools.either(1, b=1)", "c"),
    ("tools.only(a=1, b=2)", "tools.only(1, b=2)", "a"),
    ("tools.closed(speed=1)", "tools.closed(mode=1)", "speed"),
    ("tools.passed(1, b=2)", "tools.passed(1)", "b"),
    ("tools.Base.of(words='a')", "tools.Base.of(text='a')", "words"),
    ("tools.Base.parse(words='a')", "tools.Base.parse(text='a')", "words"),
]
OPEN = [
    "tools.Built(1, 2, x=3)",
    "tools.Loose(b=1)",
    "tools.Other(b=1)",
    "tools.anywhere(x=1)",
    "tools.chosen(x=1)",
    "json.dumps(v, cls=E, zone='UTC')",
    "builtins.dict(a=1)",
    "tools.first(**o)",
    "tools.Base(*a)",
    "tools.nothing(1)",
]


def shape(call: ast.Call) -> Shape:
    plain = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
    names = tuple(keyword.arg for keyword in call.keywords if keyword.arg is not None)
    starred = len(plain) < len(call.args)
    return Shape(len(plain), 0, names, starred, len(names) < len(call.keywords))


def parsed(text: str) -> tuple[str, Shape]:
    statement = ast.parse(text).body[0]
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    return ast.unparse(statement.value.func), shape(statement.value)


def calls(folder: Path, texts: Mapping[str, str], version: tuple[int, int] = sys.version_info[:2]) -> Calls:
    prefix = folder / "env"
    packages = prefix / "lib" / "python{}.{}".format(*version) / "site-packages"
    packages.mkdir(parents=True)
    (prefix / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = {}.{}.0\n".format(*version))
    for name, text in texts.items():
        (packages / name).write_text(text)
    environment = Environment.read(prefix)
    assert environment is not None
    return Calls(Members(environment, lambda _: None))


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Calls:
    return calls(tmp_path_factory.mktemp("tools"), {"tools.py": TOOLS})


def judged(tools: Calls, text: str) -> CallAnswer:
    return tools.of_path(*parsed(text))


@pytest.mark.parametrize(("wrong", "right", "name"), [*STANDARD, *INSTALLED])
def test_of_two_like_calls_the_one_that_fails_is_refused(
    tools: Calls, wrong: str, right: str, name: str | None
) -> None:
    answer = judged(tools, wrong)
    assert answer.kind == "refused"
    assert (name in answer.names) == (name is not None)
    assert judged(tools, right).kind == "fits"


@pytest.mark.parametrize("text", OPEN)
def test_what_may_be_taken_is_left_open(tools: Calls, text: str) -> None:
    assert judged(tools, text).kind != "refused"


@pytest.mark.parametrize(
    ("path", "name", "wrong", "right"),
    [
        ("tools.Base", "grow", "f(1, wet=True)", "f(1, dry=True)"),
        ("tools.Sub", "grow", "f(1, 2)", "f(1)"),
        ("builtins.dict", "get", "f('a', default=1)", "f('a', 1)"),
        ("builtins.str", "split", "f(',', max=1)", "f(',', maxsplit=1)"),
        ("argparse.ArgumentParser", "add_argument", "f('-a', requried=True)", "f('-a', required=True)"),
        ("logging.Logger", "warning", "f('m', stack=True)", "f('m', stack_info=True)"),
        ("pathlib.Path", "mkdir", "f(exists_ok=True)", "f(parents=True, exist_ok=True)"),
    ],
)
def test_methods_are_bound(tools: Calls, path: str, name: str, wrong: str, right: str) -> None:
    assert tools.of_object(path, name, parsed(wrong)[1], exact=True).kind == "refused"
    assert tools.of_object(path, name, parsed(right)[1], exact=True).kind == "fits"


def test_a_decorator_that_takes_keywords_itself_leaves_a_method_open(tools: Calls) -> None:
    assert tools.of_object("tools.Base", "shrink", parsed("f(1, dry=True)")[1], exact=True).kind == "unknown"


def test_what_a_file_of_the_package_replaces_is_left_open(tmp_path: Path) -> None:
    texts = {"tools.py": "def run(a):\n    pass\n", "other.py": "import tools\n\ntools.run = print\n"}
    assert judged(calls(tmp_path / "a", texts), "tools.run(b=1)").kind == "refused"  # another distribution's
    own = {"tools.py": "def run(a):\n    pass\n\n\ndef work(job):\n    job.run = 1\n"}
    assert judged(calls(tmp_path / "c", own), "tools.run(b=1)").kind == "refused"  # an object's, not the module's
    made = "class Job:\n    def __init__(self, a):\n        pass\n\n\n"
    other = {"tools.py": f"import pdb\n\n\n{made}pdb.Pdb.__init__ = print\n"}
    assert judged(calls(tmp_path / "d", other), "tools.Job(b=1)").kind == "refused"
    remade = {"tools.py": f"{made}Job.__init__ = print\n"}
    assert judged(calls(tmp_path / "e", remade), "tools.Job(b=1)").kind == "unknown"
    replaced = {"tools.py": "import sys\n\n\ndef run(a):\n    pass\n\n\nsys.modules[__name__].run = print\n"}
    assert judged(calls(tmp_path / "b", replaced), "tools.run(b=1)").kind == "unknown"


def test_a_stub_beside_the_source_must_agree(tmp_path: Path) -> None:
    texts = {"tools.py": "def run(a):\n    pass\n", "tools.pyi": "def run(a, b=...): ...\n"}
    assert judged(calls(tmp_path, texts), "tools.run(1, b=1)").kind == "unknown"


def test_another_version_of_python_is_named(tmp_path: Path) -> None:
    answer = judged(calls(tmp_path, {}, (3, 9)), "builtins.zip(a, b, strict=True)")
    assert answer.kind == "refused"
    assert answer.elsewhere == "Python 3.10 and later take it"


def test_what_the_function_says_of_a_keyword_is_told(tmp_path: Path) -> None:
    text = 'def run(a):\n    """Runs.\n\n    The option `fast` was removed in 2.0.\n    """\n'
    assert judged(calls(tmp_path, {"tools.py": text}), "tools.run(1, fast=True)").said is not None


def test_a_signature_reads_as_it_is_written(tmp_path: Path) -> None:
    text = "def run(a, /, b, c=1, *, d, e=2, **f):\n    pass\n\n\ndef rest(*a, b):\n    pass\n"
    made = calls(tmp_path, {"tools.py": text})
    assert judged(made, "tools.run()").signature == "(a, /, b, c=…, *, d, e=…, **kwargs)"
    assert judged(made, "tools.rest(c=1)").signature == "(*args, b)"


@pytest.mark.parametrize(
    ("function", "path"),
    [(json.dumps, "json.dumps"), (json.loads, "json.loads"), (subprocess.run, "subprocess.run")],
)
def test_a_table_entry_of_the_standard_library_is_of_a_function_with_kwargs(function: object, path: str) -> None:
    assert path in SINKS
    kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}  # type: ignore[arg-type]
    assert inspect.Parameter.VAR_KEYWORD in kinds
