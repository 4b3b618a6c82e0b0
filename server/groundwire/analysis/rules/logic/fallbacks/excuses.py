"""What excuses a broad handler that answers: names, documentation, comments, and what the handler does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.cst import walk
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.optional_values import docstring
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_EXCUSING_NAME: Final = re.compile(
    r"(?:(?:is|has|can|should|was|are|does|needs?|try|maybe|safe|safely|probes?|detect|guess|supports?|ping|check|handle"
    r"|on|main|close|cleanup|clean|teardown|shutdown|stop|exit|dispose|release|fallback|attempt|format|repr|describe"
    r"|discover)(?:_\w*)?"
    r"|\w*(?:_or_(?:default|none|empty|zero|null|blank)|_safe|_safely|_fallback|_if_possible|_quietly|_silently|default\w*"
    r"|best_effort\w*|_handler|_hook|_callback|noexcept|no_raise|_opt|optional\w*|_main))",
    re.IGNORECASE,
)
_LACKS: Final = (
    r"fail|error|exception|cannot|can't|could not|couldn't|not (?:be|exist|found|available|possible|readable)"
    r"|unavailable|unable|missing|invalid|absent|no |none|doesn't|does not|isn't|is not|unknown|unreadable|corrupt\w*"
    r"|broken"
)
_SAYS_SO: Final = re.compile(
    r"fall(?:s|ing)?[ -]?backs?\b|\bdefaults?\b|best[ -]effort|never (?:raise|fail|throw)s?"
    r"|(?:does|do|will|must|should) not (?:raise|fail|throw)|without raising|swallow|suppress|silent"
    r"|ignor(?:e|es|ed|ing)\b|on (?:any )?(?:error|failure|exception)s?\b|tolera"
    rf"|\b(?:if|when|where|unless|in case)\b[^.]*\b(?:{_LACKS})"
    r"|\bor (?:an? )?(?:empty|none|zero|0|blank|\{\}|\[\]|\"\"|'')|\botherwise\b"
    r"|\bempty (?:list|dict|string|set|tuple|result)\b|\bgraceful|\bsafe(?:ly)?\b|\boptional",
    re.IGNORECASE,
)
"""Documentation by which a caller knows what to expect."""
_ASIDE: Final = re.compile(
    r"(?:^|/)(?:stats|statistics|dashboards?|monitor(?:ing)?|metrics|telemetry|analytics)(?:/|\.py$)"
)
"""Modules that show how a program is doing, and must not stop it."""
_FOR_TOOLS: Final = r"(?:noqa|type:|pragma|pylint|nosec|pyright|fmt|groundwire)"
_REASON: Final = re.compile(
    rf"#(?:\s*{_FOR_TOOLS}.*?\s[-\u2013\u2014]+\s)?(?!\s*(?:{_FOR_TOOLS}|todo|fixme))\s*(.{{12,}})", re.IGNORECASE
)
"""A comment for people: one of its own, or what stands behind the dash of one for a tool."""
_RESTATES: Final = re.compile(r"^(?:log|return|print|handle|catch|report|re-?raise|raise)\b.*", re.IGNORECASE)
"""Comments that say again what the line below does, and not why."""
_TELLING: Final = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "print_exc", "echo", "secho"}
    | {"print_exception", "format_exc", "write", "msg", "err", "log_error", "log_exception", "capture_exception"}
)
_PLAIN_DECORATORS: Final = frozenset(
    {"staticmethod", "classmethod", "property", "override", "typing.override", "abstractmethod", "wraps"}
    | {"cache", "lru_cache", "cached_property", "functools.cache", "functools.lru_cache", "functools.cached_property"}
    | {"typing.no_type_check"}
)
"""Decorators that change nothing about who calls the function and what becomes of its errors."""
_IMPORTING: Final = frozenset(
    {"import_module", "__import__", "find_spec", "import_string", "load_module", "exec_module"}
)
_CONVERTING: Final = frozenset(
    {"int", "float", "str", "bool", "bytes", "dict", "list", "tuple", "set", "len", "abs", "round", "min", "max", "sum"}
    | {"sorted", "zip", "map", "vars", "type", "repr", "isinstance", "getattr", "hasattr", "format", "loads", "dumps"}
    | {"keys", "items", "values", "get", "strip", "split", "lower", "upper", "replace", "encode", "decode", "join"}
    | {"strptime", "strftime", "isoformat", "fromisoformat", "fromtimestamp", "Decimal", "UUID", "literal_eval"}
    | {"match", "search", "group", "startswith", "endswith", "asdict", "copy", "urlparse", "json", "cast"}
)
"""Calls that make one value into another, for which failure means that it was none of that kind."""
_PEERS: Final = frozenset({"api", "client", "http", "httpx", "requests", "session"})
"""What `get` asks another machine by."""


def excused(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the function's name, decorators or documentation say that it answers whatever happens.

    Of a private function, the callers that must know it stand in the same module; a page of figures about the program
    shows what it can get.
    """
    name = function.name.value
    if _ASIDE.search(module.path()):
        return True
    if name.startswith("_") or _EXCUSING_NAME.fullmatch(name):
        return True
    for decorator in function.decorators:
        node = decorator.decorator.func if isinstance(decorator.decorator, cst.Call) else decorator.decorator
        path = resolve(node, unit, module) or dotted_name(node) or ""
        if path.removeprefix("builtins.") not in _PLAIN_DECORATORS:
            return True
    return _SAYS_SO.search(docstring(unit)) is not None


def is_attempt(attempt: cst.Try) -> bool:
    """Whether the `try` does work that may fail for many reasons.

    Imports of something optional do not count, nor does making one value into another (`float(text)`).
    """
    works = False
    for part in walk(attempt.body):
        if isinstance(part, (cst.Import, cst.ImportFrom)):
            return False
        if isinstance(part, (cst.Call, cst.Await)):
            path = dotted_name(part.func) or "?" if isinstance(part, cst.Call) else "await"
            owner, _, name = path.rpartition(".")
            if name in _IMPORTING:
                return False
            works = works or name not in _CONVERTING or (name == "get" and owner.rpartition(".")[2] in _PEERS)
    return works


def explained(handler: cst.ExceptHandler, attempt: cst.Try, unit: ParsedUnit) -> bool:
    """Whether a comment in or above the handler gives a reason, or the handler looks at the error."""
    text = unit.source(handler)
    comments = [found[1].strip() for line in text.split("\n") if (found := _REASON.search(line)) is not None]
    if any(not _RESTATES.match(comment) or _SAYS_SO.search(comment) for comment in comments):
        return True
    return isinstance(unit.parent(attempt), cst.Finally) or _within_handler(attempt, unit)


def _within_handler(attempt: cst.Try, unit: ParsedUnit) -> bool:
    """Whether the `try` is itself a second attempt, made in another handler."""
    return any(isinstance(outer, (cst.ExceptHandler, cst.Finally)) for outer in unit.ancestors(attempt))


def only_tells(statement: cst.BaseSmallStatement) -> bool:
    """`pass`, or a call that logs or prints."""
    if isinstance(statement, cst.Pass):
        return True
    value = statement.value if isinstance(statement, cst.Expr) else None
    value = value.expression if isinstance(value, cst.Await) else value
    return isinstance(value, cst.Call) and (dotted_name(value.func) or "").rpartition(".")[2] in _TELLING
