"""Names, numbers and strings: what is written in one piece, and the parts of f-strings. In the order of the text."""

from __future__ import annotations

from dataclasses import dataclass

from groundwire.analysis.cst.base import (
    BaseAssignTargetExpression,
    BaseDelTargetExpression,
    BaseExpression,
    BaseFormattedStringContent,
    BaseNumber,
    BaseString,
    BaseTemplatedStringContent,
)


@dataclass(slots=True, eq=False, repr=False)
class Name(BaseAssignTargetExpression, BaseDelTargetExpression):
    """A name; `True`, `False` and `None` are names, too."""

    value: str


@dataclass(slots=True, eq=False, repr=False)
class Ellipsis(BaseExpression):  # noqa: A001 # the name that libcst gives it
    """`...`"""


@dataclass(slots=True, eq=False, repr=False)
class Integer(BaseNumber):
    """A whole number as it is written."""

    value: str

    @property
    def evaluated_value(self) -> int:
        """The number."""
        return int(self.value.replace("_", ""), 0) if self.value.strip("0_") else 0


@dataclass(slots=True, eq=False, repr=False)
class Float(BaseNumber):
    """A number with a point or an exponent, as it is written."""

    value: str

    @property
    def evaluated_value(self) -> float:
        """The number."""
        return float(self.value)


@dataclass(slots=True, eq=False, repr=False)
class Imaginary(BaseNumber):
    """An imaginary number as it is written."""

    value: str

    @property
    def evaluated_value(self) -> complex:
        """The number."""
        return complex(self.value)


@dataclass(slots=True, eq=False, repr=False)
class SimpleString(BaseString):
    """One literal of text or bytes as it is written, and what it comes to."""

    value: str
    evaluated_value: str | bytes

    @property
    def prefix(self) -> str:
        """The letters before the quote, in lower case."""
        return self.value[: len(self.value) - len(self.value.lstrip("rRbBuU"))].lower()

    @property
    def quote(self) -> str:
        """One quote or three."""
        rest = self.value[len(self.prefix) :]
        return rest[:3] if rest[:3] in {'"""', "'''"} else rest[:1]

    @property
    def raw_value(self) -> str:
        """What stands between the quotes, as it is written."""
        quote = len(self.quote)
        return self.value[len(self.prefix) + quote : -quote]


@dataclass(slots=True, eq=False, repr=False)
class ConcatenatedString(BaseString):
    """Literals that follow each other; more than two hold the others on the right."""

    left: SimpleString | FormattedString
    right: SimpleString | FormattedString | ConcatenatedString

    @property
    def evaluated_value(self) -> str | bytes | None:
        """What all come to; None where one is an f-string."""
        if isinstance(self.left, FormattedString) or isinstance(self.right, FormattedString):
            return None
        left, right = self.left.evaluated_value, self.right.evaluated_value
        if isinstance(left, str) and isinstance(right, str):
            return left + right
        return left + right if isinstance(left, bytes) and isinstance(right, bytes) else None


@dataclass(slots=True, eq=False, repr=False)
class FormattedString(BaseString):
    """An f-string; `begin` is its prefix and quote."""

    begin: str
    parts: tuple[BaseFormattedStringContent, ...]


@dataclass(slots=True, eq=False, repr=False)
class FormattedStringText(BaseFormattedStringContent):
    """Text of an f-string as it is written."""

    value: str


@dataclass(slots=True, eq=False, repr=False)
class FormattedStringExpression(BaseFormattedStringContent):
    """`{expression!conversion:format_spec}`"""

    expression: BaseExpression
    conversion: str | None
    format_spec: tuple[BaseFormattedStringContent, ...] | None


@dataclass(slots=True, eq=False, repr=False)
class TemplatedString(BaseString):
    """A t-string; `begin` is its prefix and quote."""

    begin: str
    parts: tuple[BaseTemplatedStringContent, ...]


@dataclass(slots=True, eq=False, repr=False)
class TemplatedStringText(BaseTemplatedStringContent):
    """Text of a t-string as it is written."""

    value: str


@dataclass(slots=True, eq=False, repr=False)
class TemplatedStringExpression(BaseTemplatedStringContent):
    """`{expression!conversion:format_spec}`"""

    expression: BaseExpression
    conversion: str | None
    format_spec: tuple[BaseTemplatedStringContent, ...] | None
