"""GW501: an order that nothing settles becomes part of a result."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.names import resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.determinism import unordered_iteration_escapes_examples as examples
from groundwire.analysis.rules.determinism.escapes import escapes
from groundwire.analysis.started_by_hand import is_demonstration
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.determinism.escape import Escape
    from groundwire.model import Finding

_CONSIDERED: Final = re.compile(
    r"(?:#|\"\"\"|'''|^\s*[A-Z]).*\b(?:un)?order(?:ed|ing)?\b|\barbitrary\b|\bunsorted\b", re.MULTILINE
)
"""Somebody thought of the order, and said so."""


class UnorderedIterationEscapes(Rule):
    """An order that nothing settles becomes part of a result.

    The items of a set, of a folder's listing (`os.listdir`, `glob`, `Path.iterdir`), or of futures as they finish, in a
    returned list, a joined text, a digest, a file, a numbering, or a choice of the first.

    Why it bites
    ------------
    The order of a set of texts changes with every start of Python, that of a folder with the machine, that of futures
    with the load. The code works on the author's machine and the test passes there: then a cache key differs, a file
    shows a change where none is, the index of a word is another one after a restart, the results no longer belong to
    their inputs.

    How to settle it
    ----------------
    Sort where the order is lost: `sorted(os.listdir(folder))`, `", ".join(sorted(names))`. To drop duplicates and keep
    the order, `list(dict.fromkeys(items))`. For futures, keep which one is whose, or use `executor.map`. Running the
    code under two values of `PYTHONHASHSEED` shows it.

    When to ignore it
    -----------------
    Where every caller takes the list for a set. A returned list of a folder's names is taken for one: it is reported
    only where it holds what the files hold, or is named after what follows each other (`pages`, `frames`, `sheets`).
    In code that a person wrote, that person mostly knows when the order is no matter: left alone are futures as they
    finish, the first of a folder's files where no name tells of the newest or the last, and a returned list of a set's
    items where no name tells of columns, keys or an order. More than a third of such marks were wrong; of generated
    code there is nobody who knows. Nothing is reported where the items are sorted, counted, summed or looked up, where
    the text is a message, where the set holds numbers only, where a comment or the docstring speaks of the order or
    says that any will do, where the loop clears away what it lists, where numbers by place stay within the function,
    and of dictionaries, which keep theirs.
    """

    code = "GW501"
    name = "unordered-iteration-escapes"
    summary = "The order of a set, a folder or finished futures becomes part of a result."
    triggers = re.compile(r"set\b|\bset\(|listdir|scandir|glob|iterdir|as_completed|\{[^:{}]*[,\n]|\bfor\b[^\n]*\}")
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if _CONSIDERED.search(unit.text) or is_demonstration(unit.unit.name):
            return
        found: dict[int, Finding] = {}
        for escape in escapes(unit, module, in_tests=is_test_file(module.path())):
            if id(escape.node) not in found:
                found[id(escape.node)] = self._found(escape, unit, module)
        yield from sorted(found.values(), key=lambda finding: finding.range)

    def _found(self, escape: Escape, unit: ParsedUnit, module: ModuleContext) -> Finding:
        subject = {"set": "a set", "folder": "a folder's listing", "completion": "finished futures"}[escape.order.kind]
        message = f"{quoted(unit.source(escape.node))} {escape.how}, in the order of {subject}."
        return self.finding(
            unit,
            escape.node,
            message,
            escape.order.why,
            fixes=_fixes(escape, unit, module),
            generated_only=escape.generated_only,
        )


def _fixes(escape: Escape, unit: ParsedUnit, module: ModuleContext) -> tuple[Fix, ...]:
    """Sort where the order is lost, where the items surely sort."""
    order = escape.order
    title = "Sort the items"
    if escape.wraps:
        return (Fix(title, _around(escape.node, unit)),)
    if order.elements is None or order.kind == "completion":
        return ()
    node = escape.node
    if isinstance(node, cst.Call) and resolve(node.func, unit, module) == "builtins.list":
        return (Fix(title, (TextEdit(unit.range(node.func), "sorted"),)),)
    inside = node is order.source or any(ancestor is node for ancestor in unit.ancestors(order.source))
    return (Fix(title, _around(order.source, unit)),) if inside else ()


def _around(node: cst.BaseExpression, unit: ParsedUnit) -> tuple[TextEdit, ...]:
    start, end = unit.range(node)
    return (TextEdit(Range(start, start), "sorted("), TextEdit(Range(end, end), ")"))
