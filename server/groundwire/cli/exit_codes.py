"""What a command's exit status says."""

from __future__ import annotations

from typing import Final

NOTHING: Final = 0
"""It was done, and there is nothing to report."""
FOUND: Final = 1
"""It was done, and there is something to look at."""
FAILED: Final = 2
"""It could not be done; also what a wrong command line gives."""
INTERRUPTED: Final = 130
"""Stopped from the keyboard, as shells have it."""
UNREAD: Final = 141
"""Whoever reads what is printed has closed the pipe: they have seen enough."""
TERMINATED: Final = 143
"""Stopped by another program."""
