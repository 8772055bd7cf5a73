"""Schema 3: built to fail half-way, so that going back from a bad release can be rehearsed.

It does what a careless migration does: it commits a first part, which changes rows that the
previous version still shows, and then fails. Nothing but restoring the database undoes it.
"""

FIRST_PART = """
ALTER TABLE entry ADD COLUMN IF NOT EXISTS mood text;
UPDATE entry SET mood = 'lost', text = '[rewritten by 2.1.0] ' || text
    WHERE id % 2 = 0 AND mood IS NULL;
"""


async def apply(connection, version: int) -> None:
    async with connection.transaction():
        await connection.execute(FIRST_PART)
    raise RuntimeError(
        "release 2.1.0 is broken on purpose: its first part is committed, its second cannot be "
        "applied; restore the database from before the upgrade"
    )
