"""What strings name: a dotted path followed to the first name that is missing, and where else the project has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.analysis.members.answer import UNKNOWN, MemberAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from groundwire.analysis.file_facts import FileFacts
    from groundwire.analysis.layout import Layout
    from groundwire.analysis.modules import Modules
    from groundwire.analysis.project import ModuleAnswer


def followed(
    dotted: str,
    modules: Modules,
    importer: str,
    find_module: Callable[[str, str], ModuleAnswer],
    *,
    of_instance: bool,
) -> MemberAnswer:
    """The first name of a path that is missing; `of_instance`: all but the last part name the class of an object."""
    owner, _, name = dotted.rpartition(".")
    names = modules.names
    answer = names.of_instance(owner, name, exact=True) if of_instance else names.find(dotted)
    if answer.kind == "unknown" and answer.owner:  # a package without text, which has its submodules alone
        module = find_module(f"{answer.owner}.{answer.name}", importer)
        if module.kind == "absent":
            close = (module.suggestion.rpartition(".")[2],) if module.suggestion else ()
            answer = replace(answer, kind="absent", source="the project", close=close)
    if answer.kind != "absent":
        return UNKNOWN if answer.kind == "unknown" and not answer.pending else answer
    own = modules.place(dotted.partition(".")[0]) is not None
    beside = f"{answer.owner}.{answer.name}"
    if own and answer.owner_kind == "module" and modules.find(beside, importer).kind == "unknown":
        return UNKNOWN  # a build step may write a module of this name
    return answer


def defined_elsewhere(answer: MemberAnswer, facts: Mapping[str, FileFacts], layout: Layout) -> tuple[str, ...]:
    """Where else a project defines what is missing: modules for a module's name, classes for a class's."""
    found: set[str] = set()
    for path, file in facts.items():
        module = layout.module_name(path) if not layout.is_test(path) else None
        for node in file.nodes if module is not None else ():
            owner, _, name = node.name.rpartition(".")
            if name == answer.name and bool(owner) == (answer.owner_kind == "class"):
                found.add(f"{module}.{owner}".rstrip("."))
    return tuple(sorted(found, key=lambda place: (place.count("."), place)))[:2]
