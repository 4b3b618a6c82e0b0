"""What becomes of items and texts later in a unit: sorted, told to a person, kept as a result."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.determinism.orders import Unordered

_SORTING: Final = re.compile(r"(?:.*\.)?(?:\w*sorted|\w*sort|shuffle|sample|Counter|set|frozenset|assertCountEqual)")
_LISTING: Final = re.compile(r"\b(?:listdir|scandir|os\.walk|iterdir|i?glob)\(")
TELLING: Final = re.compile(
    r"(?:.*\.)?(?:debug|info|warning|warn|error|exception|critical|_*log(?:_\w+)?|\w*print|echo|secho|fail|\w*Error"
    r"|\w*Exception"
    r"|\w*Warning|write_line|notice|msg|message|abort|exit|line)"
    r"|(?:.*\.)?_?(?:log|logger)\.\w+"
)
"""Calls that tell a person something; the order there is for the eye."""
_COMPLAINT: Final = re.compile(
    r"(?i)\b(?:not (?:exist|found|supported|allowed|valid|known)|no such|invalid|unknown|missing|unexpected|failed"
    r"|validation error|cannot|must)\b"
)
"""What a text says that tells somebody of a mistake, whoever hands it on."""
WRITING: Final = frozenset({"write", "writerow", "writelines", "writestr"})
"""Methods that add to a file."""
_ASKED_FOR_ONE: Final = re.compile(
    r"(?i)(?:^|_)(?:allowed|authori[sz]ed|permitted|denied|blocked|excluded|ignored|permissions?|roles?|scopes?|privileges?"
    r"|access|pids?|process(?:es)?|orphans?)(?:_|$)"
)
"""Functions whose list is asked whether it holds one."""
_CHANGING: Final = frozenset({"add", "update", "discard", "remove", "pop"})


class Flows:
    """Follows the values of one unit, by name, as far as its own statements show."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module

    def is_sorted(self, name: str) -> bool:
        """Whether the unit sorts what a name holds, somewhere."""
        for call in self._unit.nodes(cst.Call):
            function = dotted_name(call.func) or ""
            if function in {f"{name}.sort", f"{name}.reverse"}:
                return True
            arguments = [argument.value for argument in call.args]
            given = any(isinstance(value, cst.Name) and value.value == name for value in arguments)
            if given and _SORTING.fullmatch(function):
                return True
        return False

    def is_order_free(self, node: cst.CSTNode) -> bool:
        """Whether something around the expression sorts it, or takes it as a set."""
        for ancestor in self._unit.ancestors(node):
            if isinstance(ancestor, cst.BaseStatement):
                return False
            if isinstance(ancestor, cst.Call) and _SORTING.fullmatch(dotted_name(ancestor.func) or ""):
                return True
        return False

    def had_an_order(self, order: Unordered) -> bool:
        """Whether somebody may miss the order: of a set, only where it was made to drop duplicates of a sequence.

        A function that is called after what it wraps (`safe_listdir`) gives what that gives, and what callers make of a
        private function's list stands in the same module.
        """
        name = self._unit.unit.name.rpartition(".")[2]
        if name.startswith("_"):
            return order.kind == "completion"
        if _ASKED_FOR_ONE.search(name):
            return False
        if order.kind == "folder":
            return re.search(r"listdir|scandir|iterdir|glob", name) is None
        if order.kind != "set":
            return True
        if _LISTING.search(self._unit.text):
            return False  # duplicates of a folder's names
        made = order.source
        if isinstance(made, cst.Name):
            if not _CHANGING.isdisjoint(self._methods_of(made.value)):
                return False
            made = self._unit.scope.assigned.get(made.value, made)
        if not isinstance(made, cst.Call) or not made.args:
            return False
        path = resolve(made.func, self._unit, self._module)
        kinds = (cst.Name, cst.Attribute, cst.ListComp, cst.GeneratorExp, cst.BinaryOperation)
        return path in {"builtins.set", "builtins.frozenset"} and isinstance(made.args[0].value, kinds)

    def _methods_of(self, name: str) -> Iterator[str]:
        """Methods that the unit calls on a name."""
        for call in self._unit.nodes(cst.Call):
            function = call.func
            receiver = function.value if isinstance(function, cst.Attribute) else None
            if isinstance(function, cst.Attribute) and isinstance(receiver, cst.Name) and receiver.value == name:
                yield function.attr.value

    def counts(self, text: cst.CSTNode, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a text becomes a result as it is: returned, written, hashed, used as a key."""
        node = text
        for ancestor in self._unit.ancestors(text):
            if isinstance(ancestor, (cst.Return, cst.Index, cst.SubscriptElement)):
                return True
            if isinstance(ancestor, cst.Call) and ancestor.func is not node and not self._is_text_method(ancestor):
                method = ancestor.func.attr.value if isinstance(ancestor.func, cst.Attribute) else ""
                path = resolve(ancestor.func, self._unit, self._module) or ""
                return method in WRITING | {"write_text"} or path == "builtins.hash" or path.startswith("hashlib.")
            if isinstance(ancestor, cst.Assign):
                target = ancestor.targets[0].target
                if not isinstance(target, cst.Name) or target.value in seen:
                    return False
                uses = [used for used in self._unit.nodes(cst.Name) if used.value == target.value]
                return any(self.counts(used, seen | {target.value}) for used in uses if used is not target)
            if isinstance(ancestor, (cst.BaseStatement, cst.Comparison, cst.Lambda)):
                return False
            node = ancestor
        return False

    def _is_text_method(self, call: cst.Call) -> bool:
        """A call that only makes another text of its arguments."""
        return isinstance(call.func, cst.Attribute) and call.func.attr.value in {"format", "join", "encode"}

    def is_told(self, node: cst.CSTNode, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a text is for a person: raised, logged, printed, asserted, or what an object shows of itself."""
        name = self._unit.unit.name.rpartition(".")[2]
        if name in {"__repr__", "__str__", "__format__"} or re.search(r"repr|describe|help|message|usage|error", name):
            return True
        for ancestor in self._unit.ancestors(node):
            if isinstance(ancestor, (cst.Raise, cst.Assert)):
                return True
            if isinstance(ancestor, cst.FormattedString) and _COMPLAINT.search(self._unit.source(ancestor)):
                return True
            if isinstance(ancestor, cst.Call) and TELLING.fullmatch(dotted_name(ancestor.func) or ""):
                return True
            if isinstance(ancestor, cst.Assign):
                target = ancestor.targets[0].target
                if not isinstance(target, cst.Name) or target.value in seen:
                    return False
                return self._name_is_told(target.value, seen | {target.value})
        return False

    def _name_is_told(self, name: str, seen: frozenset[str]) -> bool:
        """Whether a text under this name ends up in a message."""
        if re.search(r"msg|message|err|warn|help|hint|reason|desc|text|usage|doc", name):
            return True
        kinds = (cst.FormattedStringExpression, cst.BinaryOperation, cst.Arg)
        uses = [used for used in self._unit.nodes(cst.Name) if used.value == name]
        return any(isinstance(self._unit.parent(used), kinds) and self.is_told(used, seen) for used in uses)
