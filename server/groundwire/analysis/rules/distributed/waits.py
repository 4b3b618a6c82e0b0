"""Calls that wait for another machine or process, and how each is told when to stop waiting."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Wait(NamedTuple):
    """How one call is bounded."""

    position: int | None
    """Where its timeout stands among the positional arguments, if it may."""
    keyword: str
    needs: int = 0
    """Positional arguments (or their keywords) without which it does not wait yet."""
    needs_keyword: str | None = None
    also: tuple[str, ...] = ()
    """Other keywords that bound it, or hand it to an object that may."""
    by_default: bool = False
    """Bounded unless the timeout is given as None."""
    seconds: str = "10"
    """What the fix offers."""


_VERBS: Final = ("get", "post", "put", "patch", "delete", "head", "options", "request")
REQUESTS: Final = Wait(None, "timeout")
"""Of `requests`, by its functions and by sessions."""
_HTTPX: Final = Wait(None, "timeout", by_default=True)
_QUEUE: Final = Wait(1, "timeout", also=("block",), seconds="60")
_REDIS: Final = Wait(None, "socket_timeout", also=("connection_pool", "unix_socket_path"))

# Positions of `ssl` classes are those of Python 3.11, the last that took a timeout by its place.
CALLS: Final[Mapping[str, Wait]] = MappingProxyType(
    {
        **{f"requests.{verb}": REQUESTS for verb in _VERBS},
        **{f"requests.api.{verb}": REQUESTS for verb in _VERBS},
        **{f"httpx.{verb}": _HTTPX for verb in (*_VERBS, "stream")},
        "httpx.Client": _HTTPX,
        "httpx.AsyncClient": _HTTPX,
        "aiohttp.ClientTimeout": Wait(
            0, "total", also=("connect", "sock_connect", "sock_read"), by_default=True, seconds="300"
        ),
        "httpx.Timeout": Wait(0, "timeout", also=("connect", "read", "write", "pool"), by_default=True),
        "urllib.request.urlopen": Wait(2, "timeout"),
        "http.client.HTTPConnection": Wait(2, "timeout"),
        "http.client.HTTPSConnection": Wait(4, "timeout"),
        "smtplib.SMTP": Wait(3, "timeout", 1, "host"),
        "smtplib.SMTP_SSL": Wait(5, "timeout", 1, "host"),
        "ftplib.FTP": Wait(4, "timeout", 1, "host"),
        "ftplib.FTP_TLS": Wait(7, "timeout", 1, "host"),
        "imaplib.IMAP4": Wait(2, "timeout", 1, "host"),
        "imaplib.IMAP4_SSL": Wait(5, "timeout", 1, "host"),
        "poplib.POP3": Wait(2, "timeout", 1, "host"),
        "poplib.POP3_SSL": Wait(4, "timeout", 1, "host"),
        "telnetlib.Telnet": Wait(2, "timeout", 1, "host"),
        "socket.create_connection": Wait(1, "timeout"),
        "redis.Redis": _REDIS._replace(position=4),
        "redis.StrictRedis": _REDIS._replace(position=4),
        "redis.asyncio.Redis": _REDIS,
        "redis.from_url": _REDIS,
        "redis.Redis.from_url": _REDIS,
        "redis.asyncio.from_url": _REDIS,
        "psycopg2.connect": Wait(None, "connect_timeout"),
    }
)
"""By what the callee stands for."""

METHODS: Final[Mapping[str, Mapping[str, Wait]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("requests.Session", "requests.session", "requests.sessions.Session"),
            MappingProxyType(dict.fromkeys(_VERBS, REQUESTS)),
        ),
        "paramiko.SSHClient": {"connect": Wait(6, "timeout")},
        **dict.fromkeys(
            (
                "queue.Queue",
                "queue.LifoQueue",
                "queue.PriorityQueue",
                "multiprocessing.Queue",
                "multiprocessing.JoinableQueue",
            ),
            MappingProxyType({"get": _QUEUE}),
        ),
        "queue.SimpleQueue": {"get": _QUEUE},
    }
)
"""By the constructor of the receiver, then by method."""

RETURNS_ITSELF: Final = frozenset(
    {"requests.Session", "requests.session", "requests.sessions.Session", "socket.socket"}
)
"""Classes whose `with` hands out the object itself."""
