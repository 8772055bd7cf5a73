"""What 'hello tidy', 'hello status' and 'hello create-admin' do."""

import time
import uuid

import asyncpg

from . import SCHEMA, VERSION, config, db, store
from .files import PART
from .security import hash_password, password_matches

# Younger files may belong to an upload whose row is about to be written.
ORPHAN_SECONDS = 3600


class ChoreError(Exception):
    """Why a command could not do its work, in one line."""


async def tidy() -> dict:
    """Deletes files no row knows of, and notes that it ran."""
    connection = await db.connect()
    try:
        _check(await db.schema_version(connection))
        known = {row["id"] for row in await connection.fetch("SELECT id FROM upload")}
        deleted, present = 0, set()
        for path in config.uploads().iterdir():
            try:
                upload_id = uuid.UUID(path.name.removesuffix(PART))
            except ValueError:
                # Not a name this application gives: somebody else's file.
                continue
            if upload_id in known and not path.name.endswith(PART):
                present.add(upload_id)
            elif time.time() - path.stat().st_mtime > ORPHAN_SECONDS:
                path.unlink(missing_ok=True)
                deleted += 1
        missing = len(known - present)
        await store.beat(connection, "tidy", f"{deleted} deleted, {missing} missing")
        return {"deleted": deleted, "missing": missing}
    finally:
        await connection.close()


async def create_admin(name: str, reset: bool) -> str:
    password = config.secret("admin_password")
    connection = await db.connect()
    try:
        _check(await db.schema_version(connection))
        hashed = await store.password_hash(connection, name)
        if hashed and password_matches(password, hashed):
            return f"administrator {name} exists already, with this password"
        if hashed and not reset:
            raise ChoreError(f"administrator {name} exists with another password; --reset replaces it")
        await store.set_admin(connection, name, hash_password(password))
        return f"administrator {name} {'has the new password' if hashed else 'created'}"
    finally:
        await connection.close()


def _check(found: int) -> None:
    problem = db.schema_problem(found)
    if problem:
        raise ChoreError(problem)


async def status() -> dict:
    found = {"version": VERSION, "schema_expected": SCHEMA}
    connection = await db.connect()
    try:
        found["schema"] = await db.schema_version(connection)
        if found["schema"] == 0:
            return found
        tables = ["entry", "upload", "job", "ledger", "admin"]
        if found["schema"] >= 2:
            tables.append("author")
        found["rows"] = {t: await connection.fetchval(f"SELECT count(*) FROM {t}") for t in tables}
        worker = await store.last_beat(connection, "worker")
        tidied = await store.last_beat(connection, "tidy")
        found["worker_heartbeat_age_seconds"] = round(worker["age"], 1) if worker else None
        found["last_tidy"] = {"at": tidied["at"].isoformat(), "result": tidied["note"]} if tidied else None
        return found
    finally:
        await connection.close()


EXPECTED = (ChoreError, config.ConfigError, *db.UNAVAILABLE, asyncpg.PostgresError)
