"""Calls that only return something: what is lost when their result is thrown away."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


class Discarded(NamedTuple):
    """Why the result matters, and the name it could be assigned back to."""

    why: str
    target: str | None
    tried_out: bool = False
    """In a test, called to see that it works: what an object does when it is copied, compared or gone through.

    `join` goes through what it is given.
    """


_TEXT_METHODS: Final = frozenset(
    {"capitalize", "casefold", "center", "expandtabs", "format", "join", "ljust", "lower", "lstrip", "partition"}
    | {"removeprefix", "removesuffix", "replace", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines"}
    | {"strip", "swapcase", "title", "translate", "upper", "zfill", "startswith", "endswith", "find", "isdigit"}
)
_BACK: Final = (
    _TEXT_METHODS
    - {"format", "join", "partition", "rpartition", "rsplit", "split", "splitlines"}
    - {
        "startswith",
        "endswith",
        "find",
        "isdigit",
    }
)
"""Text methods whose result is a text like the receiver."""
_TEXT_ONLY: Final = frozenset({"strip", "lstrip", "rstrip", "casefold", "swapcase", "removeprefix", "removesuffix"})
"""Names that hardly any class but text has."""
_METHODS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "str": _TEXT_METHODS,
        "bytes": _TEXT_METHODS - {"format"},
        "tuple": frozenset({"count", "index"}),
        "list": frozenset({"copy", "count"}),
        "dict": frozenset({"copy", "keys", "values", "items"}),
        "set": frozenset({"copy", "union", "intersection", "difference", "symmetric_difference", "issubset"}),
        "frozenset": frozenset({"union", "intersection", "difference", "symmetric_difference", "issubset"}),
        "datetime.datetime": frozenset({"replace", "astimezone", "isoformat", "strftime", "date", "time", "timestamp"}),
        "datetime.date": frozenset({"replace", "isoformat", "strftime", "weekday"}),
        "decimal.Decimal": frozenset({"quantize", "normalize", "to_integral_value"}),
        "pathlib.Path": frozenset({"with_suffix", "with_name", "with_stem", "joinpath", "expanduser", "absolute"}),
    }
)
_SAME_TYPE: Final = frozenset(
    {"union", "intersection", "difference", "symmetric_difference", "replace", "astimezone", "quantize", "normalize"}
    | {"with_suffix", "with_name", "with_stem", "joinpath", "expanduser", "absolute", "to_integral_value"}
)
_FUNCTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "builtins.sorted": "`sorted` returns a new list and leaves its argument as it was.",
        "builtins.reversed": "`reversed` returns an iterator and leaves its argument as it was.",
        "builtins.map": "`map` is lazy: without something that goes through it, the function is never called.",
        "builtins.filter": "`filter` is lazy, and leaves its argument as it was.",
        "builtins.zip": "`zip` is lazy, and leaves its arguments as they were.",
        "builtins.enumerate": "`enumerate` is lazy, and leaves its argument as it was.",
        "builtins.abs": "`abs` returns a new number.",
        "builtins.round": "`round` returns a new number.",
        "copy.copy": "`copy.copy` returns the copy.",
        "copy.deepcopy": "`copy.deepcopy` returns the copy.",
        **{
            f"os.path.{name}": f"`os.path.{name}` returns a new path and touches no file."
            for name in ("join", "basename", "dirname", "splitext", "normpath", "abspath", "expanduser", "realpath")
        },
        "re.escape": "`re.escape` returns the escaped text.",
        "html.escape": "`html.escape` returns the escaped text.",
        "textwrap.dedent": "`textwrap.dedent` returns a new text.",
        "urllib.parse.quote": "`quote` returns the quoted text.",
        "urllib.parse.urljoin": "`urljoin` returns the joined address.",
        "functools.partial": "`partial` returns a function and does not call it.",
        "datetime.timedelta": "`timedelta` returns a duration and waits for nothing.",
    }
)
_LAZY: Final = frozenset({"builtins.map", "builtins.filter", "functools.partial", "datetime.timedelta", "os.path.join"})
"""Functions that a test cannot be trying out: nothing happens, or nothing can go wrong."""
_BACK_FUNCTIONS: Final = frozenset(
    {"builtins.sorted", "builtins.abs", "builtins.round", "re.escape", "html.escape", "textwrap.dedent"}
)
_LINES: Final = frozenset({"readlines", "splitlines"})
"""Methods that give a list of texts."""
_FRAME: Final = frozenset({"dropna", "fillna", "sort_values", "sort_index", "reset_index", "drop_duplicates", "astype"})
_STREAM: Final = re.compile(r"(?i)\.\w*(?:iter|stream|chunks|body)\w*(?:\(\))?$")
"""What is read to its end by going through it: `b"".join(response.app_iter)`."""
_FRAME_MAKERS: Final = ("pandas.read_", "pandas.DataFrame", "pandas.concat", "pandas.merge")


def discarded(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> Discarded | None:
    """What a call made as a statement loses; None for one that may do something."""
    path = resolve(call.func, unit, module)
    if path is not None and path in _FUNCTIONS:
        first = dotted_name(call.args[0].value) if call.args and path in _BACK_FUNCTIONS else None
        return Discarded(_FUNCTIONS[path], first, tried_out=path not in _LAZY)
    if not isinstance(call.func, cst.Attribute):
        return None
    receiver, method = call.func.value, call.func.attr.value
    name = dotted_name(receiver)
    kind = value_type(receiver, unit, module)
    if kind is not None:
        if method not in _METHODS.get(kind, ()):
            return None
        if method == "join" and call.args and _STREAM.search(unit.source(call.args[0].value)):
            return None
        back = method in (_BACK if kind in {"str", "bytes"} else _SAME_TYPE)
        return Discarded(_unchanged(kind, method), name if back else None, tried_out=method == "join")
    if name is None or (constructor(receiver, unit, module) is not None and not _is_frame(receiver, unit, module)):
        return None
    if _is_text(method, call) and (_is_plain_parameter(receiver, unit) or _is_line(receiver, unit, module)):
        return Discarded(_unchanged("str", method), name)
    if _loses_frame(method, call, name, unit, module):
        return Discarded(
            f"`{method}` returns a new frame; without `inplace=True` this one stays as it was.", name, True
        )
    return None


def _unchanged(kind: str, method: str) -> str:
    word = {"str": "A text", "bytes": "A byte string", "tuple": "A tuple"}.get(kind)
    if word is not None:
        return f"{word} never changes: `{method}` returns a new value."
    return f"`{kind.rpartition('.')[2]}.{method}` returns a new value and leaves this one as it was."


def _is_text(method: str, call: cst.Call) -> bool:
    """Whether only a text has such a method with such arguments."""
    values = [argument.value for argument in call.args if argument.keyword is None and not argument.star]
    if len(values) != len(call.args):
        return False
    if method in _TEXT_ONLY:
        return len(values) <= 1 and all(string_value(value) is not None for value in values)
    return method == "replace" and len(values) == 2 and all(string_value(value) is not None for value in values)


def _is_plain_parameter(node: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether the receiver comes from the caller and is bound nowhere else: then only its methods tell what it is.

    What a method is bound to is of a class that is written down, with methods of its own.
    """
    if isinstance(node, cst.Name) and node.value in {"self", "cls"}:
        return False
    bindings = unit.scope.bindings.get(node.value, ()) if isinstance(node, cst.Name) else ()
    return len(bindings) == 1 and isinstance(bindings[0], cst.Param) and bindings[0].annotation is None


