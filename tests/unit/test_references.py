"""What counts as a test's reference to a function, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.project import TestAnswer as Answer

PRICES = """\
def parse(text):
    return _clean(text)


def _clean(text):
    return text


def lonely():
    return 1
"""
CART = """\
class Cart:
    def __init__(self):
        self.rate = _rate()

    def total(self):
        return self._sum()

    def _sum(self):
        return 1

    def unused(self):
        return 2


def _rate():
    return 3
"""


def ask(root: Path, files: dict[str, str], name: str, path: str = "shop.py") -> Answer:
    for file, text in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return ProjectIndex.build(root, None).tested(path, name)


@pytest.mark.parametrize(
    "test",
    [
        "from shop import parse\n",
        "from shop import parse as p\n\ndef test():\n    p('1')\n",
        "import shop\n\ndef test():\n    shop.parse('1')\n",
        "import shop as s\n\ndef test():\n    s.parse('1')\n",
        "def test():\n    from shop import parse\n",
        "from shop import *\n\ndef test():\n    parse('1')\n",
        "from unittest import mock\n\n@mock.patch('shop.parse')\ndef test(parse):\n    pass\n",
        "import shop\n\ndef test(monkeypatch):\n    monkeypatch.setattr(shop, 'parse', None)\n",
        "import shop\nimport pytest\n\n@pytest.mark.parametrize('f', [shop.parse])\ndef test(f):\n    f('1')\n",
    ],
)
def test_a_test_refers_directly(tmp_path, test):
    assert ask(tmp_path, {"shop.py": PRICES, "tests/test_shop.py": test}, "parse") == Answer(
        "direct", "tests/test_shop.py", None, 1
    )


def test_a_test_refers_through_a_caller(tmp_path):
    answer = ask(tmp_path, {"shop.py": PRICES, "test_shop.py": "from shop import parse\n"}, "_clean")
    assert answer == Answer("through", "test_shop.py", "parse", 1)


def test_a_package_hands_a_name_on(tmp_path):
    files = {
        "shop/__init__.py": "from shop.prices import parse\n__all__ = ['parse', 'lonely']\n",
        "shop/prices.py": PRICES,
        "tests/test_shop.py": "from shop import parse\n",
    }
    assert ask(tmp_path, files, "parse", "shop/prices.py").kind == "direct"
    assert ask(tmp_path, files, "lonely", "shop/prices.py").kind == "none"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Cart.total", "direct"),
        ("Cart._sum", "through"),
        ("Cart.unused", "none"),
        ("Cart.__init__", "through"),
        ("_rate", "through"),
    ],
)
def test_methods_are_referred_to_by_attribute(tmp_path, name, kind):
    files = {
        "shop.py": CART,
        "tests/conftest.py": "import pytest\nfrom shop import Cart\n\n@pytest.fixture\ndef cart():\n"
        "    return Cart()\n",
        "tests/test_shop.py": "def test(cart):\n    assert cart.total() == 1\n",
    }
    assert ask(tmp_path, files, name).kind == kind


@pytest.mark.parametrize(
    "test",
    [
        "import shop\n\ndef test():\n    lonely = 1\n    assert lonely\n",
        "import shop\n\ndef test():\n    # lonely\n    assert shop.parse\n",
        "from other import lonely\n\ndef test():\n    lonely()\n",
        "def test():\n    assert {'lonely': 1}\n",
        "import shop\n\ndef test_lonely():\n    assert shop\n",
    ],
)
def test_a_namesake_is_no_reference(tmp_path, test):
    files = {"shop.py": PRICES, "other.py": "def lonely():\n    pass\n", "tests/test_shop.py": test}
    assert ask(tmp_path, files, "lonely").kind == "none"


@pytest.mark.parametrize(
    "code",
    [
        "@app.get('/x')\ndef f():\n    return 1\n",
        "@click.command()\ndef f():\n    return 1\n",
        "@shared_task\ndef f():\n    return 1\n",
        "HANDLERS = {'x': None}\n\ndef f():\n    return 1\n\nHANDLERS['f'] = f\n",
        "def f():\n    '''One.\n\n    >>> f()\n    1\n    '''\n    return 1\n",
        (
            "def pick(kind):\n    return kind\n\ndef show(self, kind):\n    return getattr(self, f'f_{kind}')\n\n"
            "def f_one():\n    return 1\n\nf = f_one\n"
        ),
    ],
)
def test_what_may_be_called_otherwise_is_unknown(tmp_path, code):
    name = "f_one" if "f_one" in code else "f"
    assert ask(tmp_path, {"shop.py": code, "tests/test_shop.py": "import shop\n"}, name).kind == "unknown"


def test_what_a_route_calls_is_unknown_once_a_test_can_ask_for_it(tmp_path):
    code = "@app.get('/x')\ndef f():\n    return g()\n\n\ndef g():\n    return 1\n"
    asking = "def test(client):\n    client.get('/x')\n"
    assert ask(tmp_path / "a", {"shop.py": code, "tests/test_a.py": asking}, "g").kind == "unknown"
    assert ask(tmp_path / "b", {"shop.py": code, "tests/test_a.py": "def test(): assert 1\n"}, "g").kind == "none"


@pytest.mark.parametrize(
    ("bases", "kind"),
    [
        ("", "none"),
        ("(object)", "none"),
        ("(Enum)", "none"),
        ("(ValueError)", "none"),
        ("(Local)", "none"),
        ("(View)", "unknown"),
        ("(views.View)", "unknown"),
        ("(Mixed)", "unknown"),
        ("(make())", "unknown"),
        ("(metaclass=Registry)", "unknown"),
    ],
)
def test_overrides_of_a_framework_are_unknown(tmp_path, bases, kind):
    code = "from enum import Enum\nfrom framework import View, views\n\nclass Local:\n    pass\n"
    code += "\nclass Mixed(Local, View):\n"
    code += f"    pass\n\nclass Page{bases}:\n    def render(self):\n        return 1\n"
    files = {"shop.py": code, "tests/test_shop.py": "import shop\n"}
    assert ask(tmp_path, files, "Page.render").kind == kind


def test_a_base_of_the_same_name_from_elsewhere_is_not_the_class_itself(tmp_path):
    code = "import framework\n\nclass View(framework.View):\n    def render(self):\n        return 1\n"
    assert ask(tmp_path, {"shop.py": code, "tests/test_shop.py": "import shop\n"}, "View.render").kind == "unknown"


def test_names_in_the_templates_of_a_test_leave_it_open(tmp_path):
    test = "import shop\n\ndef test():\n    shop.render('{{ cart.unused() }}')\n"
    assert ask(tmp_path, {"shop.py": CART, "tests/test_shop.py": test}, "Cart.unused").kind == "unknown"


def test_an_entry_point_is_unknown(tmp_path):
    files = {
        "shop.py": PRICES,
        "pyproject.toml": '[project.scripts]\nshop = "shop:lonely"\n',
        "tests/test_shop.py": "import shop\n",
    }
    assert ask(tmp_path, files, "lonely").kind == "unknown"


def test_a_script_counts_where_a_test_starts_processes(tmp_path):
    code = "def f():\n    return 1\n\n\nif __name__ == '__main__':\n    f()\n"
    start = "import subprocess, sys\n\ndef test():\n    subprocess.run([sys.executable, 'shop.py'])\n"
    assert ask(tmp_path / "a", {"shop.py": code, "test_a.py": start}, "f").kind == "unknown"
    assert ask(tmp_path / "b", {"shop.py": code, "test_a.py": "import shop\n"}, "f").kind == "none"


def test_without_tests_nothing_refers(tmp_path):
    assert ask(tmp_path, {"shop.py": PRICES}, "parse") == Answer("none")


def test_tests_that_cannot_be_read_leave_it_open(tmp_path):
    assert ask(tmp_path, {"shop.py": PRICES, "test_shop.py": "def test(:\n"}, "parse").kind == "unknown"


def test_functions_of_tests_are_not_asked_about(tmp_path):
    assert ask(tmp_path, {"test_shop.py": "def help():\n    pass\n"}, "help", "test_shop.py").kind == "unknown"


def test_callers_that_call_each_other_end(tmp_path):
    code = "def f():\n    return g()\n\n\ndef g():\n    return f()\n"
    assert ask(tmp_path, {"shop.py": code, "test_shop.py": "import shop\n"}, "f").kind == "none"


def test_an_edit_changes_the_answer(tmp_path):
    (tmp_path / "shop.py").write_text(PRICES, encoding="utf-8")
    (tmp_path / "test_shop.py").write_text("import shop\n", encoding="utf-8")
    index = ProjectIndex.build(tmp_path, None)
    assert index.tested("shop.py", "lonely").kind == "none"
    index.update("test_shop.py", "import shop\n\ndef test():\n    shop.lonely()\n")
    assert index.tested("shop.py", "lonely").kind == "direct"
    index.update("test_shop.py", "import shop\n")
    index.update("shop.py", PRICES + "\n\ndef parse_all():\n    return lonely()\n")
    assert index.tested("shop.py", "lonely").kind == "none"
    index.update("test_other.py", "from shop import parse_all\n")
    assert index.tested("shop.py", "lonely") == Answer("through", "test_other.py", "parse_all", 2)
