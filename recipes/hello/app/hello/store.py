"""What the application asks of the database, in the schema of this version."""

import json

from . import SCHEMA

LIMIT = 500
LEDGER_LIMIT = 20000


class EntriesWithNames:
    """Schema 1: every entry carries its author's name."""

    SELECT = "SELECT id, author, text, created_at FROM entry"

    @staticmethod
    async def add(connection, author: str, text: str) -> int:
        return await connection.fetchval(
            "INSERT INTO entry (author, text) VALUES ($1, $2) RETURNING id", author, text)

    @staticmethod
    async def authors(connection) -> list:
        return []


class EntriesWithAuthors:
    """Schema 2 and later: authors stand in a table of their own."""

    SELECT = """SELECT entry.id, author.name AS author, entry.text, entry.created_at
        FROM entry JOIN author ON author.id = entry.author_id"""

    @staticmethod
    async def add(connection, author: str, text: str) -> int:
        async with connection.transaction():
            # The update that changes nothing makes the row come back, and stay, in both cases.
            author_id = await connection.fetchval(
                """INSERT INTO author (name) VALUES ($1)
                   ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id""", author)
            return await connection.fetchval(
                "INSERT INTO entry (author_id, text) VALUES ($1, $2) RETURNING id", author_id, text)

    @staticmethod
    async def authors(connection) -> list:
        return await connection.fetch(
            """SELECT author.name, count(entry.id) AS entries
               FROM author JOIN entry ON entry.author_id = author.id
               GROUP BY author.id ORDER BY entries DESC, author.name LIMIT 50""")


ENTRIES = EntriesWithNames if SCHEMA == 1 else EntriesWithAuthors


async def entries_after(connection, after: int) -> list:
    return await connection.fetch(
        f"SELECT * FROM ({ENTRIES.SELECT}) AS e WHERE id > $1 ORDER BY id LIMIT {LIMIT}", after)


async def latest_entries(connection, count: int) -> list:
    return await connection.fetch(
        f"SELECT * FROM ({ENTRIES.SELECT}) AS e ORDER BY id DESC LIMIT $1", count)


async def delete_entry(connection, entry_id: int) -> bool:
    return await connection.execute("DELETE FROM entry WHERE id = $1", entry_id) == "DELETE 1"


async def add_upload(connection, upload_id, name: str, size: int) -> None:
    async with connection.transaction():
        await connection.execute(
            "INSERT INTO upload (id, name, size) VALUES ($1, $2, $3)", upload_id, name, size)
        await connection.execute("INSERT INTO job (upload_id) VALUES ($1)", upload_id)
        await connection.execute("NOTIFY hello_jobs")


async def upload(connection, upload_id):
    return await connection.fetchrow("SELECT * FROM upload WHERE id = $1", upload_id)


async def latest_uploads(connection, count: int) -> list:
    return await connection.fetch("SELECT * FROM upload ORDER BY created_at DESC LIMIT $1", count)


async def add_ledger(connection, n: int, total) -> int:
    return await connection.fetchval(
        "INSERT INTO ledger (n, sum) VALUES ($1, $2::jsonb) RETURNING id", n, json.dumps(total))


async def ledger_after(connection, after: int) -> list:
    rows = await connection.fetch(
        f"SELECT id, n, sum FROM ledger WHERE id > $1 ORDER BY id LIMIT {LEDGER_LIMIT}", after)
    return [{"id": row["id"], "n": row["n"], "sum": json.loads(row["sum"])} for row in rows]


async def beat(connection, part: str, note: str = "") -> None:
    await connection.execute(
        """INSERT INTO heartbeat (part, at, note) VALUES ($1, now(), $2)
           ON CONFLICT (part) DO UPDATE SET at = excluded.at, note = excluded.note""", part, note)


async def last_beat(connection, part: str):
    return await connection.fetchrow(
        """SELECT at, note, extract(epoch FROM now() - at)::float AS age
           FROM heartbeat WHERE part = $1""", part)


async def password_hash(connection, name: str) -> str | None:
    return await connection.fetchval("SELECT password_hash FROM admin WHERE name = $1", name)


async def set_admin(connection, name: str, hashed: str) -> None:
    await connection.execute(
        """INSERT INTO admin (name, password_hash) VALUES ($1, $2)
           ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash""", name, hashed)
