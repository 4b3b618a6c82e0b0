"""A module in its project as both stand now: what many rules ask is answered once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis.module import ModuleContext, ModuleFacts
from groundwire.analysis.project import ProjectContext

if TYPE_CHECKING:
    from groundwire.analysis.project import Inference, ProjectFacts
    from groundwire.analysis.recorded import Question, Read, Reads


class View:
    """What rules see of one module; a new one is made where the module or the project may have changed."""

    def __init__(
        self, module: ModuleFacts, project: ProjectFacts | None = None, inference: Inference | None = None
    ) -> None:
        self.path = module.path
        self._module = module
        self._project = project
        self._inference = inference
        self._known: Reads = {}
        module_context, project_context = self.contexts({})
        self._contexts = {"ModuleContext": module_context, "ProjectContext": project_context}

    def contexts(self, reads: Reads) -> tuple[ModuleContext, ProjectContext]:
        """The contexts that a rule is given; what it asks is put down in `reads`."""
        return (
            ModuleContext(self._module, reads, self._known),
            ProjectContext(self._project, reads, self._inference, self._known),
        )

    def read(self, question: Question) -> Read:
        """A question with the answer it has now.

        Raises `KeyError`, `AttributeError` or `TypeError` for one that no rule can have asked.
        """
        if (read := self._known.get(question)) is None:
            context, name, arguments = question
            getattr(self._contexts[context], name)(*arguments)
            read = self._known[question]
        return read

    def asked_of_project(self) -> list[Read]:
        """What was asked of the project so far."""
        return [read for read in self._known.values() if read.question[0] == "ProjectContext"]
