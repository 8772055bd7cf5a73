"""pretix's worker, with a sign of life.

Asking a worker over the queue means loading all of pretix for each question. The worker's own loop
writes down that it turns, instead: it does not while the queue cannot be reached.
"""

from pathlib import Path

from celery import bootsteps
from pretix.celery_app import app

SIGN = Path("/tmp/worker-turns")
SECONDS = 5.0


class SignOfLife(bootsteps.StartStopStep):
    requires = {"celery.worker.components:Timer"}

    def start(self, worker):
        worker.timer.call_repeatedly(SECONDS, SIGN.touch, priority=10)

    def stop(self, worker):
        SIGN.unlink(missing_ok=True)


app.steps["worker"].add(SignOfLife)
