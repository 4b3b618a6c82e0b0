"""Where each node of a tree stands, at the cost of writing the tree out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcst.metadata import PositionProvider

if TYPE_CHECKING:
    from collections.abc import Mapping

    import libcst as cst
    from libcst.metadata import CodeRange


class _Positions(PositionProvider):
    """libcst's own provider without its wrapper, which walks the tree once more for providers that nobody asked for."""

    def of(self, tree: cst.Module) -> Mapping[cst.CSTNode, CodeRange]:
        self._gen_impl(tree)
        return self._computed  # type: ignore[return-value] # a provider could be lazy; this one is not


def positions(tree: cst.Module) -> Mapping[cst.CSTNode, CodeRange]:
    """The range of every node as the compiler counts: lines from one, columns from nought."""
    return _Positions().of(tree)
