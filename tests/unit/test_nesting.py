"""Each `elif` of a chain stands in the one before: hundreds of them nest deeper than Python goes."""

from __future__ import annotations

from groundwire.analysis.context import module_facts
from groundwire.text.document import Document

CHAIN = "import os\n\nif a:\n    x = 0\n" + "".join(f"elif a == {n}:\n    x{n} = open(n)\n" for n in range(2_500))


def test_what_a_long_chain_binds_is_known() -> None:
    facts = module_facts(Document(CHAIN), "chain.py", "chain")
    assert facts.imports["os"] == "os"
    assert {"x", "x0", "x2499"} <= facts.names
    assert facts.constructors["x2499"] == "open"
