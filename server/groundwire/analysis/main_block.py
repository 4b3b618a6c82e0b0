"""What a module does when a person runs it as a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_MAIN: Final = re.compile(r"\s*if\s+__name__\s*==")


def is_main_block(unit: ParsedUnit) -> bool:
    """Whether a unit is `if __name__ == "__main__": …`."""
    return unit.function is None and _MAIN.match(unit.text) is not None
