"""The worker: gives each upload its checksum and a preview."""

import asyncio
import hashlib
import logging
import signal
from contextlib import suppress
from pathlib import Path

import asyncpg

from . import VERSION, db, heartbeat, store
from .files import path_of

log = logging.getLogger("hello")

BEAT_SECONDS = 2
POLL_SECONDS = 5
ATTEMPTS = 5
PREVIEW_BYTES = 600


def examine(path: Path) -> tuple[str, str]:
    """Checksum, and the beginning as text where the file is text."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        head = source.read(PREVIEW_BYTES)
        digest.update(head)
        while chunk := source.read(1024 * 1024):
            digest.update(chunk)
    if b"\0" in head:
        return digest.hexdigest(), ""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        # The cut may go through a character; anything wrong earlier means this is no text.
        if error.start < len(head) - 4:
            return digest.hexdigest(), ""
        text = head[:error.start].decode()
    return digest.hexdigest(), "".join(c for c in text if c.isprintable() or c in "\n\t")[:300]


async def one_job(connection) -> bool:
    """Takes the next job, if there is one. Its row stays locked until it is done."""
    async with connection.transaction():
        job = await connection.fetchrow(
            """SELECT id, upload_id, attempts FROM job
               WHERE not_before <= now() AND attempts < $1
               ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED""", ATTEMPTS)
        if job is None:
            return False
        try:
            checksum, preview = await asyncio.to_thread(examine, path_of(job["upload_id"]))
        except OSError as error:
            log.warning("job %d: attempt %d failed: %s", job["id"], job["attempts"] + 1, error.strerror)
            await connection.execute(
                """UPDATE job SET attempts = attempts + 1, error = $2,
                   not_before = now() + interval '10 seconds' * (attempts + 1) WHERE id = $1""",
                job["id"], error.strerror)
            return True
        await connection.execute(
            "UPDATE upload SET sha256 = $2, preview = $3, processed_at = now() WHERE id = $1",
            job["upload_id"], checksum, preview)
        await connection.execute("DELETE FROM job WHERE id = $1", job["id"])
    log.info("job %d: upload %s is %s", job["id"], job["upload_id"], checksum[:16])
    return True


async def beat(pool) -> None:
    while True:
        with suppress(*db.UNAVAILABLE, asyncpg.PostgresError):
            async with pool.acquire() as connection:
                # A worker that waits for a migration does no work, so it shows no life either.
                if not db.schema_problem(await db.schema_version(connection)):
                    await store.beat(connection, "worker", VERSION)
                    heartbeat.beat()
        await asyncio.sleep(BEAT_SECONDS)


async def work(stop: asyncio.Event) -> None:
    """One connection's time: listens, works, and ends when asked to or with the connection."""
    wake = asyncio.Event()
    connection = await db.connect()
    try:
        problem = db.schema_problem(await db.schema_version(connection))
        if problem:
            raise RuntimeError(problem)
        await connection.add_listener("hello_jobs", lambda *_: wake.set())
        while not stop.is_set():
            wake.clear()
            if await one_job(connection):
                continue
            # A notification can be missed, by a reconnect or a delayed job, so it also polls.
            waits = [asyncio.ensure_future(event.wait()) for event in (wake, stop)]
            await asyncio.wait(waits, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
    finally:
        with suppress(Exception):
            await connection.close(timeout=2)


async def run() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    heartbeat.forget()
    pool = await db.pool()
    heart = asyncio.create_task(beat(pool))
    log.info("version %s waits for jobs", VERSION)
    told = None
    while not stop.is_set():
        try:
            await work(stop)
        except (*db.UNAVAILABLE, asyncpg.PostgresError, RuntimeError) as error:
            problem = str(error) if isinstance(error, RuntimeError) else f"the database does not answer: {type(error).__name__}"
            if problem != told:
                log.warning("waiting: %s", problem)
                told = problem
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), 2)
        else:
            told = None
    heart.cancel()
    pool.terminate()
    log.info("stopped")
