"""Answers of other machines and commands that change something, and that nobody looks at."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import literal_value, quoted, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.dropped_outcomes import LostOutcome
from groundwire.analysis.rules.distributed.effects import effect
from groundwire.analysis.started_by_hand import is_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_CHANGES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_ASIDE: Final = re.compile(
    r"telemetry|track|analytic|beacon|heartbeat|ping|logout|revoke|close|metric|statistic|usage|best.effort"
    r"|fire.and.forget|ignore|abort|cancel|unsubscribe|clean|tear|__del__|exit|log_|_log|raise_for_status|hooks",
    re.IGNORECASE,
)
"""What is sent in passing, or whose status is asked for by something else."""
_COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "git": "push",
        "docker": "push",
        "kubectl": "apply create delete rollout scale patch set",
        "helm": "install upgrade uninstall rollback",
        "terraform": "apply destroy",
        "npm": "publish",
        "yarn": "publish",
        "poetry": "publish",
        "systemctl": "start restart stop enable disable reload",
        "alembic": "upgrade downgrade",
        "twine": "upload",
        "aws": "s3 sqs lambda ecs",
        **dict.fromkeys(("rsync", "scp", "pg_dump", "pg_restore", "psql", "mysqldump", "mysql", "gsutil"), ""),
        "ansible-playbook": "",
    }
)
"""Commands that change something others have; with sub-commands, only those."""
OVERLAPS: Final = ("ruff:PLW1510",)
"""Who marks `subprocess.run` without `check`."""
_STARTERS: Final = frozenset({"subprocess.run", "subprocess.call", "os.system"})


def unread_requests(unit: ParsedUnit, module: ModuleContext) -> Iterator[LostOutcome]:
    """`requests.post(…)` as a statement, or kept in a name that is never read."""
    if _ASIDE.search(unit.text):
        return
    for call in unit.nodes(cst.Call):
        known = effect(call, unit, module)
        if known is None or known.kind != "request" or known.verb not in _CHANGES or Arguments.of(call).double_starred:
            continue
        if not _is_unread(call, unit) or _is_forgiven(call, unit):
            continue
        shown = quoted(unit.source(call.func) + "()")
        why = f"A refusal (400, 401, 503) is an answer like any other: {shown} raises nothing for it."
        yield LostOutcome(call, f"Whether {shown} was accepted is never looked at.", why)


def _is_unread(call: cst.Call, unit: ParsedUnit) -> bool:
    holder = unit.parent(call)
    if isinstance(holder, cst.Await):
        holder = unit.parent(holder)
    if isinstance(holder, cst.Expr):
        return True
    if isinstance(holder, cst.WithItem):
        if holder.asname is None:
            return True
        target = holder.asname.name
        return isinstance(target, cst.Name) and _uses(target.value, unit) == 1
    if isinstance(holder, cst.Assign) and isinstance(name := holder.targets[0].target, cst.Name):
        return len(holder.targets) == 1 and _uses(name.value, unit) == 1
    return False


def _uses(name: str, unit: ParsedUnit) -> int:
    return sum(node.value == name for node in unit.nodes(cst.Name))


def _is_forgiven(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether the call stands in a `try` whose handler passes over every error, or in a handler itself."""
    for outer in unit.ancestors(call):
        if isinstance(outer, (cst.ExceptHandler, cst.Finally)):
            return True
        if isinstance(outer, cst.Try) and any(
            isinstance(node, cst.Pass)
            for handler in outer.handlers
            for node in handler.body.body[:1]
            for node in (node.body if isinstance(node, cst.SimpleStatementLine) else ())
        ):
            return True
        if isinstance(outer, cst.With) and "suppress(" in unit.source(outer.items[0]):
            return True
    return False


def unread_commands(unit: ParsedUnit, module: ModuleContext) -> Iterator[LostOutcome]:
    """`subprocess.run(["git", "push"])` without `check`, whose exit status nobody reads."""
    if is_command(module):
        return  # whoever runs it sees what it says
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path not in _STARTERS or not isinstance(unit.parent(call), cst.Expr) or _is_forgiven(call, unit):
            continue
        arguments = Arguments.of(call)
        command = _command(arguments.get(0, "args" if path != "os.system" else "command"))
        if command is None or arguments.may_have(None, "check"):
            continue
        status = "`run` raises for a failed command only with `check=True`"
        if path != "subprocess.run":
            status = f"`{path.rpartition('.')[2]}` returns the exit status, and here it is dropped"
        overlaps = OVERLAPS if path == "subprocess.run" else ()
        yield LostOutcome(call, f"Whether `{command}` succeeded is never looked at.", f"{status}.", overlaps)


def _command(node: cst.BaseExpression | None) -> str | None:
    """`git push`, where a literal command line begins with a command that changes something."""
    if node is None:
        return None
    if isinstance(node, (cst.List, cst.Tuple)):
        words = [literal_value(element.value) for element in node.elements]
    elif isinstance(node, cst.FormattedString):
        first = node.parts[0] if node.parts else None
        words = list(first.value.split()) if isinstance(first, cst.FormattedStringText) else []
    else:
        words = list((string_value(node) or "").split())
    texts = [word for word in words if isinstance(word, str)]
    if "sudo" in texts[:1]:
        texts = texts[1:]
    if texts[:1] == ["ssh"]:
        texts = _on_host(texts[1:])
    if not texts or texts[0] not in _COMMANDS or "||" in texts:
        return None
    verbs = _COMMANDS[texts[0]].split()
    if not verbs:
        return texts[0]
    verb = next((text for text in texts[1:] if not text.startswith("-")), None)
    return f"{texts[0]} {verb}" if verb in verbs else None


def _on_host(texts: list[str]) -> list[str]:
    """The command that `ssh` is given, behind its options and the host, as far as it is literal."""
    words = [word for text in texts for word in text.split() if word != "sudo"]
    return next((words[place:] for place, word in enumerate(words) if word in _COMMANDS), [])
