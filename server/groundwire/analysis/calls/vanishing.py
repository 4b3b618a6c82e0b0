"""Whether a keyword that a function has no parameter for is taken where its `**kwargs` end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.calls.decorators import overloads
from groundwire.analysis.calls.sinks import SINKS
from groundwire.analysis.calls.ways import called_by_path, called_on_object

if TYPE_CHECKING:
    from groundwire.analysis.calls.forwarding import Forward
    from groundwire.analysis.calls.targets import Targets
    from groundwire.analysis.calls.way import Way
    from groundwire.analysis.calls.ways import Callee
    from groundwire.analysis.members.reader import Class

_DEPTH: Final = 8


class Vanishing:
    """Follows one keyword through the functions that are given it."""

    def __init__(self, targets: Targets, keywords: tuple[str, ...]) -> None:
        self._targets = targets
        self._keywords = keywords
        self.ends: list[str] = []
        """Dotted paths of the functions at which it was refused."""
        self.names: set[str] = set()
        """Keywords that would have been taken on the way."""

    def refuses(self, callee: Callee, keyword: str, depth: int = 0) -> bool:
        """Whether what is called surely refuses the keyword."""
        return any(self._way_refuses(way, callee.made, keyword, depth) for way in callee.ways)

    def _way_refuses(self, way: Way, made: Class | None, keyword: str, depth: int) -> bool:
        if depth > _DEPTH or any(keyword in signature.keywords() for signature in way.signatures):
            return False
        for signature in way.signatures:
            self.names |= set(signature.keywords())
        if not any(signature.double_star for signature in way.signatures):
            self.ends.append(way.dotted)
            return True
        if way.dotted in SINKS:
            return self._sink_refuses(way.dotted, keyword, depth)
        definition = way.definition
        if definition is None or overloads(definition) or len(way.signatures) > 1 or definition.forwarding is None:
            return False
        forwarding = definition.forwarding
        if keyword in forwarding.taken:
            return False
        self.names |= forwarding.taken
        if not forwarding.forwards:
            self.ends.append(way.dotted)
            return forwarding.refuses
        return all(self._forward_refuses(forward, way, made, keyword, depth) for forward in forwarding.forwards)

    def _sink_refuses(self, dotted: str, keyword: str, depth: int) -> bool:
        sink = SINKS[dotted]
        if keyword in sink.names or sink.unless & set(self._keywords):
            return False
        self.names |= sink.names
        found = [target for path in sink.targets if (target := self._targets.find(path)) is not None]
        if not found:
            if not sink.targets:
                self.ends.append(dotted)
            return not sink.targets
        callees = [called_by_path(target, self._targets) for target in found]
        return all(callee is not None and self.refuses(callee, keyword, depth + 1) for callee in callees)

    def _forward_refuses(self, forward: Forward, way: Way, made: Class | None, keyword: str, depth: int) -> bool:
        callee = self._reached(forward, way, made)
        return callee is not None and self.refuses(callee, keyword, depth + 1)

    def _reached(self, forward: Forward, way: Way, made: Class | None) -> Callee | None:
        """What a call inside a function reaches, where the class of the object is known to be `made`."""
        if forward.way == "path":
            target = self._targets.find(forward.callee) if "?" not in forward.callee else None
            return called_by_path(target, self._targets) if target is not None else None
        line = self._targets.line(made) if made is not None else None
        if line is None or way.owner is None:
            return None
        if forward.way == "super":
            places = [place for place, step in enumerate(line) if step.dotted == way.owner.dotted]
            line = line[places[0] + 1 :] if places else ()
        owner = next((step for step in line if forward.callee in step.body.names), None)
        target = self._targets.in_class(owner, forward.callee) if owner is not None else None
        return called_on_object(target, self._targets, made) if target is not None else None
