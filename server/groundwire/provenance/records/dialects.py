"""Whose payload it is: a table from what only one host sends to the module that reads it."""

from __future__ import annotations

import sys

from groundwire.provenance.records.telling import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Callable, Mapping
    from typing import Any, Protocol

    from groundwire.provenance.records.telling import Told

    class Dialect(Protocol):
        """What each host's module offers."""

        def told(self, payload: dict[str, Any]) -> list[Told]:
            """The files that were edited. Raises `Refused`."""

        def who(self, payload: dict[str, Any]) -> dict[str, str | None]:
            """Tool, model, session and event."""

    Holds = Callable[[dict[str, Any], Mapping[str, str]], bool]

_CLAUDES = frozenset({"filePath", "structuredPatch", "originalFile", "oldString", "gitDiff"})
_VSCODES = frozenset(
    {
        *("create_file", "replace_string_in_file", "multi_replace_string_in_file", "insert_edit_into_file"),
        *("editFiles", "createFile", "edit_notebook_file"),
    }
)
_OPENCODES = frozenset({"edit", "write", "multiedit", "patch", "apply_patch"})

_TABLE: tuple[tuple[str, Holds], ...] = (
    ("windsurf", lambda said, _: "agent_action_name" in said),
    ("cline", lambda said, _: "hookName" in said),
    ("agent_v1", lambda said, _: text_of(said, "type") in {"ai_agent", "human"} and "repo_working_dir" in said),
    ("cursor", lambda said, _: "cursor_version" in said or "generation_id" in said),
    ("cursor", lambda said, _: "conversation_id" in said and "workspace_roots" in said),
    ("gemini", lambda said, _: said.get("hook_event_name") in {"AfterTool", "BeforeTool"}),
    ("codex", lambda said, _: "turn_id" in said),
    ("codex", lambda said, _: said.get("tool_name") == "functions.apply_patch"),
    ("continue_cli", lambda said, known: "CONTINUE_PROJECT_DIR" in known and "hook_event_name" in said),
    ("claude", lambda said, _: not _CLAUDES.isdisjoint(_object(said.get("tool_response")))),
    ("claude", lambda said, _: said.get("tool_name") == "NotebookEdit"),
    ("opencode", lambda said, _: "files" in said and said.get("tool_name") in _OPENCODES),
    ("vscode", lambda said, _: "hookEventName" in said or ("timestamp" in said and "tool_use_id" in said)),
    ("vscode", lambda said, _: said.get("tool_name") in _VSCODES),
    ("codex", lambda said, _: said.get("tool_name") == "apply_patch" and "model" in said),
    ("opencode", lambda said, _: said.get("tool_name") in _OPENCODES and "session_id" in said),
)
"""The first that holds names the dialect; the same edit told by another host's hooks is read as the real host's."""


def name_of(payload: dict[str, Any], environment: Mapping[str, str]) -> str:
    """The dialect a payload is written in; `other` where nobody knows it."""
    return next((name for name, holds in _TABLE if holds(payload, environment)), "other")


def module(name: str) -> Dialect:
    """The module of a dialect, and only that: an agent waits."""
    whole = f"groundwire.provenance.records.{name}"
    __import__(whole)  # `importlib` would be another module to load
    dialect: Dialect = sys.modules[whole]
    return dialect


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
