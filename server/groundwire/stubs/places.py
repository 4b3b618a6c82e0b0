"""Where in an input a value stands, its field, entry, items or length, and the input with another value there."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal

from groundwire.stubs.bindings import bindings
from groundwire.stubs.forms import ANY, Form, form_of
from groundwire.stubs.operations import is_number
from groundwire.stubs.samples import UNKNOWN, Instance, Member, Sample, collection, constant, mapping
from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.stubs.inputs import Input
    from groundwire.stubs.maker import Maker
    from groundwire.stubs.source import Function

_KEEPING: Final = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "copy", "title"})
"""Methods whose result tells much the same as what they are called on."""
_MAX_SIZE: Final = 300


@dataclass(frozen=True, slots=True)
class Step:
    """One step into an input."""

    kind: Literal["field", "key", "item", "length", "text"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An input's variable and the way into it."""

    variable: str
    steps: tuple[Step, ...] = ()

    def then(self, kind: Literal["field", "key", "item", "length", "text"], name: str = "") -> Place:
        """One step further in."""
        return Place(self.variable, (*self.steps, Step(kind, name)))


class Places:
    """Reads expressions of one function as places in its inputs, and sets values there."""

    def __init__(self, function: Function, inputs: Sequence[Input], maker: Maker) -> None:
        self._inputs = {item.variable: item for item in inputs}
        self._maker = maker
        self._bound = bindings(function)
        self._base: dict[str, Any] = {
            item.variable: item.base.known if item.base is not None else UNKNOWN for item in inputs
        }

    def environment(self, variable: str, value: object) -> dict[str, Any]:
        """The known values of the typical row with one of them changed."""
        return {**self._base, variable: value}

    def of(self, node: ast.expr, depth: int = 0) -> Place | None:
        """The place an expression stands for, or None."""
        if depth > 8:
            return None
        path = dotted(node)
        if path is not None and path in self._inputs:
            return Place(path)
        if isinstance(node, ast.NamedExpr):
            return self.of(node.value, depth + 1)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self.of(node.values[0], depth + 1)
        if isinstance(node, ast.IfExp):
            either = [place for part in (node.body, node.orelse) if (place := self.of(part, depth + 1)) is not None]
            return min(either, key=lambda place: len(place.steps), default=None)
        if isinstance(node, ast.Name):
            return self._alias(node.id, depth)
        if isinstance(node, ast.Attribute):
            owner = self.of(node.value, depth + 1)
            return owner.then("field", node.attr) if owner is not None and self._has_field(owner, node.attr) else None
        if isinstance(node, ast.Subscript):
            return self._subscript(node, depth)
        return self._called(node, depth) if isinstance(node, ast.Call) else None

    def known(self, place: Place) -> Any:
        """The value at a place in the typical row, where it is known."""
        value = self._base.get(place.variable, UNKNOWN)
        if place.variable.startswith("$"):
            value = value or ""
        for step in place.steps:
            if step.kind == "field" and isinstance(value, Instance):
                value = value.fields.get(step.name, UNKNOWN)
            elif step.kind == "key" and isinstance(value, dict):
                value = value.get(step.name, UNKNOWN)
            elif step.kind == "item" and isinstance(value, (list, tuple)) and value:
                value = value[0]
            elif step.kind == "length" and isinstance(value, (list, tuple, set, dict, str, bytes)):
                value = len(value)
            elif step.kind != "text":
                return UNKNOWN
        return value

    def form(self, place: Place) -> Form:
        """The type at a place, `typing.Any` where it is not told."""
        item = self._inputs[place.variable]
        form = item.form
        for step in place.steps:
            form = _inner(next((part for part in _parts(form) if part.name != "None"), form), step, self._maker)
        return form

    def falsy(self, place: Place) -> list[tuple[object, str]]:
        """Values at a place that count as false: None where the type allows it, zero, empty, False."""
        forms = _parts(self.form(place))
        found: list[tuple[object, str]] = [(None, "")] if Form("None") in forms else []
        for form in forms:
            value: object = {"int": 0, "float": 0.0, "str": "", "bytes": b"", "bool": False}.get(form.name, UNKNOWN)
            if value is not UNKNOWN:
                words = "empty" if value in {"", b""} else ""
                found.append((value, words))
                found.extend([(True, "")] if form.name == "bool" else [])
            elif (empty := self._maker.sized(form, place.variable, 0)) is not None:
                found.append((empty, "empty"))
        if self._base.get(place.variable) is None and not place.steps:
            found.extend((self._maker.typical(form, place.variable), "") for form in forms if form.name != "None")
        return [(value, words) for value, words in found if value is not None or words == ""]

    def sizes(self, place: Place, sizes: Sequence[int]) -> list[tuple[object, str]]:
        """Collections of these sizes for a place that holds one."""
        form = next((part for part in _parts(self.form(place)) if part.name != "None"), ANY)
        if form == ANY and not isinstance(self.known(place), (list, tuple, dict, set)):
            return []
        form = Form("list", (ANY,)) if form == ANY else form
        made = [self._maker.sized(form, self._word(place), size) for size in sizes if size <= _MAX_SIZE]
        return [(sample, sample.words) for sample in made if sample is not None]

    def instances(self, classes: Sequence[ast.expr]) -> list[tuple[object, str]]:
        """A value of each of these classes."""
        source = self._maker.library.module
        made = [(self._maker.typical(form_of(node, source), "value"), dotted(node) or "") for node in classes]
        return [(sample, words) for sample, words in made if sample is not None]

    def put(self, place: Place, value: object) -> Sample | None:
        """The whole input with a value at a place; None where it cannot be put there."""
        item = self._inputs[place.variable]
        return self._put(item.form, item.base, place.steps, value, self._word(place))

    def _put(self, form: Form, base: Sample | None, steps: tuple[Step, ...], value: object, word: str) -> Sample | None:
        plain = next((part for part in _parts(form) if part.name != "None"), form)
        if not steps:
            return self._written(plain, base, value, word)
        step, rest = steps[0], steps[1:]
        inner = _inner(plain, step, self._maker)
        if step.kind == "text":
            return constant(str(value)) if value is not UNKNOWN else None
        if step.kind == "length":
            fits = isinstance(value, int) and 0 <= value <= _MAX_SIZE
            return self._maker.sized(plain, word, value) if fits and isinstance(value, int) else None
        if step.kind == "item":
            made = self._put(inner, self._maker.typical(inner, word), rest, value, word)
            kind = plain.name if plain.name in {"tuple", "set", "frozenset"} else "list"
            return collection(kind, [made]) if made is not None else None
        parts = dict(base.parts) if base is not None else {}
        if step.name not in parts and step.kind == "field":
            parts[step.name] = self._maker.typical(inner, step.name) or constant(None)
        if step.kind == "key" and value is ABSENT and not rest:
            return mapping({name: part for name, part in parts.items() if name != step.name}, f"without {step.name}")
        made = self._put(inner, parts.get(step.name), rest, value, step.name)
        if made is None:
            return None
        if step.kind == "key":
            return mapping({**parts, step.name: made}, "typical")
        shape = self._maker.shape(plain)
        return self._maker.construct(shape, {**parts, step.name: made}) if shape is not None else None

    def _written(self, form: Form, base: Sample | None, value: object, word: str) -> Sample | None:
        """A value in the type of what it replaces."""
        if isinstance(value, Sample):
            return value
        if value is UNKNOWN:
            return self._maker.typical(form, word, turn=2)
        if isinstance(value, Member):
            need, call = self._maker.library.need(value.owner)
            return Sample(f"{call}.{value.name}", value, frozenset({need}), value.name)
        if isinstance(value, Instance):
            return None
        if is_number(value) and (form.name == "decimal.Decimal" or (base and isinstance(base.known, Decimal))):
            try:
                return constant(Decimal(str(value)))
            except InvalidOperation:
                return None
        if isinstance(value, (float, Decimal)) and form.name == "int":
            return constant(int(value))
        return constant(value, "empty" if value in ("", b"") else "")

    def _alias(self, name: str, depth: int) -> Place | None:
        """What a local name stands for: assigned once, or the item of a loop."""
        bound = self._bound.get(name, [])
        if len(bound) != 1 or bound[0] is None:
            return None
        value, is_item = bound[0]
        place = self.of(value, depth + 1)
        return place.then("item") if place is not None and is_item else place

    def _has_field(self, owner: Place, name: str) -> bool:
        form = next((part for part in _parts(self.form(owner)) if part.name != "None"), ANY)
        shape = self._maker.shape(form)
        if shape is None or shape.kind == "enum":
            return False
        return any(parameter.name == name for parameter in shape.parameters) and shape.attributes.get(name) == name

    def _subscript(self, node: ast.Subscript, depth: int) -> Place | None:
        owner = self.of(node.value, depth + 1)
        if owner is None:
            variable = f"${node.slice.value!s}" if isinstance(node.slice, ast.Constant) else "$"
            return (
                Place(variable)
                if variable in self._inputs and dotted(node.value) in {"os.environ", "environ"}
                else None
            )
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return owner.then("key", node.slice.value)
        return owner.then("item") if isinstance(node.slice, (ast.Constant, ast.UnaryOp)) else None

    def _called(self, node: ast.Call, depth: int) -> Place | None:
        path = dotted(node.func)
        resolved = self._maker.library.module.path_of(path) if path is not None else None
        first = node.args[0] if node.args else None
        if resolved in {"os.getenv", "os.environ.get"} and isinstance(first, ast.Constant):
            return Place(f"${first.value!s}") if f"${first.value!s}" in self._inputs else None
        if (
            resolved in {"len", "int", "float", "abs", "round", "bool", "decimal.Decimal", "str", "list", "set"}
            and first
        ):
            place = self.of(first, depth + 1)
            if place is not None and resolved == "len":
                return place.then("length")
            if place is not None and resolved in {"int", "float", "decimal.Decimal"}:
                return place.then("text") if isinstance(self.known(place), str) else place
            return place
        if isinstance(node.func, ast.Attribute):
            owner = self.of(node.func.value, depth + 1)
            if owner is not None and node.func.attr in _KEEPING and isinstance(self.known(owner), (str, list, dict)):
                return owner
            if owner is not None and node.func.attr == "get" and isinstance(first, ast.Constant):
                return owner.then("key", str(first.value)) if isinstance(first.value, str) else None
        return None

    def _word(self, place: Place) -> str:
        return place.steps[-1].name if place.steps and place.steps[-1].name else self._inputs[place.variable].name


ABSENT: Final = object()
"""Put at a key, it takes the key away."""


def _parts(form: Form) -> tuple[Form, ...]:
    return form.arguments if form.name == "|" else (form,)


def _inner(form: Form, step: Step, maker: Maker) -> Form:
    if step.kind == "item":
        return form.arguments[0] if form.arguments else ANY
    if step.kind == "key":
        shape = maker.shape(form)
        found = next((item for item in shape.parameters if item.name == step.name), None) if shape else None
        if found is not None:
            return form_of(found.annotation, found.source)
        return form.arguments[1] if len(form.arguments) == 2 else ANY
    if step.kind == "field":
        shape = maker.shape(form)
        found = next((item for item in shape.parameters if item.name == step.name), None) if shape else None
        return form_of(found.annotation, found.source) if found is not None else ANY
    return Form("int") if step.kind == "length" else form
