"""What a `conftest.py` keeps pytest from collecting, read without running it."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from groundwire.analysis.fixtures.facts import LeftOut
from groundwire.analysis.fixtures.matching import is_left_out
from groundwire.analysis.fixtures.uncollected import left_out
from groundwire.analysis.tree_walk import Tree

EVERYTHING = {"*"}


def read(text: str) -> set[str]:
    return {f"lines of {one.pattern}" if one.lines else one.pattern for one in left_out(Tree(ast.parse(dedent(text))))}


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("collect_ignore = ['setup.py', './docs/']", {"setup.py", "docs/"}),
        ("collect_ignore: list[str] = []\nif WINDOWS:\n    collect_ignore += ['a.py']", {"a.py"}),
        ("collect_ignore = []\ncollect_ignore.append('a.py')\ncollect_ignore.extend(('b', 'c'))", {"a.py", "b", "c"}),
        ("collect_ignore = ['a.py'] + ['b.py'] * (not MAC)", {"a.py", "b.py"}),
        ("collect_ignore = (['a.py'] if sys.platform == 'win32' else [])", {"a.py"}),
        ("SLOW = ('a.py',)\ncollect_ignore = []\ncollect_ignore.extend(SLOW)", {"a.py"}),
        ("collect_ignore = ['a.py']\ncollect_ignore = collect_ignore + ['b.py']", {"a.py", "b.py"}),
        ("collect_ignore = [f'run_{n:02d}.py' for n in range(4)]", {"run_*.py"}),
        ("HERE = Path(__file__).parent\ncollect_ignore = [HERE / 'a.py', HERE.joinpath('b')]", {"./a.py", "./b"}),
        ("HERE = Path(__file__).resolve().parents[1]\ncollect_ignore = [str(HERE / 'a.py')]", {"./../a.py"}),
        ("HERE = os.path.dirname(os.path.abspath(__file__))\ncollect_ignore = [os.path.join(HERE, 'a')]", {"./a"}),
        ("collect_ignore = [*map(str, (Path(__file__).parent / 'old').iterdir())]", {"./old/*"}),
        ("def below(d):\n    return (str(p) for p in Path(d).rglob('*.py'))\ncollect_ignore = [*below('a')]", {"a/*"}),
        ("with open('ignored.txt') as lines:\n    for line in lines:\n        collect_ignore.append(line.strip())",
         {"lines of ignored.txt"}),
        ("LIST = Path(__file__).parent / 'ignored.txt'\ncollect_ignore = LIST.read_text().splitlines()",
         {"lines of ./ignored.txt"}),
        ("collect_ignore_glob = ['*_async.py', 'assets/**/*']", {"*_async.py", "assets/**"}),
        ("collect_ignore_glob = [] if DATABASE else ['test_*.py']", {"test_*.py"}),
        ("collect_ignore = ['a[1].py']", {"a[[]1].py"}),
        ("VALUE = 1", set()),
    ],
)  # fmt: skip
def test_entries_are_read_where_the_text_shows_them(text: str, patterns: set[str]) -> None:
    assert read(text) == patterns


@pytest.mark.parametrize(
    "text",
    [
        "collect_ignore = find_ignored()",
        "collect_ignore = [name for name in os.listdir('.')]",
        "collect_ignore = []\nfill(collect_ignore)",
        "collect_ignore = []\ncollect_ignore[:] = names",
        "globals()['collect_ignore'] = names",
        "from tests.support import collect_ignore",
        "collect_ignore = [Path('a.py').resolve()]",
        "collect_ignore = [sys.argv[1]]",
        "for a, b in PAIRS:\n    collect_ignore.append(a)",
        "def pytest_ignore_collect(collection_path):\n    return 'old' in str(collection_path)",
        "def again(n):\n    return again(n)\n\ncollect_ignore = [again('a')]",
    ],
)
def test_what_the_text_does_not_show_may_be_anything(text: str) -> None:
    assert read(text) >= EVERYTHING


@pytest.mark.parametrize(
    ("path", "folder", "pattern", "expected"),
    [
        ("tests/old/test_a.py", "", "tests/old", True),
        ("tests/old/test_a.py", "tests", "old", True),
        ("tests/older/test_a.py", "tests", "old", False),
        ("tests/test_a.py", "", "test_a.py", False),
        ("tests/test_a.py", "tests", "./test_a.py", True),
        ("tests/test_a.py", "tests", "../tests/test_a.py", True),
        ("tests/test_a.py", "tests", "*", True),
        ("tests/deep/test_a.py", "", "*_a.py", True),
        ("test_a.py", "", "setup.py", False),
    ],
)
def test_a_file_is_left_out_with_the_folders_it_is_in(path: str, folder: str, pattern: str, expected: bool) -> None:
    assert is_left_out(path, folder, [LeftOut(pattern)], lambda _: None) is expected


def test_a_list_in_a_file_is_read_where_it_lies_in_the_project() -> None:
    files = {"tests/ignored.txt": "# old ones\n\ntest_a.py \n"}
    listed = [LeftOut("./ignored.txt", lines=True)]
    assert is_left_out("tests/test_a.py", "tests", listed, files.get)
    assert not is_left_out("tests/test_b.py", "tests", listed, files.get)


@pytest.mark.parametrize("file", ["missing.txt", "../../ignored.txt", "/etc/hosts"])
def test_a_list_that_cannot_be_read_may_name_the_file(file: str) -> None:
    assert is_left_out(
        "tests/test_a.py", "tests", [LeftOut(file, lines=True)], {"/etc/hosts": "", "../ignored.txt": ""}.get
    )
