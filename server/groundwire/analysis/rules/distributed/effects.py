"""What a call does on another machine: asks, changes, sends, stores."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.receivers import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


class Effect(NamedTuple):
    """What one call does on another machine."""

    kind: str
    """`request`, `connect`, `query`, `insert`, `update`, `commit`, `message`, `task`, `mail`, `payment`, `count`."""
    verb: str = ""
    """The HTTP method of a request, in capitals; empty where it is not known."""


_VERBS: Final = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_MODULES: Final = frozenset({"requests", "requests.api", "httpx"})
_CONNECTS: Final = frozenset(
    {f"{library}.connect" for library in ("psycopg2", "psycopg", "asyncpg", "pymysql", "MySQLdb", "mysql.connector")}
    | {f"{library}.connect" for library in ("aiomysql", "websockets", "nats", "aio_pika", "psycopg.AsyncConnection")}
    | {"asyncpg.create_pool", "aiomysql.create_pool", "arq.create_pool", "aio_pika.connect_robust"}
    | {"socket.create_connection", "websocket.create_connection", "asyncio.open_connection", "pika.BlockingConnection"}
    | {"smtplib.SMTP", "smtplib.SMTP_SSL", "kafka.KafkaProducer", "kafka.KafkaConsumer"}
    | {"http.client.HTTPConnection", "http.client.HTTPSConnection"}
)
_ASKS: Final = frozenset({"urllib.request.urlopen", "urllib.request.urlretrieve"})
_MAILS: Final = frozenset({"django.core.mail.send_mail", "django.core.mail.send_mass_mail", "aiosmtplib.send"})
_METHODS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "redis": {
            **dict.fromkeys(("publish", "lpush", "rpush", "xadd"), "message"),
            **dict.fromkeys(("incr", "incrby", "decr", "decrby", "hincrby", "incrbyfloat"), "count"),
            **dict.fromkeys(("get", "ping", "hget", "hgetall", "exists", "blpop", "brpop"), "query"),
            **dict.fromkeys(("set", "setex", "hset", "delete", "sadd"), "update"),
        },
        "producer": dict.fromkeys(("send", "send_and_wait", "produce", "publish"), "message"),
        "mail": dict.fromkeys(("send_message", "sendmail"), "mail"),
        "jobs": dict.fromkeys(("enqueue", "enqueue_call", "enqueue_job"), "task"),
        "session": {"commit": "commit", "flush": "query", "scalars": "query", "scalar": "query"},
        "connection": {"commit": "commit", "fetch": "query", "fetchrow": "query", "fetchval": "query"},
        "ssh": {"connect": "connect", "exec_command": "request"},
        "aws": {
            **dict.fromkeys(("send_message", "send_message_batch", "publish", "put_events"), "message"),
            **dict.fromkeys(("put_record", "put_records"), "message"),
            **dict.fromkeys(("send_email", "send_raw_email"), "mail"),
            **dict.fromkeys(("put_object", "upload_file", "upload_fileobj", "put_item"), "update"),
            "invoke": "request",
        },
    }
)
"""By the kind of the receiver, then by method."""
_SQL: Final = frozenset({"execute", "executemany", "fetch", "fetchrow", "fetchval"})
_INSERTS: Final = re.compile(r"\s*insert\s+into\b", re.IGNORECASE)
_CHANGES: Final = re.compile(r"\s*(?:update|delete|replace|merge|insert)\b", re.IGNORECASE)
_SQL_TEXT: Final = re.compile(r"\s*(?:insert\s+into|update\s+\S+\s+set|delete\s+from)\b", re.IGNORECASE)
_PAYS: Final = re.compile(
    r"stripe\.(?:\w+\.)*(?:Charge|PaymentIntent|Refund|Transfer|Payout|Invoice\w*|Subscription)\.create"
)


def effect(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> Effect | None:
    """What the call does on another machine; None where that is not known."""
    path = resolve(call.func, unit, module)
    if path is not None and (found := _by_path(path, call)) is not None:
        return found
    if not isinstance(call.func, cst.Attribute):
        return None
    method = call.func.attr.value
    if method == "basic_publish":  # of pika's channels alone
        return Effect("message")
    if method in {"delay", "apply_async"} and _is_task(call.func.value, unit, module):
        return Effect("task")
    if method == "create" and isinstance(call.func.value, cst.Attribute) and call.func.value.attr.value == "objects":
        return Effect("insert")
    kind = kind_of(call.func.value, unit, module)
    if kind == "http":
        return _request(method, call)
    if kind in {"connection", "cursor", "session", "transaction"} and method in _SQL:
        return _statement(call)
    if kind is None and method in {"execute", "executemany"} and _SQL_TEXT.match(statement_text(call) or ""):
        return _statement(call)  # whatever executes it, it is SQL
    name = _METHODS.get(kind or "", {}).get(method)
    return Effect(name) if name is not None else None


def _by_path(path: str, call: cst.Call) -> Effect | None:
    module, _, name = path.rpartition(".")
    if module in _MODULES:
        return _request(name, call)
    if path in _CONNECTS:
        return Effect("connect")
    if path in _ASKS:
        return Effect("request", "POST" if Arguments.of(call).may_have(1, "data") else "GET")
    if path in _MAILS:
        return Effect("mail")
    return Effect("payment", "POST") if _PAYS.fullmatch(path) else None


def _request(method: str, call: cst.Call) -> Effect | None:
    if method in _VERBS:
        return Effect("request", method.upper())
    if method in {"request", "stream"}:
        verb = Arguments.of(call).get(0, "method")
        return Effect("request", (string_value(verb) or "").upper() if verb is not None else "")
    return None


def _statement(call: cst.Call) -> Effect:
    """The effect of a literal SQL statement, `text("…")` around it allowed; any other is a query."""
    sql = statement_text(call)
    if sql is not None and _INSERTS.match(sql):
        return Effect("insert")
    return Effect("update" if sql is not None and _CHANGES.match(sql) else "query")


def statement_text(call: cst.Call) -> str | None:
    """The literal SQL that a call executes; of an f-string its literal parts."""
    node = Arguments.of(call).get(0)
    if isinstance(node, cst.Call) and node.args:
        node = node.args[0].value
    if isinstance(node, cst.FormattedString):
        return "".join(part.value for part in node.parts if isinstance(part, cst.FormattedStringText))
    return string_value(node) if node is not None else None


def _is_task(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether this is a plain name, imported or of this module: what `@shared_task` makes of a function."""
    if not isinstance(node, cst.Name):
        return False
    return resolve(node, unit, module) is not None or (node.value not in unit.scope.bound and module.binds(node.value))


def remote_calls(root: cst.CSTNode, unit: ParsedUnit, module: ModuleContext) -> list[tuple[cst.Call, Effect]]:
    """The calls at or below a node that reach another machine, in source order."""
    found = []
    for call in unit.nodes(cst.Call):
        if call is root or any(outer is root for outer in unit.ancestors(call)):
            known = effect(call, unit, module)
            if known is not None:
                found.append((call, known))
    return found
