"""Indico for its web server, with a health check of its own.

Indico's /ping answers well whether or not there is a database. Ours looks at what a page needs. The
gateway says for each visitor where he comes from; what comes without that is the check.
"""

import os

from indico.core.config import config
from indico.core.db import db
from indico.web.flask.app import make_app
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

PATH = "/.steading-health"
SECONDS = 5

indico = make_app()


def failing():
    """What does not work, in words; nothing where all is well."""
    try:
        with indico.app_context():
            row = db.session.execute("SELECT 1 FROM users.users WHERE is_system").first()
            if row is None:
                return "the database has no Indico in it"
            with Redis.from_url(config.REDIS_CACHE_URL, socket_timeout=SECONDS) as redis:
                redis.ping()
    except SQLAlchemyError as error:
        return f"database: {error.__class__.__name__}"
    except RedisError as error:
        return f"redis: {error}"
    if not os.access("/opt/indico/archive", os.W_OK):
        return "the archive cannot be written"
    return ""


def application(environ, start_response):
    if environ.get("PATH_INFO") != PATH or "HTTP_X_FORWARDED_FOR" in environ:
        return indico(environ, start_response)
    trouble = failing()
    status = "503 Service Unavailable" if trouble else "200 OK"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{trouble or 'ok'}\n".encode()]
