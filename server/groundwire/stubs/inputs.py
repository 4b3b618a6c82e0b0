"""What a test may vary: the parameters of the subject, the state of its instance, the environment it reads."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from groundwire.stubs.forms import ANY, NONE, Form, form_of, union
from groundwire.stubs.samples import Sample, constant, mapping
from groundwire.stubs.source import dotted, own_nodes
from groundwire.stubs.usage import documented_form, used_form
from groundwire.stubs.words import text_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.stubs.maker import Maker
    from groundwire.stubs.shapes import Parameter
    from groundwire.stubs.source import Source
    from groundwire.stubs.subject import Subject

Way = Literal["parameter", "constructor", "attribute", "environment", "instance", "content"]


@dataclass(frozen=True)
class Input:
    """One thing that a row of the test may set."""

    variable: str
    """The evaluator's name of it: `amount`, `self.balance`, `$DEBUG`."""
    name: str
    """What a column or fixture of it is called."""
    way: Way
    form: Form
    base: Sample | None
    """Its value in the typical row; None where only a fixture can make it."""
    parameter: Parameter | None = None
    optional: bool = False
    """Whether a call may leave it out."""


_COMPARISONS: Final = frozenset({"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__add__", "__sub__"})
UNSET: Final = Sample("unset", None, words="unset")
"""An environment variable that is not set."""


def inputs_of(subject: Subject, maker: Maker) -> list[Input]:
    """Every input of a subject: the state of its object, its parameters, the environment."""
    parameters = [_parameter_input(parameter, subject, maker) for parameter in subject.parameters]
    found = [*_state_inputs(subject, maker, {item.name for item in parameters}), *parameters]
    found.extend(
        Input(f"${name}", name, "environment", union((Form("str"), NONE)), UNSET)
        for name in dict.fromkeys(environment_names(subject.node, maker.library.module))
    )
    return found


def snake(path: str) -> str:
    """The last part of a dotted path as a variable is called: `shop.ShoppingCart` as `shopping_cart`."""
    name = path.rpartition(".")[2]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower().strip("_") or "subject"


def environment_names(function: ast.AST, source: Source) -> Iterator[str]:
    """Names of the environment variables that a function reads by a literal name."""
    for node in own_nodes(function):
        if (
            isinstance(node, ast.Call)
            and node.args
            and source.path_of(dotted(node.func) or "")
            in {
                "os.getenv",
                "os.environ.get",
            }
        ):
            key: ast.expr = node.args[0]
        elif isinstance(node, ast.Subscript) and source.path_of(dotted(node.value) or "") == "os.environ":
            key = node.slice
        elif isinstance(node, ast.Compare) and source.path_of(dotted(node.comparators[0]) or "") == "os.environ":
            key = node.left
        else:
            continue
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def form_of_parameter(parameter: Parameter, subject: Subject) -> Form:
    """A parameter's type: annotation, else default, docstring or use."""
    form = form_of(parameter.annotation, parameter.source)
    if form == ANY and isinstance(parameter.default, ast.Constant) and parameter.default.value is not None:
        form = Form(type(parameter.default.value).__name__)
    if form == ANY:
        form = documented_form(parameter.name, ast.get_docstring(subject.node), parameter.source)
    if form == ANY:
        form = used_form(parameter.name, subject.node, parameter.source)
    if isinstance(parameter.default, ast.Constant) and parameter.default.value is None and form != ANY:
        form = union((form, NONE))
    if parameter.kind == "variadic":
        return Form("list", (form,))
    return Form("dict", (Form("str"), form)) if parameter.kind == "keywords" else form


def _parameter_input(parameter: Parameter, subject: Subject, maker: Maker) -> Input:
    form = form_of_parameter(parameter, subject)
    if subject.owner is not None and subject.short in _COMPARISONS and form in {ANY, Form("typing.Self")}:
        form = Form(subject.owner.path)
    optional = parameter.default is not None or parameter.kind in {"variadic", "keywords"}
    base = maker.default(parameter) if parameter.kind in {"positional", "keyword"} else None
    keys = list(dict.fromkeys(_keys_of(parameter.name, subject.node)))
    plain = next((item for item in _options(form) if item.name != "None"), form)
    if base is None and keys and plain.name in {"dict", "typing.Any", "collections.abc.Mapping"}:
        base = _entries(keys, plain, subject, maker)
        form = Form("dict", (Form("str"), ANY)) if plain == ANY else form
    if base is None and parameter.kind == "keywords":
        base = mapping({})
    if base is None and parameter.default is None:
        base = maker.typical(form, parameter.name)
        if base is None and form == ANY and _passed_through(parameter.name, subject.node):
            base = constant(text_for(parameter.name))
    return Input(parameter.name, parameter.name, "parameter", form, base, parameter, optional)


