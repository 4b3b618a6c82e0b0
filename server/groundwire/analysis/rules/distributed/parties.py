"""Remote parties by the classes and factories of the libraries that speak to them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "http": """requests.Session requests.session requests.sessions.Session httpx.Client httpx.AsyncClient
            aiohttp.ClientSession aiohttp.client.ClientSession urllib3.PoolManager""",
        "redis": """redis.Redis redis.StrictRedis redis.RedisCluster redis.from_url redis.Redis.from_url
            redis.StrictRedis.from_url redis.client.Redis redis.asyncio.Redis redis.asyncio.StrictRedis
            redis.asyncio.from_url redis.asyncio.Redis.from_url redis.asyncio.client.Redis aioredis.Redis
            aioredis.from_url aioredis.create_redis_pool django_redis.get_redis_connection fakeredis.FakeRedis
            valkey.Valkey""",
        "cache": "django.core.cache.cache",
        "session": """sqlalchemy.orm.Session sqlalchemy.orm.session.Session sqlalchemy.orm.scoped_session
            sqlalchemy.ext.asyncio.AsyncSession sqlalchemy.ext.asyncio.session.AsyncSession sqlmodel.Session
            sqlmodel.ext.asyncio.session.AsyncSession""",
        "connection": """psycopg2.connect psycopg2.extensions.connection psycopg.connect psycopg.Connection
            psycopg.Connection.connect psycopg.AsyncConnection psycopg.AsyncConnection.connect sqlite3.connect
            sqlite3.Connection aiosqlite.connect aiosqlite.Connection pymysql.connect MySQLdb.connect
            mysql.connector.connect asyncpg.connect asyncpg.create_pool asyncpg.Connection asyncpg.Pool pyodbc.connect
            oracledb.connect cx_Oracle.connect""",
        "engine": """sqlalchemy.create_engine sqlalchemy.ext.asyncio.create_async_engine sqlalchemy.Engine
            sqlalchemy.engine.Engine sqlalchemy.ext.asyncio.AsyncEngine""",
        "producer": """kafka.KafkaProducer kafka.producer.KafkaProducer confluent_kafka.Producer
            confluent_kafka.SerializingProducer aiokafka.AIOKafkaProducer nats.connect nats.aio.client.Client
            google.cloud.pubsub_v1.PublisherClient google.cloud.pubsub.PublisherClient kombu.Producer
            aio_pika.Exchange aio_pika.abc.AbstractExchange aio_pika.exchange.Exchange""",
        "maker": "sqlalchemy.orm.sessionmaker sqlalchemy.ext.asyncio.async_sessionmaker",
        "consumer": """kafka.KafkaConsumer confluent_kafka.Consumer aiokafka.AIOKafkaConsumer""",
        "mail": "smtplib.SMTP smtplib.SMTP_SSL aiosmtplib.SMTP",
        "jobs": "rq.Queue arq.create_pool arq.connections.create_pool arq.connections.ArqRedis arq.ArqRedis",
        "aws": "boto3.client",
        "ssh": "paramiko.SSHClient paramiko.client.SSHClient",
        "mongo": "pymongo.MongoClient pymongo.AsyncMongoClient motor.motor_asyncio.AsyncIOMotorClient",
        "executor": """concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor
            concurrent.futures.thread.ThreadPoolExecutor concurrent.futures.process.ProcessPoolExecutor
            concurrent.futures.Executor""",
        "pool": "multiprocessing.Pool multiprocessing.pool.Pool multiprocessing.pool.ThreadPool",
        "tasks": "asyncio.TaskGroup anyio.create_task_group trio.open_nursery",
    }
)
KIND_BY_CLASS: Final[Mapping[str, str]] = MappingProxyType(
    {path: kind for kind, paths in _CLASSES.items() for path in paths.split()}
)
"""By what made the object, or by its annotation."""
SESSION_FACTORIES: Final = frozenset(
    {"SessionLocal", "AsyncSessionLocal", "async_session_maker", "AsyncSessionFactory", "SessionFactory"}
)
"""Names under which projects keep what SQLAlchemy's `sessionmaker` made."""
SESSION_MAKERS: Final = frozenset(
    {"sqlalchemy.orm.sessionmaker", "sqlalchemy.ext.asyncio.async_sessionmaker", "sqlalchemy.orm.scoped_session"}
)
HANDED_OUT: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("connection", "cursor"): "cursor",
        ("connection", "acquire"): "connection",
        ("connection", "transaction"): "transaction",
        ("engine", "connect"): "connection",
        ("engine", "begin"): "transaction",
        ("redis", "pipeline"): "pipeline",
        ("session", "begin"): "session",
        ("maker", "begin"): "session",
    }
)
"""What a method of one kind of object hands out."""
