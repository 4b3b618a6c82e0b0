"""Where a stub goes: its test file, the imports there, and what is never overwritten."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from groundwire.stubs.plan import write_stub
from groundwire.stubs.request import NotTestable, Stub, StubExists, StubRequest
from groundwire.stubs.testfile import apply
from support.stub_subjects import FILES, PRICING, TESTABLE, stub

if TYPE_CHECKING:
    from collections.abc import Mapping

TEST = "tests/test_pricing.py"


def written(name: str = "grade", **files: str) -> Stub:
    """The stub of a function of `shop.pricing` beside other files of the project."""
    result = stub(name, files={path.replace("__", "/"): text for path, text in files.items()})
    assert isinstance(result, Stub), result
    return result


def into(text: str, name: str = "grade") -> str:
    """The test file after a stub was put into it."""
    result = stub(name, files={TEST: text})
    assert isinstance(result, Stub), result
    assert not result.new_file
    assert apply(text, result.edits) == result.text
    return result.text


GRADE = """\


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param(3, EXPECTED, id="typical"),
        pytest.param(89, EXPECTED, id="score=89"),
        pytest.param(90, EXPECTED, id="score=90"),
        pytest.param(79, EXPECTED, id="score=79"),
        pytest.param(80, EXPECTED, id="score=80"),
    ],
)
def test_grade(score, expected):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    assert grade(score) == expected
"""


def test_a_new_file_holds_the_imports_the_sentinel_and_the_tests() -> None:
    result = written()
    assert result.path == TEST
    assert result.new_file
    assert result.tests == ("test_grade",)
    assert result.text == "import pytest\n\nfrom shop.pricing import grade\n\nEXPECTED = object()\n" + GRADE
    assert result.text.split("\n")[result.shown_line].lstrip().startswith("pytest.param(3, EXPECTED")
    assert apply("", result.edits) == result.text


def test_an_expected_failure_is_strict_and_takes_nothing_but_the_sentinel() -> None:
    result = stub("grade", expectation="xfail")
    assert isinstance(result, Stub)
    assert (
        "UNSTATED = pytest.mark.xfail(\n"
        '    strict=True, reason="expectation not stated", raises=pytest.fail.Exception\n'
        ")\n"
    ) in result.text
    assert 'pytest.param(3, EXPECTED, id="typical", marks=UNSTATED),' in result.text


def test_imports_join_those_that_are_there() -> None:
    before = (
        '"""Tests of prices."""\n'
        "from __future__ import annotations\n\n"
        "import os\n\n"
        "from shop.orders import Order\n"
        "from shop.pricing import apply_discount, shipping\n\n\n"
        "def test_shipping():\n"
        "    assert shipping(60) == 0\n"
    )
    after = (
        '"""Tests of prices."""\n'
        "from __future__ import annotations\n\n"
        "import os\n\n"
        "import pytest\n\n"
        "from shop.orders import Order\n"
        "from shop.pricing import apply_discount, grade, shipping\n\n"
        "EXPECTED = object()\n\n\n"
        "def test_shipping():\n"
        "    assert shipping(60) == 0\n"
    )
    assert into(before) == after + GRADE


def test_what_is_imported_already_is_not_imported_again() -> None:
    before = (
        "import pytest\n\nfrom shop.pricing import grade\n\nEXPECTED = object()\n\n\ndef test_other():\n    grade(1)\n"
    )
    assert into(before) == before + GRADE


def test_a_module_imported_whole_is_used_as_it_is() -> None:
    text = into("import shop.pricing\n\n\ndef test_other():\n    assert shop.pricing.grade(1) == 'F'\n")
    assert "from shop.pricing import" not in text
    assert "assert shop.pricing.grade(score) == expected" in text
    text = into("from shop import pricing\n\n\ndef test_other():\n    assert pricing.grade(1) == 'F'\n")
    assert "from shop.pricing import" not in text
    assert "assert pricing.grade(score) == expected" in text


def test_an_import_over_several_lines_stays_one() -> None:
    before = (
        "from shop.pricing import (\n    apply_discount,\n    convert,\n    halves,\n    may_cancel,\n    shipping,\n)"
        "\n\n\n"
        "def test_other():\n    pass\n"
    )
    text = into(before)
    assert text.startswith("import pytest\n\nfrom shop.pricing import ")
    assert text.count("shop.pricing") == 1
    statements = [node for node in ast.parse(text).body if isinstance(node, ast.ImportFrom)]
    names = [alias.name for node in statements for alias in node.names]
    assert names == ["apply_discount", "convert", "grade", "halves", "may_cancel", "shipping"]


def test_a_comment_in_an_import_is_kept() -> None:
    before = "from shop.pricing import (\n    shipping,  # ours\n)\n\n\ndef test_other():\n    pass\n"
    text = into(before)
    assert "    shipping,  # ours\n" in text
    assert "from shop.pricing import grade\n" in text


def test_tests_go_before_the_line_that_runs_them() -> None:
    text = into("import pytest\n\n\ndef test_other():\n    pass\n\n\nif __name__ == '__main__':\n    pytest.main()\n")
    assert text.endswith("    assert grade(score) == expected\n\n\nif __name__ == '__main__':\n    pytest.main()\n")


def test_a_name_that_means_something_else_there_is_left_alone() -> None:
    text = into("EXPECTED = {'a': 1}\n\n\ndef grade():\n    return EXPECTED\n\n\ndef test_other():\n    grade()\n")
    assert "EXPECTED_ = object()" in text
    assert "import shop.pricing\n" in text
    assert "assert shop.pricing.grade(score) == expected" in text
    assert text.count("def grade") == 1


def test_a_file_with_nothing_but_a_function_gets_its_header_above() -> None:
    text = into("def test_other():\n    pass\n")
    assert text.startswith(
        "import pytest\n\nfrom shop.pricing import grade\n\nEXPECTED = object()\n\n\ndef test_other():\n    pass\n\n\n"
    )


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("def test_grade():\n    pass\n", "grade", 0),
        ("import x\n\n\nasync def test_grade():\n    pass\n", "grade", 3),
        ("class TestGrade:\n    def test_a(self):\n        pass\n", "grade", 0),
        ("class TestPrices:\n    def test_grade(self):\n        pass\n", "grade", 1),
        ("import unittest\n\n\nclass GradeTest(unittest.TestCase):\n    def test_it(self): ...\n", "grade", 3),
    ],
)
def test_a_test_of_that_name_is_pointed_at_and_left_alone(text: str, name: str, line: int) -> None:
    assert stub(name, files={TEST: text}) == StubExists(TEST, line)


def test_a_second_request_says_where_the_first_stub_is() -> None:
    for module, names in TESTABLE.items():
        for name in names:
            first = stub(name, module)
            assert isinstance(first, Stub)
            again = stub(name, module, {first.path: first.text})
            assert isinstance(again, StubExists), name
            assert first.text.split("\n")[again.line].split("(")[0].removeprefix("async ") == f"def {first.tests[0]}"


def test_a_method_is_found_in_the_class_for_its_class() -> None:
    text = "class TestAccount:\n    def test_withdraw(self):\n        pass\n"
    found = stub("Account.withdraw", "src/shop/orders.py", {"tests/test_orders.py": text})
    assert found == StubExists("tests/test_orders.py", 1)


def test_a_file_that_is_there_but_not_listed_is_not_overwritten() -> None:
    text = "def test_other():\n    pass\n"
    request = StubRequest(
        "src/shop/pricing.py", PRICING, "grade", tuple(FILES), lambda path: text if path == TEST else FILES.get(path)
    )
    result = write_stub(request)
    assert isinstance(result, Stub)
    assert "def test_other():" in result.text
    assert not result.new_file


def test_a_broken_test_file_is_not_touched() -> None:
    refused = stub("grade", files={TEST: "def test_other(:\n"})
    assert isinstance(refused, NotTestable)
    assert "does not parse" in refused.reason


@pytest.mark.parametrize(
    ("files", "path", "module"),
    [
        ({"app.py": ""}, "app.py", "app"),
        ({"pkg/__init__.py": "", "pkg/core.py": ""}, "pkg/core.py", "pkg.core"),
        ({"space/deep/core.py": "", "pyproject.toml": ""}, "space/deep/core.py", "space.deep.core"),
        ({"src/core.py": "", "pyproject.toml": ""}, "src/core.py", "core"),
        ({"pkg/__init__.py": ""}, "pkg/__init__.py", "pkg"),
    ],
)
def test_the_import_follows_the_layout(files: Mapping[str, str], path: str, module: str) -> None:
    texts = {**files, path: "def double(n: int) -> int:\n    return n * 2\n"}
    result = write_stub(StubRequest(path, texts[path], "double", tuple(texts), texts.get))
    assert isinstance(result, Stub)
    assert f"from {module} import double\n" in result.text


def test_two_test_files_of_one_name_are_kept_apart() -> None:
    """Without `__init__.py` pytest imports test files by their bare name."""
    result = stub("double", "src/shop/deep/core.py", {
        "src/shop/deep/core.py": "def double(n: int) -> int:\n    return n * 2\n",
        "src/shop/deep/__init__.py": "",
        "src/shop/core.py": "",
        "tests/test_core.py": "from shop.core import x\n",
    })  # fmt: skip
    assert isinstance(result, Stub)
    assert result.path.rpartition("/")[2] == "test_shop_deep_core.py"


def test_a_fixture_of_the_project_is_used() -> None:
    conftest = "import pytest\n\n\n@pytest.fixture\ndef client():\n    return PaymentClient()\n"
    result = stub("fetch", "src/shop/gateway.py", {"tests/conftest.py": conftest})
    assert isinstance(result, Stub)
    assert "def client" not in result.text
    assert "expected, client):" in result.text


def test_a_fixture_that_makes_something_else_is_not_used() -> None:
    text = "import pytest\n\n\n@pytest.fixture\ndef client(app):\n    return app.test_client()\n"
    result = stub("fetch", "src/shop/gateway.py", {"tests/test_gateway.py": text})
    assert isinstance(result, Stub)
    assert "def fetch_client():\n    return create_autospec(PaymentClient, instance=True)\n" in result.text
    assert "asyncio.run(fetch(fetch_client, path, retries=retries))" in result.text


@pytest.mark.parametrize(
    ("pyproject", "head", "call"),
    [
        ("", "def test_fetch(", "asyncio.run(fetch("),
        ("[tool.pytest.ini_options]\nasyncio_mode = 'auto'\n", "async def test_fetch(", "await fetch("),
        ("[dependency-groups]\ndev = ['pytest-asyncio']\n", "async def test_fetch(", "await fetch("),
    ],
)
def test_async_tests_are_run_as_the_project_runs_them(pyproject: str, head: str, call: str) -> None:
    result = stub("fetch", "src/shop/gateway.py", {"pyproject.toml": pyproject})
    assert isinstance(result, Stub)
    assert f"\n{head}" in result.text
    assert call in result.text
    assert ("@pytest.mark.asyncio" in result.text) == ("pytest-asyncio" in pyproject)


def test_lines_are_as_long_as_the_project_s_formatter_makes_them() -> None:
    wide = stub("Order.add", "src/shop/orders.py", {"pyproject.toml": "[tool.ruff]\nline-length = 140\n"})
    narrow = stub("Order.add", "src/shop/orders.py", {"pyproject.toml": "[tool.black]\nline-length = 60\n"})
    assert isinstance(wide, Stub)
    assert isinstance(narrow, Stub)
    assert 'pytest.param(Item(sku="A-1", price=Decimal("10.00")), EXPECTED, id="typical"),' in wide.text
    assert max(map(len, narrow.text.split("\n"))) <= 60


def test_a_unittest_file_gets_a_test_case_with_one_sub_test_a_row() -> None:
    before = (
        "from unittest import TestCase\n\nfrom shop.pricing import shipping\n\n\n"
        "class TestShipping(TestCase):\n    def test_free(self):\n        self.assertEqual(shipping(60), 0)\n"
    )
    result = stub("shipping", files={TEST: before.replace("shipping", "halves").replace("Shipping", "Halves")})
    assert isinstance(result, Stub)
    assert "pytest" not in result.text
    assert result.text.endswith("""\
class TestShipping(TestCase):
    def test_shipping(self):
        for label, subtotal, country, express, expected in [
            ("typical", 3, "DE", False, EXPECTED),
            ("country=AT", 3, "AT", False, EXPECTED),
            ("subtotal=49", 49, "DE", False, EXPECTED),
            ("subtotal=50", 50, "DE", False, EXPECTED),
            ("express=True", 3, "DE", True, EXPECTED),
        ]:
            with self.subTest(label):
                if expected is EXPECTED:
                    self.fail(
                        "state the expected value: it goes where this row has EXPECTED"
                    )
                self.assertEqual(
                    shipping(subtotal, country=country, express=express), expected
                )

    def test_shipping_raises_value_error(self):
        self.fail("state the expected error: if ValueError is right, delete this line")
        with self.assertRaisesRegex(ValueError, re.escape("only DE and AT (for now)")):
            shipping(3, country="other")
""")
