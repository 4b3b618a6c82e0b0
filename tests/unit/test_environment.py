"""What an environment holds, read from files that this test lays out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from groundwire.analysis.environment import Environment, discover


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def venv(root: Path, files: dict[str, str], version: str = "3.11.4", configuration: str = "") -> Path:
    site = root / ".venv" / "lib" / f"python{version.rpartition('.')[0]}" / "site-packages"
    site.mkdir(parents=True)
    write(root, {".venv/pyvenv.cfg": f"version = {version}\n{configuration}"})
    write(site, files)
    return site


def read(root: Path) -> Environment:
    environment = Environment.read(root / ".venv")
    assert environment is not None
    return environment


def distribution(name: str, **files: str) -> dict[str, str]:
    folder = f"{name.replace('-', '_')}-1.0.dist-info"
    return {f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\n"} | {
        f"{folder}/{file.replace('_txt', '.txt').replace('_json', '.json')}": text for file, text in files.items()
    }


def test_a_folder_without_python_is_no_environment(tmp_path):
    assert Environment.read(tmp_path) is None
    assert Environment.read(tmp_path / "bin" / "python") is None


@pytest.mark.parametrize("name", ["bin/python", "bin/python3.11"])
def test_an_executable_names_its_environment_though_it_links_out_of_it(tmp_path, name):
    venv(tmp_path, {"shop.py": ""})
    (tmp_path / ".venv" / "bin").mkdir()
    (tmp_path / ".venv" / name).symlink_to(sys.executable)
    environment = Environment.read(tmp_path / ".venv" / name)
    assert environment is not None
    assert environment.prefix == tmp_path / ".venv"
    assert environment.version == (3, 11)
    assert environment.find("shop") == "found"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain", "found"),
        ("plain.part", "absent"),
        ("package", "found"),
        ("package.part", "found"),
        ("package.other", "absent"),
        ("compiled", "found"),
        ("compiled.part", "unknown"),
        ("lazy.part", "unknown"),
        ("space.one", "found"),
        ("space.two", "absent"),
        ("missing", "absent"),
        ("Package", "absent"),
        ("requests", "absent"),
    ],
)
def test_modules_are_found_by_listing(tmp_path, name, expected):
    venv(
        tmp_path,
        {
            "plain.py": "",
            "package/__init__.py": "",
            "package/part.py": "",
            "compiled.cpython-311-x86_64-linux-gnu.so": "",
            "lazy/__init__.py": "import sys\nsys.modules[__name__ + '.part'] = object()\n",
            "space/one/__init__.py": "",
            "requests-stubs/__init__.pyi": "",
        },
    )
    assert read(tmp_path).find(name) == expected


@pytest.mark.parametrize(
    ("version", "name", "expected"),
    [
        ("3.11.4", "tomllib", "found"),
        ("3.10.1", "tomllib", "absent"),
        ("3.11.4", "distutils", "found"),
        ("3.12.1", "distutils", "absent"),
        ("3.13.0", "cgi", "absent"),
        ("3.12.0", "cgi", "found"),
    ],
)
def test_the_standard_library_is_that_of_the_version(tmp_path, version, name, expected):
    venv(tmp_path, {}, version)
    assert read(tmp_path).find(name) == expected


def test_submodules_of_the_standard_library_come_from_the_base_installation(tmp_path):
    write(tmp_path, {"base/lib/python3.9/os.py": "", "base/lib/python3.9/json/__init__.py": ""})
    write(tmp_path, {"base/lib/python3.9/json/decoder.py": "", "base/lib/python3.9/datetime.py": ""})
    venv(tmp_path, {}, "3.9.1", f"home = {tmp_path / 'base' / 'bin'}\n")
    environment = read(tmp_path)
    assert environment.find("json.decoder") == "found"
    assert environment.find("json.nothing") == "absent"
    assert environment.find("datetime.datetime") == "absent"
    assert environment.find("sqlite3.dbapi2") == "unknown", "split off, or built in"


def test_setuptools_brings_distutils_back(tmp_path):
    venv(tmp_path, distribution("setuptools", top_level_txt="setuptools\n"), "3.12.1")
    assert read(tmp_path).find("distutils") == "unknown"


def test_path_files_add_folders_and_their_code_is_not_run(tmp_path):
    write(tmp_path, {"elsewhere/added.py": "", "marker/run.py": ""})
    site = venv(tmp_path, {})
    target = tmp_path / "ran"
    (site / "a.pth").write_text(
        f"# a comment\nimport pathlib; pathlib.Path({str(target)!r}).touch()\n{tmp_path}/elsewhere\n"
    )
    environment = read(tmp_path)
    assert environment.find("added") == "found"
    assert "added" in environment.top_level
    assert not target.exists()


def test_editable_installations_are_followed_as_text(tmp_path):
    write(tmp_path, {"one/src/first/__init__.py": "", "two/second/__init__.py": "", "two/second/part.py": ""})
    mapping = f"MAPPING: dict[str, str] = {{'second': {str(tmp_path / 'two' / 'second')!r}}}\nraise SystemExit\n"
    direct = f'{{"url": "file://{tmp_path}/one", "dir_info": {{"editable": true}}}}'
    venv(tmp_path, {"__editable___two_1_finder.py": mapping, **distribution("one", direct_url_json=direct)})
    environment = read(tmp_path)
    assert environment.find("first") == "found"
    assert environment.find("second") == "found"
    assert environment.find("second.part") == "unknown"


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"RECORD": "bs4/__init__.py,,\nbs4/dammit.py,,\nbeautifulsoup4-1.0.dist-info/METADATA,,\n"}, ("bs4",)),
        ({"RECORD": "google/cloud/storage/__init__.py,,\n"}, ("google.cloud.storage",)),
        ({"RECORD": "six.py,,\n_speed.cpython-311-darwin.so,,\ntests/__init__.py,,\n"}, ("six", "_speed", "tests")),
        ({"top_level_txt": "PIL\n"}, ("PIL",)),
        ({}, ("some_name",)),
    ],
)
def test_import_names_of_a_distribution(tmp_path, metadata, expected):
    venv(tmp_path, distribution("some-name", **metadata))
    (found,) = read(tmp_path).distributions.values()
    assert found.import_names == expected


def test_distributions_are_keyed_by_normalised_name_and_stubs_do_not_count(tmp_path):
    venv(tmp_path, distribution("Flask_SQLAlchemy") | distribution("types-requests") | distribution("pandas-stubs"))
    assert set(read(tmp_path).distributions) == {"flask-sqlalchemy"}


def test_a_name_that_is_imported_otherwise(tmp_path):
    venv(tmp_path, {**distribution("PyYAML", top_level_txt="yaml\n_yaml\n"), "yaml/__init__.py": ""})
    found = read(tmp_path).renamed("pyyaml")
    assert found is not None
    assert (found.name, found.import_names[0]) == ("PyYAML", "yaml")
    assert read(tmp_path).renamed("yaml") is None


def test_what_is_installed_later_is_seen_after_a_refresh(tmp_path):
    site = venv(tmp_path, {})
    environment = read(tmp_path)
    assert environment.find("late") == "absent"
    assert not environment.refresh()
    write(site, {"late/__init__.py": ""})
    assert environment.refresh()
    assert environment.find("late") == "found"


def test_discovery_prefers_the_folder_and_guesses_nothing(tmp_path):
    other = tmp_path / "other"
    venv(other, {})
    root = tmp_path / "project"
    root.mkdir()
    assert discover(root, {}) is None
    activated = discover(root, {"VIRTUAL_ENV": str(other / ".venv")})
    assert activated is not None
    assert activated.label(root) == str(other / ".venv")
    venv(root, {})
    own = discover(root, {"VIRTUAL_ENV": str(other / ".venv")})
    assert own is not None
    assert own.label(root) == ".venv"
