"""Schema 1: entries with their author's name, uploads, jobs, the ledger and administrators."""

from .record import record

TABLES = """
CREATE TABLE schema_version (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE upload (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    size bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sha256 text,
    preview text,
    processed_at timestamptz
);
CREATE TABLE job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    upload_id uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
    attempts integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT now(),
    error text
);
CREATE TABLE ledger (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    n bigint NOT NULL,
    sum jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE admin (
    name text PRIMARY KEY,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE heartbeat (
    part text PRIMARY KEY,
    at timestamptz NOT NULL,
    note text NOT NULL DEFAULT ''
);
"""


async def apply(connection, version: int) -> None:
    async with connection.transaction():
        await connection.execute(TABLES)
        await record(connection, version)
