"""Forms, their tokens, and the session of an administrator."""

import secrets

from aiohttp import web

from . import store
from .peer import client
from .security import SESSION_SECONDS, Signer

VISITOR = "hello_visitor"
SESSION = "hello_session"

SIGNER = web.AppKey("signer", Signer)
POOL = web.AppKey("pool", object)


def html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


def set_cookie(request, response, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="Lax",
                        secure=client(request).scheme == "https")


def page_with_token(request, render) -> web.Response:
    """Renders a page whose forms only this visitor's browser can send."""
    visitor = request.cookies.get(VISITOR, "")
    fresh = not visitor
    if fresh:
        visitor = secrets.token_urlsafe(18)
    response = html(render(request.app[SIGNER].form_token(visitor)))
    response.headers["Cache-Control"] = "no-store"
    if fresh:
        set_cookie(request, response, VISITOR, visitor)
    return response


def require_token(request, token) -> None:
    visitor = request.cookies.get(VISITOR, "")
    if not isinstance(token, str) or not request.app[SIGNER].form_token_valid(token, visitor):
        raise web.HTTPForbidden(text="This form has expired. Please go back, reload the page and try again.")


def open_session(request, response, name: str, hashed: str) -> None:
    signer = request.app[SIGNER]
    session = signer.pack("session", SESSION_SECONDS, name=name, password=signer.fingerprint(hashed))
    set_cookie(request, response, SESSION, session, SESSION_SECONDS)


async def administrator(request) -> str | None:
    """The name of the administrator this request comes from."""
    signer = request.app[SIGNER]
    session = signer.unpack("session", request.cookies.get(SESSION, ""))
    if not session:
        return None
    hashed = await store.password_hash(request.app[POOL], session["name"])
    if not hashed or signer.fingerprint(hashed) != session["password"]:
        return None
    return session["name"]
