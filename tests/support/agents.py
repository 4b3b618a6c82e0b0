"""Payloads as Claude Code sends them after an edit, and the process that takes them."""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import groundwire

MAIN = Path(groundwire.__file__).parent / "__main__.py"
_events = count(1)


def structured_patch(before: str, after: str) -> list[dict[str, Any]]:
    """Hunks with three lines of context, as the `diff` package makes them."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    hunks = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(3):
        lines = []
        for tag, a, b, c, d in group:
            if tag == "equal":
                lines += [" " + line for line in old[a:b]]
            else:
                lines += ["-" + line for line in old[a:b]] + ["+" + line for line in new[c:d]]
        said = []
        for line in lines:
            said.append(line.rstrip("\n"))
            if not line.endswith("\n"):
                said.append("\\ No newline at end of file")
        first, last = group[0], group[-1]
        places = {"oldStart": first[1] + 1, "oldLines": last[2] - first[1]}
        places |= {"newStart": first[3] + 1, "newLines": last[4] - first[3]}
        hunks.append({**places, "lines": said})
    return hunks


def notebook_edit(file: Path, before: str, after: str, **answer: Any) -> dict[str, Any]:
    """The payload of a `NotebookEdit`, given the notebook's JSON; keyword arguments change the tool's response."""
    given = {"notebook_path": str(file), "cell_id": "c0", "new_source": "…", "edit_mode": "replace"}
    said = {**given, "cell_type": "code", "language": "python", "original_file": before, "updated_file": after}
    return payload(file, "NotebookEdit", given, {**said, **answer})


def edit(file: Path, before: str, old: str, new: str, **answer: Any) -> dict[str, Any]:
    """The payload of an `Edit`; keyword arguments change the tool's response."""
    after = before.replace(old, new)
    given = {"file_path": str(file), "old_string": old, "new_string": new}
    said = {"filePath": str(file), "oldString": old, "newString": new, "originalFile": before, "userModified": False}
    said |= {"replaceAll": False, "structuredPatch": structured_patch(before, after)}
    return payload(file, "Edit", given, {**said, **answer})


def write(file: Path, before: str | None, after: str, **answer: Any) -> dict[str, Any]:
    """The payload of a `Write`; `before` is None for a new file."""
    said = {"type": "create" if before is None else "update", "filePath": str(file), "content": after}
    said |= {"structuredPatch": structured_patch(before or "", after) if before is not None else []}
    return payload(
        file, "Write", {"file_path": str(file), "content": after}, {**said, "originalFile": before, **answer}
    )


def payload(file: Path, tool: str, given: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Any tool's payload."""
    head = {"session_id": "s1", "transcript_path": "/home/someone/.claude/projects/p/s1.jsonl", "cwd": str(file.parent)}
    event = {"hook_event_name": "PostToolUse", "tool_name": tool, "tool_use_id": f"toolu_{next(_events)}"}
    return {**head, **event, "tool_input": given, "tool_response": answer, "duration_ms": 4}


def record(project: Path, sent: dict[str, Any] | bytes, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `groundwire record` as the hook does."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(MAIN), "record"],
        input=sent if isinstance(sent, bytes) else json.dumps(sent).encode(),
        env={**os.environ, "CLAUDE_PROJECT_DIR": str(project), **environment},
        cwd=project,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
