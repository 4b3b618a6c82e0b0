"""Where a value of one process gets out of it: a bucket, a key that others look up, a file, a seed, a digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.determinism.destinations import Destination, Destinations
from groundwire.analysis.rules.determinism.flows import TELLING, WRITING
from groundwire.analysis.rules.determinism.process_values import ProcessValue, process_values
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_WITHIN: Final = re.compile(
    r"__\w+__|\w*(?:repr|describe|debug|log|print|show|display|dump_|benchmark)\w*|_?(?:get_)?hash(?:_?(?:func\w*|key|code|value))?"
)
"""Units whose values stay in the process, or are for the eye."""
_TABLES: Final = re.compile(r"(?i)(?:hash_?(?:map|table|set)|map$|table|dict|set$|bloom|lock|strip|sketch|filter)")
"""Classes that are hash tables themselves."""
_OWN_SIZE: Final = re.compile(
    r"self\._?(?:size|capacity|m|num_?buckets|n_?buckets|bucket_count|length|table_size|buckets_?count)"
    r"|len\(self\._?(?:buckets?|table|slots|data|map|entries|array|items)\)"
)
_LOCAL: Final = re.compile(r"(?i).*(?:lock|mutex|stripe|semaphore|thread|bucket|table|slot|entries|colou?r).*")
"""What is chosen from within one process, by any number that stays the same there."""
_SPREAD: Final = re.compile(
    r"(?i).*(?:shard|partition|bucket|worker|replica|node|slot|queue|server|host|backend|consumer|count|num_|len\().*"
    r"|(?:[3-9]|\d{2,6})"
)
"""By what things are spread over places that others look into, or into groups that are to stay."""
_SEEDING: Final = re.compile(r"(?:.*\.)?(?:seed|Random|default_rng|RandomState|manual_seed|set_seed|PRNGKey|seed_\w+)")
_SAVING: Final = frozenset({"json.dumps", "json.dump", "pickle.dumps", "pickle.dump", "yaml.dump", "yaml.safe_dump"})
_FILES: Final = re.compile(
    r"builtins\.open|io\.open|os\.path\.join|pathlib\.(?:Pure)?(?:Posix)?Path|os\.(?:makedirs|mkdir|rename|replace)"
)
_STORES: Final = re.compile(
    r"(?i)(?:self\.)?_?(?:\w+\.)*\w*(?:redis|memcached?|rdb|shelf|shelve|diskcache|s3|dynamo)\w*"
)
"""Receivers that keep things for other processes."""
_MADE_STORES: Final = re.compile(
    r"redis\.|pymemcache\.|memcache\.|diskcache\.|shelve\.open|django\.core\.cache|sqlite3\."
)
_STORE_METHODS: Final = frozenset(
    {
        "get",
        "set",
        "setex",
        "setnx",
        "delete",
        "exists",
        "add",
        "incr",
        "hget",
        "hset",
        "put",
        "expire",
        "sadd",
        "touch",
    }
)
_ROWS: Final = frozenset({"execute", "executemany", "insert_one", "insert_many", "update_one", "replace_one"})
"""Methods that put rows into a database."""
_FOUND_AGAIN: Final = re.compile(
    r"key|(?:^|_)u?id(?:_|$)|identif|digest|fingerprint|path|file|token|signature|etag|checksum|cache|slug|code|version"
)
"""Names of functions whose text is made to find something again."""
_IDENTIFIER: Final = re.compile(r"(?:\w+_)?(?:id|uid|identifier|fingerprint|checksum|slug)")
"""Names under which a text goes out that others know the thing by."""
_KEYS: Final = re.compile(
    r"(?i)\w*cache_?key|cache_id|\w*fingerprint|\w*checksum|\w*etag|content_hash|\w*_digest|digest"
)
"""Names of what is made to be found again."""

_MACHINE_MEANT: Final = re.compile(
    r"(?i)\.resolve\(|abspath|realpath|\.absolute\(|(?:#|\"\"\"|''')[^\"]*\b(?:machines?|hosts?|nodes?)\b"
)
"""A path that is one machine's anyway, or words that speak of the machine."""

_RETURNED: Final = "is returned as a part of a text"


class ProcessEscape(NamedTuple):
    """A place where a value of one process becomes a part of something that outlives it."""

    value: ProcessValue
    node: cst.BaseExpression
    """What is marked."""
    how: str
    """What becomes of it, as the end of a sentence."""
    generated_only: bool = False
    """Who reads it is elsewhere: a person knows whether that is this process alone."""


def process_escapes(unit: ParsedUnit, module: ModuleContext) -> Iterator[ProcessEscape]:
    """Every place of a unit where such a value gets out of its process, one for each value."""
    if _WITHIN.fullmatch(unit.unit.name.rpartition(".")[2]):
        return
    destinations = Destinations(unit, module)
    for value in process_values(unit, module):
        taken = list(destinations.of(value.node))
        if any(_is_told(end) for end in taken):
            continue
        escape = _bucket(value, taken, unit) or _stored(value, taken, destinations)
        if escape is not None:
            yield escape


