"""The types of a class's attributes, read from the annotations of its methods."""

from __future__ import annotations

import ast

import pytest

from groundwire.analysis.attribute_types import attribute_types
from groundwire.analysis.context import module_facts
from groundwire.text.document import Document


@pytest.mark.parametrize("annotation", ["tuple[()]", "Optional[()]", "Literal[()]", "Annotated[int, ...]"])
def test_a_subscript_of_nothing_is_read(annotation: str) -> None:
    code = f"class Box:\n    def __init__(self, held: {annotation}):\n        self.held = held\n"
    assert "Box" in module_facts(Document(code), "box.py", "box").classes


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("self.x = client", "httpx.AsyncClient"),
        ("self.x = optional", "Redis"),
        ("self.x = either", "Redis"),
        ("self.x = annotated", "Session"),
        ("self.x = quoted", "Session"),
        ("self.x = plain", "?"),
        ("self.x: Pool = None", "Pool"),
        ("self.x = await connect()", "connect"),
        ("self.x = client or httpx.AsyncClient()", "httpx.AsyncClient"),
        ("self.x = None", "None"),
        ("self.x = 1", "?"),
    ],
)
def test_the_class_of_an_attribute(line: str, kind: str) -> None:
    method = (
        "async def __init__(self, client: httpx.AsyncClient, optional: Optional[Redis], either: Redis | None, "
        "annotated: Annotated[Session, Depends(db)], quoted: 'Session', plain):\n"
    )
    assert dict(attribute_types(ast.parse(f"{method}    {line}\n"))) == {"x": kind}


def test_what_is_not_set_yet_does_not_count() -> None:
    code = (
        "import redis\n\n\nclass Store:\n    def __init__(self):\n        self.client = None\n"
        "        self.other = None\n\n"
        "    async def open(self, other):\n        self.client = redis.Redis()\n        self.other = other\n"
    )
    facts = module_facts(Document(code), "store.py", "store")
    assert dict(facts.classes["Store"].types) == {"client": "redis.Redis"}


def test_limits_and_handlers_of_a_module() -> None:
    code = (
        "import asyncio\n\nSLOTS = asyncio.Semaphore(3)\n\n\ndef load():\n    try:\n        fetch()\n"
        "    except Exception:\n        pass\n\n\ndef plain():\n    pass\n"
    )
    facts = module_facts(Document(code), "store.py", "store")
    assert facts.limits
    assert facts.catching == {"load"}
