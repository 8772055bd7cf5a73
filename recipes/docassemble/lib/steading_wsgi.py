"""docassemble for its web server, with a health check of its own, and below its path.

Upstream's /health_check answers well whether or not there is a database. Ours looks at what a page
needs. The gateway says for each visitor where he comes from; what comes without that is the check.
"""

import os

from docassemble.webapp.config import ROOT, UPLOAD_DIRECTORY
from docassemble.webapp.daredis import r
from docassemble.webapp.extensions import db
from docassemble.webapp.run import application as docassemble
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

PATH = "/.steading-health"
BELOW = ROOT.rstrip("/")
# What may be asked again at another address.
MOVED = ("GET", "HEAD")


def failing():
    """What does not work, in words; nothing where all is well."""
    try:
        with docassemble.app_context():
            if db.session.execute(text("SELECT 1 FROM alembic_version")).first() is None:
                return "the database has no docassemble in it"
        r.ping()
    except SQLAlchemyError as error:
        return f"database: {error.__class__.__name__}"
    except RedisError as error:
        return f"redis: {error}"
    if os.path.isdir(UPLOAD_DIRECTORY) and not os.access(UPLOAD_DIRECTORY, os.W_OK):
        return "the directory of files cannot be written"
    return ""


def health(start_response):
    trouble = failing()
    status = "503 Service Unavailable" if trouble else "200 OK"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{trouble or 'ok'}\n".encode()]


def elsewhere(environ, start_response):
    """A visitor who leaves the path out is led to it; nothing else is there."""
    if environ.get("REQUEST_METHOD") in MOVED:
        query = environ.get("QUERY_STRING", "")
        target = BELOW + "/" + environ["RAW_PATH"].lstrip("/") + ("?" + query if query else "")
        start_response("302 Found", [("Location", target), ("Content-Length", "0")])
        return [b""]
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"not found\n"]


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    if path == PATH and "HTTP_X_FORWARDED_FOR" not in environ:
        return health(start_response)
    if BELOW:
        if not path.startswith(BELOW + "/"):
            environ["RAW_PATH"] = "" if path == BELOW else environ.get("REQUEST_URI", "/").partition("?")[0]
            return elsewhere(environ, start_response)
        environ["SCRIPT_NAME"] = BELOW
        environ["PATH_INFO"] = path[len(BELOW) :]
    return docassemble(environ, start_response)
