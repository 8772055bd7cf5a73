"""What operators and tests ask: health, who the visitor is, slow answers, a websocket."""

import asyncio
import weakref

import asyncpg
from aiohttp import WSCloseCode, WSMsgType, web

from . import VERSION, db
from .config import ConfigError
from .forms import POOL
from .peer import client

routes = web.RouteTableDef()
SOCKETS = web.AppKey("sockets", weakref.WeakSet)


@routes.get("/health")
async def health(request):
    try:
        async with asyncio.timeout(4):
            async with request.app[POOL].acquire() as connection:
                reason = db.schema_problem(await db.schema_version(connection))
    except (*db.UNAVAILABLE, asyncpg.PostgresError, ConfigError) as error:
        reason = f"the database does not answer: {type(error).__name__}"
    answer = {"status": "failing" if reason else "ok", "version": VERSION}
    if reason:
        answer["reason"] = reason
    return web.json_response(answer, status=503 if reason else 200,
                             headers={"Cache-Control": "no-store"})


@routes.get("/whoami")
async def whoami(request):
    seen = client(request)
    return web.json_response({"address": seen.address, "scheme": seen.scheme, "host": seen.host,
                              "peer": seen.peer, "forwarded": seen.forwarded})


@routes.get("/slow")
async def slow(request):
    try:
        seconds = float(request.query.get("seconds", "1"))
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 60:
        raise web.HTTPBadRequest(text="seconds must be between 0 and 60")
    await asyncio.sleep(seconds)
    return web.json_response({"slept": seconds, "version": VERSION})


@routes.get("/ws")
async def websocket(request):
    socket = web.WebSocketResponse(heartbeat=20, max_msg_size=64 * 1024)
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    try:
        await socket.send_json({"hello": VERSION})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                await socket.send_str(message.data)
            elif message.type == WSMsgType.BINARY:
                await socket.send_bytes(message.data)
    finally:
        request.app[SOCKETS].discard(socket)
    return socket


async def close_sockets(app) -> None:
    """Tells every open websocket that the server is going away, so that clients reconnect."""
    await asyncio.gather(
        *(socket.close(code=WSCloseCode.GOING_AWAY, message=b"restarting")
          for socket in set(app[SOCKETS])),
        return_exceptions=True)
