"""The state of every line agrees with a model that looks at single characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.generated import ENOUGH, WHOLE
from groundwire.provenance.line_states import line_states
from groundwire.provenance.spans import merge

ORIGINS = {
    "exact": Origin("exact", "agent_edit", "A", "hook:claude"),
    "weak": Origin("weak", "paste", "C", "client:paste"),
    "guess": Origin("guess", "suspected", "D", "client:suspected"),
    "mine": Origin("mine", "human", "B", "command:markMine"),
}


@st.composite
def owned_texts(draw: st.DrawFn) -> tuple[str, list[str | None]]:
    """A text, and the owner of each of its characters."""
    text = draw(st.text("ab (\n\t€😋", max_size=60))
    owners: list[str | None] = []
    while len(owners) < len(text):
        owners += [draw(st.sampled_from([None, *ORIGINS]))] * draw(st.integers(1, 9))
    return text, owners[: len(text)]


def expected(characters: list[tuple[str, str | None]]) -> str:
    code = [owner for character, owner in characters if not character.isspace()]
    told = code or [owner for _, owner in characters if owner is not None]
    if not told:
        return "unknown"
    generated = [owner for owner in told if owner in {"exact", "weak"}]
    if len(generated) / len(told) >= ENOUGH:
        if "exact" not in generated:
            return "likely-ai"
        return "ai" if len(generated) / len(told) >= WHOLE else "ai-modified"
    return "human" if told.count("mine") / len(told) >= WHOLE else "unknown"


@given(owned_texts())
def test_states_are_those_of_the_characters(owned: tuple[str, list[str | None]]) -> None:
    text, owners = owned
    spans = merge(Span(at, at + 1, owner) for at, owner in enumerate(owners) if owner is not None)
    lines: list[list[tuple[str, str | None]]] = [[]]
    for character, owner in zip(text, owners, strict=True):
        lines[-1].append((character, owner))
        if character == "\n":
            lines.append([])
    found = line_states(text, Attribution(spans, ORIGINS, {}))
    assert [line.state for line in found] == [expected(line) for line in (lines if lines[-1] else lines[:-1])]
