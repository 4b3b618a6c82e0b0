"""GW601: a wait for another machine or process that may never end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import quoted
from groundwire.analysis.main_block import is_main_block
from groundwire.analysis.names import annotated, constructor, resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import unbounded_wait_examples as examples
from groundwire.analysis.rules.distributed.answered_queues import is_answered
from groundwire.analysis.rules.distributed.given_limits import is_left_open, is_refused, is_unbounded
from groundwire.analysis.rules.distributed.remote_commands import STARTERS, remote_command
from groundwire.analysis.rules.distributed.wait_receivers import silent_receives, with_item
from groundwire.analysis.rules.distributed.waits import CALLS, METHODS, REQUESTS, Wait
from groundwire.analysis.started_by_hand import is_command, is_command_file, is_demonstration, is_sample, is_tool
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

OVERLAPS: Final = ("ruff:S113",)
_OF_S113: Final = re.compile(r"requests\.\w+|httpx\.(?!Timeout)\w+")
"""Functions and classes that it marks, where there is no limit."""
_BOUNDED_ELSEWHERE: Final = re.compile(
    r"setdefaulttimeout|signal\.(?:alarm|setitimer)|[Tt]imeout\s*\((?!\s*(?:total\s*=\s*)?None)|\.mount\("
)
"""Something in the unit that bounds waits from outside: an alarm, a default, a timeout block, an adapter."""

_WATCHED: Final = re.compile(r"\bsys\.exit\(|\b(?:click|typer)\.(?:echo|secho|prompt|confirm)\(|(?<![\w.])input\(")
"""The function speaks with the person who started the program, and who stops it as well."""

_NO_PEER: Final = re.compile(
    r"(?i)(?<![a-z])test(?:ing|s)?_?(?:\w+_)?(?:server|mode|endpoint|client|url|host)|\(\s*[rbfu]*[\"']+file:"
)
"""The call's own words say that a test's server is asked, or a file."""
_OWN_DATA: Final = re.compile(r"(?<!not )\b[\w.]+\.startswith\(\s*[rbfu]*[\"'](?:data|file)\b")
"""`uri.startswith("data:")`."""


class UnboundedWait(Rule):
    """A wait for another machine or process that may never end.

    HTTP, SMTP, FTP, socket, Redis and PostgreSQL calls, sessions included, that are told no timeout and have none of
    their own; a queue asked once for an item that may never come; a command that talks to another machine; a coroutine
    handed to a loop while another one is blocked.

    Why it bites
    ------------
    On one machine a call returns or raises. Across a network there is a third outcome: nothing. A server that accepts
    the connection and then falls silent holds the call, its thread, its lock and its database connection until somebody
    restarts the process. No test shows it, as test servers answer.

    How to settle it
    ----------------
    Decide how long the caller can wait and pass that. A library's default counts only where it exists: `httpx` and
    `aiohttp` have one, `requests`, `urllib`, `smtplib`, `redis` and `psycopg2` wait for ever.

    When to ignore it
    -----------------
    Where waiting without end is the meaning: a worker that lives off its queue, a command under a supervisor that
    kills it. `with lock:`, `thread.join()`, `event.wait()` and local commands are not reported for that reason;
    neither are tests, samples, commands that a person starts and watches (`scripts/`, `cli/`, what ends the program or
    asks at the terminal), commands that move much (`docker push`, `rsync`), a queue whose other side is not started
    here, or puts its item in a `finally`, connections that listen, what stands below `if __name__`, nor calls whose
    `**kwargs` may carry the timeout. A limit that is switched off (`timeout=None`), or a call whose comment tells
    Bandit or ruff that it is meant (`# nosec`, `# noqa: S113`), is marked in generated code alone. A limit for all
    counts wherever the project sets it: `socket.setdefaulttimeout`, or another `HTTPAdapter.send`, `Session.send` or
    `Session.request`. One of an adapter that is mounted elsewhere is not seen. Where the project's ruff
    has S113 on, it says the same of plain `requests.get` calls; sessions and all else are this rule's alone.

    References
    ----------
    `requests`, *Timeouts*: nearly all production code should use this parameter in nearly all requests.
    """

    code = "GW601"
    name = "unbounded-wait"
    summary = "A wait for another machine or process that may never end."
    triggers = re.compile(
        r"requests|httpx|urlopen|HTTPS?Connection|SMTP|FTP|IMAP|POP3|Telnet|create_connection|[rR]edis|psycopg|connect"
        r"|subprocess|check_output|\brun\(|check_call|\bcall\(|run_coroutine_threadsafe"
        r"|\b(?:get|post|put|patch|delete|head|options|request)\(|ClientTimeout|\brecv\w*\("
    )
    overlaps_in_part = OVERLAPS
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        file = module.path()
        if _BOUNDED_ELSEWHERE.search(unit.text) or is_test_file(file) or is_sample(file) or is_main_block(unit):
            return
        if is_command_file(file) or is_tool(module) or is_demonstration(unit.unit.name) or _WATCHED.search(unit.text):
            return
        settled = _settled(unit, module)
        for call in unit.nodes(cst.Call):
            path = resolve(call.func, unit, module)
            if path in STARTERS:
                if not is_command(module):
                    yield from self._command(call, unit)
            elif isinstance(call.func, cst.Attribute) and _threadsafe(call, unit, module):
                message = f"{quoted(unit.source(call))} blocks the event loop, and may wait for ever."
                why = "The function is async: if the coroutine was handed to this very loop, it can never run."
                yield self.finding(unit, call, message, why, fixes=_fixes(call, Wait(0, "timeout"), unit))
            elif (
                (wait := _wait(call, path, unit, module)) is not None
                and path not in settled
                and is_unbounded(call, wait)
                and not is_left_open(call, wait, unit)
                and _NO_PEER.search(unit.source(call)) is None
                and not _is_no_address(call, unit)
                and not _is_bounded_everywhere(wait, project)
            ):
                yield self._found(call, path, wait, unit)
        for call in () if project.is_called("setdefaulttimeout") else silent_receives(unit, module):
            why = "The socket has no timeout: a peer that took the connection and falls silent holds this call open."
            yield self.finding(unit, call, f"{quoted(unit.source(call.func) + '()')} may wait for ever.", why)

    def _found(self, call: cst.Call, path: str | None, wait: Wait, unit: ParsedUnit) -> Finding:
        given = Arguments.of(call).get(wait.position, wait.keyword)
        name = quoted(unit.source(call.func)).strip("`")
        if given is not None:
            why = f"`{wait.keyword}=None` switches the limit off: a peer that falls silent holds this call open."
        elif wait.seconds == "60":
            why = f"No `{wait.keyword}` is passed: if what should put the item dies first, nothing ever comes."
        else:
            library = (path or "requests").partition(".")[0]
            why = f"No `{wait.keyword}` is passed, and {library} sets none: a silent peer holds this call open."
        meant = given is not None or is_refused(call, unit)  # a person who says so means it
        told = OVERLAPS if path is not None and _OF_S113.fullmatch(path) else ()
        return self.finding(
            unit,
            call,
            f"`{name}()` may wait for ever.",
            why,
            fixes=_fixes(call, wait, unit),
            overlaps=told,
            generated_only=meant,
        )

    def _command(self, call: cst.Call, unit: ParsedUnit) -> Iterator[Finding]:
        arguments = Arguments.of(call)
        command = remote_command(arguments.get(0, "args"))
        if command is not None and not arguments.may_have(None, "timeout"):
            message = f"`{command}` may wait for ever."
            why = "The command talks to another machine, and neither `timeout` nor one of its own options bounds it."
            yield self.finding(unit, call, message, why, fixes=_fixes(call, Wait(None, "timeout", seconds="120"), unit))


def _is_bounded_everywhere(wait: Wait, project: ProjectContext) -> bool:
    """Whether the project gives every connection, or every request of `requests`, a limit."""
    if wait is REQUESTS:
        return project.limits_requests()
    of_sockets = wait.keyword == "timeout" and not wait.by_default and wait.seconds != "60"
    return of_sockets and project.is_called("setdefaulttimeout")


def _settled(unit: ParsedUnit, module: ModuleContext) -> set[str]:
    """Callees to which the unit also passes a timeout: where it does not, that was decided."""
    settled: set[str] = set()
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path is None or path not in CALLS or CALLS[path].by_default:
            continue
        given = Arguments.of(call).get(CALLS[path].position, CALLS[path].keyword)
        if given is not None and not is_unbounded(call, CALLS[path]):
            settled.add(path)
    return settled


def _wait(call: cst.Call, path: str | None, unit: ParsedUnit, module: ModuleContext) -> Wait | None:
    """How a call that waits is bounded; None for one that does not wait."""
    if path is not None and path in CALLS:
        return CALLS[path]
    if not isinstance(call.func, cst.Attribute):
        return None
    receiver = call.func.value
    made_by = (
        constructor(receiver, unit, module) or with_item(receiver, unit, module) or annotated(receiver, unit, module)
    )
    wait = METHODS.get(made_by or "", {}).get(call.func.attr.value)
    if wait is None or wait.seconds != "60":
        return wait
    return None if is_answered(call, receiver, unit, module) else wait


def _threadsafe(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether this is `asyncio.run_coroutine_threadsafe(…).result()`, directly or through a name."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "result" or call.args:
        return False
    return (
        unit.function is not None
        and unit.function.asynchronous
        and constructor(call.func.value, unit, module) == "asyncio.run_coroutine_threadsafe"
    )


def _fixes(call: cst.Call, wait: Wait, unit: ParsedUnit) -> tuple[Fix, ...]:
    """Add the timeout after the last argument, or put a number in the place of None."""
    given = Arguments.of(call).get(wait.position, wait.keyword)
    title = f"Wait {wait.seconds} seconds at most"
    if given is not None:
        return (Fix(title, (TextEdit(unit.range(given), wait.seconds),)),)
    text = f"{wait.keyword}={wait.seconds}"
    if not call.args:
        line, column = unit.range(call).end
        place = Position(line, column - 1)
        return (Fix(title, (TextEdit(Range(place, place), text),)),)
    place = unit.range(call.args[-1].value).end
    return (Fix(title, (TextEdit(Range(place, place), f", {text}"),)),)


def _is_no_address(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether a condition around the call says that what it opens names a file, or holds its data itself."""
    return any(
        isinstance(outer, (cst.If, cst.IfExp)) and _OWN_DATA.search(unit.source(outer.test)) is not None
        for outer in unit.ancestors(call)
    )
