"""Connect an agent: put our entry into its settings file, take it out, or say how it stands."""

from __future__ import annotations

import contextlib
import difflib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from groundwire.provenance.hooks import claude, receipt
from groundwire.provenance.hooks.command import missing, own_command, quoted
from groundwire.provenance.hooks.json_text import JsonText, NotJsonError, Splice

if TYPE_CHECKING:
    from collections.abc import Mapping

Scope = Literal["project", "user"]
_LARGEST: Final = 4 * 1024 * 1024


class HooksError(Exception):
    """The settings cannot be read or written; the message is for a person, with what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to a settings file, or would be."""

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


class Settings:
    """One of the two settings files of Claude Code that a person may let us edit.

    `project` is the folder's `.claude/settings.local.json`, which is personal and not committed; `user` is
    `~/.claude/settings.json`, for every project. Raises `HooksError`.
    """

    def __init__(self, scope: Scope, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        if scope == "user":
            self._base, self.path = Path.home(), Path.home() / ".claude" / "settings.json"
        else:
            self._base, self.path = folder, folder / ".claude" / "settings.local.json"
        self._file = self.path.resolve()
        if scope == "project" and not self._file.is_relative_to(folder.resolve()):
            raise HooksError(f"{self.path} is a link to {self._file}, outside the project; edit that file yourself")

    def status(self) -> Outcome:
        """How the file stands."""
        text = self._read()
        return Outcome(self.path, text, text, self._command(text))

    def install(self, command: str | None = None, *, write: bool = True) -> Outcome:
        """Have the agent run a command after each edit; ours where none is given."""
        command = quoted(own_command()) if command is None else command
        if not claude.is_ours(command):
            raise HooksError(f"the command {command!r} names no `groundwire` … `record`; it could not be found again")
        before = self._read()
        splice = self._splice(before or "", command)
        after = before if splice is None else splice.apply(before or "")
        if write and splice is not None:
            self._write_with_receipt(before, splice)
        return Outcome(self.path, before, after, command if write else self._command(before))

    def remove(self, *, write: bool = True) -> Outcome:
        """Undo what installing did: to the letter where nobody changed the file since, else our entries alone."""
        before = self._read()
        command = self._command(before)
        if before is None or command is None:
            return Outcome(self.path, before, before, None)
        known = receipt.load(self.path, self._environment)
        after = known.undone(before) if known is not None else None
        if after is None or self._command(after) is not None:
            after = before
            while (splice := claude.remove(after)) is not None:
                after = splice.apply(after)
        created = known is not None and known.created_file
        gone = created and (not after.strip() or not JsonText(after).root.children)
        if write:
            self._take_back(after, known, gone=gone)
        return Outcome(self.path, before, None if gone else after, None if write else command)

    def _splice(self, before: str, command: str) -> Splice | None:
        if not before.strip():
            return Splice(0, before, claude.new_settings(command))
        try:
            return claude.install(before, command)
        except (NotJsonError, claude.SettingsShapeError) as error:
            raise self._unreadable(error) from error

    def _read(self) -> str | None:
        try:
            if not self._file.exists():
                return None
            if not self._file.is_file() or self._file.stat().st_size > _LARGEST:
                raise HooksError(f"{self.path} is no settings file: not a regular file of reasonable size")
            return self._file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise HooksError(f"{self.path} is not UTF-8; nothing was changed") from error
        except OSError as error:
            raise HooksError(f"{self.path} cannot be read: {error.strerror or error}") from error

    def _command(self, text: str | None) -> str | None:
        try:
            found = claude.commands(text) if text is not None and text.strip() else []
        except (NotJsonError, claude.SettingsShapeError) as error:
            raise self._unreadable(error) from error
        return found[0] if found else None

    def _unreadable(self, error: ValueError) -> HooksError:
        return HooksError(f"{self.path} was left alone, {error}; put that right (comments are not JSON) and try again")

    def _write_with_receipt(self, before: str | None, splice: Splice) -> None:
        created_file, created_folder = before is None, not self._file.parent.exists()
        earlier: tuple[Splice, ...] = ()
        known = receipt.load(self.path, self._environment)
        if known is not None and before is not None and known.digest == receipt.digest_of(before):
            earlier, created_file, created_folder = known.splices, known.created_file, known.created_folder
        after = splice.apply(before or "")
        kept = receipt.Receipt((*earlier, splice), receipt.digest_of(after), created_file, created_folder)
        try:
            self._write(after)
            receipt.keep(self.path, kept, self._environment)
        except OSError as error:
            raise HooksError(f"{error.filename or self.path} cannot be written: {error.strerror or error}") from error

    def _take_back(self, after: str, known: receipt.Receipt | None, *, gone: bool) -> None:
        try:
            if gone:
                self._file.unlink()
                if known is not None and known.created_folder:
                    with contextlib.suppress(OSError):  # something else lies in it by now
                        self._file.parent.rmdir()
            else:
                self._write(after)
            receipt.forget(self.path, self._environment)
        except OSError as error:
            raise HooksError(f"{error.filename or self.path} cannot be written: {error.strerror or error}") from error

    def _write(self, text: str) -> None:
        """Write the file in one step: nobody ever reads half of it."""
        folder = self._file.parent
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".settings-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            if self._file.exists():
                Path(temporary).chmod(self._file.stat().st_mode & 0o7777)
            Path(temporary).replace(self._file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def next_step(outcome: Outcome) -> tuple[str, bool]:
    """How a settings file stands, in a sentence that ends with what to do; and whether agents' edits are told."""
    if outcome.command is None:
        return f"Claude Code does not tell Groundwire of its edits yet ({outcome.path}); install the hook.", False
    if (gone := missing(outcome.command)) is not None:
        return f"The hook in {outcome.path} starts {gone}, which is not there any more; install it again.", False
    return f"Claude Code tells Groundwire of its edits ({outcome.path}); restart sessions that began before.", True
