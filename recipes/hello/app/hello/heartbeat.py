"""The sign of life between the worker and its probe."""

from pathlib import Path

from probe import HEARTBEAT

_FILE = Path(HEARTBEAT)


def beat() -> None:
    _FILE.touch()


def forget() -> None:
    _FILE.unlink(missing_ok=True)
