"""Payloads of every host that tells of an edit, as its documentation has them: one edit of one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import agents

Payload = dict[str, Any]


@dataclass(frozen=True)
class Edited:
    """In a file, one stretch of whole lines gave way to another."""

    file: Path
    before: str
    old: str
    new: str

    @property
    def after(self) -> str:
        return self.before.replace(self.old, self.new)

    @property
    def patch(self) -> str:
        """The edit as `apply_patch` has it, with the line above and below it."""
        above, below = self.before.split(self.old)
        head, tail = above.splitlines()[-1:], below.splitlines()[:1]
        lines = [f" {line}" for line in head] + [f"-{line}" for line in self.old.splitlines()]
        lines += [f"+{line}" for line in self.new.splitlines()] + [f" {line}" for line in tail]
        body = "\n".join(["*** Begin Patch", f"*** Update File: {self.file.name}", "@@", *lines, "*** End Patch"])
        return body + "\n"


def codex(edited: Edited) -> Payload:
    answer = f"Success. Updated the following files:\nM {edited.file.name}\n"
    head = {"session_id": "s", "turn_id": "t1", "transcript_path": None, "cwd": str(edited.file.parent)}
    event = {"hook_event_name": "PostToolUse", "model": "gpt-5-codex", "permission_mode": "default"}
    tool = {"tool_name": "apply_patch", "tool_input": {"command": edited.patch}, "tool_response": answer}
    return {**head, **event, **tool, "tool_use_id": "call_1"}


def _cursors(edited: Edited) -> Payload:
    head = {"conversation_id": "s", "generation_id": "g1", "workspace_roots": [str(edited.file.parent)]}
    return {**head, "model": "gpt-5", "cursor_version": "2.4", "user_email": "someone@example.org"}


def cursor(edited: Edited) -> Payload:
    edits = [{"old_string": edited.old, "new_string": edited.new}]
    return {**_cursors(edited), "hook_event_name": "afterFileEdit", "file_path": str(edited.file), "edits": edits}


def cursor_tool(edited: Edited) -> Payload:
    given = {"path": str(edited.file), "old_string": edited.old, "new_string": edited.new}
    tool = {"tool_name": "StrReplace", "tool_input": given, "tool_output": '{"success": true}', "tool_use_id": "u1"}
    return {**_cursors(edited), "hook_event_name": "postToolUse", **tool}


def cursor_as_claude(edited: Edited) -> Payload:
    return {**agents.edit(edited.file, edited.before, edited.old, edited.new), **_cursors(edited)}


def windsurf(edited: Edited) -> Payload:
    info = {"file_path": str(edited.file), "edits": [{"old_string": edited.old, "new_string": edited.new}]}
    head = {"agent_action_name": "post_write_code", "trajectory_id": "s", "execution_id": "e1"}
    return {**head, "timestamp": "2026-01-01T00:00:00Z", "model_name": "SWE-1", "tool_info": info}


def _geminis(edited: Edited, tool: str, given: Payload, shown: Any) -> Payload:
    head = {"session_id": "s", "transcript_path": "/t", "cwd": str(edited.file.parent), "hook_event_name": "AfterTool"}
    answer = {"llmContent": "Successfully modified file", "returnDisplay": shown}
    return {
        **head,
        "timestamp": "2026-01-01T00:00:00Z",
        "tool_name": tool,
        "tool_input": given,
        "tool_response": answer,
    }


def gemini(edited: Edited) -> Payload:
    given = {"file_path": str(edited.file), "old_string": edited.old, "new_string": edited.new}
    shown = {"fileName": edited.file.name, "originalContent": edited.before, "newContent": edited.after}
    return _geminis(edited, "replace", given, shown)


def gemini_replace(edited: Edited) -> Payload:
    given = {"file_path": str(edited.file), "old_string": edited.old, "new_string": edited.new}
    return _geminis(edited, "replace", given, "File modified")


def gemini_write(edited: Edited) -> Payload:
    return _geminis(edited, "write_file", {"file_path": str(edited.file), "content": edited.after}, "Overwritten")


def _vscodes(edited: Edited, tool: str, given: Payload) -> Payload:
    head = {"timestamp": "2026-01-01T00:00:00.000Z", "cwd": str(edited.file.parent), "sessionId": "s"}
    event = {"hookEventName": "PostToolUse", "transcript_path": "/t"}
    said = {"tool_name": tool, "tool_input": given, "tool_use_id": "u1", "tool_response": "Edited"}
    return {**head, **event, **said}


def vscode(edited: Edited) -> Payload:
    given = {"filePath": str(edited.file), "oldString": edited.old, "newString": edited.new}
    return _vscodes(edited, "replace_string_in_file", given)


def vscode_multi(edited: Edited) -> Payload:
    one = {"filePath": str(edited.file), "oldString": edited.old, "newString": edited.new}
    return _vscodes(edited, "multi_replace_string_in_file", {"explanation": "x", "replacements": [one]})


def vscode_patch(edited: Edited) -> Payload:
    return _vscodes(edited, "apply_patch", {"input": edited.patch, "explanation": "x"})


def _clines(edited: Edited, tool: str, given: Payload) -> Payload:
    call = {"toolName": tool, "parameters": given, "result": "ok", "success": True, "executionTimeMs": 3}
    head = {"hookName": "PostToolUse", "clineVersion": "3.36", "timestamp": "1", "taskId": "s", "userId": "u"}
    model = {"provider": "anthropic", "slug": "sonnet"}
    return {**head, "workspaceRoots": [str(edited.file.parent)], "model": model, "postToolUse": call}


def cline(edited: Edited) -> Payload:
    diff = f"------- SEARCH\n{edited.old}=======\n{edited.new}+++++++ REPLACE\n"
    return _clines(edited, "replace_in_file", {"path": edited.file.name, "diff": diff})


def cline_write(edited: Edited) -> Payload:
    return _clines(edited, "write_to_file", {"path": edited.file.name, "content": edited.after})


def cline_flat(edited: Edited) -> Payload:
    said = cline(edited)
    return {**said, **said.pop("postToolUse")}


def _opencodes(edited: Edited, tool: str, given: Payload, **more: Any) -> Payload:
    head = {"hook_event_name": "PostToolUse", "session_id": "s", "cwd": str(edited.file.parent)}
    return {**head, "tool_name": tool, "tool_use_id": "u1", "tool_input": given, **more}


def opencode(edited: Edited) -> Payload:
    """As our plugin tells it."""
    files = [{"path": str(edited.file), "before": edited.before, "after": edited.after}]
    return _opencodes(edited, "edit", {}, files=files)


def opencode_edit(edited: Edited) -> Payload:
    given = {"filePath": str(edited.file), "oldString": edited.old, "newString": edited.new}
    return _opencodes(edited, "edit", given)


def opencode_patch(edited: Edited) -> Payload:
    return _opencodes(edited, "apply_patch", {"patchText": edited.patch})


def continue_cli(edited: Edited) -> Payload:
    given = {"file_path": str(edited.file), "old_string": edited.old, "new_string": edited.new}
    head = {"session_id": "s", "transcript_path": "/t", "cwd": str(edited.file.parent)}
    event = {"hook_event_name": "PostToolUse", "tool_name": "Edit", "tool_use_id": "u1"}
    return {**head, **event, "tool_input": given, "tool_response": f"Successfully edited {edited.file}"}


def agent_v1(edited: Edited) -> Payload:
    head = {"type": "ai_agent", "repo_working_dir": str(edited.file.parent), "agent_name": "mine", "model": "m-1"}
    return {**head, "edited_filepaths": [edited.file.name], "conversation_id": "s", "transcript": {"messages": []}}


def unknown_words(edited: Edited) -> Payload:
    given = {"path": str(edited.file), "old_str": edited.old, "new_str": edited.new}
    return {"toolName": "str_replace_editor", "toolArgs": given, "cwd": str(edited.file.parent)}


def unknown_text(edited: Edited) -> Payload:
    given = {"target_file": str(edited.file), "file_text": edited.after}
    return {"tool_name": "create_or_write", "tool_input": given, "cwd": str(edited.file.parent)}


def unknown_name(edited: Edited) -> Payload:
    return {"event": "file_edited", "filepath": str(edited.file), "cwd": str(edited.file.parent)}


@dataclass(frozen=True)
class Host:
    """How a payload is built, and what is to be kept of it."""

    build: Callable[[Edited], Payload]
    tool: str | None
    model: str | None = None
    grade: str = "A"
    session: str | None = "s"


HOSTS = {
    host.build.__name__: host
    for host in (
        Host(codex, "codex", "gpt-5-codex"),
        Host(cursor, "cursor", "gpt-5"),
        Host(cursor_tool, "cursor", "gpt-5"),
        Host(cursor_as_claude, "cursor", "gpt-5"),
        Host(windsurf, "windsurf", "SWE-1"),
        Host(gemini, "gemini-cli"),
        Host(gemini_replace, "gemini-cli"),
        Host(gemini_write, "gemini-cli", grade="B"),
        Host(vscode, "github-copilot"),
        Host(vscode_multi, "github-copilot"),
        Host(vscode_patch, "github-copilot"),
        Host(cline, "cline", "sonnet"),
        Host(cline_write, "cline", "sonnet", grade="B"),
        Host(cline_flat, "cline", "sonnet"),
        Host(opencode, "opencode"),
        Host(opencode_edit, "opencode"),
        Host(opencode_patch, "opencode"),
        Host(continue_cli, "continue"),
        Host(agent_v1, "mine", "m-1", grade="C"),
        Host(unknown_words, None, session=None),
        Host(unknown_text, None, grade="B", session=None),
        Host(unknown_name, None, grade="C", session=None),
    )
}
