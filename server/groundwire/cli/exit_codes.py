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
TERMINATED: Final = 143
"""Stopped by another program."""
