"""Which of ruff's rules run on a file, by its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.overlap.patterns import covers, matches
from groundwire.text.toml_tables import parsed, table, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FILES: Final = (".ruff.toml", "ruff.toml", "pyproject.toml")
"""In the order in which ruff looks."""
_PREVIEW: Final = frozenset({"RUF069"})
"""Of those that our rules name, the ones that run only where ruff's preview is on."""
_CALLS: Final = frozenset({"B008", "RUF009"})
"""Those about calls in defaults, of which the project may name some that are fine."""
_DEFAULT: Final = ("E4", "E7", "E9", "F")


def runs(code: str, path: str, read: Callable[[str], str | None]) -> bool:
    """Whether ruff runs a rule on a file, for certain; `read` gives the text of a file of the project."""
    folder = path.rpartition("/")[0]
    while True:
        for name in FILES:
            settings = _settings(name, read(f"{folder}/{name}".lstrip("/")))
            if settings is not None:
                return _selects(settings, code, path[len(folder) :].lstrip("/"))
        if not folder:
            return False
        folder = folder.rpartition("/")[0]


def _settings(name: str, text: str | None) -> Mapping[str, object] | None:
    if text is None:
        return None
    document = parsed(text)
    if name != "pyproject.toml":
        return document
    found = value(document, "tool", "ruff")
    return found if isinstance(found, dict) else None


def _selects(settings: Mapping[str, object], code: str, path: str) -> bool:
    if "extend" in settings:  # of another file, perhaps of none of the project's
        return False
    lint = {**settings, **table(settings, "lint")}
    left_out = [
        *_texts(settings, "exclude"),
        *_texts(settings, "extend-exclude"),
        *_texts(table(settings, "lint"), "exclude"),
    ]
    if any(covers(pattern, path) for pattern in left_out):
        return False
    here = {**_ignores(lint, "per-file-ignores"), **_ignores(lint, "extend-per-file-ignores")}
    if any(matches(pattern, path) and any(_means(one, code) for one in codes) for pattern, codes in here.items()):
        return False
    if code in _PREVIEW and lint.get("preview") is not True:
        return False
    chosen = [*(_texts(lint, "select") if "select" in lint else _DEFAULT), *_texts(lint, "extend-select")]
    if code in _PREVIEW and lint.get("explicit-preview-rules") is True and code not in chosen:
        return False
    if code in _CALLS and table(lint, "flake8-bugbear").get("extend-immutable-calls"):
        return False  # some calls are none to it, perhaps these
    ignored = [*_texts(lint, "ignore"), *_texts(lint, "extend-ignore")]
    return _closest(chosen, code) > _closest(ignored, code)


def _closest(selectors: Iterable[str], code: str) -> int:
    """How exactly the closest selector names a rule: the more exact one wins, and of equal ones the ignoring."""
    return max((len(one) if one != "ALL" else 0 for one in selectors if _means(one, code)), default=-1)


def _means(selector: str, code: str) -> bool:
    """Whether a selector names a rule: all letters of a linter's prefix belong together, as of `S` and `SIM`."""
    if selector == "ALL":
        return True
    letters = code.rstrip("0123456789")
    return code.startswith(selector) and (len(selector) >= len(letters) or selector == "PL")


def _texts(settings: Mapping[str, object], name: str) -> list[str]:
    found = settings.get(name)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _ignores(settings: Mapping[str, object], name: str) -> dict[str, list[str]]:
    return {pattern: _texts(table(settings, name), pattern) for pattern in table(settings, name)}
