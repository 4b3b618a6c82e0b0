"""A notebook as an editor holds it: its cells, and what it tells a server of their changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from e2e.lsp_client import LspClient, regions

_numbers = count()


class OpenNotebook:
    """One notebook open in a client; cells are their URIs, in order."""

    def __init__(self, client: LspClient, uri: str, *texts: str, told: bool = True, ids: Sequence[str] = ()) -> None:
        """`ids` are those of the cells, where they are `told`; others are called after their URIs."""
        self.client = client
        self.uri = uri
        self.version = 1
        self._told = told
        self.ids: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.cells = [self.made(text) for text in texts]
        self.ids.update(zip(self.cells, ids, strict=False))
        client.notify(
            "notebookDocument/didOpen",
            {
                "notebookDocument": {
                    "uri": uri,
                    "notebookType": "jupyter-notebook",
                    "version": 1,
                    "cells": [self._cell(cell) for cell in self.cells],
                },
                "cellTextDocuments": [self.item(cell) for cell in self.cells],
            },
        )

    def made(self, text: str) -> str:
        """The URI of a new cell, which the notebook does not list yet."""
        cell = f"{self.uri.replace('file:', 'vscode-notebook-cell:')}#W{next(_numbers)}"
        self.ids[cell] = f"c{cell.rpartition('#W')[2]}"
        self.texts[cell], self.versions[cell] = text, 1
        return cell

    def _cell(self, cell: str, kind: int = 2) -> dict[str, Any]:
        told = {"metadata": {"id": self.ids[cell]}} if self._told else {}
        return {"kind": kind, "document": cell, **told}

    def item(self, cell: str) -> dict[str, Any]:
        return {"uri": cell, "languageId": "python", "version": self.versions[cell], "text": self.texts[cell]}

    def tell(self, **cells: Any) -> None:
        """One change of the notebook."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.client.notify("notebookDocument/didChange", {"notebookDocument": document, "change": {"cells": cells}})

    def splice(self, start: int, deleted: int, *cells: str, reopen: tuple[str, ...] = (), **more: Any) -> None:
        """Put cells in the place of others; those that stay elsewhere in the notebook are neither opened nor closed."""
        gone = self.cells[start : start + deleted]
        old = set(self.cells)
        self.cells[start : start + deleted] = cells
        closed = [{"uri": cell} for cell in gone if cell not in self.cells or cell in reopen]
        opened = [self.item(cell) for cell in cells if cell not in old or cell in reopen]
        array = {"start": start, "deleteCount": deleted, "cells": [self._cell(cell) for cell in cells]}
        self.tell(structure={"array": array, "didOpen": opened, "didClose": closed}, **more)

    def move(self, index: int, to: int) -> None:
        """As the editor's command does: the cells between are told anew, and none is closed."""
        low, high = min(index, to), max(index, to) + 1
        order = list(self.cells)
        order.insert(to, order.pop(index))
        self.splice(low, high - low, *order[low:high])

    def replaced(self, cell: str, text: str) -> dict[str, Any]:
        """A change of one cell's whole text, as `textContent` has it."""
        before = self.texts[cell].split("\n")
        end = {"line": len(before) - 1, "character": len(before[-1])}
        self.texts[cell], self.versions[cell] = text, self.versions[cell] + 1
        place = {"start": {"line": 0, "character": 0}, "end": end}
        return self._changed(cell, place, text)

    def inserted(self, cell: str, line: int, character: int, text: str) -> dict[str, Any]:
        """A change that puts text into one cell."""
        lines = self.texts[cell].split("\n")
        lines[line] = lines[line][:character] + text + lines[line][character:]
        self.texts[cell], self.versions[cell] = "\n".join(lines), self.versions[cell] + 1
        position = {"line": line, "character": character}
        return self._changed(cell, {"start": position, "end": position}, text)

    def _changed(self, cell: str, place: dict[str, Any], text: str) -> dict[str, Any]:
        document = {"uri": cell, "version": self.versions[cell]}
        return {"document": document, "changes": [{"range": place, "text": text}]}

    def attribute(self, cell: str, **origin: Any) -> None:
        """Say that all of a cell was accepted from a completion."""
        lines = self.texts[cell].split("\n")
        self.client.attribute(cell, self.versions[cell], (0, 0), (len(lines) - 1, len(lines[-1])), **origin)

    def generated(self, cell: str) -> list[str]:
        """The texts of a cell that have an owner, as the server has it."""
        lines = self.texts[cell].split("\n")
        found = []
        for region in regions(self.client, cell)["regions"]:
            for place in region["spans"]:
                start, end = place["start"], place["end"]
                if start["line"] == end["line"]:
                    found.append(lines[start["line"]][start["character"] : end["character"]])
                    continue
                first = lines[start["line"]][start["character"] :]
                last = lines[end["line"]][: end["character"]]
                found.append("\n".join([first, *lines[start["line"] + 1 : end["line"]], last]))
        return found

    def save(self, file: Path, content: str) -> None:
        file.write_text(content)
        self.client.notify("notebookDocument/didSave", {"notebookDocument": {"uri": self.uri}})

    def close(self) -> None:
        cells = [{"uri": cell} for cell in self.cells]
        params = {"notebookDocument": {"uri": self.uri}, "cellTextDocuments": cells}
        self.client.notify("notebookDocument/didClose", params)
