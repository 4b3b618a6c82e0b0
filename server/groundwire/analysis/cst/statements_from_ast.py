"""Statements from Python's own parser."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cst import atoms as a
from groundwire.analysis.cst import expressions as e
from groundwire.analysis.cst import operators as o
from groundwire.analysis.cst import statements as s
from groundwire.analysis.cst.from_ast import arguments, expression, parameters, span
from groundwire.analysis.cst.source import NotRead, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from groundwire.analysis.cst.base import BaseAugOp, BaseExpression, BaseSmallStatement, BaseStatement, BaseSuite

_AUGMENTED: Final[dict[type[ast.operator], BaseAugOp]] = {
    ast.Add: o.AddAssign(),
    ast.BitAnd: o.BitAndAssign(),
    ast.BitOr: o.BitOrAssign(),
    ast.BitXor: o.BitXorAssign(),
    ast.Div: o.DivideAssign(),
    ast.FloorDiv: o.FloorDivideAssign(),
    ast.LShift: o.LeftShiftAssign(),
    ast.MatMult: o.MatrixMultiplyAssign(),
    ast.Mod: o.ModuloAssign(),
    ast.Mult: o.MultiplyAssign(),
    ast.Pow: o.PowerAssign(),
    ast.RShift: o.RightShiftAssign(),
    ast.Sub: o.SubtractAssign(),
}
_SPACE: Final = r"(?:[ \t\f]|\\\r?\n)+"
_FUNCTION: Final = re.compile(rf"(?:async{_SPACE})?def{_SPACE}")
_CLASS: Final = re.compile(rf"class{_SPACE}")
_FROM: Final = re.compile(r"from((?:[ \t\f.]|\\\r?\n)*)")
_KEYWORD: Final = re.compile(r"^[ \t\f]*(else|finally)\b", re.MULTILINE)
_OUTER: Final = re.compile(r"[^\W\d]\w*")


def module(source: Source) -> s.Module:
    """The tree of a text. Raises what `compile` does, and `NotRead`."""
    tree = compile(source.text, "<unit>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    return s.Module(0, len(source.text), _block(source, tree.body))


def _block(source: Source, nodes: list[ast.stmt]) -> tuple[BaseStatement, ...]:
    """Statements, those that share a line together."""
    found: list[BaseStatement] = []
    line: list[BaseSmallStatement] = []
    for node in nodes:
        compound = _COMPOUND.get(node.__class__)
        small = None if compound is not None else _small(source, node)
        if line and (small is None or not _shares_line(source, line[-1].end, small.start)):
            found.append(s.SimpleStatementLine(line[0].start, line[-1].end, tuple(line)))
            line = []
        if small is not None:
            line.append(small)
        elif compound is not None:
            found.append(compound(source, node))
    if line:
        found.append(s.SimpleStatementLine(line[0].start, line[-1].end, tuple(line)))
    return tuple(found)


def _small(source: Source, node: ast.stmt) -> BaseSmallStatement:
    read = _SMALL.get(node.__class__)
    if read is None:
        raise NotRead
    return read(source, node)


def _shares_line(source: Source, end: int, start: int) -> bool:
    between = source.text[end:start]
    return ";" in between and "\n" not in between.replace("\\\n", "").replace("\\\r\n", "") and "#" not in between


def _suite(source: Source, nodes: list[ast.stmt]) -> BaseSuite:
    first = nodes[0]
    body = _block(source, nodes)
    start, end = body[0].start, body[-1].end
    if first.__class__ not in _COMPOUND:
        line = source.text[source.starts[first.lineno - 1] : start]
        if line and not line.isspace():
            return s.SimpleStatementSuite(start, end, tuple(small for each in body for small in _smalls(each)))
    return s.IndentedBlock(start, end, body)


def _smalls(statement: BaseStatement) -> Iterable[BaseSmallStatement]:
    return statement.body if isinstance(statement, s.SimpleStatementLine) else ()


def _after(source: Source, nodes: list[ast.stmt], end: int) -> tuple[int, BaseSuite] | None:
    """Where the keyword of an `else` or `finally` after `end` stands, and what that holds."""
    if not nodes:
        return None
    suite = _suite(source, nodes)
    found = _KEYWORD.search(source.text, source.starts[source.line_of(end) + 1], suite.start)
    if found is None:
        raise NotRead
    return found.start(1), suite


def _else(source: Source, nodes: list[ast.stmt], end: int) -> s.Else | None:
    found = _after(source, nodes, end)
    return s.Else(found[0], found[1].end, found[1]) if found is not None else None


def _finally(source: Source, nodes: list[ast.stmt], end: int) -> s.Finally | None:
    found = _after(source, nodes, end)
    return s.Finally(found[0], found[1].end, found[1]) if found is not None else None


def _if(source: Source, node: ast.If) -> s.If:
    start, end = span(source, node)
    test, body = expression(source, node.test), _suite(source, node.body)
    orelse: s.If | s.Else | None
    if len(node.orelse) == 1 and isinstance(inner := node.orelse[0], ast.If):
        first = span(source, inner)[0]
        orelse = _if(source, inner) if source.text.startswith("elif", first) else _else(source, node.orelse, body.end)
    else:
        orelse = _else(source, node.orelse, body.end)
    return s.If(start, end, test, body, orelse)


def _for(source: Source, node: ast.For | ast.AsyncFor) -> s.For:
    start, end = span(source, node)
    target, iterated, body = expression(source, node.target), expression(source, node.iter), _suite(source, node.body)
    orelse = _else(source, node.orelse, body.end)
    return s.For(start, end, isinstance(node, ast.AsyncFor), target, iterated, body, orelse)


def _while(source: Source, node: ast.While) -> s.While:
    start, end = span(source, node)
    test, body = expression(source, node.test), _suite(source, node.body)
    return s.While(start, end, test, body, _else(source, node.orelse, body.end))


def _with(source: Source, node: ast.With | ast.AsyncWith) -> s.With:
    start, end = span(source, node)
    items = []
    for each in node.items:
        item = expression(source, each.context_expr)
        name = expression(source, each.optional_vars) if each.optional_vars is not None else None
        alias = s.AsName(name.start, name.end, name) if name is not None else None
        items.append(s.WithItem(item.start, item.end if name is None else name.end, item, alias))
    return s.With(start, end, isinstance(node, ast.AsyncWith), tuple(items), _suite(source, node.body))


def _try(source: Source, node: ast.Try) -> s.Try:
    start, end = span(source, node)
    body = _suite(source, node.body)
    handlers = tuple(_handler(source, each) for each in node.handlers)
    last = handlers[-1].end if handlers else body.end
    orelse = _else(source, node.orelse, last)
    return s.Try(start, end, body, handlers, orelse, _finally(source, node.finalbody, orelse.end if orelse else last))


def _try_star(source: Source, node: ast.Try) -> s.TryStar:  # a TryStar, which Python 3.10 does not have
    start, end = span(source, node)
    body = _suite(source, node.body)
    handlers = []
    for each in (_handler(source, handler) for handler in node.handlers):
        if each.type is None:
            raise NotRead
        handlers.append(s.ExceptStarHandler(each.start, each.end, each.type, each.name, each.body))
    last = handlers[-1].end
    orelse = _else(source, node.orelse, last)
    after = _finally(source, node.finalbody, orelse.end if orelse else last)
    return s.TryStar(start, end, body, tuple(handlers), orelse, after)


def _handler(source: Source, node: ast.ExceptHandler) -> s.ExceptHandler:
    start, end = span(source, node)
    kind, body = expression(source, node.type) if node.type is not None else None, _suite(source, node.body)
    alias = None
    if node.name is not None and kind is not None:
        place = source.closed(kind.end)
        first = source.after(source.after(place) + len("as"))
        if not source.text.startswith(node.name, first):
            raise NotRead
        name = a.Name(first, first + len(node.name), node.name)
        alias = s.AsName(name.start, name.end, name)
    return s.ExceptHandler(start, end, kind, alias, body)


def _decorators(source: Source, nodes: list[ast.expr]) -> tuple[s.Decorator, ...]:
    found = []
    for node in nodes:
        read = expression(source, node)
        found.append(s.Decorator(source.text.rfind("@", 0, read.start), read.end, read))
    return tuple(found)


def _defined(source: Source, start: int, before: re.Pattern[str], name: str) -> a.Name:
    """The name of a definition."""
    found = before.match(source.text, start)
    if found is None or not source.text.startswith(name, found.end()):
        raise NotRead
    return a.Name(found.end(), found.end() + len(name), name)


def _function(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef) -> s.FunctionDef:
    start, end = span(source, node)
    if getattr(node, "type_params", None):
        raise NotRead
    name = _defined(source, start, _FUNCTION, node.name)
    given = parameters(source, node.args, name.end)
    returns = None
    if node.returns is not None:
        read = expression(source, node.returns)
        returns = e.Annotation(read.start, read.end, read)
    decorators, body = _decorators(source, node.decorator_list), _suite(source, node.body)
    asynchronous = isinstance(node, ast.AsyncFunctionDef)
    return s.FunctionDef(start, end, decorators, asynchronous, name, None, given, returns, body)


def _class(source: Source, node: ast.ClassDef) -> s.ClassDef:
    start, end = span(source, node)
    if getattr(node, "type_params", None):
        raise NotRead
    name = _defined(source, start, _CLASS, node.name)
    given = arguments(source, node.bases, node.keywords)
    bases = tuple(each for each in given if each.keyword is None and each.star != "**")
    keywords = tuple(each for each in given if each.keyword is not None or each.star == "**")
    return s.ClassDef(
        start, end, _decorators(source, node.decorator_list), name, None, bases, keywords, _suite(source, node.body)
    )


def _expr(source: Source, node: ast.Expr) -> s.Expr:
    return s.Expr(*span(source, node), expression(source, node.value))


def _assign(source: Source, node: ast.Assign) -> s.Assign:
    targets = [expression(source, target) for target in node.targets]
    named = tuple(s.AssignTarget(target.start, target.end, target) for target in targets)
    return s.Assign(*span(source, node), named, expression(source, node.value))


def _annotated(source: Source, node: ast.AnnAssign) -> s.AnnAssign:
    target, read = expression(source, node.target), expression(source, node.annotation)
    value = expression(source, node.value) if node.value is not None else None
    return s.AnnAssign(*span(source, node), target, e.Annotation(read.start, read.end, read), value)


def _augmented(source: Source, node: ast.AugAssign) -> s.AugAssign:
    target, value = expression(source, node.target), expression(source, node.value)
    return s.AugAssign(*span(source, node), target, _AUGMENTED[node.op.__class__], value)


def _return(source: Source, node: ast.Return) -> s.Return:
    return s.Return(*span(source, node), expression(source, node.value) if node.value is not None else None)


def _raise(source: Source, node: ast.Raise) -> s.Raise:
    error = expression(source, node.exc) if node.exc is not None else None
    item = expression(source, node.cause) if node.cause is not None else None
    return s.Raise(*span(source, node), error, e.From(item.start, item.end, item) if item is not None else None)


def _assert(source: Source, node: ast.Assert) -> s.Assert:
    message = expression(source, node.msg) if node.msg is not None else None
    return s.Assert(*span(source, node), expression(source, node.test), message)


def _delete(source: Source, node: ast.Delete) -> s.Del:
    targets = [expression(source, target) for target in node.targets]
    target: BaseExpression = targets[0]
    if len(targets) > 1:
        elements = tuple(e.Element(each.start, each.end, each) for each in targets)
        target = e.Tuple(targets[0].start, targets[-1].end, elements)
    return s.Del(*span(source, node), target)


def _outer_names(source: Source, node: ast.Global | ast.Nonlocal) -> tuple[s.NameItem, ...]:
    start, end = span(source, node)
    words = list(_OUTER.finditer(source.text, start, end))[1:]
    if [each[0] for each in words] != node.names:
        raise NotRead
    names = (a.Name(each.start(), each.end(), each[0]) for each in words)
    return tuple(s.NameItem(name.start, name.end, name) for name in names)


def _global(source: Source, node: ast.Global) -> s.Global:
    return s.Global(*span(source, node), _outer_names(source, node))


def _nonlocal(source: Source, node: ast.Nonlocal) -> s.Nonlocal:
    return s.Nonlocal(*span(source, node), _outer_names(source, node))


def _dotted(source: Source, start: int, path: str) -> a.Name | e.Attribute:
    """A path of modules where it is written without spaces; raises `NotRead`."""
    if not source.text.startswith(path, start):
        raise NotRead
    first, *rest = path.split(".")
    found: a.Name | e.Attribute = a.Name(start, start + len(first), first)
    for part in rest:
        end = found.end + 1 + len(part)
        found = e.Attribute(start, end, found, a.Name(found.end + 1, end, part))
    return found


def _aliases(source: Source, nodes: list[ast.alias]) -> tuple[s.ImportAlias, ...]:
    found = []
    for node in nodes:
        start, end = span(source, node)
        alias = None
        if node.asname is not None:
            name = a.Name(end - len(node.asname), end, node.asname)
            alias = s.AsName(name.start, end, name)
        found.append(s.ImportAlias(start, end, _dotted(source, start, node.name), alias))
    return tuple(found)


def _import(source: Source, node: ast.Import) -> s.Import:
    return s.Import(*span(source, node), _aliases(source, node.names))


def _import_from(source: Source, node: ast.ImportFrom) -> s.ImportFrom:
    start, end = span(source, node)
    names: tuple[s.ImportAlias, ...] | s.ImportStar
    star = node.names[0].name == "*"
    names = s.ImportStar(*span(source, node.names[0])) if star else _aliases(source, node.names)
    before = _FROM.match(source.text, start)
    if before is None:
        raise NotRead
    dots = tuple(s.Dot(each, each + 1) for each in range(before.start(1), before.end()) if source.text[each] == ".")
    module = _dotted(source, before.end(), node.module) if node.module is not None else None
    return s.ImportFrom(start, end, dots, module, names)


_COMPOUND: Final[dict[type[ast.stmt], Callable[[Source, Any], BaseStatement]]] = {
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
}
if (_star := getattr(ast, "TryStar", None)) is not None:
    _COMPOUND[_star] = _try_star
_SMALL: Final[dict[type[ast.stmt], Callable[[Source, Any], BaseSmallStatement]]] = {
    ast.Expr: _expr,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Pass: lambda source, node: s.Pass(*span(source, node)),
    ast.Break: lambda source, node: s.Break(*span(source, node)),
    ast.Continue: lambda source, node: s.Continue(*span(source, node)),
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
}
"""What reads each kind of statement; `match`, `type` and what is newer are not read here."""
