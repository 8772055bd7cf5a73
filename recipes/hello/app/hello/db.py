"""Connections to the database."""

import asyncio

import asyncpg

from . import SCHEMA
from .config import secret, setting

# What a query raises when the database is away, as opposed to when the query is wrong.
UNAVAILABLE = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
)


def where() -> dict:
    return {
        "host": setting("HELLO_DB_HOST", "db"),
        "port": int(setting("HELLO_DB_PORT", "5432")),
        "database": setting("HELLO_DB_NAME", "hello"),
        "user": setting("HELLO_DB_USER", "hello"),
        "password": secret("db_password"),
        "timeout": 5,
    }


async def connect() -> asyncpg.Connection:
    return await asyncpg.connect(**where())


async def pool() -> asyncpg.Pool:
    # With no connection made in advance the application starts, and says what it is waiting
    # for, while the database is still away.
    return await asyncpg.create_pool(**where(), min_size=0, max_size=8, command_timeout=15)


async def schema_version(connection) -> int:
    """The schema the database is at; 0 for an empty one."""
    if await connection.fetchval("SELECT to_regclass('schema_version')") is None:
        return 0
    return await connection.fetchval("SELECT coalesce(max(version), 0) FROM schema_version")


def schema_problem(found: int) -> str | None:
    if found == SCHEMA:
        return None
    if found == 0:
        return "the database is empty: run 'hello migrate'"
    if found < SCHEMA:
        return f"the database is at schema {found}, this version needs {SCHEMA}: run 'hello migrate'"
    return f"the database is at schema {found}, newer than the {SCHEMA} this version knows"
