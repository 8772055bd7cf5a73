"""Signs of life of worker and beat.

Asking a worker over the queue means loading all of Indico for each question. Its own loop writes
down that it turns, instead; so does beat's, as long as it reaches the queue.
"""

from pathlib import Path

from celery import bootsteps
from indico.core.celery import celery
from indico.core.celery.core import IndicoPersistentScheduler
from kombu.exceptions import OperationalError

WORKER = Path("/tmp/worker-turns")
BEAT = Path("/tmp/beat-turns")
SECONDS = 5.0


class SignOfLife(bootsteps.StartStopStep):
    """What belongs to the consumer starts when it has reached the queue, and stops when it loses it."""

    requires = {"celery.worker.consumer.tasks:Tasks"}

    def start(self, consumer):
        WORKER.touch()
        consumer.timer.call_repeatedly(SECONDS, WORKER.touch)

    def stop(self, consumer):
        WORKER.unlink(missing_ok=True)


class Scheduler(IndicoPersistentScheduler):
    def tick(self, *args, **kwargs):
        until_next = super().tick(*args, **kwargs)
        try:
            with self.app.connection_for_write() as connection:
                connection.ensure_connection(max_retries=1, timeout=5)
        except (OperationalError, OSError) as error:
            self.logger.warning("beat does not reach the queue: %s", error)
            BEAT.unlink(missing_ok=True)
        else:
            BEAT.touch()
        return until_next


celery.steps["consumer"].add(SignOfLife)
