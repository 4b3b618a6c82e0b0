"""Where the files lie that a payload names: its project, and their paths in it."""

from __future__ import annotations

import os

from groundwire.provenance import roots
from groundwire.provenance.records.telling import Refused, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Mapping
    from typing import Any

_WINDOWS = os.name == "nt"


def folders(payload: dict[str, Any], environment: Mapping[str, str]) -> list[str]:
    """The folders a host works in, the likeliest first; its working directory where it names none.

    Raises `Refused` where none of those it names is a folder.
    """
    listed = [environment.get("CLAUDE_PROJECT_DIR"), text_of(payload, "cwd", "repo_working_dir", "workspace_folder")]
    for name in ("workspace_roots", "workspaceRoots", "workspaceFolders"):
        more = payload.get(name)
        listed += more if isinstance(more, list) else []
    listed.append(text_of(payload.get("tool_info"), "cwd"))
    named = [local(folder) for folder in listed if isinstance(folder, str) and folder]
    found = [folder for folder in named if roots.no_path(folder) is None and os.path.isdir(folder)]
    if named and not found:
        raise Refused(
            "neither CLAUDE_PROJECT_DIR nor what the payload names is a folder; start the agent in its project"
        )
    return found or [os.getcwd()]


def within(file: str, payload: dict[str, Any], tops: list[str], environment: Mapping[str, str]) -> tuple[str, str, str]:
    """Store's folder, root, and the path in it, of a file as a payload names it. Raises `Refused` for one outside."""
    named = local(file)
    base = text_of(payload, "cwd")
    whole = os.path.join(base if base in tops else tops[0], named)
    if (why := roots.no_path(named) or roots.no_path(whole)) is not None:
        raise Refused(f"its path {why}")
    for top in tops:
        root, store, _ = roots.find(top, environment)
        if (path := roots.relative(whole, root)) is not None:
            return store, root, path
    raise Refused(f"{whole} is not inside the project {roots.find(tops[0], environment)[0]}")


def local(named: str, *, windows: bool = _WINDOWS) -> str:
    """A path as this system writes it: from a `file:` URI, and on Windows from `/c:/folder/file` too."""
    if named[:7].lower() == "file://":
        from urllib.parse import unquote  # noqa: PLC0415 (hardly ever, and slow to load)

        named = unquote(named[7:].removeprefix("localhost"))
    if windows and named[:1] == "/" and named[2:4] in {":/", ":\\"}:
        named = named[1:]
    return named
