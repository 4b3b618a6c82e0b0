"""What tests replace by its name: `mock.patch`, `mocker.patch`, `monkeypatch.setattr` and their like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.grounding.targets.target import Target, path_of, path_text
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_PATCH: Final = re.compile(r"(?:^|\.)mock\.patch(?P<how>\.object|\.multiple|\.dict)?$")
"""What a call stands for: `unittest.mock`, `mock`, or a module of the project that hands one of them on."""
_MOCKER: Final = re.compile(r"^(?:\w+\.)?\w*mocker\.(?P<call>patch|spy)(?P<how>\.object|\.multiple|\.dict)?$")
"""The fixture of pytest-mock, in every scope."""
_MONKEYPATCH: Final = re.compile(r"^(?:\w+\.)?(?:\w*monkey_?patch\w*|mp|monkey|patcher)$", re.IGNORECASE)
_OPTIONS: Final = frozenset(
    {"target", "spec", "create", "spec_set", "autospec", "new_callable", "unsafe", "instance", "name", "side_effect"}
)
"""Keywords of `patch.multiple` that name no attribute."""
_CREATE: Final = {"": 3, ".object": 4, ".multiple": 2}
"""Where `create` stands among the positional arguments."""


def replaced(unit: ParsedUnit, module: ModuleContext) -> Iterator[Target]:
    """Every name that the unit has replaced, spied on or deleted."""
    for call in unit.nodes(cst.Call):
        function = dotted_name(call.func)
        if function is None:
            continue
        path = resolve(call.func, unit, module)
        if path is not None and (found := _PATCH.search(path)) is not None:
            yield from _patched(call, found["how"] or "", unit, module)
        elif (found := _MOCKER.match(function)) is not None:
            yield from _patched(call, ".object" if found["call"] == "spy" else found["how"] or "", unit, module)
        elif function.endswith((".setattr", ".delattr")):
            yield from _monkeypatched(call, function, unit, module)


def _patched(call: cst.Call, how: str, unit: ParsedUnit, module: ModuleContext) -> Iterator[Target]:
    arguments = Arguments.of(call)
    if how == ".dict":
        yield from _named(arguments.get(0, "in_dict"), module)
        return
    if arguments.open or arguments.may_have(_CREATE[how], "create"):
        return
    target = arguments.get(0, "target")
    if how == ".multiple":
        for keyword in arguments.keywords:
            if keyword not in _OPTIONS:
                yield from _attribute(target, _keyword(call, keyword), keyword, unit, module)
    elif how == ".object":
        attribute = arguments.get(1, "attribute") or arguments.get(None, "name")
        if attribute is not None and (name := string_value(attribute)) is not None:
            yield from _attribute(target, attribute, name, unit, module)
    else:
        yield from _named(target, module, builtins=True)


def _monkeypatched(call: cst.Call, function: str, unit: ParsedUnit, module: ModuleContext) -> Iterator[Target]:
    arguments = Arguments.of(call)
    receiver = function.rpartition(".")[0]
    if receiver in {"builtins", "object"} or arguments.open or "raising" in arguments.keywords:
        return
    first, second = arguments.get(0, "target"), arguments.get(1, "name")
    value = path_text(first, module) if first is not None else None
    setting = function.endswith(".setattr")
    if len(arguments.positional) > (3 if setting else 2):  # `raising`, by position
        return
    if value is not None:
        if "." in value and (second is not None) == setting and (setting or _MONKEYPATCH.match(receiver)):
            yield from _named(first, module)
    elif (
        second is not None
        and (name := string_value(second)) is not None
        and (_MONKEYPATCH.match(receiver) or _context(receiver, unit))
    ):
        yield from _attribute(first, second, name, unit, module)


def _context(receiver: str, unit: ParsedUnit) -> bool:
    """Whether the name is bound by `with monkeypatch.context() as …`."""
    return any(
        item.asname is not None
        and unit.source(item.asname.name) == receiver
        and unit.source(item.item).lower().endswith("monkeypatch.context()")
        for item in unit.nodes(cst.WithItem)
    )


def _named(node: cst.BaseExpression | None, module: ModuleContext, *, builtins: bool = False) -> Iterator[Target]:
    value = path_text(node, module) if node is not None else None
    if node is not None and value is not None and "." in value and ":" not in value:
        dotted = path_of(value)
        if dotted is not None:
            yield Target(node, dotted, builtins=builtins)


def _attribute(
    owner: cst.BaseExpression | None, node: cst.BaseExpression, name: str, unit: ParsedUnit, module: ModuleContext
) -> Iterator[Target]:
    """The attribute `name`, spelt at `node`, of what `owner` is or of the class that made it."""
    if owner is None or not name.isidentifier():
        return
    value = path_text(owner, module)
    path = path_of(value) if value is not None else resolve(owner, unit, module)
    instance = value is None and path is None
    if instance:
        path = constructor(owner, unit, module)
    if path is not None and not path.startswith((".", "builtins.")):
        yield Target(node, f"{path}.{name}", written=1, builtins=not instance, instance=instance)


def _keyword(call: cst.Call, name: str) -> cst.BaseExpression:
    return next(
        argument.keyword for argument in call.args if argument.keyword is not None and argument.keyword.value == name
    )
