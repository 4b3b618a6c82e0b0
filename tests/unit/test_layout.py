"""Module names, tests and the places of tests, from paths alone."""

from __future__ import annotations

import pytest

from groundwire.analysis import layout as layouts
from groundwire.analysis.layout import Layout

SRC = ("src/shop/__init__.py", "src/shop/prices.py", "src/shop/api/__init__.py", "src/shop/api/views.py")


@pytest.mark.parametrize(
    ("files", "texts", "path", "name"),
    [
        (("app.py",), {}, "app.py", "app"),
        (SRC, {"pyproject.toml": ""}, "src/shop/api/views.py", "shop.api.views"),
        (SRC, {}, "src/shop/__init__.py", "shop"),
        (("src/space/part/__init__.py", "src/space/part/a.py"), {}, "src/space/part/a.py", "space.part.a"),
        (("shop/__init__.py", "shop/a.py"), {}, "shop/a.py", "shop.a"),
        (("server/shop/__init__.py", "server/shop/a.py"), {}, "server/shop/a.py", "shop.a"),
        (("back/pyproject.py", "back/app/__init__.py", "back/app/a.py"), {}, "back/app/a.py", "app.a"),
        (
            ("python/shop/a.py",),
            {"pyproject.toml": '[tool.maturin]\npython-source = "python"\n'},
            "python/shop/a.py",
            "shop.a",
        ),
        (
            ("lib/code/__init__.py", "lib/code/a.py"),
            {"setup.cfg": "[options]\npackage_dir =\n    shop = lib/code\n"},
            "lib/code/a.py",
            "shop.a",
        ),
        (("code/a.py",), {"setup.py": "setup(package_dir={'': 'code'})\n"}, "code/a.py", "a"),
        (("my-script.py",), {}, "my-script.py", None),
        (("data.json",), {}, "data.json", None),
    ],
)
def test_a_file_is_named_as_imports_name_it(files, texts, path, name):
    assert Layout.of(files, texts).module_name(path) == name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("test_app.py", True),
        ("shop/app_test.py", True),
        ("tests/helpers.py", True),
        ("shop/tests/factories.py", True),
        ("conftest.py", True),
        ("shop/tests.py", True),
        ("shop/testing.py", False),
        ("shop/app.py", False),
        ("shop/latest.py", False),
        ("t/common.py", True),
    ],
)
def test_a_test_is_known_by_its_name_or_folder(path, expected):
    files = ("shop/app.py", "tests/helpers.py", "shop/tests/factories.py", "t/test_a.py", "t/test_b.py", "t/common.py")
    assert Layout.of((*files, path), {}).is_test(path) is expected


def test_a_package_with_tests_in_each_of_its_parts_is_no_test():
    parts = ("drawing", "graphs", "linalg")
    files = [f"net/{part}/{name}" for part in parts for name in ("core.py", "tests/test_a.py", "tests/test_b.py")]
    layout = Layout.of(files, {})
    assert [path for path in files if layout.is_test(path)] == [path for path in files if "tests" in path]


@pytest.mark.parametrize(
    "texts",
    [
        {"pyproject.toml": '[tool.pytest.ini_options]\npython_files = ["check_*.py"]\n'},
        {"pytest.ini": "[pytest]\npython_files = check_*.py\n"},
        {"setup.cfg": "[tool:pytest]\npython_files = check_*.py\n"},
        {"tox.ini": "[pytest]\npython_files = check_*.py\n"},
    ],
)
def test_the_runner_settings_say_which_files_are_tests(texts):
    layout = Layout.of(("app.py", "check_app.py"), texts)
    assert layout.is_test("check_app.py")
    assert not layout.is_test("app.py")


def test_broken_settings_say_nothing():
    texts = {"pyproject.toml": "[tool.pytest", "setup.cfg": "no section", "setup.py": "setup(package_dir={"}
    assert Layout.of(("app.py",), texts).is_test("test_app.py")


@pytest.mark.parametrize(
    ("files", "module", "importers", "expected"),
    [
        (("app.py",), "app.py", {}, ("tests/test_app.py", False)),
        (("app.py", "tests/test_app.py"), "app.py", {}, ("tests/test_app.py", True)),
        (("app.py", "app_test.py"), "app.py", {}, ("app_test.py", True)),
        (("a.py", "b.py", "b_test.py"), "a.py", {}, ("a_test.py", False)),
        (SRC, "src/shop/api/views.py", {}, ("tests/api/test_views.py", False)),
        ((*SRC, "tests/test_x.py"), "src/shop/prices.py", {"tests/test_x.py": 2}, ("tests/test_x.py", True)),
        (
            ("a/models.py", "b/models.py", "tests/b/test_models.py"),
            "a/models.py",
            {},
            ("tests/test_models.py", False),
        ),
        (
            ("a/models.py", "b/models.py", "tests/b/test_models.py"),
            "b/models.py",
            {"tests/b/test_models.py": 1},
            ("tests/b/test_models.py", True),
        ),
        (
            ("back/shop/__init__.py", "back/shop/a.py", "back/tests/test_b.py", "front/tests/test_c.py"),
            "back/shop/a.py",
            {},
            ("back/tests/test_a.py", False),
        ),
    ],
)
def test_the_test_of_a_module_is_found_or_placed(files, module, importers, expected):
    assert layouts.test_file_for(module, Layout.of(files, {}), files, importers) == expected
