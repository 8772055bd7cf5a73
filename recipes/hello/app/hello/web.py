"""The web server: putting the parts together, and its life from start to stop."""

import asyncio
import logging
import signal
import time
import weakref

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from . import VERSION, config, db, guestbook, office, pages, probes
from .forms import POOL, SIGNER, html
from .peer import client
from .security import Signer

log = logging.getLogger("hello")


class AccessLog(AbstractAccessLogger):
    def log(self, request, response, duration) -> None:
        # The probes come every few seconds and would bury everything else.
        if request.path == "/health" and response.status == 200:
            return
        self.logger.info("%s %s %d %d bytes %.0f ms from %s", request.method, request.rel_url,
                         response.status, response.body_length, duration * 1000,
                         client(request).address)


def wants_html(request) -> bool:
    return "text/html" in request.headers.get("Accept", "")


def told(request, status: int, title: str, text: str):
    if wants_html(request):
        return html(pages.problem(title, text), status)
    return web.json_response({"error": text}, status=status)


@web.middleware
async def problems(request, handler):
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return told(request, answer.status, answer.reason, answer.text)
    except db.UNAVAILABLE as error:
        log.warning("%s %s: the database does not answer: %s", request.method, request.path,
                    type(error).__name__)
        return told(request, 503, "Not available",
                    "The database does not answer. Please try again in a moment.")


async def headers(request, response) -> None:
    response.headers.setdefault("Content-Security-Policy", pages.CONTENT_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Server"] = "hello"


async def database(app):
    app[POOL] = await db.pool()
    yield
    app[POOL].terminate()


def build() -> web.Application:
    app = web.Application(middlewares=[problems], client_max_size=1024 * 1024)
    app[SIGNER] = Signer(config.secret("secret_key"))
    app[probes.SOCKETS] = weakref.WeakSet()
    app[office.FAILURES] = {}
    for part in (guestbook, office, probes):
        app.add_routes(part.routes)
    app.on_response_prepare.append(headers)
    app.on_shutdown.append(probes.close_sockets)
    app.cleanup_ctx.append(database)
    return app


async def serve() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # cleanup() stops accepting, says goodbye to websockets, waits this long for requests
    # under way, and cancels what is left.
    runner = web.AppRunner(build(), access_log_class=AccessLog, access_log=log,
                           shutdown_timeout=config.drain_seconds(), keepalive_timeout=75)
    await runner.setup()
    await web.TCPSite(runner, None, config.port(), backlog=256).start()
    log.info("version %s serves on port %d, for visitors at %s", VERSION, config.port(),
             config.public_url())
    await stop.wait()
    log.info("stopping: finishing what is under way")
    began = time.monotonic()
    await runner.cleanup()
    log.info("stopped after %.1f s", time.monotonic() - began)
