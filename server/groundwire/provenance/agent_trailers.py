"""What a commit's message says of agents: a hint about the commit, and no record of who wrote which of its lines.

Trailers are told by their form, never by a first name: people are called Claude. A co-author is an agent by its address
or its account alone; `Assisted-by: AGENT:MODEL` is the kernel's form (Documentation/process/coding-assistants.rst).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

KEYS: Final = (
    *("Co-authored-by", "Assisted-by", "Generated-by", "Claude-Session", "Agent-Logs-Url"),
    *("Entire-Checkpoint", "Entire-Attribution", "Gitvow-Session"),
)
"""The trailers that are looked at."""

_ADDRESSES: Final = {
    "noreply@anthropic.com": "Claude",
    "noreply@openai.com": "Codex",
    "copilot@github.com": "Copilot",
    "cursoragent@cursor.com": "Cursor",
    "noreply@aider.chat": "aider",
    "aider@aider.chat": "aider",
    "amp@ampcode.com": "Amp",
    "noreply@opencode.ai": "opencode",
    "openhands@all-hands.dev": "OpenHands",
    "qwen-coder@alibabacloud.com": "Qwen Code",
    "crush@charm.land": "Crush",
    "junie@jetbrains.com": "Junie",
    "agent@warp.dev": "Warp",
}
_ACCOUNTS: Final = {
    "copilot": "Copilot",
    "copilot-swe-agent[bot]": "Copilot",
    "claude[bot]": "Claude",
    "chatgpt-codex-connector[bot]": "Codex",
    "cursor[bot]": "Cursor",
    "devin-ai-integration[bot]": "Devin",
    "google-labs-jules[bot]": "Jules",
    "gemini-code-assist[bot]": "Gemini Code Assist",
    "factory-droid[bot]": "Droid",
    "amazon-q-developer[bot]": "Amazon Q Developer",
    "openhands-agent": "OpenHands",
}
"""Accounts of GitHub, whose addresses are `NUMBER+ACCOUNT@users.noreply.github.com`."""
_SHARED: Final = {"noreply@google.com": re.compile(r"gemini|jules", re.IGNORECASE)}
"""Addresses of a company's other programs, too, and what an agent's name has in it."""
_NO_REPLY: Final = re.compile(r"(?:\d+\+)?(?P<account>[^@]+)@users\.noreply\.github\.com")
_PERSON: Final = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_AGENT: Final = re.compile(
    r"(?:(?:github )?copilot|claude(?: code)?|codex|cursor|chatgpt|gpt-\d|o[134](?:-|$)|gemini|aider|devin|windsurf"
    r"|cline|opencode|jules|junie|qwen|deepseek|grok|codestral|kimi|crush|openhands|amazon q|roo code|goose)"
    r"(?=$|[:/(-]|\s*[\d(]|\s(?:agent|chat|cli|code|flash|haiku|opus|pro|sonnet)\b)",
    re.IGNORECASE,
)
_AGENT_AND_MODEL: Final = re.compile(r"[\w.-]+(?: [\w.-]+){0,2}:[\w.-]\S*(?: .*)?")
_PLAIN: Final = re.compile(r"[\w.:/+()\[\] -]{1,60}")
"""What can be shown as it is, wherever it is shown: no address, no markup."""
_PRESENCE: Final = {
    "claude-session": "Claude",
    "agent-logs-url": "an agent",
    "entire-checkpoint": "an agent",
    "entire-attribution": "an agent",
    "gitvow-session": "an agent",
}
"""Trailers that only a program writes, whatever their value, which is not shown: it may be an address."""


class AgentMark(NamedTuple):
    """An agent that a commit's message names, and the trailer that does."""

    agent: str
    trailer: str


def agent_mark(author: str, trailers: Iterable[str]) -> AgentMark | None:
    """The first agent of a commit's trailers, as `Key: value`, or of its author's name."""
    for trailer in trailers:
        key, _, value = trailer.partition(":")
        agent = _agent(key.strip().lower(), value.strip())
        if agent is not None:
            return AgentMark(agent, next(known for known in KEYS if known.lower() == key.strip().lower()))
    return AgentMark("aider", "author") if author.endswith(" (aider)") else None


def _agent(key: str, value: str) -> str | None:
    if key in _PRESENCE:
        return _PRESENCE[key]
    if key not in {"co-authored-by", "assisted-by", "generated-by"}:
        return None
    if (person := _PERSON.fullmatch(value)) is not None:
        return _by_address(person["name"].strip(), person["address"].strip().lower())
    said = _AGENT.match(value) is not None or (key == "assisted-by" and _AGENT_AND_MODEL.fullmatch(value) is not None)
    return _shown(value) if said and key != "co-authored-by" else None


def _by_address(name: str, address: str) -> str | None:
    known = _ADDRESSES.get(address)
    if known is None and (account := _NO_REPLY.fullmatch(address)) is not None:
        known = _ACCOUNTS.get(account["account"])
    if known is None and (pattern := _SHARED.get(address)) is not None and pattern.search(name):
        known = "Gemini"
    return None if known is None else _shown(name) or known


def _shown(name: str) -> str | None:
    return name if _PLAIN.fullmatch(name) else None
