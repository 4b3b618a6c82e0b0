"""Dependencies as every kind of manifest declares them."""

from __future__ import annotations

import pytest

from groundwire.analysis.declared import declared, entry_points, is_manifest


@pytest.mark.parametrize(
    ("path", "text", "required", "optional"),
    [
        (
            "pyproject.toml",
            (
                '[project]\ndependencies = ["PyYAML>=6", "a.b[x]; python_version < \'3.9\'"]\n'
                '[project.optional-dependencies]\nfast = ["orjson"]\n[dependency-groups]\n'
                'dev = ["pytest", {include-group = "lint"}]\nlint = ["ruff"]\n'
            ),
            {"pyyaml", "a-b"},
            {"orjson", "pytest", "ruff"},
        ),
        (
            "pyproject.toml",
            (
                '[tool.poetry.dependencies]\npython = "^3.11"\nHttpx = "*"\nredis = {version = "*", optional = true}\n'
                '[tool.poetry.group.dev.dependencies]\npytest = "*"\n'
            ),
            {"httpx"},
            {"redis", "pytest"},
        ),
        (
            "requirements.txt",
            (
                "# comment\nflask==3 \\\n    --hash=sha256:00\nmy_pkg @ https://example.org/my.whl\n"
                "git+https://example.org/team/tool.git@main\n-e git+https://example.org/x.git#egg=named\n"
                "--index-url https://example.org\n./local\ntypes-requests\n"
            ),
            {"flask", "my-pkg", "tool", "named"},
            set(),
        ),
        ("requirements-dev.txt", "pytest\n", set(), {"pytest"}),
        ("requirements/base.in", "django\n", set(), {"django"}),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n    attrs>=20\n    click\n[options.extras_require]\ntest = pytest\n",
            {"attrs", "click"},
            {"pytest"},
        ),
        (
            "setup.py",
            (
                "from setuptools import setup\nREQUIRES = ['requests>=2', 'rich']\n"
                "setup(name='x', install_requires=REQUIRES, extras_require={'dev': ['mypy']})\nraise SystemExit\n"
            ),
            {"requests", "rich"},
            {"mypy"},
        ),
        ("Pipfile", '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n', {"flask"}, {"pytest"}),
        (
            "environment.yml",
            (
                "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - numpy>=1\n"
                "  - conda-forge::scipy\n  - pip:\n    - fastapi==0.1\n"
            ),
            {"numpy", "scipy", "fastapi"},
            set(),
        ),
        ("pyproject.toml", "[project\n", set(), set()),
        ("setup.py", "setup(", set(), set()),
        ("setup.cfg", "nothing", set(), set()),
    ],
)
def test_a_manifest_declares(path, text, required, optional):
    assert is_manifest(path)
    found = declared({path: text})
    assert {name for name, dependency in found.items() if dependency.required} == required
    assert {name for name, dependency in found.items() if not dependency.required} == optional


def test_included_requirements_are_as_needed_as_what_includes_them():
    texts = {
        "requirements.txt": "-r requirements/base.txt\n",
        "requirements/base.txt": "-r ../requirements.txt\nflask\n",
    }
    assert declared(texts)["flask"].required


def test_a_dependency_keeps_the_spelling_and_the_manifest_that_names_it():
    found = declared({"sub/requirements.txt": "pyyaml\n", "requirements.txt": "PyYAML\n"})
    assert (found["pyyaml"].name, found["pyyaml"].manifest) == ("PyYAML", "requirements.txt")


def test_entry_points_are_functions_by_their_bare_name():
    texts = {
        "pyproject.toml": '[project.scripts]\nshop = "shop.cli:main"\n[project.entry-points.x]\na = "b:C.run"\n',
        "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    old = shop.old:start\n",
    }
    assert entry_points(texts) == {"main", "run", "start"}


@pytest.mark.parametrize("path", ["README.md", "notes.txt", "data/requirements.json", "app.py", "settings.yml"])
def test_other_files_are_no_manifests(path):
    assert not is_manifest(path)
