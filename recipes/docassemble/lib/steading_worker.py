"""docassemble's workers, with a sign of life.

Asking a worker over the queue means loading all of docassemble for each question. Its own loop writes
down that it turns, instead. What belongs to the consumer starts when it has reached the queue, and
stops when it loses it.
"""

from pathlib import Path

from celery import bootsteps
from docassemble.webapp.worker import celery_app as app

SIGN = Path("/tmp/worker-turns")
SECONDS = 5.0


class SignOfLife(bootsteps.StartStopStep):
    requires = {"celery.worker.consumer.tasks:Tasks"}

    def start(self, consumer):
        SIGN.touch()
        consumer.timer.call_repeatedly(SECONDS, SIGN.touch)

    def stop(self, consumer):
        SIGN.unlink(missing_ok=True)


app.steps["consumer"].add(SignOfLife)
