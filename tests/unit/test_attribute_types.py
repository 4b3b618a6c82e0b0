"""The types of a class's attributes, read from the annotations of its methods."""

from __future__ import annotations

import pytest

from groundwire.analysis.context import module_facts
from groundwire.text.document import Document


@pytest.mark.parametrize("annotation", ["tuple[()]", "Optional[()]", "Literal[()]", "Annotated[int, ...]"])
def test_a_subscript_of_nothing_is_read(annotation: str) -> None:
    code = f"class Box:\n    def __init__(self, held: {annotation}):\n        self.held = held\n"
    assert "Box" in module_facts(Document(code), "box.py", "box").classes
