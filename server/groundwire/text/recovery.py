"""What to take for closed at the start of a line, so that broken code does not swallow what stands below it."""

from __future__ import annotations

import re
from typing import Final

from groundwire.text.lexer import end_string, in_code, on_one_line

NEVER_IN_BRACKETS: Final = re.compile(
    r"""[ \t\f]*(?:
        (?:assert|break|class|continue|def|del|elif|except|finally|global|import|nonlocal|pass|raise|return|try|while|with)\b
        | async[ \t\f]+(?:def|with)\b
        | from[ \t\f]+[\w.]+[ \t\f]+import\b
        | else[ \t\f]*:
    )""",
    re.VERBOSE,
)
"""How no line inside brackets can begin: where one does, a bracket above was never closed."""
_TRIPLE: Final = frozenset({'"""', "'''", 'f"""', "f'''"})


def close_broken(text: str, marks: list[str]) -> None:
    """Take from `marks` what cannot still be open where a line reads `text`; of valid code it takes nothing."""
    if marks and on_one_line(marks[-1]) and marks[-1][-1] not in text and not text.endswith("\\"):
        end_string(marks)
    if in_code(marks) and NEVER_IN_BRACKETS.match(text):
        while marks and marks[-1] not in _TRIPLE:
            marks.pop()
