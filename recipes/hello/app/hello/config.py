"""What the environment and the mounted secrets say."""

import os
from pathlib import Path

MAX_UPLOAD = 50 * 1024 * 1024
MAX_AUTHOR = 80
MAX_TEXT = 2000


class ConfigError(Exception):
    """A setting that keeps the application from working, told in one line."""


def setting(name: str, default: str) -> str:
    return os.environ.get(name) or default


def secret(name: str) -> str:
    """A secret's value; never logged, never part of an error message."""
    path = Path(setting(f"HELLO_{name.upper()}_FILE", f"/run/secrets/{name}"))
    try:
        value = path.read_text().strip("\r\n")
    except OSError as error:
        raise ConfigError(f"cannot read the secret {path}: {error.strerror}") from None
    if not value:
        raise ConfigError(f"the secret {path} is empty")
    return value


def greeting() -> str:
    return setting("HELLO_GREETING", "Welcome")


def public_url() -> str:
    return setting("HELLO_URL", "http://localhost:8000")


def port() -> int:
    return int(setting("HELLO_PORT", "8000"))


def drain_seconds() -> float:
    """How long requests under way may take after a stop request; below the container's grace."""
    return float(setting("HELLO_DRAIN_SECONDS", "25"))


def uploads() -> Path:
    return Path(setting("HELLO_UPLOADS", "/srv/uploads"))
