"""How it is said that a module is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundwire.analysis.project import ModuleAnswer


def wording(name: str, answer: ModuleAnswer) -> tuple[str, str]:
    """Message and deciding fact for a dotted module and the answer about it."""
    if answer.kind == "renamed":
        return (
            f"`{name}` is imported as `{answer.suggestion}`.",
            f"The distribution {answer.distribution} provides `{answer.suggestion}`; no module is called `{name}`.",
        )
    if answer.kind == "declared":
        place, manifest = answer.looked_in
        return (
            f"`{name}` comes from {answer.distribution}, which is declared but not installed.",
            f"{manifest} names {answer.distribution}; it is not in {place}.",
        )
    facts = [f"It is not in {_either(answer.looked_in)}."]
    if answer.reason is not None:
        facts.append(answer.reason)
    if answer.distribution is not None:
        facts.append(f"The distribution {answer.distribution} would provide it; no manifest of the project names it.")
    elif answer.suggestion is not None:
        facts.append(f"The closest name there is `{answer.suggestion}`.")
    return f"No module `{name}` is found.", " ".join(facts)


def _either(places: tuple[str, ...]) -> str:
    if len(places) < 2:
        return "".join(places)
    return f"{', '.join(places[:-1])}, or {places[-1]}"
