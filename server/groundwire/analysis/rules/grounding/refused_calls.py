"""Calls of a unit that what they call refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.calls.signature import Shape
from groundwire.analysis.calls.sinks import ON_BEHALF
from groundwire.analysis.names import constructor, resolve, sees_class
from groundwire.analysis.rules.grounding.call_guards import refusal_provided_for
from groundwire.analysis.rules.grounding.missing_names import inferred
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.analysis.calls.answer import CallAnswer
    from groundwire.analysis.members.answer import ObjectClass
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext

_NOT_FOLLOWED: Final = frozenset({"builtins.super", "builtins.type"})


class Refused(NamedTuple):
    """A call, and why it fails."""

    call: cst.Call
    arguments: Sequence[cst.Arg]
    """Those that what is called gets."""
    given: int
    """How many arguments it gets by position, what it is bound to left out."""
    answer: CallAnswer


def refused_calls(unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Refused]:
    """The calls of a unit that cannot be bound, in source order."""
    classes = {id(node): found for node, found in inferred(unit, module, project)}
    in_test = is_test_file(module.path())
    for call in unit.nodes(cst.Call):
        callee, arguments, partly = _called(call, unit, module)
        shape = shape_of(arguments, partly=partly)
        answer = _answer(callee, shape, unit, module, project, classes)
        if answer is not None and answer.kind == "refused" and not refusal_provided_for(call, unit, in_test=in_test):
            yield Refused(call, arguments, shape.positional + shape.more, answer)


def shape_of(arguments: Sequence[cst.Arg], *, partly: bool = False) -> Shape:
    """The shape of a call; `partly` says that more arguments come later."""
    positional = more = 0
    keywords: list[str] = []
    starred = double_starred = partly
    behind = False
    for argument in arguments:
        if argument.star == "*":
            starred = behind = True
        elif argument.star == "**":
            double_starred = True
        elif argument.keyword is not None:
            keywords.append(argument.keyword.value)
        elif behind:
            more += 1
        else:
            positional += 1
    return Shape(positional, more, tuple(keywords), starred, double_starred)


def _called(
    call: cst.Call, unit: ParsedUnit, module: ModuleContext
) -> tuple[cst.BaseExpression, Sequence[cst.Arg], bool]:
    """What a call calls in the end, with which arguments, and whether with more of them later."""
    path = resolve(call.func, unit, module)
    place = ON_BEHALF.get(path) if path is not None else None
    if place is None or len(call.args) <= place or any(argument.star for argument in call.args[: place + 1]):
        return call.func, call.args, False
    return call.args[place].value, call.args[place + 1 :], path == "functools.partial"


def _answer(
    callee: cst.BaseExpression,
    shape: Shape,
    unit: ParsedUnit,
    module: ModuleContext,
    project: ProjectContext,
    classes: dict[int, ObjectClass],
) -> CallAnswer | None:
    path = _path(callee, unit, module, project)
    if path is not None:
        if path in _NOT_FOLLOWED or path.startswith("."):
            return None
        return project.find_call(path, module.path(), shape)
    if not isinstance(callee, cst.Attribute):
        return None
    for class_path, exact in _classes_of(callee, unit, module, classes):
        answer = project.find_method_call(class_path, callee.attr.value, module.path(), shape, exact)
        if answer.kind != "unknown":
            return answer
    return None


def _path(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> str | None:
    """The absolute path of what is called: imported, a builtin, or the module's own."""
    dotted = dotted_name(node)
    if dotted is None:
        return None
    head = dotted.partition(".")[0]
    if not unit.unit.testable and any(not isinstance(bound, str) for bound in unit.scope.bindings.get(head, ())):
        return None
    path = resolve(node, unit, module)
    if path is not None:
        return path
    own = module.name()
    if own is None or head in unit.scope.bound or module.imported(head) is not None or not module.binds(head):
        return None
    if (owner := _class_around(node, unit)) is not None:
        of_class = project.find_member(f"{own}.{owner}.{head}", module.path())
        if of_class.kind != "absent" or of_class.name != head:
            return None  # the body of a class sees its own names first
    return f"{own}.{dotted}"


def _class_around(node: cst.BaseExpression, unit: ParsedUnit) -> str | None:
    """The class whose names an expression sees before its module's."""
    if unit.unit.kind == "class":
        return unit.unit.name
    owner = unit.unit.name.rpartition(".")[0]
    return owner if owner and sees_class(node, unit) else None


def _classes_of(
    node: cst.Attribute, unit: ParsedUnit, module: ModuleContext, classes: dict[int, ObjectClass]
) -> Iterator[tuple[str, bool]]:
    """What may tell the class of the object before a method's name: a path, and whether it is of no subclass.

    The path is that of a class, or of the function that gave the object.
    """
    made = constructor(node.value, unit, module)
    own = module.name()
    if made is not None and "." not in made:
        made = f"{own}.{made}" if module.binds(made) and own is not None else f"builtins.{made}"
    if made is not None and not made.startswith(".") and made not in _NOT_FOLLOWED:
        yield made, True
    if (found := classes.get(id(node))) is not None:
        yield found.path, found.exact
    elif isinstance(node.value, cst.Name) and node.value.value == "self" and unit.unit.kind == "method":
        owner = unit.unit.name.rpartition(".")[0]
        if own is not None and "self" not in unit.scope.assigned:
            yield f"{own}.{owner}", False
