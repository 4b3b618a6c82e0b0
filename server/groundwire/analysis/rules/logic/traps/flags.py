"""A text taken for a truth value: every non-empty text is true, `"False"` and `"0"` too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import literal_value, quoted, string_value
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.logic.traps.trap import Trap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_READERS: Final = frozenset({"os.environ.get", "os.getenv"})
_QUERIES: Final = frozenset({f"flask.request.{part}.get" for part in ("args", "form", "values", "cookies", "headers")})
_PARSERS: Final = frozenset({"configparser.ConfigParser", "configparser.RawConfigParser"})
_FLAG: Final = re.compile(
    r"(?:^|_|\b)(?:DEBUG|VERBOSE|TESTING|DRY_?RUN|ENABLED?|USE|ALLOW|IS|HAS|SHOULD|ACTIVE|FLAG|STRICT"
    r"|INSECURE|VERIFY|READ_?ONLY|AUTO)(?:_|\b|$)",
    re.IGNORECASE,
)
"""Names that ask yes or no; of others, being set at all may be the answer."""
_SWITCH: Final = re.compile(
    r"^_|TEST|MOCK|FAKE|INTERNAL|(?:^|_)(?:CI|DEV|IS|HAS|SHOULD|ACTIVE|DISABLED?|NO)(?:_|$)", re.IGNORECASE
)
"""What a project's own tests and processes set for each other: they set it, or they do not."""
_ANSWERS: Final = frozenset({"0", "1", "false", "true", "no", "yes", "off", "on"})
_ORDER: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)


def traps(unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    """Every text of a unit that is taken for a truth value or a number."""
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path == "builtins.bool" and len(call.args) == 1:
            yield from _converted(call, unit, module)
        elif path in _READERS and _is_condition(call, unit):
            yield from _always_true(call, unit, module)
        yield from _converter(call, path, unit, module)
    for comparison in unit.nodes(cst.Comparison):
        yield from _never_equal(comparison, unit, module)


def _converted(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    setting = _setting(call.args[0].value, unit, module)
    if setting is None:
        return
    shown, name, default = quoted(unit.source(call)), setting.name, setting.default
    if isinstance(default, str) and default:
        yield Trap(call, f"{shown} is always true.", f"Unset it is `bool({default!r})`, which is True.")
    elif name is not None and _FLAG.search(name):
        why = f'With {name}=false the text is "false", and `bool("false")` is True.'
        switch = _SWITCH.search(name) is not None
        yield Trap(call, f"{shown} is true for every non-empty value.", why, generated_only=switch)


def _always_true(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    setting = _setting(call, unit, module)
    default = setting.default if setting is not None else None
    if isinstance(default, str) and default.strip().lower() in _ANSWERS:
        why = f'Unset it is the text "{default}", and set to "0" or "false" it is a text too: each counts as true.'
        yield Trap(call, f"{quoted(unit.source(call))} is always true here.", why)


def _converter(call: cst.Call, path: str | None, unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    """`add_argument(type=bool)` and `request.args.get(type=bool)`: the converter is `bool` of a text."""
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    if method != "add_argument" and path not in _QUERIES:
        return
    arguments = Arguments.of(call)
    kind = arguments.keywords.get("type")
    if kind is None or resolve(kind, unit, module) != "builtins.bool":
        return
    argument = next((node.value for node in call.args if node.keyword is not None and node.value is kind), kind)
    name = string_value(arguments.positional[0]) if arguments.positional else None
    message = f"`type=bool` makes every value of {name or 'the argument'} true."
    yield Trap(argument, message, 'The text of the command line or query is converted: `bool("False")` is True.')


def _never_equal(comparison: cst.Comparison, unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    """A setting, which is a text or None, compared with a number or a truth value."""
    setting = _setting(comparison.left, unit, module) if len(comparison.comparisons) == 1 else None
    if setting is None or not (setting.default is None or isinstance(setting.default, str)):
        return
    target = comparison.comparisons[0]
    value = literal_value(target.comparator)
    if not isinstance(value, (bool, int, float)):
        return
    shown, text = quoted(unit.source(comparison)), str(value)
    if isinstance(target.operator, (cst.Equal, cst.Is)):
        yield Trap(comparison, f"{shown} is never true.", f'The setting is a text: `"{text}" == {text}` is False.')
    elif isinstance(target.operator, (cst.NotEqual, cst.IsNot)):
        yield Trap(comparison, f"{shown} is always true.", f'The setting is a text: `"{text}" != {text}` is True.')
    elif isinstance(target.operator, _ORDER):
        yield Trap(comparison, f"{shown} fails.", f'The setting is a text: `"8" < {text}` raises TypeError.')


class _Setting(NamedTuple):
    """A text that is read from the environment, a query, or a configuration file."""

    name: str | None
    default: object
    """The default's value; None where there is none, `...` where it is no literal."""


def _setting(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> _Setting | None:
    if isinstance(node, cst.Subscript):
        index = node.slice[0].slice
        if resolve(node.value, unit, module) != "os.environ" or not isinstance(index, cst.Index):
            return None
        return _Setting(string_value(index.value), None)
    if not isinstance(node, cst.Call):
        return None
    arguments = Arguments.of(node)
    if resolve(node.func, unit, module) in _READERS | _QUERIES and "type" not in arguments.keywords:
        return _Setting(_text(arguments.get(0, "key")), _default(arguments.get(1, "default")))
    method = node.func
    if not isinstance(method, cst.Attribute) or method.attr.value != "get":
        return None
    if constructor(method.value, unit, module) in _PARSERS:
        return _Setting(_text(arguments.get(1, "option")), _default(arguments.keywords.get("fallback")))
    return None


def _text(node: cst.BaseExpression | None) -> str | None:
    return string_value(node) if node is not None else None


def _default(node: cst.BaseExpression | None) -> object:
    if node is None or (isinstance(node, cst.Name) and node.value == "None"):
        return None
    value = literal_value(node)
    return ... if value is None else value


def _is_condition(node: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether only the truth of the value counts."""
    parent = unit.parent(node)
    if isinstance(parent, (cst.If, cst.While, cst.IfExp, cst.Assert)):
        return parent.test is node
    if isinstance(parent, cst.UnaryOperation):
        return isinstance(parent.operator, cst.Not)
    return isinstance(parent, cst.BooleanOperation) and _is_condition(parent, unit)