def _is_line(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a name is that of a loop over the lines of a file, or the parts of a text, and bound nowhere else."""
    if not isinstance(node, cst.Name) or len(unit.scope.bindings.get(node.value, ())) != 1:
        return False
    loops = (loop for loop in unit.nodes(cst.For) if isinstance(loop.target, cst.Name))
    return any(cst.deep_equals(loop.target, node) and _gives_lines(loop.iter, unit, module) for loop in loops)


def _gives_lines(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    if isinstance(node, cst.Call):
        is_method = isinstance(node.func, cst.Attribute) and node.func.attr.value in _LINES
        return is_method or resolve(node.func, unit, module) == "builtins.open"
    if not isinstance(node, cst.Name):
        return False
    opened = (
        item.item
        for item in unit.nodes(cst.WithItem)
        if item.asname is not None and cst.deep_equals(item.asname.name, node)
    )
    return any(isinstance(item, cst.Call) and resolve(item.func, unit, module) == "builtins.open" for item in opened)


def _is_frame(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    return (constructor(node, unit, module) or "").startswith(_FRAME_MAKERS)


def _loses_frame(method: str, call: cst.Call, name: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    arguments = Arguments.of(call)
    if "inplace" in arguments.keywords or arguments.open:
        return False
    is_named = (
        name == "df"
        or name.endswith("_df")
        or (isinstance(call.func, cst.Attribute) and _is_frame(call.func.value, unit, module))
    )
    return is_named and (method in _FRAME or (method in {"drop", "rename"} and "columns" in arguments.keywords))
