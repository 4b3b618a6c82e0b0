"""Which kinds of error `ty` reports in a file, by its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.overlap.patterns import covers
from groundwire.text.toml_tables import parsed, table, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILES: Final = ("ty.toml", "pyproject.toml")
"""The first counts where both are there."""
_FORMERLY: Final[Mapping[str, tuple[str, ...]]] = {
    "import-not-found": ("unresolved-import",),
    "missing-module-member": ("unresolved-import", "unresolved-attribute"),
    "missing-attribute": ("unresolved-attribute",),
}
"""Other names of its rules, which settings may have."""
_OFF: Final = "ignore"


def ty_runs(kind: str, path: str, read: Callable[[str], str | None]) -> bool:
    """Whether ty reports a kind of error in a file, for certain: each that our rules name, unless it is told not to."""
    settings = _settings(read)
    if settings is None or settings.get("overrides"):
        return False
    analysis = table(settings, "analysis")
    if any(analysis.get(name) for name in ("allowed-unresolved-imports", "replace-imports-with-any")):
        return False
    return _looks_at(table(settings, "src"), path) and _reports(table(settings, "rules"), kind)


def _settings(read: Callable[[str], str | None]) -> Mapping[str, object] | None:
    if (text := read(FILES[0])) is not None:
        return parsed(text)
    found = value(parsed(read(FILES[1]) or ""), "tool", "ty")
    return found if isinstance(found, dict) else None


def _looks_at(source: Mapping[str, object], path: str) -> bool:
    excluded, included = source.get("exclude"), source.get("include")
    for listed in (excluded, included):
        if listed is not None and not (isinstance(listed, list) and all(_is_plain(one) for one in listed)):
            return False
    if isinstance(excluded, list) and any(covers(one, path) for one in excluded):
        return False
    return not isinstance(included, list) or any(covers(one, path) for one in included)


def _is_plain(pattern: object) -> bool:
    """Whether a pattern takes nothing back that another said."""
    return isinstance(pattern, str) and not pattern.startswith("!")


def _reports(rules: Mapping[str, object], kind: str) -> bool:
    said = [rules[name] for name in (kind, *_FORMERLY.get(kind, ())) if name in rules]
    return _OFF not in (said or [rules.get("all")])
