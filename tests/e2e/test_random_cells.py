"""Random operations on a notebook's cells through the protocol, line by line against a model."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from e2e.lsp_client import LspClient, lsp_client
from e2e.notebook_client import OpenNotebook
from support.ipynb import ipynb


@dataclass
class Cell:
    uri: str
    lines: list[str]
    owned: set[str] = field(default_factory=set)
    """Its lines that a model wrote; each line of the notebook is another text."""


class Model:
    """What a person and an editor do to a notebook, and who wrote which line."""

    def __init__(self, client: LspClient, file: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.client = client
        self.file = file
        self.count = 0
        self.gone: list[Cell] = []
        self.notebook = OpenNotebook(client, file.as_uri(), *("\n".join(self.fresh()) for _ in range(4)))
        self.cells = [Cell(uri, self.notebook.texts[uri].split("\n")) for uri in self.notebook.cells]

    def fresh(self) -> list[str]:
        lines = range(self.count, self.count + self.random.randint(1, 4))
        self.count = lines.stop
        return [f"value_{number} = function_{number}()" for number in lines]

    def run(self, steps: int) -> None:
        operations = [self.attribute] * 4 + [
            self.insert,
            self.delete,
            self.bring_back,
            self.move,
            self.split,
            self.join,
        ]
        operations += [self.join_at_once, self.type_line, self.reopen]
        for step in range(steps):
            operation = self.random.choice(operations)
            operation()
            assert self.notebook.cells == [cell.uri for cell in self.cells], (step, operation.__name__)
            for cell in self.cells:
                owned = {line for text in self.notebook.generated(cell.uri) for line in text.split("\n") if line}
                assert owned == cell.owned & set(cell.lines), (step, operation.__name__, cell)

    def pick(self) -> int:
        return self.random.randrange(len(self.cells))

    def attribute(self) -> None:
        cell = self.cells[self.pick()]
        line = self.random.randrange(len(cell.lines))
        self.client.attribute(cell.uri, self.notebook.versions[cell.uri], (line, 0), (line, len(cell.lines[line])))
        cell.owned.add(cell.lines[line])

    def insert(self) -> None:
        at, lines = self.random.randint(0, len(self.cells)), self.fresh()
        uri = self.notebook.made("\n".join(lines))
        self.notebook.splice(at, 0, uri)
        self.cells.insert(at, Cell(uri, lines))

    def delete(self) -> None:
        if len(self.cells) < 3:
            return
        at = self.pick()
        self.notebook.splice(at, 1)
        self.gone.append(self.cells.pop(at))

    def bring_back(self) -> None:
        if not self.gone:
            return
        cell, at = self.gone.pop(), self.random.randint(0, len(self.cells))
        uri = self.notebook.made("\n".join(cell.lines))
        self.notebook.splice(at, 0, uri)
        self.cells.insert(at, Cell(uri, cell.lines, cell.owned))

    def move(self) -> None:
        at, to = self.pick(), self.pick()
        self.notebook.move(at, to)
        self.cells.insert(to, self.cells.pop(at))

    def split(self) -> None:
        at = self.pick()
        cell = self.cells[at]
        if len(cell.lines) < 2:
            return
        cut = self.random.randrange(1, len(cell.lines))
        tail = Cell("", cell.lines[cut:], set(cell.owned))
        change = self.notebook.replaced(cell.uri, "\n".join(cell.lines[:cut]))
        tail.uri = self.notebook.made("\n".join(tail.lines))
        if self.random.random() < 0.5:
            self.notebook.splice(at + 1, 0, tail.uri, textContent=[change])
        else:
            self.notebook.tell(textContent=[change])
            self.notebook.splice(at + 1, 0, tail.uri)
        cell.lines = cell.lines[:cut]
        self.cells.insert(at + 1, tail)

    def join(self, *, at_once: bool = False) -> None:
        if len(self.cells) < 3:
            return
        at = self.random.randrange(len(self.cells) - 1)
        cell, following = self.cells[at], self.cells.pop(at + 1)
        line = len(cell.lines) - 1
        change = self.notebook.inserted(cell.uri, line, len(cell.lines[line]), "\n" + "\n".join(following.lines))
        if at_once:
            self.notebook.splice(at + 1, 1, textContent=[change])
        else:
            self.notebook.tell(textContent=[change])
            self.notebook.splice(at + 1, 1)
        cell.lines = cell.lines + following.lines
        cell.owned |= following.owned

    def join_at_once(self) -> None:
        self.join(at_once=True)

    def type_line(self) -> None:
        cell = self.cells[self.pick()]
        line = self.random.randrange(len(cell.lines))
        (new, *_) = self.fresh()
        self.notebook.tell(textContent=[self.notebook.inserted(cell.uri, line, 0, new + "\n")])
        cell.lines = [*cell.lines[:line], new, *cell.lines[line:]]

    def reopen(self) -> None:
        texts, ids = (
            ["\n".join(cell.lines) for cell in self.cells],
            [self.notebook.ids[cell.uri] for cell in self.cells],
        )
        content = ipynb(*zip(ids, texts, strict=True))
        self.notebook.save(self.file, content)
        self.notebook.close()
        self.gone.clear()
        order = list(range(len(texts)))
        self.random.shuffle(order)  # another program wrote it meanwhile
        self.cells = [self.cells[index] for index in order]
        told = self.random.random() < 0.5
        self.notebook = OpenNotebook(
            self.client,
            self.file.as_uri(),
            *(texts[index] for index in order),
            told=told,
            ids=[ids[index] for index in order],
        )
        for cell, uri in zip(self.cells, self.notebook.cells, strict=True):
            cell.uri = uri


@pytest.mark.parametrize("seed", range(2))
def test_every_line_has_the_owner_that_the_model_gives_it(project: Path, seed: int) -> None:
    with lsp_client(project) as client:
        client.initialize()
        Model(client, project / "random.ipynb", seed).run(120)
        assert client.shutdown() == 0
        assert client.popups == []
        assert not [line for line in client.log if "ERROR" in line or "Traceback" in line], "\n".join(client.log)
