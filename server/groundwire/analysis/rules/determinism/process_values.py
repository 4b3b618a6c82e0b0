"""Values that are others in each process: salted hashes, addresses, fresh ids, the process's number and machine."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_CALLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "builtins.hash": "hash",
        "builtins.id": "id",
        "uuid.uuid1": "uuid",
        "uuid.uuid4": "uuid",
        "os.getpid": "process",
        "threading.get_ident": "process",
        "socket.gethostname": "machine",
        "platform.node": "machine",
        "os.getcwd": "folder",
        "pathlib.Path.cwd": "folder",
    }
)
_VARIABLES: Final = frozenset({"HOME", "HOSTNAME", "LOGNAME", "PWD", "USER", "USERNAME", "TMPDIR"})
"""Environment variables that say where and as whom a program runs."""
_STEADY: Final = frozenset({"int", "float", "bool", "complex"})
_PLACES: Final = re.compile(r"x|y|z|i|j|k|row|col|column|dx|dy|seed|n|m")
"""Names of coordinates: numbers, whose hash is the same in every process."""
_WHY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hash": "Each start of Python salts the hash of a text anew: the next process has another for the same text.",
        "id": "`id` is an address in memory: the next process has another, and so has the next object.",
        "uuid": "A fresh id is another at each call: what was stored under the last one is never found.",
        "process": "The next process, and each worker beside this one, has another number.",
        "machine": "Another machine, or the same one in the next container, has another name.",
        "folder": "It depends on the folder that the program was started in.",
        "environment": "It depends on who runs the program, and where.",
    }
)


class ProcessValue(NamedTuple):
    """A value that another process does not have."""

    node: cst.BaseExpression
    kind: str
    """`hash`, `id`, `uuid`, `process`, `machine`, `folder` or `environment`."""

    @property
    def why(self) -> str:
        """The deciding fact, as a sentence."""
        return _WHY[self.kind]


def process_values(unit: ParsedUnit, module: ModuleContext) -> Iterator[ProcessValue]:
    """Every such value of a unit, in source order."""
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        kind = _CALLS.get(path or "")
        if kind is None and isinstance(call.func, cst.Attribute) and call.func.attr.value == "__hash__":
            kind = None if call.args else "hash"
        if kind == "hash" and call.args and _is_steady(call.args[0].value, unit, module):
            continue
        if path in {"os.getenv", "os.environ.get"}:
            name = string_value(call.args[0].value) if call.args else None
            kind = "environment" if name in _VARIABLES else None
        if kind is not None:
            yield ProcessValue(call, kind)
    for subscript in unit.nodes(cst.Subscript):
        index = subscript.slice[0].slice if len(subscript.slice) == 1 else None
        name = string_value(index.value) if isinstance(index, cst.Index) else None
        if name in _VARIABLES and resolve(subscript.value, unit, module) == "os.environ":
            yield ProcessValue(subscript, "environment")


def _is_steady(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether something hashes the same in every process: numbers, and tuples of them."""
    if isinstance(node, cst.Tuple):
        return all(
            _is_steady(item.value, unit, module)
            or (isinstance(item.value, cst.Name) and _PLACES.fullmatch(item.value.value) is not None)
            for item in node.elements
        )
    return value_type(node, unit, module) in _STEADY
