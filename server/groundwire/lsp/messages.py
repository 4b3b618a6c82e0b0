"""The product's own LSP messages: what they carry, checked when they come in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from lsprotocol import converters, types

from groundwire.model import Grade, OriginKind

if TYPE_CHECKING:
    from collections.abc import Mapping

DID_ATTRIBUTE: Final = "groundwire/didAttribute"
REGIONS: Final = "groundwire/regions"
GENERATED_FILES: Final = "groundwire/generatedFiles"
DID_CHANGE_REGIONS: Final = "groundwire/didChangeRegions"
DID_CHANGE_STATUS: Final = "groundwire/didChangeStatus"

_CODE: Final = re.compile(r"GW\d{3}")
_converter = converters.get_converter()


class BadMessage(ValueError):
    """A message of ours that does not say what it must; the text names the field."""


@dataclass(frozen=True, slots=True)
class DidAttribute:
    """Text that was inserted, and by whom."""

    uri: str
    version: int
    ranges: tuple[types.Range, ...]
    """Where the inserted text stands in that version."""
    kind: OriginKind
    grade: Grade
    tool: str | None
    model: str | None
    session: str | None
    event: str | None
    time: str | None

    @classmethod
    def of(cls, params: Any) -> DidAttribute:
        """Read `{textDocument: {uri, version}, edits: [{range}], origin: {kind, grade, …}}`; raises `BadMessage`."""
        document, origin = _mapping(params, "textDocument"), _mapping(params, "origin")
        edits = params.get("edits")
        if not isinstance(edits, list):
            raise BadMessage("`edits` must be a list")
        version = document.get("version")
        if not isinstance(version, int):
            raise BadMessage("`textDocument.version` must be an integer")
        return cls(
            uri=_text(document, "uri") or _missing("textDocument.uri"),
            version=version,
            ranges=tuple(range_of(edit.get("range") if isinstance(edit, dict) else None) for edit in edits),
            kind=_one_of(origin, "kind", get_args(OriginKind)),
            grade=_one_of(origin, "grade", get_args(Grade)),
            tool=_text(origin, "tool"),
            model=_text(origin, "model"),
            session=_text(origin, "session"),
            event=_text(origin, "event"),
            time=_text(origin, "time"),
        )


def range_of(value: Any) -> types.Range:
    """An LSP range out of decoded JSON; raises `BadMessage`."""
    try:
        place = _converter.structure(value, types.Range)
    except Exception as error:  # cattrs raises groups of whatever went wrong
        raise BadMessage("a `range` must be {start: {line, character}, end: {line, character}}") from error
    if min(place.start.line, place.start.character, place.end.line, place.end.character) < 0:
        raise BadMessage("a `range` must not hold negative numbers")
    return place


def uri_of(value: Any) -> str:
    """The `uri` of decoded JSON `{uri}`; raises `BadMessage`."""
    if not isinstance(value, dict):
        raise BadMessage("an object with a `uri` is needed")
    return _text(value, "uri") or _missing("uri")


def code_of(value: Any) -> str:
    """The rule's `code` of decoded JSON `{code}`; raises `BadMessage`."""
    code = _text(value, "code") or _missing("code")
    if _CODE.fullmatch(code) is None:
        raise BadMessage("`code` must be a rule's, such as GW101")
    return code


def _missing(name: str) -> str:
    raise BadMessage(f"`{name}` is missing")


def _mapping(params: Any, name: str) -> Mapping[str, Any]:
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, dict):
        raise BadMessage(f"`{name}` must be an object")
    return value


def _text(mapping: Mapping[str, Any], name: str) -> str | None:
    value = mapping.get(name)
    if value is not None and not isinstance(value, str):
        raise BadMessage(f"`{name}` must be a string")
    return value


def _one_of(mapping: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> Any:
    value = mapping.get(name)
    if value not in allowed:
        raise BadMessage(f"`origin.{name}` must be one of {', '.join(allowed)}")
    return value
