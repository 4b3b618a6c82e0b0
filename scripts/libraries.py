"""Collects the server's runtime libraries, for one platform and every supported CPython, in one folder.

`pip install --target` evaluates the markers of dependencies for the Python that runs it, not for the one it installs
for; so the dependencies are followed here, with the markers of each target, and pip only fetches the wheels.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
UNUSED = {"pyyaml", "pyyaml-ft", "mando", "colorama"}
"""Only the command-line tools of libcst and radon import them."""
UNWANTED = (
    "/tests/",
    "/_tests/",
    ".pyi",
    ".dist-info/RECORD",
    "a1_coverage.pth",
    "coverage/htmlfiles/",
    "coverage/tracer.",
    "jedi/third_party/django-stubs/",
    "jedi/third_party/typeshed/stubs/",
    "libcst/tool.py",
    "libcst/_parser/conversions/README.md",
    "radon/cli/",
)
WANTED = "jedi/third_party/typeshed/stdlib/"
"""Stubs that the server reads itself: what the standard library has."""


class Target(NamedTuple):
    """One platform: the values of its markers, and the tags that its wheels may have."""

    sys_platform: str
    platform_system: str
    platform_machine: str
    tags: tuple[str, ...]


TARGETS = {
    "linux-x64": Target("linux", "Linux", "x86_64", ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64")),
    "linux-arm64": Target("linux", "Linux", "aarch64", ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64")),
    "alpine-x64": Target("linux", "Linux", "x86_64", ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64")),
    "alpine-arm64": Target("linux", "Linux", "aarch64", ("musllinux_1_2_aarch64", "musllinux_1_1_aarch64")),
    "darwin-x64": Target("darwin", "Darwin", "x86_64", ("macosx_11_0_x86_64",)),
    "darwin-arm64": Target("darwin", "Darwin", "arm64", ("macosx_11_0_arm64",)),
    "win32-x64": Target("win32", "Windows", "AMD64", ("win_amd64",)),
    "win32-arm64": Target("win32", "Windows", "ARM64", ("win_arm64",)),
}


def main() -> None:
    """Fill the folder named on the command line; ends with status 1 when a wheel is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    with tempfile.TemporaryDirectory() as downloads:
        versions: dict[str, str] = {}
        for python in PYTHONS:  # the oldest decides the versions, since all share the pure-Python files
            _fetch(TARGETS[options.target], python, project["dependencies"], versions, Path(downloads))
        for wheel in sorted(Path(downloads).glob("*.whl")):
            _unpack(wheel, options.folder)


def _fetch(target: Target, python: str, dependencies: list[str], versions: dict[str, str], downloads: Path) -> None:
    """Download what the dependencies need on one Python; add to `versions` what was chosen."""
    environment = _environment(target, python)
    seen: set[str] = set()
    wanted = [Requirement(text) for text in dependencies]
    while wanted:
        applicable = [r for r in wanted if r.marker is None or r.marker.evaluate(environment)]
        new = {canonicalize_name(r.name): r for r in applicable}
        for name in seen | UNUSED:
            new.pop(canonicalize_name(name), None)
        if not new:
            return
        seen |= set(new)
        wheels = _download(target, python, list(new.values()), versions, downloads)
        wanted = [requirement for wheel in wheels for requirement in _requirements(wheel)]


def _download(
    target: Target, python: str, requirements: list[Requirement], versions: dict[str, str], downloads: Path
) -> list[Path]:
    before = {path.name for path in downloads.iterdir()}
    pinned = [
        f"{r.name}=={versions[name]}" if (name := canonicalize_name(r.name)) in versions else f"{r.name}{r.specifier}"
        for r in requirements
    ]
    platforms = [option for tag in target.tags for option in ("--platform", tag)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download", "--no-deps"]
    where = ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}", f"--dest={downloads}"]
    finished = subprocess.run([*pip, *where, *platforms, *pinned], check=False)
    if finished.returncode != 0:
        sys.exit(f"No wheels of {', '.join(pinned)} for Python {python} and {target.tags[0]}.")
    names = {canonicalize_name(r.name) for r in requirements}
    found = []
    for path in sorted(downloads.glob("*.whl")):
        name, version, _, tags = parse_wheel_filename(path.name)
        if name not in names:
            continue
        versions.setdefault(name, str(version))
        interpreters = {tag.interpreter for tag in tags}
        if path.name not in before or interpreters & {"py3", f"cp{python.replace('.', '')}"}:
            found.append(path)
    return found


def _requirements(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = Parser().parsestr(archive.read(metadata).decode()).get_all("Requires-Dist") or []
    return [Requirement(line) for line in lines]


def _environment(target: Target, python: str) -> dict[str, str]:
    return {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": target.sys_platform,
        "platform_system": target.platform_system,
        "platform_machine": target.platform_machine,
        "os_name": "nt" if target.sys_platform == "win32" else "posix",
        "extra": "",
    }


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(WANTED) or not any(part in name for part in UNWANTED):
                archive.extract(name, folder)


if __name__ == "__main__":
    main()
