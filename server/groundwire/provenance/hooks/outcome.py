"""What became of a settings file, for a person to see before or after."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    narrowed: str | None = None
    """To which tools the hook is narrowed so that it is not run after each edit, as the file has it."""
    off_in: Path | None = None
    """The file that switches all of the host's hooks off."""

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


class NextStep(NamedTuple):
    """How a settings file stands."""

    message: str
    """A sentence that ends with what to do."""
    tells: bool
    """Agents' edits are told."""
    install: bool = False
    """Installing is what is to be done."""


def next_step(outcome: Outcome) -> NextStep:
    """What is to be done with a settings file."""
    name, path = outcome.host.name, outcome.path
    if outcome.off_in is not None:
        return NextStep(f"{name} runs no hook: all are switched off in {outcome.off_in}; switch them on there.", False)
    if outcome.command is None:
        return NextStep(f"{name} does not tell Groundwire of its edits yet ({path}); install the hook.", False, True)
    if outcome.narrowed is not None:
        only = f"The hook in {path} is run only for {outcome.narrowed}, which leaves out edits"
        return NextStep(f"{only}; install it again, or mend its matcher there.", False, True)
    gone = missing(outcome.command)
    if gone is not None and gone.on_path:
        return NextStep(
            f"The hook in {path} starts {gone.program}, which is not on the PATH here; "
            f"see that it is on that of {name}.",
            False,
        )
    if gone is not None:
        return NextStep(
            f"The hook in {path} starts {gone.program}, which is not there any more; install it again.", False, True
        )
    return NextStep(f"{name} tells Groundwire of its edits ({path}); {outcome.host.then}.", True)
