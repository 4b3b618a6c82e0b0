"""Rows that are inserted where a query found none, and fields that are set from what was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.distributed.blocks import below
from groundwire.analysis.rules.distributed.races import Race, absences, is_locked
from groundwire.analysis.rules.distributed.receivers import kind_of
from groundwire.analysis.rules.distributed.statement_tables import inserts_into, selected_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_SETTLED: Final = re.compile(
    r"for_update|get_or_create|update_or_create|IntegrityError|UniqueViolation|on_conflict|ON CONFLICT|OR IGNORE"
    r"|OR REPLACE|FOR UPDATE|ON DUPLICATE|NOT EXISTS|advisory|SERIALIZABLE|version_id|[Ll]ock|\bF\(|begin_nested"
    r"|UniqueConstraint|DuplicateKey|dedup"
)
_ONCE: Final = re.compile(
    r"seed|default|bootstrap|initial|init_db|setup|populate|fixture|if_not_exists|sample|example|demo|migrat|backfill"
    r"|upgrade|downgrade|(?:^|[._])(?:import|load)_",
    re.IGNORECASE,
)
"""Names of what runs once, before anybody else is there, or that one person starts to bring rows in."""
_FINDS: Final = frozenset(
    {"first", "one_or_none", "scalar_one_or_none", "scalar", "exists", "get", "one", "scalar_one"}
)
_TAKES: Final = frozenset({"scalar_one_or_none", "one_or_none", "first", "scalar_one", "one", "scalar"})
_SHORTCUTS: Final = frozenset({"get_object_or_404", "aget_object_or_404"})


def row_races(unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """Every such place of a unit."""
    if _SETTLED.search(unit.text) or _ONCE.search(unit.unit.name):
        return
    for branch in unit.nodes(cst.If):
        if is_locked(branch, unit):
            continue
        for tested, acts in absences(branch, unit):
            yield from _inserted(tested, acts, unit, module)
    for attempt in unit.nodes(cst.Try):
        yield from _after_does_not_exist(attempt, unit)
    yield from _lost_updates(unit, module)


def _query(node: cst.BaseExpression, unit: ParsedUnit) -> cst.BaseExpression:
    """The query behind a name, and behind `await`."""
    if isinstance(node, cst.Name):
        values = [each for each in unit.scope.bindings.get(node.value, ()) if isinstance(each, cst.BaseExpression)]
        node = min(values, key=lambda each: unit.range(each).start) if values else node
    node = node.expression if isinstance(node, cst.Await) else node
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _TAKES:
        return _query(node.func.value, unit) if isinstance(node.func.value, cst.Name) else node
    return node


def _model(node: cst.BaseExpression, unit: ParsedUnit) -> str | None:
    """The model that a query of Django or SQLAlchemy is of."""
    text = unit.source(node)
    if (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and node.func.attr.value not in _FINDS | {"scalars", "execute"}
    ):
        return None
    django = re.match(r"([\w.]+)\.objects\.", text)
    found = django or re.search(
        r"\b(?:query|select|exec)\(\s*(?:select\(\s*)?([A-Z]\w*)|\.get\(\s*([A-Z]\w*)\s*,", text
    )
    found = found or re.match(r"([A-Z]\w*)\.query\.", text)
    return next((group for group in found.groups() if group), None) if found is not None else None


def _inserted(
    tested: cst.BaseExpression, where: list[cst.CSTNode], unit: ParsedUnit, module: ModuleContext
) -> Iterator[Race]:
    """`if user is None: session.add(User(…))`, `if not User.objects.filter(…).exists(): User.objects.create(…)`."""
    query = _query(tested, unit)
    table = selected_table(query, unit, module)
    model = _model(query, unit)
    for part in where:
        for call in below(part, unit, cst.Call):
            if table is not None and inserts_into(call, table, unit, module):
                yield _race(call, table)
                return
            if model is not None and _adds(call, model, unit, module):
                yield _race(call, model)
                return


def _race(call: cst.Call, of: str) -> Race:
    why = "Two requests at the same time both find nothing and both insert; only a unique constraint keeps one out."
    return Race(call, f"Between the query and this line, another request may insert the same {quoted(of)}.", why)


def _adds(call: cst.Call, model: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    """`Model.objects.create(…)`, `session.add(Model(…))`, `session.add(name)` where the name holds a new one."""
    if not isinstance(call.func, cst.Attribute):
        return False
    if unit.source(call.func) in {f"{model}.objects.create", f"{model}.objects.acreate"}:
        return True
    if call.func.attr.value != "add" or not call.args or kind_of(call.func.value, unit, module) != "session":
        return False
    added = call.args[0].value
    if isinstance(added, cst.Name):
        made = [each for each in unit.scope.bindings.get(added.value, ()) if isinstance(each, cst.Call)]
        return any(unit.source(each.func) == model for each in made)
    return isinstance(added, cst.Call) and unit.source(added.func) == model


def _after_does_not_exist(attempt: cst.Try, unit: ParsedUnit) -> Iterator[Race]:
    """`try: Model.objects.get(…) except Model.DoesNotExist: Model.objects.create(…)`."""
    for handler in attempt.handlers:
        name = unit.source(handler.type) if handler.type is not None else ""
        if not name.endswith("DoesNotExist"):
            continue
        asked = {found[1] for found in re.finditer(r"(\w+)\.objects\.a?get\(", unit.source(attempt.body))}
        for call in below(handler.body, unit, cst.Call):
            made = re.fullmatch(r"(\w+)\.objects\.a?create", unit.source(call.func))
            if made is not None and made[1] in asked:
                yield _race(call, made[1])
                return


def _lost_updates(unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """`account = …get(…); account.balance -= amount; account.save()` or `session.commit()`."""
    changed: list[tuple[cst.CSTNode, cst.BaseExpression]] = [
        (each, each.target)
        for each in unit.nodes(cst.AugAssign)
        if isinstance(each.operator, (cst.AddAssign, cst.SubtractAssign))
    ]
    changed += [(assign, assign.targets[0].target) for assign in unit.nodes(cst.Assign) if _is_step(assign, unit)]
    for node, target in changed:
        if not isinstance(target, cst.Attribute) or not isinstance(target.value, cst.Name) or is_locked(node, unit):
            continue
        name = target.value.value
        if _is_stored(name, unit, module):
            shown = quoted(unit.source(target))
            message = f"What another request makes of {shown}, after it was read here, is lost."
            why = "The new value is computed from the row as it was read, and written over whatever is there by then."
            yield Race(node, message, why)


def _is_step(assign: cst.Assign, unit: ParsedUnit) -> bool:
    """`account.balance = account.balance - amount`."""
    value = assign.value
    if not isinstance(value, cst.BinaryOperation) or not isinstance(value.operator, (cst.Add, cst.Subtract)):
        return False
    return unit.source(assign.targets[0].target) in {unit.source(value.left), unit.source(value.right)}


def _is_stored(name: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the name holds a row that was read, and that is written back in this unit."""
    value = unit.scope.assigned.get(name)
    if value is None:
        return False
    query = value.expression if isinstance(value, cst.Await) else value
    if not isinstance(query, cst.Call):
        return False
    text = unit.source(query)
    shortcut = isinstance(query.func, cst.Name) and query.func.value in _SHORTCUTS
    if shortcut or re.match(r"[\w.]+\.objects\.", text):
        last = query.func.attr.value if isinstance(query.func, cst.Attribute) else ""
        single = shortcut or last in {"get", "aget", "first", "afirst", "last", "earliest", "latest"}
        return single and re.search(rf"\b{name}\.a?save\(", unit.text) is not None
    if _model(query, unit) is None:
        return False
    return any(
        isinstance(call.func, cst.Attribute)
        and call.func.attr.value == "commit"
        and kind_of(call.func.value, unit, module) == "session"
        for call in unit.nodes(cst.Call)
    )
