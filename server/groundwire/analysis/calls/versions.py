"""Which versions of Python take a call to their standard library, by its stubs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.calls.signature import refused_by_all
from groundwire.analysis.calls.targets import Targets
from groundwire.analysis.calls.ways import called_by_path, called_on_object

if TYPE_CHECKING:
    from groundwire.analysis.calls.signature import Shape
    from groundwire.analysis.members.members import Members
    from groundwire.analysis.stdlib import Version

_KNOWN: Final[tuple[Version, ...]] = tuple((3, minor) for minor in range(9, 15))


def elsewhere(members: Members, dotted: str, shape: Shape, version: Version, *, on_object: bool) -> str | None:
    """`Python 3.12 and later take it`, or that earlier ones do; None where no version does, or a gap shows."""
    if not _takes(members, dotted, shape, None, on_object=on_object):
        return None
    taking = [each for each in _KNOWN if _takes(members, dotted, shape, each, on_object=on_object)]
    later, earlier = [each for each in taking if each > version], [each for each in taking if each < version]
    if version in taking or bool(later) == bool(earlier):
        return None
    if later:
        return "Python {}.{} and later take it".format(*later[0])
    return "Python {}.{} and earlier took it".format(*earlier[-1])


def _takes(members: Members, dotted: str, shape: Shape, version: Version | None, *, on_object: bool) -> bool:
    """Whether a version takes the call; of None, whether any does."""
    targets = Targets(members.reader_of(version))
    target = targets.find(dotted)
    if target is None:
        return False
    callee = called_on_object(target, targets, None) if on_object else called_by_path(target, targets)
    return callee is not None and all(refused_by_all(way.signatures, shape) is None for way in callee.ways)
