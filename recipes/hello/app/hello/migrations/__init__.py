"""Brings the database to the schema of this version."""

from .. import SCHEMA
from ..db import connect, schema_problem, schema_version
from . import s0001_start, s0002_authors, s0003_moods

STEPS = {1: s0001_start.apply, 2: s0002_authors.apply, 3: s0003_moods.apply}

# Any number that nobody else uses for an advisory lock in this database.
LOCK = 0x48454C4C4F


class MigrationError(Exception):
    """Why the schema could not be brought up to date, in one line."""


async def migrate() -> tuple[int, int]:
    """Applies what is missing; returns the schema before and after."""
    connection = await connect()
    try:
        # Two migrations at once wait for each other; the later one finds nothing to do.
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        before = await schema_version(connection)
        if before > SCHEMA:
            raise MigrationError(schema_problem(before))
        for version in range(before + 1, SCHEMA + 1):
            try:
                await STEPS[version](connection, version)
            except Exception as error:
                raise MigrationError(f"schema {version} failed: {error}") from error
        return before, SCHEMA
    finally:
        await connection.close()
