"""Summaries of modules by their texts: stubs and what is installed are read once for all runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cache.written_form import WrittenForm
from groundwire.analysis.calls import decorating, definition, forwarding, signature
from groundwire.analysis.calls import fields as class_fields
from groundwire.analysis.members import summary as summaries
from groundwire.analysis.members.reading import summarise
from groundwire.analysis.members.summary import ClassBody, Summary

if TYPE_CHECKING:
    import ast

    from groundwire.analysis.cache.database import Cache
    from groundwire.analysis.members.summary import Bound
    from groundwire.analysis.stdlib import Version

_KIND: Final = "summary"
_WORTH: Final = 1_000
"""Characters from which a summary is quicker fetched than read."""
_FORM: Final = WrittenForm(summaries, decorating, definition, forwarding, signature, class_fields)
_OF_CLASS: Final = tuple(field.name for field in fields(ClassBody) if field.name != "names")
_OF_MODULE: Final = tuple(field.name for field in fields(Summary) if field.name != "names")


def summary_to_bytes(summary: Summary | None) -> bytes:
    """JSON of a summary, None of a broken text included; what each name stands for is a text of its own."""
    if summary is None:
        return b"null"
    return json.dumps(_body(summary, _OF_MODULE), separators=(",", ":")).encode("utf-8", "surrogatepass")


def summary_from_bytes(value: bytes) -> Summary | None:
    """What `summary_to_bytes` wrote; `KeyError`, `TypeError` or `ValueError` for anything else."""
    found = json.loads(value.decode("utf-8", "surrogatepass"))
    return None if found is None else Summary(**_read(found, _OF_MODULE))


def _body(owner: Summary | ClassBody, others: tuple[str, ...]) -> dict[str, object]:
    names = {name: _text(bound) for name, bound in owner.names.items()}
    return {"names": names, "rest": [_FORM.plain(getattr(owner, name)) for name in others]}


def _read(found: Any, others: tuple[str, ...]) -> dict[str, Any]:
    rest = dict(zip(others, map(_FORM.made, found["rest"]), strict=True))
    return {"names": StoredNames(found["names"]), **rest}


def _text(bound: Bound) -> str:
    return json.dumps(
        _body(bound, _OF_CLASS) if isinstance(bound, ClassBody) else _FORM.plain(bound), separators=(",", ":")
    )


class StoredNames(Mapping[str, "Bound"]):
    """What names stand for, each read from its text when it is asked about: of most names nobody asks."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._read: dict[str, Bound] = {}

    def __getitem__(self, name: str) -> Bound:
        if name not in self._read:
            found = json.loads(self._texts[name])
            body = isinstance(found, dict) and "names" in found
            self._read[name] = ClassBody(**_read(found, _OF_CLASS)) if body else _FORM.made(found)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, name: object) -> bool:
        return name in self._texts


class SummaryCache:
    """Summaries by the text they are of, of one version of the code; `code` tells it."""

    def __init__(self, cache: Cache, code: bytes) -> None:
        self._cache = cache
        self._code = code

    def __call__(
        self,
        text: str,
        module: str,
        *,
        package: bool,
        version: Version | None = None,
        stub: bool = False,
        tree: ast.Module | None = None,
    ) -> Summary | None:
        """What `summarise` says, looked up or found now and kept."""
        if len(text) < _WORTH:
            return summarise(text, module, package=package, version=version, stub=stub, tree=tree)
        subject = f"{module}\0{package}\0{version}\0{stub}\0{text}".encode("utf-8", "surrogatepass")
        key = blake2b(self._code + subject, digest_size=16).digest()
        if (value := self._cache.get(_KIND, key)) is not None:
            with suppress(ValueError, KeyError, TypeError):  # written by nobody we know: it is read anew
                return summary_from_bytes(value)
        found = summarise(text, module, package=package, version=version, stub=stub, tree=tree)
        with suppress(TypeError):
            self._cache.put(_KIND, key, summary_to_bytes(found))
        return found
