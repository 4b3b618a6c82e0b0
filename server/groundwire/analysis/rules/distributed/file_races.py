"""Files and folders that are made where a test found none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.main_block import is_main_block
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.blocks import below, statements
from groundwire.analysis.rules.distributed.races import Race, acts_after, affirmed, is_locked, negated
from groundwire.analysis.rules.distributed.shared_folders import others_make
from groundwire.analysis.started_by_hand import is_command, is_sample
from groundwire.model import Fix, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_TESTS: Final = frozenset({"os.path.exists", "os.path.isdir", "os.path.isfile", "os.path.lexists"})
_ASKS: Final = frozenset({"exists", "is_dir", "is_file"})
_MAKES: Final = frozenset({"os.makedirs", "os.mkdir"})
_ALONE: Final = re.compile(r"(?:^|/)tools?/")
"""Files that one person runs once."""
_BY_HAND: Final = re.compile(r"(?:^|[._])(?:demo|cli|main|post_migrate|uninstall|launch|daemon)")
"""Functions that one person runs, or that run before anybody else is there."""
_TEMPORARY: Final = re.compile(r"mkdtemp|te?mp_?dir", re.IGNORECASE)
"""Folders that nobody else has."""
_ONE_ONLY: Final = re.compile(
    r"lock|\bpid|_pid|pidfile|mutex|leader|claim|sentinel|semaphore|in_progress", re.IGNORECASE
)
"""Names of files that only one process may make."""


def file_races(unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """Every such place of a unit."""
    if (
        is_main_block(unit)
        or _ALONE.search(module.path())
        or is_sample(module.path())
        or is_command(module)
        or _BY_HAND.search(unit.unit.name)
        or _TEMPORARY.search(unit.text)
    ):
        return
    for branch in unit.nodes(cst.If):
        if is_locked(branch, unit) or _is_caught(branch, unit):
            continue
        held, failed = acts_after(branch, unit)
        for tested in negated(branch.test):
            if (path := _tested(tested, unit, module)) is not None:
                yield from _folders(branch, path, unit, module)
                yield from _files(held, path, unit, module)
        for tested in affirmed(branch.test):
            if (path := _tested(tested, unit, module)) is not None:
                yield from _files(failed, path, unit, module)


def _tested(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The path of `os.path.exists(path)` or `path.exists()`, as it is written."""
    if not isinstance(node, cst.Call):
        return None
    if resolve(node.func, unit, module) in _TESTS and node.args:
        return unit.source(node.args[0].value)
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in _ASKS and not node.args:
        asked = node.func.value
        return unit.source(asked) if isinstance(asked, (cst.Name, cst.Attribute)) else None
    return None


def _is_caught(branch: cst.If, unit: ParsedUnit) -> bool:
    """Whether a handler around or in the branch expects that it is there already."""
    expects = re.compile(r"FileExists|OSError|EnvironmentError|IOError|Exception|except\s*:")
    attempts = [outer for outer in unit.ancestors(branch) if isinstance(outer, cst.Try)]
    attempts += below(branch, unit, cst.Try)
    handlers = [handler for attempt in attempts for handler in attempt.handlers]
    return any(handler.type is None or expects.search(unit.source(handler.type)) for handler in handlers)


def _folders(branch: cst.If, path: str, unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """`if not os.path.exists(path): os.makedirs(path)`."""
    for statement in statements(branch.body):
        call = statement.value if isinstance(statement, cst.Expr) else None
        if not isinstance(call, cst.Call) or Arguments.of(call).may_have(None, "exist_ok"):
            continue
        made = resolve(call.func, unit, module)
        if made in _MAKES and call.args:
            target = unit.source(call.args[0].value)
        elif isinstance(call.func, cst.Attribute) and call.func.attr.value == "mkdir" and made is None:
            target = unit.source(call.func.value)
        else:
            continue
        if target == path and not path.startswith("self._") and others_make(branch, path, unit):
            shown = quoted(path)
            why = "Two processes that start together both find nothing, and the slower one gets `FileExistsError`."
            message = f"Between the test and this line, another process may make {shown}."
            yield Race(call, message, why, _fixes(branch, call, made, unit))


def _fixes(branch: cst.If, call: cst.Call, made: str | None, unit: ParsedUnit) -> tuple[Fix, ...]:
    """One call in the place of the test and the act, where there is nothing else in the branch."""
    text = unit.source(call)
    if len(statements(branch.body)) != 1 or branch.orelse is not None or "\n" in text or "#" in unit.source(branch):
        return ()
    if isinstance(unit.parent(branch), cst.If):
        return ()  # an elif
    if not (isinstance(branch.test, cst.UnaryOperation)):
        return ()
    separator = ", " if call.args else ""
    new = f"{text[:-1].rstrip().rstrip(',')}{separator}exist_ok=True)"
    if made == "os.mkdir":
        if len(call.args) > 1:
            return ()
        new = new.replace("mkdir", "makedirs", 1) if isinstance(call.func, cst.Attribute) else ""
    return (Fix("Let it be there already", (TextEdit(unit.range(branch), new),)),) if new else ()


def _files(where: list[cst.CSTNode], path: str, unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """`open(path, "w")` of a lock or pid file that a test did not find."""
    if not _ONE_ONLY.search(path):
        return
    for part in where:
        for call in below(part, unit, cst.Call):
            if not call.args or not _writes(call, path, unit, module):
                continue
            shown = quoted(path)
            message = f"Between the test and this line, another process may make {shown}."
            why = "Both then go on as the only one; mode `x` makes the file and the test in one step."
            yield Race(call, message, why, _exclusive(call, unit))
            return


def _writes(call: cst.Call, path: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    if resolve(call.func, unit, module) == "builtins.open":
        mode = Arguments.of(call).get(1, "mode")
        return unit.source(call.args[0].value) == path and mode is not None and (string_value(mode) or "")[:1] == "w"
    if not isinstance(call.func, cst.Attribute) or unit.source(call.func.value) != path:
        return False
    if call.func.attr.value == "open":
        return (string_value(call.args[0].value) or "")[:1] == "w"
    return call.func.attr.value in {"write_text", "write_bytes"}


def _exclusive(call: cst.Call, unit: ParsedUnit) -> tuple[Fix, ...]:
    for argument in call.args:
        mode = string_value(argument.value)
        if mode is not None and re.fullmatch(r"w[bt+]*", mode):
            text = unit.source(argument.value).replace("w", "x", 1)
            return (Fix("Make it only where it is not there", (TextEdit(unit.range(argument.value), text),)),)
    return ()