def _bucket(value: ProcessValue, taken: list[Destination], unit: ParsedUnit) -> ProcessEscape | None:
    """`hash(key) % n`, unless it chooses within the process."""
    remainders = [end.modulo for end in taken if end.modulo is not None]
    if value.kind not in {"hash", "id"} or not remainders:
        return None
    owner = unit.unit.name.rpartition(".")[0]
    if _TABLES.search(owner) or any(_chooses_within(end, unit) for end in taken):
        return None
    if _OWN_SIZE.fullmatch(unit.source(remainders[0].right)):
        return None
    around = any(node is remainders[0] for node in unit.ancestors(value.node))
    spread = _SPREAD.fullmatch(unit.source(remainders[0].right)) is not None
    node = remainders[0] if around else value.node
    return ProcessEscape(value, node, "is another number in each process", generated_only=not spread)


def _chooses_within(end: Destination, unit: ParsedUnit) -> bool:
    """Whether a number picks a lock or a slot of a table, or goes into another hash."""
    if isinstance(end.taker, cst.Index):
        element = unit.parent(end.taker)
        subscript = unit.parent(element) if element is not None else None
        chosen = unit.source(subscript.value) if isinstance(subscript, cst.Subscript) else ""
        return _LOCAL.fullmatch(chosen) is not None
    return isinstance(end.taker, cst.Call) and dotted_name(end.taker.func) == "hash"


def _stored(value: ProcessValue, taken: list[Destination], code: Destinations) -> ProcessEscape | None:
    """Keys, files, seeds, digests."""
    for end in taken:
        how = _of_any(value.kind, end, code) if value.kind in {"hash", "id"} else _of_key(value.kind, end, code)
        if how is not None:
            return ProcessEscape(value, value.node, how, generated_only=how == _RETURNED)
    return None


def _of_any(kind: str, end: Destination, code: Destinations) -> str | None:
    taker, salted = end.taker, kind == "hash"
    if end.digest:
        return "goes into a digest"
    if isinstance(taker, cst.BinaryOperation):
        return "names a file" if salted else None
    if isinstance(taker, cst.Return):
        name = code.unit.unit.name.rpartition(".")[2]
        found_again = (
            salted and end.text and (_IDENTIFIER.fullmatch(end.name) or (not end.held and _FOUND_AGAIN.search(name)))
        )
        return _RETURNED if found_again else None
    if not isinstance(taker, cst.Call):
        return None
    path = resolve(taker.func, code.unit, code.module) or ""
    if path in _SAVING:
        return "is saved"
    if salted and _SEEDING.fullmatch(dotted_name(taker.func) or ""):
        return "seeds random numbers"
    if salted and end.text and _FILES.fullmatch(path):
        return "names a file"
    if isinstance(taker.func, cst.Attribute):
        method = taker.func.attr.value
        if method in {"write_text", "write_bytes"} or (method in WRITING and (salted or _is_file(taker.func.value))):
            return "is written to a file"
        if method in _ROWS and end.held:
            return "is stored"
        if method == "joinpath" and salted:
            return "names a file"
        if method in _STORE_METHODS and not end.held and _is_store(taker.func.value, code):
            return "is a key that other processes look up"
    return None


def _is_file(receiver: cst.BaseExpression) -> bool:
    return isinstance(receiver, cst.Name) and receiver.value in {"f", "fh", "file", "fp", "handle", "outfile", "writer"}


def _is_store(receiver: cst.BaseExpression, code: Destinations) -> bool:
    made = constructor(receiver, code.unit, code.module) or resolve(receiver, code.unit, code.module) or ""
    return bool(_MADE_STORES.match(made) or _STORES.fullmatch(dotted_name(receiver) or ""))


def _of_key(kind: str, end: Destination, code: Destinations) -> str | None:
    """Fresh ids and the process's own data in what is made to be found again: a cache key, a checksum."""
    unit_name = code.unit.unit.name.rpartition(".")[2]
    if kind == "machine" and _MACHINE_MEANT.search(code.unit.text):
        return None
    if not end.text and not end.digest and kind not in {"folder", "environment", "machine"}:
        return None
    keeps = isinstance(end.taker, (cst.Assign, cst.AnnAssign)) and _KEYS.fullmatch(end.name)
    if keeps or (isinstance(end.taker, cst.Return) and _KEYS.fullmatch(unit_name)):
        return "is a part of what is made to be found again"
    return None


def _is_told(end: Destination) -> bool:
    """Whether a value is for the eye: logged, raised, printed."""
    if isinstance(end.taker, cst.Call):
        return TELLING.fullmatch(dotted_name(end.taker.func) or "") is not None
    return isinstance(end.taker, (cst.Raise, cst.Assert))
