"""What a project's configuration says of how its tests are written: line length, and who runs `async` tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import basename, dirname
from typing import TYPE_CHECKING, Any, Final, Literal

from groundwire.text.toml_tables import parsed, value

if TYPE_CHECKING:
    from collections.abc import Mapping

AsyncRunner = Literal["run", "auto", "asyncio", "anyio"]

CONFIGURATION: Final = re.compile(
    r"pyproject\.toml|\.?ruff\.toml|\.?pytest\.ini|tox\.ini|setup\.(?:cfg|py)|"
    r"[\w.-]*requirements[\w.-]*\.(?:txt|in)"
)
_MODE: Final = re.compile(r"^\s*asyncio_mode\s*=\s*[\"']?(\w+)", re.MULTILINE)
_ANYIO_AUTO: Final = re.compile(r"^\s*anyio_mode\s*=\s*[\"']?auto", re.MULTILINE)
_PYTEST_ASYNCIO: Final = re.compile(r"pytest[-_]asyncio\b", re.IGNORECASE)
_DEFAULT_LENGTH: Final = 88


@dataclass(frozen=True, slots=True)
class Settings:
    """How the project writes its tests."""

    width: int = _DEFAULT_LENGTH
    runner: AsyncRunner = "run"
    """*auto*: a plugin runs every `async` test; *asyncio*, *anyio*: those with its mark; *run*: there is no plugin."""
    pytest_known: bool = False
    """Whether some configuration file names pytest."""


def settings_for(texts: Mapping[str, str], test_path: str) -> Settings:
    """Settings for a test file, from the configuration files (path to text) around it; the nearest decides."""
    around = [path for path in texts if not dirname(path) or test_path.startswith(f"{dirname(path)}/")]
    nearest = sorted(around, key=lambda path: -len(dirname(path)))
    width = next((found for path in nearest if (found := _line_length(path, texts[path]))), _DEFAULT_LENGTH)
    return Settings(width, _runner([texts[path] for path in nearest]), any("pytest" in texts[p] for p in nearest))


def _line_length(path: str, text: str) -> int | None:
    name = basename(path)
    if not name.endswith(".toml"):
        return None
    document = parsed(text)
    places: list[Any] = (
        [value(document, "tool", "ruff", "line-length"), value(document, "tool", "black", "line-length")]
        if name == "pyproject.toml"
        else [value(document, "line-length")]
    )
    return next((length for length in places if isinstance(length, int) and 40 <= length <= 320), None)


def _runner(texts: list[str]) -> AsyncRunner:
    for text in texts:
        if (mode := _MODE.search(text)) is not None:
            return "auto" if mode[1] == "auto" else "asyncio"
        if _ANYIO_AUTO.search(text):
            return "auto"
    if any(_PYTEST_ASYNCIO.search(text) for text in texts):
        return "asyncio"
    return "run"
