"""JSON by what the `json` package is made of: to load that package takes longer than everything else of `record`."""

from __future__ import annotations

try:
    from _json import encode_basestring_ascii, make_scanner
except ImportError:  # another Python
    from json.encoder import encode_basestring_ascii
    from json.scanner import make_scanner

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Mapping
    from typing import Any

_SPACE = " \t\n\r"


class _Lenient:
    """How values are made; not `strict`: some hosts leave control characters in strings as they are."""

    strict = False
    object_hook = object_pairs_hook = None
    parse_float = parse_constant = float
    parse_int = int


def read(text: str) -> Any:
    """The value that a text is. Raises `ValueError`, and `RecursionError` for one that is nested too deeply."""
    text = text.strip(_SPACE)
    try:
        value, end = make_scanner(_Lenient)(text, 0)  # type: ignore[arg-type] # the attributes are what counts
    except (StopIteration, SystemError):  # the package, which is not there, has the error that it would raise
        end = None
    if end == len(text):
        return value
    import json  # noqa: PLC0415 (to say what is wrong with the text)

    return json.loads(text, strict=False)


def written(value: Mapping[str, str | None]) -> str:
    """An object whose members are texts or null, in ASCII."""
    members = (
        f"{encode_basestring_ascii(name)}: {'null' if said is None else encode_basestring_ascii(said)}"
        for name, said in value.items()
    )
    return f"{{{', '.join(members)}}}"
