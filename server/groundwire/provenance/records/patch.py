"""A text before and after an edit, told from a patch or from replacements; strict: what does not fit gives None."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any

    Hunk = tuple[int, list[str], int, list[str]]
    """Zero-based line and lines of the old text, and of the new one, with their endings."""
    Hunks = list[Hunk]
    Replacement = tuple[str, str, bool]
    """Old text, new text, and whether everywhere."""


def hunks(value: Any) -> Hunks | None:
    """The hunks of a `structuredPatch`; None where it has none or they are malformed."""
    if not isinstance(value, list) or not value:
        return None
    try:
        return [_hunk(hunk) for hunk in value]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def applied(text: str, hunks: Hunks | None) -> str | None:
    """The text after the patch; None where the patch is none, or another text's."""
    return _put(text, [(start, old, new) for start, old, _, new in hunks]) if hunks else None


def unapplied(text: str, hunks: Hunks | None) -> str | None:
    """The text before the patch, given the one after it."""
    return _put(text, [(start, new, old) for _, old, start, new in hunks]) if hunks else None


def replaced(text: str, edits: list[Replacement]) -> str | None:
    """The text after replacements, one after another; None where one of them has not exactly one place."""
    for old, new, everywhere in edits:
        if not old:
            if text:
                return None
            text = new
        elif text.count(old) == 1 or (everywhere and old in text):
            text = text.replace(old, new)
        else:
            return None
    return text if edits else None


def unreplaced(text: str, edits: list[Replacement]) -> str | None:
    """The text before replacements, given the one after them; None where a new text has not exactly one place in it.

    The one place of a new text is where it was put, so the answer is the text from before, or none.
    """
    before = text
    for old, new, _ in reversed(edits):
        first = before.find(new) if new else -1
        if first < 0 or before.find(new, first + 1) >= 0:
            return None
        before = before[:first] + old + before[first + len(new) :]
    return before if replaced(before, edits) == text else None


def _hunk(value: dict[str, Any]) -> Hunk:
    old: list[str] = []
    new: list[str] = []
    sides: list[list[str]] = []
    for line in value["lines"]:
        if line.startswith("\\"):  # the line before it has no ending
            for side in sides:
                side[-1] = side[-1][:-1]
            continue
        sides = [side for side, marks in ((old, " -"), (new, " +")) if line[:1] in marks]
        for side in sides:
            side.append(line[1:].rstrip("\r") + "\n")
    if len(old) != value["oldLines"] or len(new) != value["newLines"]:
        raise ValueError("a hunk of another length than it says")
    return max(value["oldStart"] - 1, 0), old, max(value["newStart"] - 1, 0), new


def _put(text: str, changes: list[tuple[int, list[str], list[str]]]) -> str | None:
    """The text with lines replaced; None where they do not stand where they should."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    if not lines[-1]:
        lines.pop()
    done: list[str] = []
    at = 0
    for start, old, new in changes:
        end = start + len(old)
        if start < at or lines[start:end] != old or start > len(lines):
            return None
        done += lines[at:start]
        done += new
        at = end
    return "".join(done + lines[at:])
