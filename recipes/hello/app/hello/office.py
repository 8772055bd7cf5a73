"""Logging in, and what an administrator may do."""

import asyncio
import time

from aiohttp import web

from . import pages, store
from .forms import (POOL, SESSION, administrator, html, open_session, page_with_token,
                    require_token, SIGNER, VISITOR)
from .peer import client
from .security import NOBODY, password_matches

routes = web.RouteTableDef()

FAILURES_ALLOWED = 10
FAILURES_SECONDS = 300
FAILURES = web.AppKey("failures", dict)


def _recent_failures(app, address: str) -> list[float]:
    since = time.monotonic() - FAILURES_SECONDS
    # Forgetting old addresses here keeps the memory this takes bounded.
    for known in list(app[FAILURES]):
        app[FAILURES][known] = [at for at in app[FAILURES][known] if at > since]
        if not app[FAILURES][known]:
            del app[FAILURES][known]
    return app[FAILURES].setdefault(address, [])


@routes.get("/login")
async def login_page(request):
    return page_with_token(request, pages.login)


@routes.post("/login")
async def login(request):
    fields = await request.post()
    require_token(request, fields.get("token"))
    failures = _recent_failures(request.app, client(request).address)
    if len(failures) >= FAILURES_ALLOWED:
        raise web.HTTPTooManyRequests(text="Too many failed attempts. Please wait five minutes.")
    name, password = str(fields.get("name", ""))[:80], str(fields.get("password", ""))[:1024]
    hashed = await store.password_hash(request.app[POOL], name.replace("\0", ""))
    if not await asyncio.to_thread(password_matches, password, hashed or NOBODY) or not hashed:
        failures.append(time.monotonic())
        token = request.app[SIGNER].form_token(request.cookies[VISITOR])
        return html(pages.login(token, "That name and password do not belong together."), 401)
    response = web.HTTPSeeOther("/admin")
    open_session(request, response, name, hashed)
    raise response


@routes.post("/logout")
async def logout(request):
    require_token(request, (await request.post()).get("token"))
    response = web.HTTPSeeOther("/")
    response.del_cookie(SESSION, path="/")
    raise response


@routes.get("/admin")
async def admin_page(request):
    name = await administrator(request)
    if not name:
        raise web.HTTPSeeOther("/login")
    entries = await store.latest_entries(request.app[POOL], 200)
    return page_with_token(request, lambda token: pages.admin(name, entries, token))


@routes.post("/admin/delete")
async def delete(request):
    fields = await request.post()
    require_token(request, fields.get("token"))
    if not await administrator(request):
        raise web.HTTPForbidden(text="Please log in first.")
    entry_id = str(fields.get("id", ""))
    if not entry_id.isascii() or not entry_id.isdigit() or len(entry_id) > 18:
        raise web.HTTPBadRequest(text="id must be a number")
    await store.delete_entry(request.app[POOL], int(entry_id))
    raise web.HTTPSeeOther("/admin")
