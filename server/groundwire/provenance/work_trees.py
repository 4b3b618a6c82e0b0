"""The work trees of a repository, as git lists them in its directory; read from files, without running git."""

from __future__ import annotations

import os
from pathlib import Path

from groundwire.provenance import roots

_MOST = 200


def work_trees(store: Path) -> list[Path]:
    """The tops, without links, of the linked work trees that share a store, those that are gone left out."""
    listed = store.parent / "worktrees"
    try:
        names = sorted(os.listdir(listed))[:_MOST]  # noqa: PTH208 (of most repositories there is no such folder)
    except OSError:
        return []
    found = []
    for name in names:
        entry = roots.first_line(str(listed / name / "gitdir"))
        if entry is None or not os.path.isabs(entry):  # noqa: PTH117
            continue
        top = os.path.realpath(os.path.dirname(entry))  # noqa: PTH120
        tree = roots.work_tree(top)
        if tree is not None and tree[0] == top and Path(roots.common_directory(tree[1])) == store.parent:
            found.append(Path(top))
    return found
