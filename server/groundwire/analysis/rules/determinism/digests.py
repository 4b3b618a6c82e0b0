"""Digests and keys of JSON whose members come in whatever order the dictionary was filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.determinism.destinations import Destinations
from groundwire.analysis.value_types import annotation_type, value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.determinism.destinations import Destination

_CHECKSUMS: Final = frozenset({"zlib.crc32", "zlib.adler32", "binascii.crc32", "xxhash.xxh64"})
_KEYS: Final = re.compile(r"(?i)\w*cache_?key|\w*fingerprint|\w*checksum|\w*etag|content_hash")
_OPTIONS: Final = re.compile(
    r"(?i)_?(?:\w+_)?(?:params|parameters|kwargs|options|opts|config|settings|headers|filters|query|args|arguments|data"
    r"|payload|meta|metadata|attrs|attributes|features|context|body|request|inputs?)"
)
"""Attributes that hold a dictionary, by their names."""


_NO_DICTIONARY: Final = re.compile(
    r"(?i)(?:\w+_)?(?:rows|items|names|ids|list|values|keys|tokens|words|lines|texts?|string|s|name|numbers?|args"
    r"|columns|messages|paths?|files|tags|points|coords|sequence|seq|array|set|tuple)"
)
"""Parameters that hold something else, by their names."""


def loose_digests(unit: ParsedUnit, module: ModuleContext) -> Iterator[cst.Call]:
    """`json.dumps(options)` without `sort_keys`, where the text goes into a digest or a key and nowhere else."""
    destinations = Destinations(unit, module)
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path == "json.dumps":
            arguments = Arguments.of(call)
            given = arguments.get(0, "obj")
            if given is None or arguments.may_have(None, "sort_keys") or not _is_dictionary(given, unit, module):
                continue
        elif path not in {"builtins.str", "builtins.repr"} or len(call.args) != 1 or not _is_open(call, unit):
            continue
        ends = list(destinations.of(call))
        kept = [end for end in ends if not isinstance(end.taker, (cst.Assign, cst.AnnAssign))]
        digests = [end for end in ends if _is_digest(end, destinations)]
        if digests and all(_is_digest(end, destinations) for end in kept):
            yield call


def _is_dictionary(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether something is a dictionary that another piece of code has filled."""
    if isinstance(node, cst.Attribute):
        return _OPTIONS.fullmatch(node.attr.value.partition("_with_")[0]) is not None  # permissions with options
    if isinstance(node, cst.Dict):
        return any(isinstance(element, cst.StarredDictElement) for element in node.elements)
    if not isinstance(node, cst.Name):
        return False
    bound = unit.scope.bindings.get(node.value, ()) if unit.unit.testable else ()
    if len(bound) != 1 or not isinstance(bound[0], cst.Param):
        return False
    if bound[0].star == "**":
        return True
    if bound[0].annotation is None:
        return _NO_DICTIONARY.fullmatch(node.value) is None
    annotation = bound[0].annotation.annotation
    mapping = (resolve(annotation, unit, module) or "").rpartition(".")[2] in {"Mapping", "MutableMapping"}
    of = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    mapping |= (resolve(of, unit, module) or "").rpartition(".")[2] in {"Mapping", "MutableMapping"}
    return mapping or annotation_type(annotation, unit, module) == "dict" or value_type(node, unit, module) == "dict"


def _is_open(call: cst.Call, unit: ParsedUnit) -> bool:
    """`str(kwargs)` of a function's own `**kwargs`."""
    given = call.args[0].value
    bound = unit.scope.bindings.get(given.value, ()) if isinstance(given, cst.Name) else ()
    return len(bound) == 1 and isinstance(bound[0], cst.Param) and bound[0].star == "**"


def _is_digest(end: Destination, code: Destinations) -> bool:
    """Whether a text ends in a digest, a checksum, or a key by its name."""
    if end.digest or (end.text and _KEYS.fullmatch(end.name) is not None):
        return True
    if isinstance(end.taker, (cst.Assign, cst.AnnAssign)):
        return False
    if isinstance(end.taker, cst.Return):
        return _KEYS.fullmatch(code.unit.unit.name.rpartition(".")[2]) is not None
    if not isinstance(end.taker, cst.Call):
        return False
    if resolve(end.taker.func, code.unit, code.module) in _CHECKSUMS:
        return True
    function = end.taker.func
    if not isinstance(function, cst.Attribute) or function.attr.value != "update":
        return False
    return (constructor(function.value, code.unit, code.module) or "").startswith("hashlib.")
