"""The text of a node as a person reads it: with its brackets, or with its comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.cst.base import (
    BaseExpression,
    BaseSmallStatement,
    BaseStatement,
    BaseSuite,
    CSTNode,
)
from groundwire.analysis.cst.statements import (
    Else,
    ExceptHandler,
    ExceptStarHandler,
    Finally,
    IndentedBlock,
    MatchCase,
    SimpleStatementSuite,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.cst.source import Source

_WITH_COMMENTS: Final = (BaseStatement, BaseSuite, Else, ExceptHandler, ExceptStarHandler, Finally, MatchCase)
_STATEMENTS: Final = (BaseSmallStatement, BaseStatement, BaseSuite, ExceptHandler, ExceptStarHandler, MatchCase)


class Written:
    """Reads the text of nodes; `holders` are what holds each, by the `id` of what is held."""

    def __init__(self, source: Source, holders: Mapping[int, CSTNode]) -> None:
        self._source = source
        self._holders = holders

    def text(self, node: CSTNode) -> str:
        """The text of an expression with the brackets around it, of a statement with the comments above and beside it,
        of what holds statements with the comments in it; of all else what its range has.
        """
        if isinstance(node, BaseExpression):
            start, end = self.span(node)
            return self._source.text[start:end]
        if isinstance(node, _WITH_COMMENTS) and not isinstance(node, SimpleStatementSuite):
            return self._source.text[self._above(node.start) : self._below(node)]
        return self._source.text[node.start : node.end]

    def span(self, node: BaseExpression) -> tuple[int, int]:
        """Where an expression begins and ends with the brackets around it."""
        around = self.brackets(node)
        return around[-1] if around else (node.start, node.end)

    def brackets(self, node: BaseExpression) -> list[tuple[int, int]]:
        """The pairs of round brackets around an expression that only group, innermost first: what each encloses."""
        if self._source.closed(node.end) == node.end:
            return []
        outer: CSTNode | None = node
        while outer is not None and not isinstance(outer, _STATEMENTS):
            outer = self._holders.get(id(outer))
        return self._source.brackets(node.start, node.end, outer.start if outer is not None else 0)

    def _above(self, start: int) -> int:
        """Where the comments right above a line begin; `start` where there are none."""
        text, starts = self._source.text, self._source.starts
        line = first = self._source.line_of(start)
        indent = text[starts[line] : start]
        while line > 0 and text.startswith(f"{indent}#", starts[line - 1]):
            line -= 1
        return start if line == first else starts[line]

    def _below(self, node: CSTNode) -> int:
        """Where what belongs to a statement ends: its line, and of a block the comments that are indented as it is."""
        line = self._source.line_of(node.end)
        end = self._source.line_end(line)
        if (block := _last_block(node)) is None:
            return end
        first = self._source.starts[self._source.line_of(block.start)]
        indent = self._source.text[first : block.start]
        for number in range(line + 1, len(self._source.starts)):
            after = self._source.text[self._source.starts[number] : self._source.line_end(number)]
            if after.strip():
                if not after.startswith(indent) or not after.strip().startswith("#"):
                    break
                end = self._source.line_end(number)
        return end


def _last_block(node: CSTNode) -> IndentedBlock | None:
    """The block of lines that a node is, or has as its body."""
    body = node if isinstance(node, BaseSuite) else getattr(node, "body", None)
    return body if isinstance(body, IndentedBlock) else None
