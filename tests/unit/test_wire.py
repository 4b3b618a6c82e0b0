"""What goes between processes, and onto disk, comes back whole."""

from __future__ import annotations

from dataclasses import MISSING, fields

from groundwire.model import Finding, Fix, Position, Range, TextEdit
from groundwire.wire import finding_from_json, finding_to_json

PLACE = Range(Position(1, 4), Position(2, 0))
FINDING = Finding(
    "GW502",
    PLACE,
    "It differs.",
    "Each start salts it.",
    contradicts=True,
    fixes=(Fix("Make it the same", (TextEdit(PLACE, "digest"),)),),
    suppression=PLACE,
    overlaps=("ruff:B008",),
    generated_only=True,
)


def test_a_finding_comes_back_with_all_that_it_says() -> None:
    for field in fields(Finding):
        assert field.default is MISSING or getattr(FINDING, field.name) != field.default, "nothing would be lost of it"
    assert finding_from_json(finding_to_json(FINDING)) == FINDING
