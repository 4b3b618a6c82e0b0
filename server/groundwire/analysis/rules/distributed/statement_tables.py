"""The tables that literal SQL statements read and insert into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rules.distributed.effects import statement_text
from groundwire.analysis.rules.distributed.receivers import kind_of

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_INTO: Final = re.compile(r"\s*insert\s+into\s+[\"`]?([\w.]+)", re.IGNORECASE)
_FROM: Final = re.compile(r"\s*select\b.*?\bfrom\s+[\"`]?([\w.]+)", re.IGNORECASE | re.DOTALL)


def inserts_into(call: cst.Call, table: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether this is `cursor.execute("INSERT INTO table …")`."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "execute":
        return False
    into = _INTO.match(statement_text(call) or "")
    if into is None or into[1] != table:
        return False
    return kind_of(call.func.value, unit, module) in {None, "cursor", "connection", "transaction"}


def selected_table(query: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The table of the SELECT before `cursor.fetchone()`, where the cursor is no SQLite file's."""
    if not isinstance(query, cst.Call) or not isinstance(query.func, cst.Attribute):
        return None
    if query.func.attr.value not in {"fetchone", "fetchrow", "fetchval"} or module.imported("sqlite3") is not None:
        return None
    own = statement_text(query)
    if own is not None:
        found = _FROM.match(own)
        return found[1] if found is not None else None
    receiver = unit.source(query.func.value)
    for call in unit.nodes(cst.Call):
        if unit.source(call.func) == f"{receiver}.execute" and (found := _FROM.match(statement_text(call) or "")):
            return found[1]
    return None
