"""What `ty` is asked, and what its answers mean: hover and type definition, as the protocol has them for any server.

No message of its own is read. An answer of another form than the one known is none, and a `ty` that says something else
of a text whose classes are known is not asked at all: its versions differ.
"""

from __future__ import annotations

import ast
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.names.ty.named_calls import Place
from groundwire.text.written_paths import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from groundwire.names.ty.connection import Connection
    from groundwire.names.ty.definitions import Definitions

_OPEN: Final = 8
"""Texts that it keeps."""
_OBJECT: Final = re.compile(r"(?P<name>[^\W\d]\w*)(?:\[.*\])?(?: & ~Always(?:Falsy|Truthy))?")
"""How an object of one class is called: `Queue[int]`. A union, a literal or a type variable is called otherwise."""
_CLASS: Final = re.compile(r"(?:<class '|class )(?P<name>[^\W\d]\w*)\b")
"""How a class is called, and where it is called itself, with what it takes: `class Queue(maxsize: int = 0)`."""
_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_ENCODING: Final = "utf-32"
_CREATED, _CHANGED, _DELETED = 1, 2, 3
_CAPABILITIES: Final = {
    "general": {"positionEncodings": [_ENCODING]},
    "textDocument": {
        "hover": {"contentFormat": ["plaintext"]},
        "typeDefinition": {"linkSupport": True},
        "diagnostic": {},  # one that is not asked for its findings need not look for any
    },
}
_KNOWN: Final = "import queue\na = queue.Queue\nb = a()\nc = b if input() else a\nc\nb\n"
"""A class, an object of it, and what may be either."""
_KNOWN_FILE: Final = "groundwire_asks_whether_answers_are_understood.py"
"""There is no such file: the text is only told."""


class NotUnderstood(Exception):
    """It is no `ty` that answers as the known ones do."""


class Named(NamedTuple):
    """What a name in a text stands for."""

    path: str | None
    """A class, absolute and dotted; None where it is not one single class, or not known to be."""
    is_class: bool = False
    """The class itself; else an object of it."""


_OTHER: Final = Named(None)


class Conversation:
    """With one running server, about one text at a time; any of it may raise `NoAnswer`."""

    def __init__(self, connection: Connection, definitions: Definitions) -> None:
        self._connection = connection
        self._definitions = definitions
        self._opened: OrderedDict[Path, tuple[int, str]] = OrderedDict()
        """Version and text by file, what was asked about last at the end."""

    def begin(self, root: Path, settings: dict[str, Any], until: float) -> None:
        """Shake hands, and see whether a known text is understood. Raises `NotUnderstood`."""
        folder = root.as_uri()
        told = {
            "processId": None,
            "rootUri": folder,
            "workspaceFolders": [{"uri": folder, "name": "workspace"}],
            "capabilities": _CAPABILITIES,
            "initializationOptions": settings,
        }
        said = self._connection.ask("initialize", told, until)
        can = said.get("capabilities") if isinstance(said, dict) else None
        if not isinstance(can, dict) or can.get("positionEncoding") != _ENCODING:
            raise NotUnderstood("it does not count in code points")
        if not can.get("hoverProvider") or not can.get("typeDefinitionProvider"):
            raise NotUnderstood("it tells no types")
        self._connection.tell("initialized", {})
        self._rehearse(root / _KNOWN_FILE, until)

    def take(self, file: Path, text: str) -> None:
        """What follows is about this text, whatever the file holds."""
        version, before = self._opened.pop(file, (0, ""))
        document: dict[str, Any] = {"uri": file.as_uri(), "version": version + 1}
        if not version:
            self._connection.tell(
                "textDocument/didOpen", {"textDocument": {**document, "languageId": "python", "text": text}}
            )
        elif text != before:
            self._connection.tell(
                "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
            )
        self._opened[file] = version + 1, text
        while len(self._opened) > _OPEN:
            self._close(next(iter(self._opened)))

    def changed(self, files: Iterable[Path]) -> None:
        """Files of the project changed on disk, came or went."""
        changes = []
        for file in files:
            kinds = (_CREATED, _CHANGED) if is_file(file) else (_DELETED,)
            changes += [{"uri": file.as_uri(), "type": kind} for kind in kinds]
        self._connection.tell("workspace/didChangeWatchedFiles", {"changes": changes})

    def named(self, file: Path, tree: ast.Module, place: Place, until: float) -> Named | None:
        """What the name that ends at a place of the text stands for; None where nothing is said of it."""
        asked = {
            "textDocument": {"uri": file.as_uri()},
            "position": {"line": place.line, "character": place.column},
        }
        called = _called(self._connection.ask("textDocument/hover", asked, until))
        if not called or _is_unsure(called):
            return None
        form = _CLASS.match(called) or _OBJECT.fullmatch(called)
        if form is None:
            return _OTHER
        defined = self._definitions.at(self._connection.ask("textDocument/typeDefinition", asked, until), file, tree)
        if defined is None or defined.name != form["name"]:
            return _OTHER
        return Named(defined.path, form.re is _CLASS)

    def _rehearse(self, file: Path, until: float) -> None:
        tree = ast.parse(_KNOWN)
        self.take(file, _KNOWN)
        said = [self.named(file, tree, Place(line, 0), until) for line in (1, 5, 4)]
        if said != [Named("queue.Queue", is_class=True), Named("queue.Queue", is_class=False), _OTHER]:
            raise NotUnderstood("it says of a known text what is not known")
        self._close(file)

    def _close(self, file: Path) -> None:
        del self._opened[file]
        self._connection.tell("textDocument/didClose", {"textDocument": {"uri": file.as_uri()}})


def _is_unsure(called: str) -> bool:
    """`Unknown | Queue[int]`: another may know it, for some versions believe no assignment without a declaration."""
    while (outer := _BRACKETS.sub("", called)) != called:
        called = outer
    return "|" in called and "Unknown" in {part.strip() for part in called.split("|")}


def _called(hover: Any) -> str:
    """How a hover calls what it is about, without its documentation; empty where its form is not known."""
    contents = hover.get("contents") if isinstance(hover, dict) else None
    value = contents.get("value") if isinstance(contents, dict) else None
    return value.partition("\n---")[0] if isinstance(value, str) else ""
