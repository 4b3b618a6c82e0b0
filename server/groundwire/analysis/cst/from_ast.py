"""Expressions from Python's own parser.

What it leaves out (literals as they are written, brackets, f-strings' parts) is read from the text.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cst import atoms as a
from groundwire.analysis.cst import expressions as e
from groundwire.analysis.cst import operators as o
from groundwire.analysis.cst.source import NotRead
from groundwire.analysis.cst.strings import formatted, literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.cst.base import BaseExpression
    from groundwire.analysis.cst.source import Source


OPERATORS: Final[dict[type[ast.AST], Any]] = {
    ast.Add: o.Add(),
    ast.BitAnd: o.BitAnd(),
    ast.BitOr: o.BitOr(),
    ast.BitXor: o.BitXor(),
    ast.Div: o.Divide(),
    ast.FloorDiv: o.FloorDivide(),
    ast.LShift: o.LeftShift(),
    ast.MatMult: o.MatrixMultiply(),
    ast.Mod: o.Modulo(),
    ast.Mult: o.Multiply(),
    ast.Pow: o.Power(),
    ast.RShift: o.RightShift(),
    ast.Sub: o.Subtract(),
    ast.And: o.And(),
    ast.Or: o.Or(),
    ast.Eq: o.Equal(),
    ast.Gt: o.GreaterThan(),
    ast.GtE: o.GreaterThanEqual(),
    ast.In: o.In(),
    ast.Is: o.Is(),
    ast.IsNot: o.IsNot(),
    ast.Lt: o.LessThan(),
    ast.LtE: o.LessThanEqual(),
    ast.NotEq: o.NotEqual(),
    ast.NotIn: o.NotIn(),
    ast.Invert: o.BitInvert(),
    ast.UAdd: o.Plus(),
    ast.USub: o.Minus(),
    ast.Not: o.Not(),
}


def expression(source: Source, node: ast.expr) -> BaseExpression:
    """The tree of an expression; raises `NotRead`."""
    return READ[node.__class__](source, node)


def span(
    source: Source, node: ast.expr | ast.stmt | ast.arg | ast.keyword | ast.excepthandler | ast.alias
) -> tuple[int, int]:
    """Where a node of Python's parser begins and ends."""
    starts, end_line, end_column = source.starts, node.end_lineno, node.end_col_offset
    if end_line is None or end_column is None:
        raise NotRead
    if source.plain:
        return starts[node.lineno - 1] + node.col_offset, starts[end_line - 1] + end_column
    return source.offset(node.lineno, node.col_offset), source.offset(end_line, end_column)


def _name(source: Source, node: ast.Name) -> a.Name:
    return a.Name(*span(source, node), node.id)


def _constant(source: Source, node: ast.Constant) -> BaseExpression:
    start, end = span(source, node)
    value = node.value
    if isinstance(value, (str, bytes)):
        if (text := literal(source, start, end, value)) is None:
            raise NotRead
        return text
    if value is None or value is True or value is False:
        return a.Name(start, end, str(value))
    written = source.text[start:end]
    if isinstance(value, int):
        return a.Integer(start, end, written)
    if isinstance(value, float):
        return a.Float(start, end, written)
    return a.Imaginary(start, end, written) if isinstance(value, complex) else a.Ellipsis(start, end)


def _joined(source: Source, node: ast.JoinedStr) -> BaseExpression:
    start, end = span(source, node)
    return formatted(source, node, start, end, expression)


def _attribute(source: Source, node: ast.Attribute) -> e.Attribute:
    start, end = span(source, node)
    value = READ[node.value.__class__](source, node.value)
    # A name that is not of ASCII may be written with more or fewer characters than Python knows it by.
    first = end - len(node.attr) if source.plain else source.after(source.text.rfind(".", start, end) + 1)
    return e.Attribute(start, end, value, a.Name(first, end, node.attr))


def _call(source: Source, node: ast.Call) -> e.Call:
    start, end = span(source, node)
    return e.Call(start, end, READ[node.func.__class__](source, node.func), arguments(source, node.args, node.keywords))


def arguments(source: Source, given: list[ast.expr], keywords: list[ast.keyword]) -> tuple[e.Arg, ...]:
    """What a call passes, in the order of the text."""
    found: list[e.Arg] = []
    for node in given:
        if isinstance(node, ast.Starred):
            found.append(e.Arg(*span(source, node), "*", None, READ[node.value.__class__](source, node.value)))
        else:
            read = READ[node.__class__](source, node)
            found.append(e.Arg(read.start, read.end, "", None, read))
    if not keywords:
        return tuple(found)
    mixed = bool(found)
    for each in keywords:
        start, end = span(source, each)
        value = READ[each.value.__class__](source, each.value)
        name = a.Name(start, start + len(each.arg), each.arg) if each.arg is not None else None
        found.append(e.Arg(start, end, "" if name is not None else "**", name, value))
    if mixed:
        found.sort(key=lambda argument: argument.start)
    return tuple(found)


