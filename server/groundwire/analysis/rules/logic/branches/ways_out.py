"""How control leaves a block for good."""

from __future__ import annotations

from typing import Final

from groundwire.analysis import cst

_WAYS_OUT: Final[dict[type[cst.CSTNode], str]] = {
    cst.Return: "returned",
    cst.Raise: "raised",
    cst.Continue: "went on to the next round",
    cst.Break: "left the loop",
}


def way_out(body: cst.BaseSuite | cst.If | cst.Else | None) -> str | None:
    """How control leaves a block that it never falls out of: `returned`, `raised`, …; None where it may."""
    if body is None:
        return None
    if isinstance(body, cst.If):
        first, other = way_out(body.body), way_out(body.orelse)
        return first if first is not None and other is not None else None
    if isinstance(body, cst.Else):
        return way_out(body.body)
    last: cst.CSTNode | None = body.body[-1] if body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    if last is None:
        return None
    return way_out(last) if isinstance(last, cst.If) else _WAYS_OUT.get(type(last))
