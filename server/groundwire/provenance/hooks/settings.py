"""Connect an agent: put our entry into its settings file, take it out, or say how it stands."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.provenance.hooks import receipt
from groundwire.provenance.hooks.command import is_ours, own_command, quoted
from groundwire.provenance.hooks.form import SettingsShapeError, is_blank
from groundwire.provenance.hooks.json_text import NotJsonError, Splice
from groundwire.provenance.hooks.outcome import Outcome
from groundwire.provenance.location import real

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.provenance.hooks.hosts import Host, Scope

_LARGEST: Final = 4 * 1024 * 1024


class HooksError(Exception):
    """The settings cannot be read or written; the message is for a person, with what to do."""


class Settings:
    """One of the two files of an agent that a person may let us edit: the project's, and that for every project.

    Raises `HooksError`.
    """

    def __init__(self, host: Host, scope: Scope, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._host, self._form, self._environment = host, host.form, environment
        if sys.platform == "win32" and not host.windows:
            raise HooksError(f"{host.name}'s hooks on Windows are not known well enough; docs/agents.md has what is")
        if scope == "user":
            self.path = host.user_file(environment)
        elif (inside := host.shared if scope == "shared" else host.project) is None:
            raise HooksError(f"{host.name} reads only files that are committed in a project; use --user")
        else:
            self.path = folder / inside
        self._file = real(self.path)
        if self._file.is_symlink():
            raise HooksError(f"{self.path} is a link that leads back to itself; remove it")
        if scope == "project" and not self._file.is_relative_to(real(folder)):
            raise HooksError(f"{self.path} is a link to {self._file}, outside the project; edit that file yourself")

    def status(self) -> Outcome:
        """How the file stands."""
        text = self._read()
        return self._outcome(text, text, text)

    def off(self) -> bool | None:
        """Whether the file switches all hooks off; None where it does not say."""
        text = self._read()
        return None if text is None or is_blank(text) else self._form.off(text)

    def install(self, command: str | None = None, *, write: bool = True) -> Outcome:
        """Have the agent run a command after each edit; ours where none is given."""
        command = quoted(own_command()) if command is None else command
        if not is_ours(command):
            raise HooksError(f"the command {command!r} does not end in `groundwire record`; nobody could find it again")
        before = self._read()
        splice = self._splice(before or "", command)
        after = before if splice is None else splice.apply(before or "")
        if write and splice is not None:
            self._write_with_receipt(before, splice)
        return self._outcome(before, after, after if write else before)

    def remove(self, *, write: bool = True) -> Outcome:
        """Undo what installing did: to the letter where nobody changed the file since, else our entries alone."""
        before = self._read()
        command = self._command(before)
        if before is None or command is None:
            return Outcome(self._host, self.path, before, before, None)
        known = receipt.load(self.path, self._environment)
        after = known.undone(before) if known is not None else None
        if after is None or self._command(after) is not None:
            after = self._without(before)
        created = not after or (known is not None and known.created_file)
        gone = created and self._form.empty(after)
        if write:
            self._take_back(after, known, gone=gone)
        return Outcome(self._host, self.path, before, None if gone else after, None if write else command)

    def _outcome(self, before: str | None, after: str | None, standing: str | None) -> Outcome:
        """What comes of it where that is the text of the file now."""
        command = self._command(standing)
        if standing is None or command is None:
            return Outcome(self._host, self.path, before, after, None)
        off_in = self.path if self._form.off(standing) else None
        return Outcome(self._host, self.path, before, after, command, self._form.narrowed(standing), off_in)

    def _without(self, text: str) -> str:
        try:
            while (splice := self._form.remove(text)) is not None:
                text = splice.apply(text)
        except (NotJsonError, SettingsShapeError) as error:
            raise self._unreadable(error) from error
        return text

    def _splice(self, before: str, command: str) -> Splice | None:
        if is_blank(before):
            return Splice(0, before, self._form.new(command))
        try:
            return self._form.install(before, command)
        except (NotJsonError, SettingsShapeError) as error:
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
            found = self._form.commands(text) if text is not None and not is_blank(text) else []
        except (NotJsonError, SettingsShapeError) as error:
            raise self._unreadable(error) from error
        return found[0] if found else None

    def _unreadable(self, error: ValueError) -> HooksError:
        hint = "; put that right (comments are not JSON) and try again" if isinstance(error, NotJsonError) else ""
        return HooksError(f"{self.path} was left alone, {error}{hint}")

    def _write_with_receipt(self, before: str | None, splice: Splice) -> None:
        """Write the file, the receipt first: what cannot be undone to the letter is not done."""
        known = receipt.load(self.path, self._environment)
        after = splice.apply(before or "")
        made = [folder for folder in self._file.parents if not folder.exists()]
        kept = receipt.Receipt((splice,), receipt.digest_of(after), before is None, len(made))
        if known is not None and before is not None and known.digest == receipt.digest_of(before):
            kept = replace(known, splices=(*known.splices, splice), digest=kept.digest)
        try:
            receipt.keep(self.path, kept, self._environment)
            self._write(after)
        except OSError as error:
            with contextlib.suppress(OSError):
                receipt.restore(self.path, known, self._environment)
                for folder in made:
                    folder.rmdir()
            raise HooksError(f"{error.filename or self.path} cannot be written: {error.strerror or error}") from error

    def _take_back(self, after: str, known: receipt.Receipt | None, *, gone: bool) -> None:
        try:
            if gone:
                self._file.unlink()
                with contextlib.suppress(OSError):  # something else lies in it by now
                    for folder in self._file.parents[: known.created_folders if known is not None else 0]:
                        folder.rmdir()
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
            elif self._form.executable:
                Path(temporary).chmod(0o755)
            Path(temporary).replace(self._file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
