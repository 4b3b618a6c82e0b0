"""What a host's settings file must let us do: put our hook in, find it, take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from groundwire.provenance.hooks.json_text import Splice


class SettingsShapeError(ValueError):
    """The file can be read, but our hook has no place in it as it is; the message says why."""


def is_blank(text: str) -> bool:
    """Whether a file holds nothing, a byte order mark aside."""
    return not text.lstrip("\ufeff").strip()


class Form(Protocol):
    """Texts in, changes out; `NotJsonError` and `SettingsShapeError` for a text that is to be left alone."""

    @property
    def executable(self) -> bool:
        """Whether the host runs the file itself."""

    def commands(self, text: str) -> list[str]:
        """Our commands in the file."""

    def narrowed(self, text: str) -> str | None:
        """To which tools our hook is narrowed so that it is not run after each edit; None where it is."""

    def off(self, text: str) -> bool | None:
        """Whether the file switches all hooks off; None where it does not say."""

    def install(self, text: str, command: str) -> Splice | None:
        """The change that has the command run after each edit; None where it is there already."""

    def remove(self, text: str) -> Splice | None:
        """The change that takes one of our hooks out; None where there is none."""

    def new(self, command: str) -> str:
        """The text of a file that holds nothing else."""

    def empty(self, text: str) -> bool:
        """Whether the file holds nothing that a person would miss."""
