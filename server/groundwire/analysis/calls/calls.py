"""Answers whether a call can be bound; *refused* only where every witness there is agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis.calls.answer import FITS, UNKNOWN, CallAnswer
from groundwire.analysis.calls.construction import construction
from groundwire.analysis.calls.decorators import binding
from groundwire.analysis.calls.running import base_refuses, running_refuses
from groundwire.analysis.calls.signature import Refusal, refused_by_all
from groundwire.analysis.calls.targets import Target, Targets
from groundwire.analysis.calls.vanishing import Vanishing
from groundwire.analysis.calls.versions import elsewhere
from groundwire.analysis.calls.ways import Callee, called_by_path, called_on_object
from groundwire.analysis.members.distribution_text import removal
from groundwire.analysis.members.reader import Class
from groundwire.analysis.members.similar import closest
from groundwire.analysis.members.summary import Function

if TYPE_CHECKING:
    from groundwire.analysis.calls.signature import Shape
    from groundwire.analysis.calls.way import Way
    from groundwire.analysis.members.members import Members


class Calls:
    """The signatures of what one project's modules and its environment hold."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._targets = Targets(members.reader)
        self._standard: dict[str, tuple[Target, Callee]] = {}
        """What was found in the standard library, whose text stays what it is."""

    def of_path(self, dotted: str, shape: Shape) -> CallAnswer:
        """Whether what an absolute dotted path leads to can be called so."""
        known = self._standard.get(dotted) or self._found(dotted)
        if known is None:
            return UNKNOWN
        target, callee = known
        if target.module.place.standard and not self._members.inside(dotted):
            self._standard[dotted] = known
        return self._judged(callee, dotted, shape, on_object=target.on_object)

    def _found(self, dotted: str) -> tuple[Target, Callee] | None:
        target = self._targets.find(dotted)
        callee = called_by_path(target, self._targets) if target is not None else None
        return (target, callee) if target is not None and callee is not None else None

    def of_object(self, class_path: str, name: str, shape: Shape, *, exact: bool) -> CallAnswer:
        """Whether a method of an object can be called so; `exact` says that the object is of no subclass."""
        owner = self._members.reader.find(class_path)
        if owner is None and (made := self._returned(class_path)) is not None:
            owner, exact = made, False
        target = self._targets.in_class(owner, name) if isinstance(owner, Class) else None
        if target is None or not isinstance(owner, Class):
            return UNKNOWN
        if self._elsewhere(owner, name, exact=exact):
            return UNKNOWN
        callee = called_on_object(target, self._targets, owner if exact else None)
        return self._judged(callee, f"{owner.dotted}.{name}", shape, on_object=True) if callee is not None else UNKNOWN

    def _returned(self, dotted: str) -> Class | None:
        """The class that a function's return annotation names, where it has one definition."""
        target = self._targets.find(dotted)
        if target is None or not isinstance(target.bound, Function) or len(target.bound.definitions) != 1:
            return None
        definition = target.bound.definitions[0]
        if binding(definition, self._targets) is None or definition.wrapped:
            return None
        made = self._members.reader.find(definition.returns) if definition.returns != "?" else None
        return made if isinstance(made, Class) else None

    def _elsewhere(self, owner: Class, name: str, *, exact: bool) -> bool:
        """Whether an object that is said to be of a class may have another class's method."""
        if exact:
            return not owner.module.place.standard and construction(owner, self._targets) is None
        return self._open(owner) or not self._final(owner, name)

    def _final(self, owner: Class, name: str) -> bool:
        """Whether no class that is known to descend from a class may have a method of its own of that name."""
        if not owner.module.place.standard:
            return self._members.final(owner, name)
        beside = self._members.reader.classes(owner.module)
        return not any(
            name in other.body.names and self._members.reader.descends(other, owner)
            for other in beside
            if other.qualname != owner.qualname
        )

    def defined_here(self, answer: CallAnswer) -> bool:
        """Whether what the call reaches is the project's own."""
        return answer.source == self._members.PROJECT

    def is_installed(self, dotted: str) -> bool:
        """Whether a path starts in the environment, and nowhere in the project."""
        return self._members.is_installed(dotted.partition(".")[0])

    def _open(self, owner: Class) -> bool:
        """Whether objects of a class are commonly of another one: protocols and abstract classes."""
        return any(base.rpartition(".")[2] in {"Protocol", "ABC"} for base in owner.body.bases) or (
            owner.body.metaclass or ""
        ).endswith("ABCMeta")

    def _judged(self, callee: Callee, path: str, shape: Shape, *, on_object: bool) -> CallAnswer:
        for way in callee.ways:
            refused = refused_by_all(way.signatures, shape)
            vanishing = Vanishing(self._targets, shape.keywords)
            if refused is None:
                lost = self._lost(callee, way, shape, vanishing)
                if not lost:
                    continue
                refused = Refusal("keyword", lost)
            if not self._agreed(callee.target, way, refused, shape, on_object=on_object):
                return UNKNOWN
            note = self._otherwise(callee.target, shape, on_object=on_object)
            return self._refused(callee, path, way, refused, vanishing, note)
        return FITS

    def _lost(self, callee: Callee, way: Way, shape: Shape, vanishing: Vanishing) -> tuple[str, ...]:
        """Keywords that are passed on and refused in the end."""
        named = {name for signature in way.signatures for name in signature.keywords()}
        single = Callee(callee.target, (way,), callee.made)
        return tuple(name for name in shape.keywords if name not in named and vanishing.refuses(single, name))

    def _agreed(self, target: Target, way: Way, refused: Refusal, shape: Shape, *, on_object: bool) -> bool:
        """*Refused* by the text; whether everything else that may know agrees."""
        module = target.module
        if target.witness is not None and not self._stub_refuses(target, refused, shape, on_object=on_object):
            return False
        if not module.place.standard:
            return base_refuses(way, shape) and not (
                self._members.replaced(module, target.name, on_module=target.owner is module)
                or (way.owner is not None and self._members.remade(way.owner, way.name))
            )
        return (
            running_refuses(target, way, shape, self._targets, on_object=on_object)
            or self._otherwise(target, shape, on_object=on_object) is not None
        )

    def _stub_refuses(self, target: Target, refused: Refusal, shape: Shape, *, on_object: bool) -> bool:
        """Whether the stub beside the source says the same."""
        if target.witness is None:
            return True
        beside = Target(target.owner, target.name, target.witness)
        callee = self._called(beside, on_object=on_object)
        return callee is not None and any(
            (found := refused_by_all(way.signatures, shape)) is not None and found.reason == refused.reason
            for way in callee.ways
        )

    def _called(self, target: Target, *, on_object: bool) -> Callee | None:
        if on_object:
            return called_on_object(target, self._targets, None)
        return called_by_path(target, self._targets)

    def _otherwise(self, target: Target, shape: Shape, *, on_object: bool) -> str | None:
        """The versions that would take the call, as a clause; None where none is known, or the environment's is not."""
        if self._members.version is None or not target.module.place.standard:
            return None
        path = target.dotted
        return elsewhere(self._members, path, shape, self._members.version, on_object=on_object)

    def _refused(
        self, callee: Callee, path: str, way: Way, refused: Refusal, vanishing: Vanishing, note: str | None
    ) -> CallAnswer:
        module = callee.target.module
        names = {name for signature in way.signatures for name in signature.keywords()} | vanishing.names
        likes = [closest(name, names) for name in refused.names] if refused.reason == "keyword" else []
        text = self._members.reader.text(module.place) if not module.place.standard else None
        first, last = way.definition.lines if way.definition is not None else (0, 0)
        lines = "\n".join((text or "").split("\n")[max(first - 1, 0) : last])
        said = [removal(lines, name) for name in refused.names] if refused.reason == "keyword" else []
        return CallAnswer(
            "refused",
            reason=refused.reason,
            names=refused.names,
            most=refused.most,
            callee=path.removeprefix("builtins."),
            signature=str(max(way.signatures, key=lambda signature: len(signature.parameters))),
            source=self._members.source(module),
            file=self._members.shown(module),
            through=vanishing.ends[-1] if vanishing.ends and vanishing.ends[-1] != way.dotted else "",
            close=tuple(like for like, _ in likes),
            replacements=tuple(meant for _, meant in likes),
            said=next((sentence for sentence in said if sentence), None),
            elsewhere=note,
        )
