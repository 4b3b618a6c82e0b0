"""The project's index: which imports it finds, and what its updates change."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.index import ProjectIndex

SHOP = {
    "app.py": "from shop.prices import parse_price\n",
    "shop/__init__.py": "",
    "shop/prices.py": "def parse_price(text):\n    return int(text)\n",
    "shop/api/__init__.py": "",
    "shop/api/views.py": "",
    "scripts/helpers.py": "",
    "requirements.txt": "PyYAML\nbeautifulsoup4\ngoogle-cloud-storage\nrequests\n",
}


def project(root: Path, files: dict[str, str], installed: dict[str, tuple[str, ...]] | None = None) -> ProjectIndex:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    if installed is not None:
        install(root / ".venv", installed)
    return ProjectIndex.build(root, discover(root, {}))


def install(environment: Path, installed: dict[str, tuple[str, ...]]) -> None:
    site = environment / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    (environment / "pyvenv.cfg").write_text("version = 3.11.4\n", encoding="utf-8")
    for name, modules in installed.items():
        (site / f"{name}-1.dist-info").mkdir()
        (site / f"{name}-1.dist-info" / "METADATA").write_text(f"Name: {name}\n", encoding="utf-8")
        (site / f"{name}-1.dist-info" / "top_level.txt").write_text("\n".join(modules), encoding="utf-8")
        for module in modules:
            (site / module).mkdir()
            (site / module / "__init__.py").touch()


SERVED = {"requests": ("requests",), "beautifulsoup4": ("bs4",), "PyJWT": ("jwt",), "google-auth": ("google",)}


@pytest.mark.parametrize(
    ("name", "importer", "kind"),
    [
        ("shop.prices", "app.py", "found"),
        ("shop.price", "app.py", "absent"),
        ("shop.prices.deeper", "app.py", "absent"),
        (".prices", "shop/orders.py", "found"),
        (".", "shop/orders.py", "found"),
        ("..prices", "shop/api/views.py", "found"),
        ("..missing", "shop/api/views.py", "absent"),
        ("...anything", "shop/prices.py", "unknown"),
        ("views", "shop/api/urls.py", "found"),
        ("helpers", "app.py", "unknown"),
        ("requests", "app.py", "found"),
        ("requests.sessions", "app.py", "absent"),
        ("json", "app.py", "found"),
        ("fastjsonx", "app.py", "absent"),
        ("yaml", "app.py", "declared"),
        ("yaml.representer", "app.py", "declared"),
        ("google.cloud.storage", "app.py", "declared"),
        ("google.cloud.pubsub", "app.py", "unknown"),
        ("beautifulsoup4", "app.py", "renamed"),
        ("PyJWT", "app.py", "renamed"),
        ("pyyaml", "app.py", "renamed"),
        ("bpy", "app.py", "unknown"),
        ("", "app.py", "unknown"),
        ("shop..prices", "app.py", "unknown"),
    ],
)
def test_an_import_is_looked_up(tmp_path, name, importer, kind):
    index = project(tmp_path, SHOP, SERVED)
    assert index.find_module(name, importer).kind == kind


def test_an_absent_module_says_where_it_was_looked_for_and_what_is_like_it(tmp_path):
    index = project(tmp_path, SHOP, SERVED)
    answer = index.find_module("reqeusts", "app.py")
    assert answer.suggestion == "requests"
    assert answer.looked_in == (
        "the standard library of Python 3.11",
        "the project's modules",
        ".venv (4 distributions)",
    )
    assert index.find_module("shop.price", "app.py").suggestion == "shop.prices"


def test_without_an_environment_only_the_project_speaks(tmp_path):
    index = project(tmp_path, SHOP)
    assert index.find_module("fastjsonx", "app.py").kind == "unknown"
    assert index.find_module("yaml", "app.py").kind == "unknown"
    assert index.find_module("json", "app.py").kind == "found"
    assert index.find_module("shop.price", "app.py").kind == "absent"
    assert index.find_module("beautifulsoup4", "app.py").kind == "renamed"


def test_an_environment_that_lacks_what_the_project_requires_does_not_speak_for_the_rest(tmp_path):
    index = project(tmp_path, {**SHOP, "requirements.txt": "flask\nhttpx\nrich\nattrs\n"}, {"attrs": ("attrs",)})
    assert index.find_module("flask", "app.py").kind == "declared"
    assert index.find_module("werkzeug", "app.py").kind == "unknown"


@pytest.mark.parametrize(
    "files",
    [
        {"compat.py": "try:\n    import fastjsonx\nexcept ImportError:\n    fastjsonx = None\n"},
        {"tests/test_a.py": "import pytest\nfastjsonx = pytest.importorskip('fastjsonx')\n"},
        {"app.py": "import sys\nsys.path.insert(0, '/opt/lib')\nimport fastjsonx\n"},
        {"Makefile": "fastjsonx.py: schema\n\tgenerate\n"},
        {"fastjsonx.proto": ""},
        {"vendor/fastjsonx/__init__.py": ""},
    ],
)
def test_what_the_project_provides_for_or_makes_is_not_absent(tmp_path, files):
    assert project(tmp_path, {**SHOP, **files}, SERVED).find_module("fastjsonx", "app.py").kind == "unknown"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("shop.fast", "unknown"),
        ("shop.fast.tables", "unknown"),
        ("shop.stock", "absent"),
        ("concurrent.future", "absent"),
        ("requests.adaptors", "unknown"),
        ("requests.retry", "absent"),
    ],
)
def test_what_provides_for_one_module_of_a_package_says_nothing_of_another(tmp_path, name, kind):
    files = {
        "compat.py": "try:\n    import requests\n    import requests.adaptors\nexcept ImportError:\n    pass\n",
        "threads.py": "try:\n    from concurrent.futures import Executor\nexcept ImportError:\n    Executor = None\n",
        "shop/made.py": "try:\n    from shop.fast import parse\nexcept ImportError:\n    parse = None\n",
    }
    index = project(tmp_path, {**SHOP, **files}, {"requests": ("requests",)})
    assert index.find_module(name, "app.py").kind == kind


@pytest.mark.parametrize("name", ["shop.orders_pb2", "shop._version", "shop.made", "shop.parsing.GrammarParser"])
def test_modules_that_a_build_writes_are_unknown(tmp_path, name):
    index = project(tmp_path, {**SHOP, ".gitignore": "shop/made.py\n", "shop/parsing/Grammar.g4": ""}, SERVED)
    assert index.find_module(name, "app.py").kind == "unknown"


def test_a_package_inside_the_project_has_its_own_environment(tmp_path):
    files = {"back/pyproject.toml": "", "back/app.py": "", "front/app.py": ""}
    install(tmp_path / "back" / ".venv", {"flask": ("flask",)})
    index = project(tmp_path, files, SERVED)
    assert index.find_module("flask", "back/app.py").kind == "found"
    assert index.find_module("flask", "front/app.py").kind == "absent"


def test_hidden_ignored_installed_and_built_files_are_left_out(tmp_path):
    files = {
        "app.py": "",
        ".gitignore": "generated/\n",
        "generated/a.py": "",
        "node_modules/x/a.py": "",
        "build/lib/a.py": "",
        "shop/build/__init__.py": "",
        ".hidden/a.py": "",
    }
    install(tmp_path / "my-environment", {})
    index = project(tmp_path, files, {})
    assert index.files.python == {"app.py", "shop/build/__init__.py"}


def test_files_that_cannot_be_read_are_named_and_lose_nothing_else(tmp_path):
    index = project(tmp_path, {"good.py": "def f(): g()\n", "broken.py": "def f(:\n", "nul.py": "a = '\0'\n"})
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00\x01")
    assert index.unread == {"broken.py", "nul.py"}
    assert index.is_called("g")


def test_a_broken_edit_keeps_what_was_known(tmp_path):
    index = project(tmp_path, {"app.py": "f()\n"})
    index.update("app.py", "f(\n")
    assert index.is_called("f")
    assert index.unread == {"app.py"}
    index.update("app.py", "g()\n")
    assert not index.is_called("f")
    assert not index.unread


def test_an_update_changes_the_answers_it_touches(tmp_path):
    index = project(tmp_path, SHOP, SERVED)
    assert index.find_module("shop.stock", "app.py").kind == "absent"
    index.update("shop/stock.py", "def count(): ...\n")
    assert index.find_module("shop.stock", "app.py").kind == "found"
    index.update("shop/stock.py", None)
    assert index.find_module("shop.stock", "app.py").kind == "absent"
    index.update("requirements.txt", "fastjsonx\n")
    assert index.find_module("fastjsonx", "app.py").kind == "declared"
    index.update("app.py", "try:\n    import fastjsonx\nexcept ImportError:\n    pass\n")
    assert index.find_module("fastjsonx", "app.py").kind == "unknown"


def test_files_of_an_environment_do_not_enter_by_an_update(tmp_path):
    index = project(tmp_path, SHOP, SERVED)
    before = set(index.files.python)
    for path in (".venv/lib/python3.11/site-packages/x.py", "node_modules/a.py", "/etc/x.py", "../other/x.py"):
        index.update(path, "x = 1\n")
    assert index.files.python == before


def test_an_updated_index_answers_as_one_built_anew(tmp_path):
    files = {**SHOP, "tests/test_prices.py": "from shop.prices import parse_price\n"}
    updated = project(tmp_path, SHOP, SERVED)
    for path in files.keys() - SHOP.keys():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(files[path], encoding="utf-8")
        updated.update(path, files[path])
    built = ProjectIndex.build(tmp_path, discover(tmp_path, {}))
    assert updated.files.python == built.files.python
    assert updated.layout == built.layout
    assert updated.tested("shop/prices.py", "parse_price") == built.tested("shop/prices.py", "parse_price")


def test_building_yields_between_files(tmp_path):
    project(tmp_path, SHOP)
    index = ProjectIndex(tmp_path, None)
    steps = list(index.build_steps())
    assert len(steps) > len(index.files.python) > 0


def test_what_is_installed_later_is_found_after_a_refresh(tmp_path):
    index = project(tmp_path, {"app.py": ""}, {})
    assert index.find_module("flask", "app.py").kind == "absent"
    site = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    (site / "flask").mkdir()
    (site / "flask" / "__init__.py").touch()
    assert index.refresh()
    assert index.find_module("flask", "app.py").kind == "found"


def test_the_test_file_of_a_module_is_the_one_that_imports_it(tmp_path):
    files = {**SHOP, "tests/test_money.py": "from shop.prices import parse_price\n"}
    index = project(tmp_path, files)
    assert index.test_file_for("shop/prices.py") == ("tests/test_money.py", True)
    assert index.test_file_for("shop/api/views.py") == ("tests/api/test_views.py", False)


def test_nothing_of_the_project_is_imported_or_run(tmp_path):
    trap = "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\n"
    project(tmp_path, {"setup.py": trap, "conftest.py": trap, "app.py": trap, "sitecustomize.py": trap})
    assert not (tmp_path / "ran").exists()


def test_an_environment_can_be_given(tmp_path):
    install(tmp_path / "other", {"flask": ("flask",)})
    (tmp_path / "project").mkdir()
    environment = Environment.read(tmp_path / "other")
    assert ProjectIndex.build(tmp_path / "project", environment).find_module("flask", "a.py").kind == "found"


def test_a_project_too_large_to_read_whole_denies_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundwire.analysis.files.MAX_FILES", 1)
    for name in ("a.py", "b.py", "test_a.py"):
        (tmp_path / name).write_text("def f():\n    return 1\n")
    index = ProjectIndex.build(tmp_path, None)
    assert index.tested("a.py", "f").kind == "unknown"
    assert index.find_module("fastjsonx", "a.py").kind == "unknown"


def test_it_can_be_handed_to_another_process(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import pytest\n\n\n@pytest.fixture\ndef till():\n    return 1\n")
    index = pickle.loads(pickle.dumps(ProjectIndex.build(tmp_path, None)))
    assert index.find_module("app", "other.py").kind == "found"