def _options(form: Form) -> tuple[Form, ...]:
    return form.arguments if form.name == "|" else (form,)


def _entries(keys: list[str], form: Form, subject: Subject, maker: Maker) -> Sample | None:
    """A dictionary with the keys the code asks for, each with a value such as the code compares it to."""
    value = form.arguments[1] if len(form.arguments) == 2 else ANY
    entries: dict[str, Sample] = {}
    for key in keys:
        made = maker.typical(value if value != ANY else _guess(key, subject.node), key)
        entries[key] = made if made is not None else constant(1)
    return mapping(entries, "typical")


def _guess(key: str, function: ast.AST) -> Form:
    """The type of an entry by its use: in arithmetic and comparisons with numbers a number, else text."""
    for node in own_nodes(function):
        if isinstance(node, (ast.Compare, ast.BinOp)):
            left = node.left
            right = node.comparators[0] if isinstance(node, ast.Compare) else node.right
            for one, other in ((left, right), (right, left)):
                if _key(one) == key and isinstance(other, ast.Constant) and isinstance(other.value, (int, float)):
                    return Form(type(other.value).__name__)
                if (
                    _key(one) == key
                    and isinstance(node, ast.BinOp)
                    and isinstance(node.op, (ast.Mult, ast.Sub, ast.Div))
                ):
                    return Form("int")
        if isinstance(node, (ast.For, ast.comprehension)) and _key(node.iter) == key:
            return Form("list", (ANY,))
    return Form("str")


def _key(node: ast.AST) -> str | None:
    """The constant key of `x["key"]` and `x.get("key")`."""
    key: ast.AST | None = None
    if isinstance(node, ast.Subscript):
        key = node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"get", "pop"}:
        key = node.args[0] if node.args else None
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _keys_of(name: str, function: ast.AST) -> Iterator[str]:
    """Constant keys that a function asks a parameter for."""
    for node in own_nodes(function):
        key = _key(node)
        owner = node.value if isinstance(node, ast.Subscript) else getattr(getattr(node, "func", None), "value", None)
        if key is not None and dotted(owner) == name:
            yield key
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            held = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
            if held and dotted(node.comparators[0]) == name and isinstance(node.left, ast.Constant):
                yield str(node.left.value)


def _passed_through(name: str, function: ast.AST) -> bool:
    """Whether a function only hands a parameter on, or compares it, and asks nothing of it."""
    return not any(
        (isinstance(node, (ast.Attribute, ast.Subscript)) and dotted(node.value) == name)
        or (isinstance(node, ast.Call) and dotted(node.func) == name)
        or (isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)) and dotted(node.iter) == name)
        or (isinstance(node, ast.withitem) and dotted(node.context_expr) == name)
        or (isinstance(node, ast.Await) and dotted(node.value) == name)
        for node in own_nodes(function)
    )


def _state_inputs(subject: Subject, maker: Maker, taken: set[str]) -> Iterator[Input]:
    """Attributes that a method reads and that its constructor, or a plain assignment, can set."""
    if subject.owner is None or subject.binding not in {"method", "property"} or subject.receiver is None:
        return
    if subject.owner.kind == "enum":
        form = Form(subject.owner.path)
        yield Input(subject.receiver, snake(subject.owner.path), "instance", form, maker.typical(form, ""))
        return
    read = {
        node.attr
        for node in own_nodes(subject.node)
        if isinstance(node, ast.Attribute) and dotted(node.value) == subject.receiver and isinstance(node.ctx, ast.Load)
    }
    parameters = {parameter.name: parameter for parameter in subject.owner.parameters}
    for attribute, held in subject.owner.attributes.items():
        if attribute not in read:
            continue
        variable = f"{subject.receiver}.{attribute}"
        if isinstance(held, str) and held in parameters:
            parameter = parameters[held]
            form = form_of(parameter.annotation, parameter.source)
            base = maker.default(parameter) if parameter.default is not None else maker.typical(form, held)
            if isinstance(parameter.default, (ast.List, ast.Dict)):
                base = maker.typical(form, held)
            name = held if held not in taken else f"own_{held}"
            yield Input(variable, name, "constructor", form, base, parameter, parameter.default is not None)
        elif isinstance(held, (ast.Constant, ast.List, ast.Dict)) and not attribute.startswith("_"):
            base = constant(ast.literal_eval(held)) if _is_literal(held) else None
            form = Form(
                {ast.List: "list", ast.Dict: "dict"}.get(type(held), type(base.known).__name__ if base else "?")
            )
            yield Input(variable, attribute if attribute not in taken else f"own_{attribute}", "attribute", form, base)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True
