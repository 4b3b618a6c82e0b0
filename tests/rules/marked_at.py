"""How many marks a rule makes on code that stands at a path: it tells tests, samples and commands from services."""

from __future__ import annotations

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.text.document import Document


def marks(code: str, path: str, rule: str, *, generated: bool = True) -> int:
    """Marks of one rule on a module of that path, all of it generated or none, without a project around it."""
    document = Document(code)
    facts = module_facts(document, path, path.removesuffix(".py").replace("/", "."))
    engine = Engine([rule], project=False)
    return sum(
        len(
            engine.analyse(
                unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=generated
            ).findings
        )
        for unit in document.units
    )
