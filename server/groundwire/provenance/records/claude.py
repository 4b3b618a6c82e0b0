"""Claude Code's `PostToolUse` payload: which file was edited, and its text before and after.

Nothing heavy is imported: an agent waits for whoever reads this.
"""

from __future__ import annotations

from groundwire.provenance.records import patch
from groundwire.provenance.records.telling import (
    Refused,
    Told,
    exact,
    failed,
    is_python,
    normalised,
    origin,
    replacements,
    standing,
    text_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Callable
    from typing import Any

    Texts = tuple[str, str, str | None]
    """Before, after, and what the agent proposed where a person changed that; LF-normalised."""

EDITS = ("Edit", "MultiEdit")
CELLS = "NotebookEdit"


def told(payload: dict[str, Any]) -> list[Told]:
    """The file that was edited, if any. Raises `Refused`."""
    file = edited_file(payload)
    if file is not None and payload["tool_name"] == CELLS:
        return [_cells(file, payload["tool_response"])]
    return [] if file is None else [Told(file, "exact", lambda on_disk: texts(payload, on_disk))]


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited; the payload names no model."""
    return origin("claude-code", text_of(payload, "session_id"), text_of(payload, "tool_use_id"))


def edited_file(payload: Any) -> str | None:
    """The path of the Python file that a tool changed, as the payload has it; None where it changed none.

    Raises `Refused` for what is no payload.
    """
    if not isinstance(payload, dict):
        raise Refused("the payload is not a JSON object")
    given, answer = payload.get("tool_input"), payload.get("tool_response")
    if payload.get("hook_event_name", "PostToolUse") != "PostToolUse":
        return None
    if (
        payload.get("tool_name") not in {*EDITS, "Write", CELLS}
        or not isinstance(given, dict)
        or not isinstance(answer, dict)
    ):
        return None
    if failed(answer):
        return None
    if payload["tool_name"] == CELLS:
        path = text_of(answer, "notebook_path") or given.get("notebook_path")
    else:
        path = answer.get("filePath") or given.get("file_path")
    if not isinstance(path, str):
        raise Refused(f"the payload of {payload['tool_name']} names no file")
    return path if is_python(path) else None


def _cells(file: str, answer: dict[str, Any]) -> Told:
    """A notebook of which one cell was edited: the answer has all of it before and after, of old only the file does."""
    before, after = answer.get("original_file"), answer.get("updated_file")
    if isinstance(before, str) and isinstance(after, str):
        return exact(file, before, after)
    return standing(file)


def texts(payload: dict[str, Any], on_disk: Callable[[], str | None]) -> Texts:
    """The texts of an edit that `edited_file` found; `on_disk` reads the file as it is now.

    Raises `Refused` where they cannot be told for certain.
    """
    given, answer = payload["tool_input"], payload["tool_response"]
    before = answer.get("originalFile", answer.get("originalFileContents"))
    before = normalised(before) if isinstance(before, str) else None
    hunks = patch.hunks(answer.get("structuredPatch"))
    by_person = answer.get("userModified") is True
    if payload["tool_name"] == "Write":
        found = _written(given, answer, before, hunks, by_person=by_person)
    else:
        found = _edited(_edits(given), _edits(answer), before, hunks, on_disk, by_person=by_person)
    if found is None:
        raise Refused("the payload does not say what the text was before and after")
    if by_person and found[2] is None:
        raise Refused("a person changed the proposal, and the payload does not say how")
    return found


def _written(
    given: dict[str, Any], answer: dict[str, Any], before: str | None, hunks: patch.Hunks | None, *, by_person: bool
) -> Texts | None:
    content = answer.get("content", given.get("content"))
    if not isinstance(content, str):
        return None
    after = normalised(content)
    if before is None:
        before = "" if answer.get("type") == "create" else patch.unapplied(after, hunks)
    if before is None:
        return None
    if not by_person:
        return before, after, None
    proposed = given.get("content")
    if (patched := patch.applied(before, hunks)) is not None:
        after = patched
    return before, after, normalised(proposed) if isinstance(proposed, str) else None


def _edited(
    given: list[patch.Replacement],
    done: list[patch.Replacement],
    before: str | None,
    hunks: patch.Hunks | None,
    on_disk: Callable[[], str | None],
    *,
    by_person: bool,
) -> Texts | None:
    if before is None and given and not given[0][0]:
        before = ""  # the tool puts a text in the place of nothing only where there is no file, or an empty one
    if before is None:
        after = on_disk()
        before = patch.unapplied(after, hunks) if after is not None else None
        if after is None or before is None:
            return None
    else:
        said = [text for text in (patch.replaced(before, done), patch.applied(before, hunks)) if text is not None]
        if not said:
            return None
        # Patches are made for people to read (tabs become spaces in them): where both speak, the file decides.
        after = said[0] if said[0] == said[-1] or on_disk() != said[-1] else said[-1]
        if by_person:
            after = said[-1]
    return before, after, patch.replaced(before, given) if by_person else None


def _edits(value: dict[str, Any]) -> list[patch.Replacement]:
    """The replacements that an input or an answer speaks of; empty where they make no sense."""
    return replacements(value["edits"] if isinstance(value.get("edits"), list) else value) or []