def _subscript(source: Source, node: ast.Subscript) -> e.Subscript:
    start, end = span(source, node)
    value = READ[node.value.__class__](source, node.value)
    inside: list[ast.expr] = [node.slice]
    if isinstance(node.slice, ast.Tuple) and node.slice.elts and not _own_brackets(source, node.slice):
        inside = node.slice.elts
    return e.Subscript(start, end, value, tuple(_element_of_subscript(source, each) for each in inside))


def _element_of_subscript(source: Source, node: ast.expr) -> e.SubscriptElement:
    start, end = span(source, node)
    if isinstance(node, ast.Slice):
        parts = (expression(source, each) if each is not None else None for each in (node.lower, node.upper, node.step))
        return e.SubscriptElement(start, end, e.Slice(start, end, *parts))
    star = "*" if isinstance(node, ast.Starred) else ""
    value = expression(source, node.value if isinstance(node, ast.Starred) else node)
    return e.SubscriptElement(start, end, e.Index(start, end, value, star))


def _own_brackets(source: Source, node: ast.Tuple) -> bool:
    """Whether a tuple has brackets: of `(a), b` the first character is one, too."""
    start, end = span(source, node)
    text = source.text
    if text[start] != "(" or text[end - 1] != ")":
        return False
    if not node.elts:
        return True
    first_start, first_end = span(source, node.elts[0])
    opened, place = 0, start
    while place < first_start:
        opened += 1
        place = source.after(place + 1)
    place = source.after(first_end)
    while place < end and text[place] == ")":
        opened -= 1
        place = source.after(place + 1)
    return opened > 0


def _within(source: Source, start: int, end: int) -> tuple[int, int]:
    """What stands between the first and the last character, without the space around it."""
    first = source.after(start + 1)
    return (first, source.before(end - 1) + 1) if first < end - 1 else (end - 1, end - 1)


def _elements(source: Source, nodes: list[ast.expr]) -> tuple[e.Element | e.StarredElement, ...]:
    found: list[e.Element | e.StarredElement] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            found.append(_starred(source, node))
        else:
            value = READ[node.__class__](source, node)
            found.append(e.Element(value.start, value.end, value))
    return tuple(found)


def _starred(source: Source, node: ast.Starred) -> e.StarredElement:
    return e.StarredElement(*span(source, node), READ[node.value.__class__](source, node.value))


def _tuple(source: Source, node: ast.Tuple) -> e.Tuple:
    start, end = span(source, node)
    if _own_brackets(source, node):
        start, end = _within(source, start, end)
    return e.Tuple(start, end, _elements(source, node.elts))


def _list(source: Source, node: ast.List) -> e.List:
    return e.List(*span(source, node), _elements(source, node.elts))


def _set(source: Source, node: ast.Set) -> e.Set:
    return e.Set(*span(source, node), _elements(source, node.elts))


def _dict(source: Source, node: ast.Dict) -> e.Dict:
    found: list[e.DictElement | e.StarredDictElement] = []
    for key, held in zip(node.keys, node.values, strict=True):
        value = READ[held.__class__](source, held)
        if key is None:
            found.append(e.StarredDictElement(value.start, value.end, value))
        else:
            named = READ[key.__class__](source, key)
            found.append(e.DictElement(named.start, value.end, named, value))
    return e.Dict(*span(source, node), tuple(found))


def _generators(source: Source, nodes: list[ast.comprehension]) -> e.CompFor:
    inner: e.CompFor | None = None
    for node in reversed(nodes):
        target, iterated = expression(source, node.target), expression(source, node.iter)
        tests = [expression(source, test) for test in node.ifs]
        ifs = tuple(e.CompIf(test.start, test.end, test) for test in tests)
        end = inner.end if inner is not None else (tests or [iterated])[-1].end
        inner = e.CompFor(target.start, end, target, iterated, ifs, inner, bool(node.is_async))
    if inner is None:
        raise NotRead
    return inner


def _generator(source: Source, node: ast.GeneratorExp) -> e.GeneratorExp:
    start, end = _within(source, *span(source, node))
    return e.GeneratorExp(start, end, expression(source, node.elt), _generators(source, node.generators))


def _list_comp(source: Source, node: ast.ListComp) -> e.ListComp:
    start, end = span(source, node)
    return e.ListComp(start, end, expression(source, node.elt), _generators(source, node.generators))


def _set_comp(source: Source, node: ast.SetComp) -> e.SetComp:
    start, end = span(source, node)
    return e.SetComp(start, end, expression(source, node.elt), _generators(source, node.generators))


def _dict_comp(source: Source, node: ast.DictComp) -> e.DictComp:
    start, end = span(source, node)
    if node.value is None:  # `{**value for …}`, of newer versions
        raise NotRead
    key, value = expression(source, node.key), expression(source, node.value)
    return e.DictComp(start, end, key, value, _generators(source, node.generators))


