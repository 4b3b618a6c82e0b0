"""Makes sample values for a type: a typical one, the edges of its range, and sized ones."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from groundwire.stubs.forms import ANY, Form, form_of
from groundwire.stubs.samples import Member, Sample, built, collection, constant, literal, mapping
from groundwire.stubs.shapes import Shape, shape_of
from groundwire.stubs.words import known_number, number_for, text_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from groundwire.stubs.library import Library
    from groundwire.stubs.shapes import Parameter

_MAX_DEPTH: Final = 4
_COLLECTIONS: Final[Mapping[str, str]] = {
    "list": "list", "tuple": "tuple", "set": "set", "frozenset": "frozenset", "collections.abc.Iterable": "list",
    "collections.abc.Sequence": "list", "collections.abc.MutableSequence": "list", "collections.deque": "list",
    "collections.abc.Collection": "list", "collections.abc.Container": "list", "collections.abc.Reversible": "list",
    "collections.abc.Sized": "list", "collections.abc.AbstractSet": "set", "collections.abc.MutableSet": "set",
    "collections.abc.Set": "set",
}  # fmt: skip
_MAPPINGS: Final = frozenset({
    "dict", "collections.abc.Mapping", "collections.abc.MutableMapping", "collections.defaultdict",
    "collections.Counter",
})  # fmt: skip
_STREAMS: Final[Mapping[str, tuple[str, str]]] = {
    "typing.TextIO": ("StringIO", '"first\\nsecond\\n"'), "io.StringIO": ("StringIO", '"first\\nsecond\\n"'),
    "io.TextIOBase": ("StringIO", '"first\\nsecond\\n"'), "typing.IO": ("StringIO", '"first\\nsecond\\n"'),
    "typing.BinaryIO": ("BytesIO", 'b"abc"'), "io.BytesIO": ("BytesIO", 'b"abc"'),
    "io.BufferedIOBase": ("BytesIO", 'b"abc"'), "io.RawIOBase": ("BytesIO", 'b"abc"'),
}  # fmt: skip
_SINGLE: Final[Mapping[str, tuple[str, str]]] = {
    "datetime.time": ("time(12, 0)", "datetime:time"), "datetime.timezone": ("timezone.utc", "datetime:timezone"),
    "datetime.tzinfo": ("timezone.utc", "datetime:timezone"), "uuid.UUID": ("UUID(int=1)", "uuid:UUID"),
    "fractions.Fraction": ("Fraction(1, 2)", "fractions:Fraction"), "complex": ("1 + 2j", ""),
    "re.Pattern": ('re.compile("a+")', "re:"), "threading.Lock": ("Lock()", "threading:Lock"),
    "ipaddress.IPv4Address": ('IPv4Address("192.0.2.1")', "ipaddress:IPv4Address"),
    "bytearray": ('bytearray(b"abc")', ""),
    "logging.Logger": ('logging.getLogger("test")', "logging:"), "random.Random": ("Random(0)", "random:Random"),
    "memoryview": ('memoryview(b"abc")', ""), "slice": ("slice(0, 2)", ""), "range": ("range(3)", ""),
    "zoneinfo.ZoneInfo": ('ZoneInfo("UTC")', "zoneinfo:ZoneInfo"), "Exception": ('ValueError("reason")', ""),
    "BaseException": ('ValueError("reason")', ""), "ValueError": ('ValueError("reason")', ""),
    "asyncio.Event": ("asyncio.Event()", "asyncio:"),
}  # fmt: skip


@dataclass(frozen=True)
class Maker:
    """Makes samples in the names of one project."""

    library: Library
    aware: bool = False
    """Whether points in time carry a zone."""

    def typical(self, form: Form, name: str, depth: int = 0, turn: int = 0) -> Sample | None:
        """An everyday value, the `turn`-th of several different ones; None where none can be made up."""
        if depth > _MAX_DEPTH:
            return None
        if form == ANY and depth:
            return constant(turn + 1)
        if (plain := self._plain(form.name, name, turn)) is not None:
            return plain
        if form.name == "|":
            options = (self.typical(item, name, depth, turn) for item in form.arguments if item.name != "None")
            return next((option for option in options if option is not None), None)
        if form.name == "None":
            return constant(None)
        if form.name == "Literal":
            return constant(form.values[turn % len(form.values)]) if form.values else None
        if form.name == "NewType":
            return self._new_type(form, name, depth, turn)
        if form.name in _COLLECTIONS or form.name in _MAPPINGS:
            return self.sized(form, name, 1 if depth else 2, depth)
        if form.name in {"collections.abc.Iterator", "collections.abc.Generator"}:
            inner = self.sized(Form("list", form.arguments[:1]), name, 2, depth)
            return inner and Sample(f"iter({inner.code})", needs=inner.needs, words="several")
        if form.name == "collections.abc.Callable":
            return self._callable(form, name, depth)
        return self._object(form, depth, turn)

    def edges(self, form: Form, name: str) -> list[Sample]:
        """Values at the edges of a type: zero, empty, one, None, the other members."""
        if form.name == "|":
            rest = [item for item in form.arguments if item.name != "None"]
            none = [constant(None)] if len(rest) < len(form.arguments) else []
            others = [sample for item in rest[1:] if (sample := self.typical(item, name)) is not None]
            return [*none, *others, *(self.edges(rest[0], name) if rest else [])]
        edge: Mapping[str, list[object]] = {
            "int": [0], "float": [0.0], "decimal.Decimal": [Decimal(0)], "str": [""], "bytes": [b""], "bool": [False],
            "datetime.date": [date(2024, 2, 29)], "datetime.timedelta": [timedelta(0)],
        }  # fmt: skip
        if form.name in edge:
            return [constant(value, "empty" if value in {"", b""} else "") for value in edge[form.name]]
        if form.name in _COLLECTIONS or form.name in _MAPPINGS:
            if form.name == "tuple" and form.arguments and form.arguments[-1].name != "...":
                return []
            sizes = (self.sized(form, name, size) for size in (0, 1))
            return [sample for sample in sizes if sample is not None]
        if form.name in _STREAMS:
            maker, text = _STREAMS[form.name]
            return [Sample(f"{maker}()", needs=frozenset({f"io:{maker}"}), words="empty")] if text else []
        if form.name == "Literal":
            return [constant(value) for value in form.values[1:6]]
        if (shape := self.shape(form)) is not None and shape.kind == "enum":
            return [sample for turn in range(1, min(len(shape.members), 6)) if (sample := self._object(form, 0, turn))]
        return []

    def sized(self, form: Form, name: str, size: int, depth: int = 0) -> Sample | None:
        """A string, collection or mapping of `size` items; None where its items cannot be made up."""
        if form.name in {"str", "bytes"}:
            text = ("a" * size) if form.name == "str" else b"a" * size
            words = {0: "empty", 1: "one character"}.get(size, f"{size} characters")
            return constant(text, words) if size <= 24 else Sample(f'"a" * {size}', text, words=words)
        if form.name in _MAPPINGS:
            key = form.arguments[0] if len(form.arguments) == 2 else Form("str")
            value = form.arguments[1] if len(form.arguments) == 2 else ANY
            return self._entries(key, value, name, size, depth)
        kind = _COLLECTIONS.get(form.name)
        if kind is None:
            return None
        arguments = form.arguments
        if kind == "tuple" and arguments and arguments[-1].name != "...":
            parts = [self.typical(item, name, depth + 1, turn) for turn, item in enumerate(arguments)]
            return collection("tuple", [part for part in parts if part]) if all(parts) else None
        item = arguments[0] if arguments else ANY
        if size > 8 and (one := self.typical(item, _singular(name), depth + 1)) is not None and kind == "list":
            return Sample(f"[{one.code}] * {size}", [one.known] * size, one.needs, f"of {size}")
        made = [self.typical(item, _singular(name), depth + 1, turn) for turn in range(size)]
        return collection(kind, [part for part in made if part is not None]) if None not in made else None

    def shape(self, form: Form) -> Shape | None:
        """The shape of a class of the project."""
        found = self.library.find_class(form.name)
        return shape_of(found, self.library) if found is not None else None

    def construct(self, shape: Shape, given: Mapping[str, Sample], depth: int = 0, turn: int = 0) -> Sample | None:
        """A call of a class: what is `given`, else made up; None where a required argument cannot be."""
        fields: dict[str, Sample] = {}
        for parameter in shape.parameters:
            if parameter.name in given:
                fields[parameter.name] = given[parameter.name]
                continue
            form = form_of(parameter.annotation, parameter.source)
            if parameter.default is None and parameter.kind in {"positional", "keyword"}:
                sample = self.typical(form, parameter.name, depth + 1, turn)
                if sample is None:
                    return None
                fields[parameter.name] = sample
            elif isinstance(parameter.default, (ast.List, ast.Dict)) and not depth:
                filled = self.sized(form, parameter.name, 2, depth + 1)  # an empty one is not typical
                fields.update({parameter.name: filled} if filled is not None else {})
        if shape.kind == "dictionary":
            return mapping(fields, "typical")
        need, call = self.library.need(shape.path)
        return built(shape.path, call, need, fields, fixture=shape.kind != "record")

    def default(self, parameter: Parameter) -> Sample | None:
        """The value a parameter has when it is left out, where that can be written down."""
        if parameter.default is None:
            return None
        if isinstance(parameter.default, ast.Constant) and parameter.default.value is Ellipsis:
            return None
        if (value := literal(parameter.default)) is not None:
            return value
        if isinstance(parameter.default, ast.Name) and parameter.default.id in parameter.source.constants:
            return literal(parameter.source.constants[parameter.default.id])
        return None

    def _plain(self, kind: str, name: str, turn: int) -> Sample | None:
        makers: Mapping[str, Callable[[], object]] = {
            "int": lambda: number_for(name) + turn,
            "float": lambda: float(known_number(name) or 10) + turn * 2.5,
            "decimal.Decimal": lambda: Decimal("10.00") + turn * Decimal("2.50"),
            "str": lambda: text_for(name, turn),
            "bytes": lambda: b"abc" if not turn else b"abc%d" % turn,
            "bool": lambda: not turn % 2,
            "datetime.date": lambda: date(2024, 1, 15) + timedelta(days=turn),
            "datetime.datetime": lambda: datetime(2024, 1, 31 - turn, 12, tzinfo=timezone.utc if self.aware else None),
            "datetime.timedelta": lambda: timedelta(days=1 + turn),
        }  # fmt: skip
        if kind in makers:
            return constant(makers[kind]())
        if kind == "pathlib.Path":
            path = text_for(name if "." in text_for(name) else "file")
            return Sample(f'Path("{path}")', PurePosixPath(path), frozenset({"pathlib:Path"}))
        if kind in _STREAMS:
            maker, text = _STREAMS[kind]
            return Sample(f"{maker}({text})", needs=frozenset({f"io:{maker}"}), words="typical")
        if kind in _SINGLE and not turn:
            code, need = _SINGLE[kind]
            return Sample(code, needs=frozenset({need} if need else ()))
        return None

    def _entries(self, key: Form, value: Form, name: str, size: int, depth: int) -> Sample | None:
        keys = [self.typical(key, "key" if key.name != "str" else "", depth + 1, turn) for turn in range(size)]
        values = [self.typical(value, _singular(name), depth + 1, turn) for turn in range(size)]
        if None in keys or None in values:
            return None
        if key.name == "str":
            return mapping({chr(ord("a") + turn): item for turn, item in enumerate(values) if item is not None})
        pairs = [
            (item.code, value)
            for item, value in zip(keys, values, strict=True)
            if item is not None and value is not None
        ]
        needs = frozenset(need for part in (*keys, *values) if part is not None for need in part.needs)
        inside = ", ".join(f"{code}: {item.code}" for code, item in pairs)
        return Sample(f"{{{inside}}}", needs=needs, words={0: "empty", 1: "one"}.get(size, "several"))

    def _new_type(self, form: Form, name: str, depth: int, turn: int) -> Sample | None:
        inner = self.typical(form.arguments[0], name, depth + 1, turn)
        if inner is None:
            return None
        need, call = self.library.need(form.arguments[1].name)
        return replace(inner, code=f"{call}({inner.code})", needs=inner.needs | {need})

    def _callable(self, form: Form, name: str, depth: int) -> Sample | None:
        result = self.typical(form.arguments[0], name, depth + 1) if form.arguments else constant(None)
        if result is None:
            return None
        count = len(form.arguments) - 1
        if count == 1 and form.arguments[0] == form.arguments[1]:
            return Sample("lambda a: a", words="typical")
        taken = ", ".join("abcdefgh"[:count]) if 0 < count <= 8 else "*arguments"
        head = f"lambda {taken}:" if form.arguments and form.arguments[1:] else "lambda *arguments:"
        return Sample(f"{head} {result.code}", needs=result.needs, words="typical")

    def _object(self, form: Form, depth: int, turn: int) -> Sample | None:
        shape = self.shape(form)
        if shape is None:
            return None
        if shape.kind == "enum":
            return self._member(shape, turn)
        if shape.kind in {"record", "dictionary", "plain"}:
            return self.construct(shape, {}, depth, turn)
        return None

    def _member(self, shape: Shape, turn: int) -> Sample | None:
        names = list(shape.members)
        if not names:
            return None
        name = names[turn % len(names)]
        need, call = self.library.need(shape.path)
        return Sample(f"{call}.{name}", Member(shape.path, name, shape.members[name]), frozenset({need}), name)


def _singular(name: str) -> str:
    """What one item of a collection would be called."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
