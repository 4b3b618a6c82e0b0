"""The agents that can be connected: where each keeps its hooks, and in what form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from groundwire.provenance.hooks.json_entries import JsonEntries
from groundwire.provenance.hooks.whole_file import CLINE, OPENCODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.provenance.hooks.form import Form

Scope = Literal["project", "user", "shared"]
"""Of the three files that a host may read; nothing is installed into the one that is `shared` with others."""
_SECONDS: Final = 10
_RESTART: Final = "restart sessions that began before"


@dataclass(frozen=True, slots=True)
class Host:
    """An agent as `groundwire hooks` knows it."""

    name: str
    """As a person knows it."""
    form: Form
    project: str | None
    """Its file in a project; None where that could only be one that is committed."""
    folder: str
    """In the home folder."""
    file: str
    """In that folder."""
    variable: str | None = None
    """An environment variable that names another place for the folder."""
    shared: str | None = None
    """The project's other file that it reads, which is committed."""
    private: bool = False
    """Whether the project's file is this person's alone; a hook names a path of one machine."""
    then: str = _RESTART
    """What is left to do when the hook is there."""
    windows: bool = True
    """Whether the form is known to work on Windows."""

    @property
    def usual(self) -> Scope:
        """The scope where none is asked for: never a file that others get."""
        return "project" if self.private else "user"

    def user_file(self, environment: Mapping[str, str]) -> Path:
        """Its file for all of a person's projects."""
        moved = environment.get(self.variable, "") if self.variable is not None else ""
        return (Path(moved) if Path(moved).is_absolute() else Path.home() / self.folder) / self.file


_CLAUDES: Final = JsonEntries(
    "PostToolUse",
    matcher="Edit|MultiEdit|Write|NotebookEdit",
    hook={"type": "command", "timeout": _SECONDS},
    dispensable=frozenset({"NotebookEdit"}),
    switch="disableAllHooks",
)

HOSTS: Final[Mapping[str, Host]] = {
    "claude": Host(
        "Claude Code",
        _CLAUDES,
        ".claude/settings.local.json",
        ".claude",
        "settings.json",
        shared=".claude/settings.json",
        private=True,
    ),
    "codex": Host(
        "Codex",
        JsonEntries("PostToolUse", matcher="apply_patch", hook={"type": "command", "timeout": _SECONDS}),
        ".codex/hooks.json",
        ".codex",
        "hooks.json",
        "CODEX_HOME",
        then="trust the hook with /hooks in Codex, which runs none before",
    ),
    "cursor": Host(
        "Cursor", JsonEntries("afterFileEdit", top={"version": 1}), ".cursor/hooks.json", ".cursor", "hooks.json"
    ),
    "gemini": Host(
        "Gemini CLI",
        JsonEntries(
            "AfterTool",
            matcher="write_file|replace",
            hook={"type": "command", "name": "groundwire", "timeout": 1000 * _SECONDS},
        ),
        ".gemini/settings.json",
        ".gemini",
        "settings.json",
    ),
    "windsurf": Host(
        "Windsurf",
        JsonEntries("post_write_code", hook={"show_output": False}),
        ".windsurf/hooks.json",
        ".codeium/windsurf",
        "hooks.json",
    ),
    "vscode": Host(
        "VS Code's agent",
        JsonEntries("PostToolUse", hook={"type": "command", "timeout": _SECONDS}, top={"version": 1}),
        None,
        ".copilot/hooks",
        "groundwire.json",
    ),
    "cline": Host(
        "Cline",
        CLINE,
        ".clinerules/hooks/PostToolUse",
        "Documents/Cline/Hooks",
        "PostToolUse",
        then="switch hooks on in Cline's settings",
        windows=False,
    ),
    "opencode": Host(
        "OpenCode",
        OPENCODE,
        ".opencode/plugins/groundwire.js",
        ".config",
        "opencode/plugins/groundwire.js",
        "XDG_CONFIG_HOME",
    ),
    "continue": Host(
        "Continue",
        JsonEntries("PostToolUse", matcher="Edit|MultiEdit|Write", hook={"type": "command", "timeout": _SECONDS}),
        ".continue/settings.local.json",
        ".continue",
        "settings.json",
        "CONTINUE_GLOBAL_DIR",
        shared=".continue/settings.json",
        private=True,
    ),
}
"""By the name that a person types."""
