"""Everyday values for parameters, chosen by their names."""

from __future__ import annotations

from typing import Final

_TEXTS: Final = (
    (("email", "mail", "to", "recipient", "sender"), "ada@example.com"),
    (("url", "uri", "link", "href", "endpoint"), "https://example.com/a"),
    (("host", "hostname", "domain"), "example.com"),
    (("username", "user", "login", "author", "owner"), "ada"),
    (("first_name", "name", "customer"), "Ada"),
    (("filename", "file", "path", "filepath"), "data.txt"),
    (("currency",), "EUR"),
    (("country",), "DE"),
    (("lang", "language", "locale"), "en"),
    (("phone",), "+49 30 123456"),
    (("date", "day"), "2024-01-31"),
    (("timestamp", "datetime"), "2024-01-31T12:00:00"),
    (("sku", "id", "code", "key", "token", "ref", "reference"), "A-1"),
    (("encoding",), "utf-8"),
    (("sep", "separator", "delimiter", "delim"), ","),
    (("text", "message", "body", "content", "description", "line", "string", "s", "sentence", "title"), "some text"),
    (("version",), "1.2.3"),
    (("pattern", "regex"), "a+"),
    (("env", "environment", "mode"), "test"),
)
_INTEGERS: Final = (
    (("year",), 2024),
    (("month",), 1),
    (("port",), 8080),
    (("age",), 30),
    (("status", "status_code"), 200),
    (("percent", "pct", "percentage"), 25),
    (("width", "height", "size", "limit", "max", "capacity"), 10),
    (("id", "index", "i", "page", "day"), 1),
)


def text_for(name: str, turn: int = 0) -> str:
    """A string such as the parameter's name promises, else the name itself; `turn` asks for another one."""
    found = _by_name(name, _TEXTS)
    text = str(found) if found is not None else name.strip("_").replace("_", " ") or "text"
    if not turn:
        return text
    if text[-1].isdigit():
        return f"{text[:-1]}{int(text[-1]) + turn}"
    local, at, domain = text.partition("@")
    return f"{local}{turn + 1}{at}{domain}" if at else f"{text} {turn + 1}"


def number_for(name: str) -> int:
    """A whole number such as the parameter's name promises; else 3, which is neither a border nor a unit."""
    return known_number(name) or 3


def known_number(name: str) -> int | None:
    """A whole number for a name that promises one."""
    found = _by_name(name, _INTEGERS)
    return found if isinstance(found, int) else None


def _by_name(name: str, table: tuple[tuple[tuple[str, ...], object], ...]) -> object | None:
    lowered = name.lower().strip("_")
    for names, value in table:
        if lowered in names:
            return value
    last = lowered.rpartition("_")[2]
    for names, value in table:
        if last in names:
            return value
    return None
