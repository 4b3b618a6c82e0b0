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
    """The folders a host works in, the likeliest first; our working directory where it names none.

    Its own working directory may be any folder that a command went to: it counts only where no project is named.
    Raises `Refused` where none of those it names is a folder.
    """
    projects = [environment.get("CLAUDE_PROJECT_DIR")]
    for name in ("workspace_roots", "workspaceRoots", "workspaceFolders"):
        more = payload.get(name)
        projects += more if isinstance(more, list) else []
    working = [_working(payload), text_of(payload.get("tool_info"), "cwd")]
    found = _existing(projects) or _existing(working)
    if not found and any([*projects, *working]):
        raise Refused(
            "neither CLAUDE_PROJECT_DIR nor what the payload names is a folder", "start the agent in its project"
        )
    return found or [os.getcwd()]


def within(
    file: str, payload: dict[str, Any], tops: list[str], environment: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Store's folder, root, and the path in it, of a file as a payload names it. Raises `Refused` for one outside.

    The root is the file's own work tree, where that is one of the project's repository or lies in the project. One of
    another repository inside the project (a submodule) has a store of its own, and the project's knows the file, too:
    whoever opens either looks into its own.
    """
    named = local(file)
    whole = os.path.join(next(iter(_existing([_working(payload)])), tops[0]), named)
    if (why := roots.no_path(named) or roots.no_path(whole)) is not None:
        raise Refused(f"its path {why}", "tell of files by their paths on this machine")
    own, own_store, in_git = roots.find(os.path.dirname(os.path.realpath(whole)), environment)
    for top in tops:
        root, store, _ = roots.find(top, environment)
        if in_git and own_store == store:
            return [(store, own, _path(whole, own))]
        if roots.relative(whole, root) is not None:
            outer = store, root, _path(whole, root)
            return [(own_store, own, _path(whole, own)), outer] if in_git else [outer]
    raise Refused(
        f"{whole} is not inside the project {roots.find(tops[0], environment)[0]}",
        "start the agent in the project that holds it",
    )


def _path(whole: str, root: str) -> str:
    """The path in a root that holds it. Raises `Refused` for one that no store takes."""
    path = roots.relative(whole, root)
    if path is None or (why := roots.no_stored_path(path)) is not None:
        raise Refused(f"its path {'leads out' if path is None else why}", "rename the file")
    return path


def _working(payload: dict[str, Any]) -> str | None:
    return text_of(payload, "cwd", "repo_working_dir", "workspace_folder")


def _existing(named: list[Any]) -> list[str]:
    """Those that are folders here."""
    paths = [local(folder) for folder in named if isinstance(folder, str) and folder]
    return [folder for folder in paths if roots.no_path(folder) is None and os.path.isdir(folder)]


def local(named: str, *, windows: bool = _WINDOWS) -> str:
    """A path as this system writes it: from a `file:` URI, and on Windows from `/c:/folder/file` too."""
    if named[:7].lower() == "file://":
        from urllib.parse import unquote  # noqa: PLC0415 (hardly ever, and slow to load)

        named = unquote(named[7:].removeprefix("localhost"))
    if windows and named[:1] == "/" and named[2:4] in {":/", ":\\"}:
        named = named[1:]
    return named
