"""What a name or call in a unit stands for, by static binding alone: imports, single assignments, constructors."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

BUILTINS: Final = frozenset(dir(builtins))


def resolve(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """Absolute dotted path of a name or attribute chain, or None where static binding does not settle it.

    A builtin answers `builtins.NAME`. A name the unit binds other than by one import answers None.
    """
    dotted = dotted_name(node)
    if dotted is None:
        return None
    head, _, rest = dotted.partition(".")
    if head in unit.scope.imports:
        base: str | None = unit.scope.imports[head]
    elif head in unit.scope.bound:
        return None
    else:
        base = module.imported(head)
        if base is None and head in BUILTINS and not module.binds(head):
            base = f"builtins.{head}"
        if base is not None and _of_class(head, node, unit, module):
            return None
    if base is None:
        return None
    return f"{base}.{rest}" if rest else base


def _of_class(name: str, node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a name is one of the class around a method, which its decorators, defaults and annotations see."""
    owner = unit.unit.name.rpartition(".")[0]
    if not owner or name not in module.class_methods(owner):
        return False
    return sees_class(node, unit)


def sees_class(node: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether an expression of a method runs in the body of its class: in a decorator, a default, an annotation."""
    return any(isinstance(outer, (cst.Decorator, cst.Param, cst.Annotation)) for outer in unit.ancestors(node))


def constructor(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """Dotted path of the call that made the object a name or `self.NAME` holds, or None.

    `q = queue.Queue()` answers `queue.Queue` for `q`: bound once in the unit, once in the module, or once in the class.
    A `with open(…) as f` answers nothing: what `__enter__` returns is not known.
    """
    if isinstance(node, cst.Call):
        return resolve(node.func, unit, module)
    if isinstance(node, cst.Name):
        if node.value in unit.scope.assigned:
            value = unit.scope.assigned[node.value]
            return resolve(value.func, unit, module) if isinstance(value, cst.Call) else None
        return None if node.value in unit.scope.bound else module.constructor(node.value)
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and unit.unit.kind == "method":
        owner, _, _ = unit.unit.name.rpartition(".")
        if node.value.value == _self_name(unit):
            return module.attribute_constructor(owner, node.attr.value)
    return None


def annotated(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The class that a parameter, or what an attribute was given by one, is annotated with."""
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value == "self":
        return module.attribute_type(unit.unit.name.rpartition(".")[0], node.attr.value)
    bound = unit.scope.bindings.get(node.value, ()) if isinstance(node, cst.Name) else ()
    if len(bound) != 1 or not isinstance(bound[0], cst.Param) or bound[0].annotation is None:
        return None
    return resolve(bound[0].annotation.annotation, unit, module)


def _self_name(unit: ParsedUnit) -> str | None:
    """First parameter of a method that is no static method."""
    function = unit.function
    if function is None or (not function.params.params and not function.params.posonly_params):
        return None
    if any(dotted_name(decorator.decorator) == "staticmethod" for decorator in function.decorators):
        return None
    return (*function.params.posonly_params, *function.params.params)[0].name.value
