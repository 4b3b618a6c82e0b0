"""Parameters whose unit is documented: of the standard library and of well-known libraries."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis.rules.logic.units import unit as units

if TYPE_CHECKING:
    from collections.abc import Mapping


class Parameter(NamedTuple):
    """One parameter."""

    position: int | None
    keyword: str | None
    unit: units.Unit
    short: bool = False
    """A number of thousands there is none that anybody means: it waits for a peer that answers, or for nothing."""


def _seconds(position: int | None, keyword: str | None, *, short: bool = False) -> tuple[Parameter, ...]:
    return (Parameter(position, keyword, units.SECONDS, short),)


_VERBS: Final = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_PEER: Final = _seconds(None, "timeout", short=True)
_TIMEOUT: Final = _seconds(None, "timeout")
_RADIANS: Final = (Parameter(0, None, units.RADIANS),)
_DEGREES: Final = (Parameter(0, None, units.DEGREES),)
_MILLISECONDS: Final = (Parameter(0, None, units.MILLISECONDS),)
_TRIGONOMETRY: Final = ("sin", "cos", "tan")
_REDIS: Final = (
    Parameter(None, "socket_timeout", units.SECONDS, short=True),
    Parameter(None, "socket_connect_timeout", units.SECONDS, short=True),
)

CALLS: Final[Mapping[str, tuple[Parameter, ...]]] = MappingProxyType(
    {
        "time.sleep": _seconds(0, "secs"),
        "asyncio.sleep": _seconds(0, "delay"),
        "anyio.sleep": _seconds(0, "delay"),
        "trio.sleep": _seconds(0, "seconds"),
        "gevent.sleep": _seconds(0, "seconds"),
        "eventlet.sleep": _seconds(0, "seconds"),
        "asyncio.wait_for": _seconds(1, "timeout", short=True),
        "asyncio.wait": _TIMEOUT,
        "asyncio.timeout": _seconds(0, "delay", short=True),
        "anyio.move_on_after": _seconds(0, "delay"),
        "anyio.fail_after": _seconds(0, "delay"),
        "trio.move_on_after": _seconds(0, "seconds"),
        "trio.fail_after": _seconds(0, "seconds"),
        "concurrent.futures.wait": _seconds(1, "timeout"),
        "concurrent.futures.as_completed": _seconds(1, "timeout"),
        "threading.Timer": _seconds(0, "interval"),
        "signal.alarm": _seconds(0, None),
        "signal.setitimer": _seconds(1, "seconds"),
        "select.select": _seconds(3, None),
        "socket.create_connection": _seconds(1, "timeout", short=True),
        "socket.setdefaulttimeout": _seconds(0, None, short=True),
        **dict.fromkeys((f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output")), _PEER),
        **dict.fromkeys((f"requests.{verb}" for verb in _VERBS), _PEER),
        **dict.fromkeys((f"httpx.{verb}" for verb in _VERBS), _PEER),
        "httpx.Client": _PEER,
        "httpx.AsyncClient": _PEER,
        "httpx.Timeout": _seconds(0, "timeout", short=True),
        "aiohttp.ClientTimeout": (
            Parameter(None, "total", units.SECONDS, short=True),
            Parameter(None, "connect", units.SECONDS, short=True),
            Parameter(None, "sock_connect", units.SECONDS, short=True),
            Parameter(None, "sock_read", units.SECONDS, short=True),
        ),
        "urllib.request.urlopen": _seconds(2, "timeout", short=True),
        "urllib3.Timeout": (
            Parameter(None, "connect", units.SECONDS, short=True),
            Parameter(None, "read", units.SECONDS, short=True),
        ),
        "http.client.HTTPConnection": _PEER,
        "http.client.HTTPSConnection": _PEER,
        "smtplib.SMTP": _PEER,
        "smtplib.SMTP_SSL": _PEER,
        "ftplib.FTP": _PEER,
        "imaplib.IMAP4": _PEER,
        "imaplib.IMAP4_SSL": _PEER,
        "websocket.create_connection": _PEER,
        "websockets.connect": (
            Parameter(None, "open_timeout", units.SECONDS, short=True),
            Parameter(None, "close_timeout", units.SECONDS, short=True),
            Parameter(None, "ping_timeout", units.SECONDS, short=True),
            Parameter(None, "ping_interval", units.SECONDS, short=True),
        ),
        "urllib3.PoolManager": _PEER,
        **dict.fromkeys(
            ("botocore.config.Config", "botocore.client.Config"),
            (
                Parameter(None, "connect_timeout", units.SECONDS, short=True),
                Parameter(None, "read_timeout", units.SECONDS, short=True),
            ),
        ),
        "gevent.Timeout": _seconds(0, "seconds", short=True),
        "uvicorn.run": _seconds(None, "timeout_keep_alive", short=True),
        "sqlite3.connect": _seconds(1, "timeout"),
        "psycopg2.connect": _seconds(None, "connect_timeout", short=True),
        "psycopg.connect": _seconds(None, "connect_timeout", short=True),
        "pymysql.connect": _seconds(None, "connect_timeout", short=True),
        "redis.Redis": _REDIS,
        "redis.StrictRedis": _REDIS,
        "redis.asyncio.Redis": _REDIS,
        "serial.Serial": _TIMEOUT,
        "tenacity.wait_fixed": _seconds(0, "wait"),
        "tenacity.wait_exponential": (
            Parameter(0, "multiplier", units.SECONDS),
            Parameter(1, "max", units.SECONDS),
            Parameter(3, "min", units.SECONDS),
        ),
        "tenacity.stop_after_delay": _seconds(0, "max_delay"),
        "selenium.webdriver.support.ui.WebDriverWait": _seconds(1, "timeout", short=True),
        "selenium.webdriver.support.wait.WebDriverWait": _seconds(1, "timeout", short=True),
        "datetime.datetime.fromtimestamp": _seconds(0, "timestamp"),
        "datetime.datetime.utcfromtimestamp": _seconds(0, None),
        "datetime.date.fromtimestamp": _seconds(0, "timestamp"),
        **dict.fromkeys((f"time.{name}" for name in ("gmtime", "localtime", "ctime")), _seconds(0, "seconds")),
        **dict.fromkeys((f"math.{name}" for name in _TRIGONOMETRY), _RADIANS),
        **dict.fromkeys((f"numpy.{name}" for name in _TRIGONOMETRY), _RADIANS),
        **dict.fromkeys((f"torch.{name}" for name in _TRIGONOMETRY), _RADIANS),
        **dict.fromkeys((f"jax.numpy.{name}" for name in _TRIGONOMETRY), _RADIANS),
        **dict.fromkeys(("math.degrees", "numpy.degrees", "numpy.rad2deg"), _RADIANS),
        **dict.fromkeys(("math.radians", "numpy.radians", "numpy.deg2rad"), _DEGREES),
        "cmath.rect": (Parameter(1, None, units.RADIANS),),
        "pygame.time.wait": _MILLISECONDS,
        "pygame.time.delay": _MILLISECONDS,
        "pygame.time.set_timer": (Parameter(1, "millis", units.MILLISECONDS),),
        "cv2.waitKey": _MILLISECONDS,
    }
)
"""By what the callee stands for."""

METHODS: Final[Mapping[str, tuple[Parameter, ...]]] = MappingProxyType(
    {
        "settimeout": _seconds(0, None, short=True),
        "call_later": _seconds(0, "delay"),
        "implicitly_wait": _seconds(0, "time_to_wait", short=True),
        "set_page_load_timeout": _seconds(0, "time_to_wait", short=True),
        "result": _TIMEOUT,
        "wait_for_timeout": (Parameter(0, "timeout", units.MILLISECONDS),),
        "wait_for_selector": (Parameter(None, "timeout", units.MILLISECONDS),),
        "wait_for_load_state": (Parameter(None, "timeout", units.MILLISECONDS),),
        "set_default_timeout": (Parameter(0, "timeout", units.MILLISECONDS),),
        "set_default_navigation_timeout": (Parameter(0, "timeout", units.MILLISECONDS),),
        "apply_async": _seconds(None, "countdown"),
        "pexpire": (Parameter(1, "time", units.MILLISECONDS),),
        "psetex": (Parameter(1, "time_ms", units.MILLISECONDS),),
        "setex": (Parameter(1, "time", units.SECONDS),),
    }
)
"""Methods whose name leaves no doubt of what they belong to."""

_WAITS: Final[Mapping[str, tuple[Parameter, ...]]] = MappingProxyType(
    {"wait": _seconds(0, "timeout"), "join": _seconds(0, "timeout"), "communicate": _TIMEOUT}
)
_SESSIONS: Final = (
    "requests.Session",
    "requests.session",
    "httpx.Client",
    "httpx.AsyncClient",
    "aiohttp.ClientSession",
)
_SESSION: Final[Mapping[str, tuple[Parameter, ...]]] = MappingProxyType(dict.fromkeys(_VERBS, _PEER))
_QUEUE: Final[Mapping[str, tuple[Parameter, ...]]] = MappingProxyType(
    {"get": _seconds(1, "timeout"), "put": _seconds(2, "timeout")}
)
_LOCK: Final[Mapping[str, tuple[Parameter, ...]]] = MappingProxyType({"acquire": _seconds(1, "timeout")})

OBJECTS: Final[Mapping[str, Mapping[str, tuple[Parameter, ...]]]] = MappingProxyType(
    {
        **dict.fromkeys(("threading.Event", "threading.Thread", "multiprocessing.Process", "subprocess.Popen"), _WAITS),
        **dict.fromkeys(("threading.Condition", "threading.Barrier", "multiprocessing.Event"), _WAITS),
        **dict.fromkeys(("threading.Lock", "threading.RLock", "threading.Semaphore"), _LOCK),
        **dict.fromkeys(("queue.Queue", "queue.LifoQueue", "queue.PriorityQueue", "multiprocessing.Queue"), _QUEUE),
        **dict.fromkeys(_SESSIONS, _SESSION),
        "paramiko.SSHClient": MappingProxyType({"connect": _PEER}),
    }
)
"""By the constructor of the receiver, then by method."""
