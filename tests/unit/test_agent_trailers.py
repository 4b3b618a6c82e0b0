"""Trailers that name an agent, and those that name a person."""

from __future__ import annotations

import pytest

from groundwire.provenance.agent_trailers import agent_mark

NAMED = {
    "Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>": ("Claude Opus 4.5", "Co-authored-by"),
    "Co-authored-by: Codex <noreply@openai.com>": ("Codex", "Co-authored-by"),
    "Co-authored-by: Copilot <copilot@github.com>": ("Copilot", "Co-authored-by"),
    "Co-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>": ("Copilot", "Co-authored-by"),
    "Co-authored-by: Cursor <cursoragent@cursor.com>": ("Cursor", "Co-authored-by"),
    "Co-authored-by: aider (gpt-5) <noreply@aider.chat>": ("aider (gpt-5)", "Co-authored-by"),
    "Co-authored-by: Gemini <noreply@google.com>": ("Gemini", "Co-authored-by"),
    "Co-authored-by: google-labs-jules[bot] <161369871+google-labs-jules[bot]@users.noreply.github.com>": (
        "google-labs-jules[bot]",
        "Co-authored-by",
    ),
    "Co-authored-by: <b>`x`</b> <noreply@anthropic.com>": None,
    "Co-authored-by: `x` **bold** <noreply@anthropic.com>": ("Claude", "Co-authored-by"),
    "Assisted-by: Claude:claude-3-opus coccinelle sparse": ("Claude:claude-3-opus coccinelle sparse", "Assisted-by"),
    "Assisted-by: LocalModel:v2": ("LocalModel:v2", "Assisted-by"),
    "Assisted-by: GitHub Copilot": ("GitHub Copilot", "Assisted-by"),
    "Generated-by: ChatGPT 5": ("ChatGPT 5", "Generated-by"),
    "Generated-by: claude-sonnet-4-5": ("claude-sonnet-4-5", "Generated-by"),
    "Claude-Session: https://example.org/a@b.example": ("Claude", "Claude-Session"),
    "Agent-Logs-Url: https://example.org/1": ("an agent", "Agent-Logs-Url"),
    "Entire-Attribution: 73% agent (146/200 lines)": ("an agent", "Entire-Attribution"),
}


@pytest.mark.parametrize("trailer", NAMED, ids=str)
def test_an_agent_is_known_by_its_trailer(trailer: str) -> None:
    assert agent_mark("Ann", ["", trailer]) == NAMED[trailer]


PEOPLE = [
    "Co-authored-by: Claude Dupont <claude@example.org>",
    "Co-authored-by: Claude <claude@users.noreply.github.com>",
    "Co-authored-by: copilot@github.com",
    "Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    "Co-authored-by: A Googler <noreply@google.com>",
    "Assisted-by: Claude Dupont",
    "Assisted-by: Devin Smith",
    "Assisted-by: Ann Other <ann@example.org>",
    "Generated-by: protoc 3.21",
    "Generated-by: scripts/gen.py",
    "Generated-by: cursory-generator",
    "Signed-off-by: Claude <noreply@anthropic.com>",
    "Reviewed-by: Copilot <copilot@github.com>",
    "",
]


@pytest.mark.parametrize("trailer", PEOPLE, ids=str)
def test_a_person_or_a_program_that_is_no_agent_is_not(trailer: str) -> None:
    assert agent_mark("Ann", [trailer]) is None


def test_aiders_own_commits_are_signed_by_their_author() -> None:
    assert agent_mark("Ann (aider)", []) == ("aider", "author")
    assert agent_mark("Aida", []) is None


def test_no_address_is_ever_shown() -> None:
    for trailer in NAMED:
        mark = agent_mark("", [trailer])
        assert mark is None or "@" not in mark.agent
