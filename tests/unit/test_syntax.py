"""Whatever a text is, parsing it answers."""

from __future__ import annotations

import pytest

from groundwire.analysis.syntax import parse
from groundwire.model import NotAnalysed


@pytest.mark.parametrize(
    "text",
    [
        "s\u200due = 1\n",
        "x = €\n",
        "a\x0b = 1\n",
        "a\0b\n",
        "\ud800 = 1\n",
        "x = '\ud800\n",
        "if x:\nelse\n",
        "a\xa0= 1\n",
    ],
)
def test_what_is_no_code_is_said_to_be_none(text: str) -> None:
    answer = parse(text)
    assert isinstance(answer, NotAnalysed)
    assert answer.reason
