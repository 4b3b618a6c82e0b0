"""What became of a settings file, for a person to see before or after."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.provenance.hooks.command import missing

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.provenance.hooks.hosts import Host


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to a settings file, or would be."""

    host: Host
    path: Path
    before: str | None
    """The file's text; None where there is no file."""
    after: str | None
    command: str | None
    """Our command in the file as it stands now."""

    @property
    def changed(self) -> bool:
        """Whether the text is, or would be, another one."""
        return self.before != self.after

    def difference(self) -> str:
        """The change as a unified diff; empty where there is none."""
        if not self.changed:
            return ""
        old = "/dev/null" if self.before is None else str(self.path)
        new = "/dev/null" if self.after is None else str(self.path)
        before, after = ((text or "").splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(before, after, old, new)
        )


def next_step(outcome: Outcome) -> tuple[str, bool]:
    """How a settings file stands, in a sentence that ends with what to do; and whether agents' edits are told."""
    name = outcome.host.name
    if outcome.command is None:
        return (
            f"{outcome.host.name} does not tell Groundwire of its edits yet ({outcome.path}); install the hook.",
            False,
        )
    if (gone := missing(outcome.command)) is not None:
        return f"The hook in {outcome.path} starts {gone}, which is not there any more; install it again.", False
    return f"{name} tells Groundwire of its edits ({outcome.path}); {outcome.host.then}.", True
