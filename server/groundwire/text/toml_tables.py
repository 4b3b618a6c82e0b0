"""TOML that somebody else wrote: parsed whatever it is, and looked up by names whatever stands there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Mapping


class BrokenToml(ValueError):
    """A text that is no TOML, or none that can be read; says where and why."""


def parse(text: str) -> Mapping[str, Any]:
    """The document's outermost table. Raises `BrokenToml`."""
    try:
        document: Mapping[str, Any] = tomllib.loads(text)
    except RecursionError as error:
        raise BrokenToml("its arrays or tables nest too deep") from error
    except ValueError as error:  # also of numbers that are too long, for which the parser has no error of its own
        raise BrokenToml(str(error)) from error
    return document


def parsed(text: str) -> Mapping[str, Any]:
    """The document's outermost table; empty where it is broken."""
    try:
        return parse(text)
    except BrokenToml:
        return {}


def value(document: object, *names: str) -> Any:
    """What stands under nested names; None where one is missing, or is no table on the way."""
    for name in names:
        if not isinstance(document, dict):
            return None
        document = document.get(name)
    return document


def table(document: object, *names: str) -> Mapping[str, Any]:
    """The table under nested names; empty where there is none, or something else."""
    found = value(document, *names)
    return found if isinstance(found, dict) else {}
