"""Uploaded files: where they lie and under which names."""

import os
import re
import unicodedata
import uuid
from pathlib import Path

from .config import MAX_UPLOAD, uploads

PART = ".part"


class TooLarge(Exception):
    pass


def path_of(upload_id: uuid.UUID) -> Path:
    return uploads() / str(upload_id)


def clean_name(name: str | None) -> str:
    """A name to show and to offer for saving; it never becomes a path here."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    visible = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last)
    return visible.strip(" .")[:120] or "file"


async def receive(part) -> tuple[uuid.UUID, int]:
    """Streams one multipart field to disk; the file has its final name only when complete."""
    upload_id = uuid.uuid4()
    target = path_of(upload_id)
    temporary = target.with_name(target.name + PART)
    size = 0
    try:
        with temporary.open("xb") as out:
            while chunk := await part.read_chunk(256 * 1024):
                size += len(chunk)
                if size > MAX_UPLOAD:
                    raise TooLarge
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(target)
        _sync_directory(target.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return upload_id, size


def _sync_directory(path: Path) -> None:
    # The new name is acknowledged to the visitor, so it has to survive a loss of power too.
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
