"""Where order is lost: expressions whose items come in an order that nothing settles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.determinism.elements import annotated_elements, element_type
from groundwire.analysis.value_types import annotation_type, value_type

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_FOLDERS: Final = {
    "os.listdir": "str",
    "glob.glob": "str",
    "glob.iglob": "str",
    "os.scandir": None,
}
"""Calls that list a folder, and what they give."""
_COMPLETION: Final = frozenset({"concurrent.futures.as_completed", "asyncio.as_completed"})
_KEEPING: Final = frozenset({"builtins.list", "builtins.tuple", "builtins.iter", "builtins.reversed"})
"""Calls that give the items on in the order they come in."""
_SET_METHODS: Final = frozenset({"union", "intersection", "difference", "symmetric_difference", "copy"})
_SET_OPERATORS: Final = (cst.BitOr, cst.BitAnd, cst.Subtract, cst.BitXor)
_STEADY: Final = frozenset({"int", "bool", "float"})
"""Types whose hash is the same in every run: a set of them comes in the same order each time."""
_COUNTED: Final = frozenset({"builtins.sum", "builtins.len", "builtins.int", "builtins.ord", "builtins.round"})
"""Calls that give numbers."""
_WHY: Final = {
    "set": "A set has no order: that of texts and objects changes from one run to the next.",
    "folder": "A folder is listed in the order its file system has: another machine gives another.",
    "completion": "Futures come as they finish: the order depends on timing, not on the order they were handed in.",
}


class Unordered(NamedTuple):
    """Items in an order that nothing settles."""

    kind: str
    """`set`, `folder` or `completion`."""
    source: cst.BaseExpression
    """The expression that has no order."""
    elements: str | None
    """Their type, where it is sure and sorts: `str`, `pathlib.Path`."""
    sequence: bool
    """Whether the items stand in a list or tuple by now, which promises an order."""

    @property
    def why(self) -> str:
        """The deciding fact, as a sentence."""
        return _WHY[self.kind]


class Orders:
    """Asks of the expressions of one unit whether their items have an order."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module

    def of(self, node: cst.BaseExpression, depth: int = 0) -> Unordered | None:
        """What lost the order of an expression's items; None where they have one, or where it is not sure."""
        if depth > 6:
            return None
        if isinstance(node, cst.Name):
            return self._name(node, depth)
        if isinstance(node, cst.Call):
            return self._call(node, depth)
        if isinstance(node, (cst.ListComp, cst.GeneratorExp)):
            return self._comprehension(node, depth)
        if isinstance(node, (cst.Set, cst.SetComp)):
            return self._display(node)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, _SET_OPERATORS):
            left, right = self.of(node.left, depth + 1), self.of(node.right, depth + 1)
            if left is not None and left.kind == "set" and not left.sequence:
                same = right is not None and right.elements == left.elements
                narrower = isinstance(node.operator, (cst.Subtract, cst.BitAnd))
                return Unordered("set", node, left.elements if same or narrower else None, sequence=False)
        if isinstance(node, cst.List) and len(node.elements) == 1:
            only = node.elements[0]
            inner = self.of(only.value, depth + 1) if isinstance(only, cst.StarredElement) else None
            return inner._replace(sequence=True) if inner is not None else None
        return None

    def _name(self, node: cst.Name, depth: int) -> Unordered | None:
        bound = self._unit.scope.bindings.get(node.value, ())
        if len(bound) != 1 or not self._unit.unit.testable:
            return None
        only = bound[0]
        if isinstance(only, cst.Param) and only.annotation is not None and not only.star:
            annotation = only.annotation.annotation
            if annotation_type(annotation, self._unit, self._module) not in {"set", "frozenset"}:
                return None
            elements = annotated_elements(annotation, self._unit, self._module)
            return None if elements in _STEADY else Unordered("set", node, elements, sequence=False)
        found = self.of(only, depth + 1) if isinstance(only, cst.BaseExpression) else None
        if found is not None and found.kind == "set" and self._holds_numbers(node.value):
            return None
        return found._replace(source=node) if found is not None else None

    def _holds_numbers(self, name: str) -> bool:
        """Whether all that is added to a set is numbers: `found.add(len(row))`."""
        added = [
            call.args[0].value
            for call in self._unit.nodes(cst.Call)
            if isinstance(call.func, cst.Attribute)
            and call.func.attr.value == "add"
            and isinstance(call.func.value, cst.Name)
            and call.func.value.value == name
            and call.args
        ]
        paths = [resolve(each.func, self._unit, self._module) if isinstance(each, cst.Call) else None for each in added]
        return bool(paths) and all(path in _COUNTED for path in paths)

    def _call(self, node: cst.Call, depth: int) -> Unordered | None:
        path = resolve(node.func, self._unit, self._module)
        first = node.args[0].value if node.args and not node.args[0].star else None
        if path in _FOLDERS:
            return Unordered("folder", node, _FOLDERS[path], sequence=path in {"os.listdir", "glob.glob"})
        if path in _COMPLETION:
            return Unordered("completion", node, None, sequence=False)
        if path in {"builtins.set", "builtins.frozenset"}:
            elements = element_type(first, self._unit, self._module)
            return None if elements in _STEADY else Unordered("set", node, elements, sequence=False)
        if path in _KEEPING and first is not None:
            found = self.of(first, depth + 1)
            listed = path in {"builtins.list", "builtins.tuple"}
            return found._replace(sequence=listed) if found is not None else None
        if path in {"builtins.map", "builtins.filter"} and len(node.args) == 2:
            found = self.of(node.args[1].value, depth + 1)
            if found is None:
                return None
            mapped = {"str": "str", "repr": "str"}.get(self._unit.source(node.args[0].value))
            return found._replace(elements=mapped if path.endswith("map") else found.elements, sequence=False)
        return self._method(node, depth)

    def _method(self, node: cst.Call, depth: int) -> Unordered | None:
        if not isinstance(node.func, cst.Attribute):
            return None
        method, receiver = node.func.attr.value, node.func.value
        if method in {"iterdir", "rglob", "glob"} and self._is_path(receiver, node):
            return Unordered("folder", node, "pathlib.Path", sequence=False)
        if method in _SET_METHODS:
            found = self.of(receiver, depth + 1)
            if found is not None and found.kind == "set" and not found.sequence:
                return found._replace(source=node, elements=None if method == "union" else found.elements)
        return None

    def _is_path(self, receiver: cst.BaseExpression, call: cst.Call) -> bool:
        """Whether this is a `pathlib.Path`: made as one, annotated, joined with `/`, or asked in a path's own words."""
        name = receiver
        while isinstance(name, cst.BinaryOperation) and isinstance(name.operator, cst.Divide):
            name = name.left
        if value_type(name, self._unit, self._module) == "pathlib.Path":
            return True
        made = constructor(name, self._unit, self._module)
        if made is not None:
            return made in {"pathlib.Path", "pathlib.Path.cwd", "pathlib.Path.home"}
        if isinstance(call.func, cst.Attribute) and call.func.attr.value == "iterdir":
            return not call.args
        pattern = string_value(call.args[0].value) if len(call.args) == 1 else None
        return pattern is not None and resolve(receiver, self._unit, self._module) is None and "*" in pattern

    def _comprehension(self, node: cst.ListComp | cst.GeneratorExp, depth: int) -> Unordered | None:
        found = self.of(node.for_in.iter, depth + 1)
        if found is None or node.for_in.inner_for_in is not None:
            return None
        item, target = node.elt, node.for_in.target
        if isinstance(item, cst.Name) and isinstance(target, cst.Name) and item.value == target.value:
            elements = found.elements
        else:
            elements = "str" if value_type(item, self._unit, self._module) == "str" else None
        return Unordered(found.kind, found.source, elements, sequence=isinstance(node, cst.ListComp))

    def _display(self, node: cst.Set | cst.SetComp) -> Unordered | None:
        if isinstance(node, cst.Set) and len(node.elements) < 2:
            return None
        elements = element_type(node, self._unit, self._module)
        if elements in _STEADY:
            return None
        return Unordered("set", node, elements if elements == "str" else None, sequence=False)
