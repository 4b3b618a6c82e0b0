"""Which versions and numbers texts put on the wrong side, and which of those may come."""

from __future__ import annotations

import pytest

from groundwire.analysis.rules.logic.traps.text_order import misordered_number, misordered_version


@pytest.mark.parametrize(
    ("literal", "package", "comes"),
    [
        ("3.10", "python", True),
        ("3.13", "python", True),
        ("3.8", "python", True),
        ("1.9", "numpy", True),
        ("12", "azure", True),
        ("v2.0", "sphinx", True),
        ("2.0", "", False),
        ("1.7", "sphinx", False),
        ("0.14", "mpmath", False),
        ("17.0", "websockets", False),
    ],
)
def test_a_version_on_the_wrong_side_comes_or_not(literal: str, package: str, comes: bool) -> None:
    wrong = misordered_version(literal, package)
    assert wrong is not None
    assert wrong.comes is comes


@pytest.mark.parametrize(
    ("literal", "package"),
    [("1.1", "sphinx"), ("3", "python"), ("2", "numpy"), ("2024.1", "pytz"), ("2024.01", "certifi"), ("1", "")],
)
def test_of_some_no_version_stands_on_the_wrong_side(literal: str, package: str) -> None:
    assert misordered_version(literal, package) is None


def test_the_sentence_is_true_of_texts() -> None:
    assert misordered_version("1.9", "numpy") == ('Character by character, "1.10" comes before "1.9".', True)
    assert misordered_version("95", "chrome") == ('Character by character, "100" comes before "95".', False)
    assert misordered_number("10") == 'Character by character, "9" comes after "10".'
    assert misordered_number("2.5") == 'Character by character, "10" comes before "2.5".'
    assert misordered_number("0.5") is None
