"""Schema 2: authors get a table of their own, and entries refer to it."""

from .record import record

STATEMENTS = """
CREATE TABLE author (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    first_seen_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO author (name, first_seen_at)
    SELECT author, min(created_at) FROM entry GROUP BY author ORDER BY min(id);
ALTER TABLE entry ADD COLUMN author_id bigint REFERENCES author;
UPDATE entry SET author_id = author.id FROM author WHERE author.name = entry.author;
ALTER TABLE entry ALTER COLUMN author_id SET NOT NULL, DROP COLUMN author;
CREATE INDEX entry_author_id ON entry (author_id);
"""


async def apply(connection, version: int) -> None:
    async with connection.transaction():
        await connection.execute(STATEMENTS)
        await record(connection, version)
