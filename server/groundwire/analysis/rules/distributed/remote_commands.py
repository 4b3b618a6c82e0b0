"""Commands that talk to another machine, and whether a command line bounds itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value, string_value

if TYPE_CHECKING:
    from collections.abc import Mapping

STARTERS: Final = frozenset({"subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output"})
"""Calls that start a command and wait for its end."""

_COMMANDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "git": frozenset({"clone", "fetch", "pull", "push", "ls-remote", "submodule"}),
        **dict.fromkeys(("curl", "wget", "ssh", "nslookup"), frozenset()),
    }
)
"""By name; with sub-commands, only those.

`pip` and `npm` give up on a silent server by themselves; how long `docker push` or `rsync` takes, nobody can say.
"""
_LIMITS: Final = ("--max-time", "-m", "--timeout", "-T", "--connect-timeout", "-w")
"""Options by which such a command bounds itself."""


def remote_command(node: cst.BaseExpression | None) -> str | None:
    """`git clone`, where a literal command line talks to another machine and does not bound itself."""
    if isinstance(node, (cst.List, cst.Tuple)):
        words = [literal_value(element.value) for element in node.elements]
    else:
        words = list((string_value(node) or "").split()) if node is not None else []
    texts = [word for word in words if isinstance(word, str)]
    if not texts or texts[0] != words[0] or texts[0] not in _COMMANDS:
        return None
    if any(text.startswith(_LIMITS) or "ConnectTimeout" in text for text in texts[1:]):
        return None
    verbs = _COMMANDS[texts[0]]
    if not verbs:
        return texts[0]
    verb = next((text for text in texts[1:] if not text.startswith("-")), None)
    return f"{texts[0]} {verb}" if verb in verbs else None
