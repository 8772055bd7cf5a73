"""Noting that a step was applied."""


async def record(connection, version: int) -> None:
    """Belongs into the step's own transaction, so that it is applied and noted, or neither."""
    await connection.execute("INSERT INTO schema_version (version) VALUES ($1)", version)
