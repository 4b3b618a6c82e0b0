"""Which documents are followed, by the scheme of their URI: not the copies of a file that an editor shows beside it."""

from __future__ import annotations

from typing import Final

_COPIES: Final = frozenset(
    {
        *("git", "gitfs", "gitlens", "gitlens-git", "git-graph", "svn", "vscode-scm", "merge-conflict.conflict-diff"),
        *("pr", "review", "githubpr", "vscode-local-history", "output", "comment", "walkthroughsnippet"),
        *("chat-editing-text-model", "chat-editing-snapshot-text-model", "chat-editing-notebook-model"),
        *("chat-editing-notebook-snapshot-model", "vscode-chat-code-block", "vscode-chat-code-compare-block"),
    }
)
"""Older states of files, proposals that are not accepted, and what an editor shows of itself."""


def is_followed(uri: str) -> bool:
    """Whether a document may be someone's work: a file, one that is not saved, one of another file system."""
    return uri.partition(":")[0].lower() not in _COPIES
