"""What every host's payload is read into: which file an agent changed, and how its texts before and after are told.

Nothing heavy is imported: an agent waits for whoever reads this.
"""

from __future__ import annotations

from groundwire.provenance.records import patch

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Callable
    from typing import Any, Literal

    Basis = Literal["exact", "created", "content", "file"]
    """What the text before rests on: the payload and the file, a file that was not there before, or what was last
    known of the path: of an agent that gave the whole text, or only the file's name."""
    OnDisk = Callable[[], str | None]
    """Reads the file as it is now, LF-normalised; None where it cannot be read as text."""
    Texts = tuple[str | None, str, str | None]
    """Before (None: what was last known of the path), after, and what the agent proposed where a person changed that;
    LF-normalised."""

NOTEBOOK = ".ipynb"
SUFFIXES = (".py", ".pyi", ".pyw", NOTEBOOK)


BY_HAND = "mark it by hand: in the editor, or in git with `groundwire record --since HEAD`"
NOT_RECORDED = "this edit is not recorded: "


class Refused(ValueError):
    """The payload tells of an edit that cannot be kept: why, and what to do, as a sentence without its full stop."""

    def __init__(self, why: str, then: str = BY_HAND) -> None:
        super().__init__(f"{why}; {then}")


class Told:
    """One file that a payload says an agent changed."""

    __slots__ = ("basis", "file", "texts")

    def __init__(self, file: str, basis: Basis, texts: Callable[[OnDisk], Texts]) -> None:
        self.file = file
        """Its path as the payload has it."""
        self.basis: Basis = basis
        self.texts = texts
        """Works the texts out; raises `Refused` where they cannot be told for certain."""


def exact(file: str, before: str, after: str, proposed: str | None = None) -> Told:
    """An edit of which the payload has both texts."""
    texts = normalised(before), normalised(after), None if proposed is None else normalised(proposed)
    return Told(file, "exact", lambda _: texts)


def written(file: str, content: str, *, created: bool = False) -> Told:
    """A file that the agent wrote as a whole; the text before is not told."""
    text = normalised(content)
    return Told(file, "created" if created else "content", lambda _: (None, text, None))


def standing(file: str, text: str | None = None) -> Told:
    """A file that the payload only names: its text is the one given, else what stands on disk."""

    def texts(on_disk: OnDisk) -> Texts:
        return None, normalised(text) if text is not None else _read(on_disk), None

    return Told(file, "file", texts)


def replaced(file: str, edits: list[patch.Replacement], *, flushed: bool = True) -> list[Told]:
    """Replacements, one after another, in a file that holds their outcome; none where they only took text away.

    Not `flushed`: the file may not hold it yet, and which of the two texts it has is seen from the words.
    """
    if not any(new for _, new, _ in edits):
        return []
    if len(edits) == 1 and not edits[0][0]:  # the whole text, in the place of nothing
        return [written(file, edits[0][1], created=True)]
    grows = all(old in new for old, new, _ in edits)
    return [
        derived(
            file,
            lambda text: patch.unreplaced(text, edits),
            None if flushed else lambda text: patch.replaced(text, edits),
            grows=grows,
        )
    ]


def derived(
    file: str,
    before: Callable[[str], str | None],
    after: Callable[[str], str | None] | None,
    *,
    grows: bool,
) -> Told:
    """An edit whose other text is worked out from the file: `before` of one that holds the outcome, `after` of one
    that may not. Both fit where an edit keeps the words it replaces (`grows`): then the outcome is what stands there.
    """

    def texts(on_disk: OnDisk) -> Texts:
        now = _read(on_disk)
        old, new = before(now), None if after is None else after(now)
        if old is not None and new is not None and not grows:
            raise Refused("the payload fits the file as it is both before and after the edit")
        if old is not None:
            return old, now, None
        if new is not None:
            return now, new, None
        raise Refused("what was written does not stand in exactly one place of the file")

    return Told(file, "exact", texts)


def normalised(text: str) -> str:
    """The text with every line ending as LF, without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def is_python(file: str) -> bool:
    """Whether a path is one of those that are followed."""
    return file.lower().endswith(SUFFIXES)


def text_of(value: Any, *names: str) -> str | None:
    """The first member of an object, of those names, that is a text."""
    if isinstance(value, dict):
        for name in names:
            if isinstance(found := value.get(name), str):
                return found
    return None


def replacements(value: Any) -> list[patch.Replacement] | None:
    """The replacements that an object, or a list of objects, speaks of; None where it makes no sense."""
    found: list[patch.Replacement] = []
    for edit in value if isinstance(value, list) else [value]:
        old = text_of(edit, "old_string", "oldString", "old_str", "oldText")
        new = text_of(edit, "new_string", "newString", "new_str", "newText")
        if old is None or new is None:
            return None
        everywhere = edit.get("replace_all", edit.get("replaceAll", edit.get("allow_multiple")))
        found.append((normalised(old), normalised(new), everywhere is True))
    return found or None


def failed(answer: Any) -> bool:
    """Whether a tool's answer says that it did nothing."""
    if not isinstance(answer, dict):
        return False
    said = bool(answer.get("error") or answer.get("is_error") or answer.get("isError"))
    return said or answer.get("success") is False or answer.get("staged") is True


def origin(
    tool: str | None, session: str | None, event: str | None = None, model: str | None = None
) -> dict[str, str | None]:
    """Who edited. `event` names one edit, never a whole turn: what is told twice of one event counts once."""
    return {"tool": tool, "model": model, "session": session, "event": event}


def _read(on_disk: OnDisk) -> str:
    now = on_disk()
    if now is None:
        raise Refused("the file cannot be read, and the payload does not say what the text was before and after")
    return now