def _unary(source: Source, node: ast.UnaryOp) -> e.UnaryOperation:
    start, end = span(source, node)
    return e.UnaryOperation(
        start, end, OPERATORS[node.op.__class__], READ[node.operand.__class__](source, node.operand)
    )


def _binary(source: Source, node: ast.BinOp) -> e.BinaryOperation:
    start, end = span(source, node)
    left = READ[node.left.__class__](source, node.left)
    right = READ[node.right.__class__](source, node.right)
    return e.BinaryOperation(start, end, left, OPERATORS[node.op.__class__], right)


def _boolean(source: Source, node: ast.BoolOp) -> BaseExpression:
    start, end = span(source, node)
    operator = OPERATORS[node.op.__class__]
    joined = READ[node.values[0].__class__](source, node.values[0])
    last = node.values[-1]
    for each in node.values[1:]:
        right = READ[each.__class__](source, each)
        joined = e.BooleanOperation(start, end if each is last else source.closed(right.end), joined, operator, right)
    return joined


def _comparison(source: Source, node: ast.Compare) -> e.Comparison:
    start, end = span(source, node)
    left = READ[node.left.__class__](source, node.left)
    found = []
    for sign, each in zip(node.ops, node.comparators, strict=True):
        right = READ[each.__class__](source, each)
        found.append(e.ComparisonTarget(right.start, right.end, OPERATORS[sign.__class__], right))
    return e.Comparison(start, end, left, tuple(found))


def _choice(source: Source, node: ast.IfExp) -> e.IfExp:
    parts = (expression(source, each) for each in (node.body, node.test, node.orelse))
    return e.IfExp(*span(source, node), *parts)


def _named(source: Source, node: ast.NamedExpr) -> e.NamedExpr:
    return e.NamedExpr(*span(source, node), expression(source, node.target), expression(source, node.value))


def _await(source: Source, node: ast.Await) -> e.Await:
    return e.Await(*span(source, node), expression(source, node.value))


def _yield(source: Source, node: ast.Yield) -> e.Yield:
    return e.Yield(*span(source, node), expression(source, node.value) if node.value is not None else None)


def _yield_from(source: Source, node: ast.YieldFrom) -> e.Yield:
    item = expression(source, node.value)
    return e.Yield(*span(source, node), e.From(item.start, item.end, item))


def _lambda(source: Source, node: ast.Lambda) -> e.Lambda:
    start, end = span(source, node)
    body = expression(source, node.body)
    return e.Lambda(start, end, parameters(source, node.args, start), body)


def parameters(source: Source, node: ast.arguments, place: int) -> e.Parameters:
    """The parameters of a function; `place` is where they would stand if there are none."""
    positional = [*node.posonlyargs, *node.args]
    defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
    found = [_parameter(source, each, "", default) for each, default in zip(positional, defaults, strict=True)]
    only = tuple(
        _parameter(source, *pair)
        for pair in zip(node.kwonlyargs, [""] * len(node.kwonlyargs), node.kw_defaults, strict=True)
    )
    star: e.Param | e.ParamStar | None = None
    if node.vararg is not None:
        star = _parameter(source, node.vararg, "*", None)
    elif only:
        place = source.text.rfind("*", 0, only[0].start)
        star = e.ParamStar(place, place + 1)
    double = _parameter(source, node.kwarg, "**", None) if node.kwarg is not None else None
    split = len(node.posonlyargs)
    every = [*found, *only, *(each for each in (star, double) if each is not None)]
    start, end = min((each.start for each in every), default=place), max((each.end for each in every), default=place)
    return e.Parameters(start, end, tuple(found[:split]), tuple(found[split:]), star, only, double)


def _parameter(source: Source, node: ast.arg, star: str, default: ast.expr | None) -> e.Param:
    start, end = span(source, node)
    name = a.Name(start, start + len(node.arg), node.arg)
    annotation = None
    if node.annotation is not None:
        written = node.annotation.value if isinstance(node.annotation, ast.Starred) else node.annotation
        read = expression(source, written)
        annotation = e.Annotation(read.start, read.end, read)
    value = expression(source, default) if default is not None else None
    first = source.text.rfind(star, 0, start) if star else start
    return e.Param(first, value.end if value is not None else end, star, name, annotation, value)


READ: Final[dict[type[ast.expr], Callable[[Source, Any], BaseExpression]]] = {
    ast.Name: _name,
    ast.Constant: _constant,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.JoinedStr: _joined,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Starred: _starred,
    ast.GeneratorExp: _generator,
    ast.ListComp: _list_comp,
    ast.SetComp: _set_comp,
    ast.DictComp: _dict_comp,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Compare: _comparison,
    ast.IfExp: _choice,
    ast.NamedExpr: _named,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Lambda: _lambda,
}
"""What reads each kind of expression; t-strings and what is newer are not read here."""
