"""The page, its entries, uploads, and the ledger."""

import json
import uuid
from urllib.parse import quote

from aiohttp import web

from . import files, pages, store
from .config import MAX_AUTHOR, MAX_TEXT, MAX_UPLOAD, greeting
from .forms import POOL, page_with_token, require_token

routes = web.RouteTableDef()


def after(request) -> int:
    try:
        return max(0, min(int(request.query.get("after", "0")), 2**62))
    except ValueError:
        raise web.HTTPBadRequest(text="after must be a number") from None


async def json_object(request) -> dict:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="the body must be a JSON object")
    return body


def text_field(value, name: str, longest: int) -> str:
    # PostgreSQL's text has no place for the NUL character.
    value = value.replace("\r\n", "\n").replace("\0", "").strip() if isinstance(value, str) else ""
    if not 0 < len(value) <= longest:
        raise web.HTTPBadRequest(text=f"{name} must have between 1 and {longest} characters")
    return value


@routes.get("/")
async def home(request):
    async with request.app[POOL].acquire() as connection:
        entries = await store.latest_entries(connection, 50)
        authors = await store.ENTRIES.authors(connection)
        uploads = await store.latest_uploads(connection, 20)
    return page_with_token(
        request, lambda token: pages.home(greeting(), entries, authors, uploads, token))


@routes.post("/entries")
async def add_entry(request):
    # A JSON body needs no token: no other site's form can send one.
    as_json = request.content_type == "application/json"
    fields = await json_object(request) if as_json else await request.post()
    if not as_json:
        require_token(request, fields.get("token"))
    author = text_field(fields.get("author"), "author", MAX_AUTHOR)
    text = text_field(fields.get("text"), "text", MAX_TEXT)
    async with request.app[POOL].acquire() as connection:
        entry_id = await store.ENTRIES.add(connection, author, text)
    if as_json:
        return web.json_response({"id": entry_id}, status=201)
    raise web.HTTPSeeOther("/")


@routes.get("/entries.json")
async def entries(request):
    async with request.app[POOL].acquire() as connection:
        rows = await store.entries_after(connection, after(request))
    return web.json_response([
        {"id": row["id"], "author": row["author"], "text": row["text"],
         "created_at": row["created_at"].isoformat()} for row in rows])


@routes.post("/uploads")
async def add_upload(request):
    # Multipart is what other sites' forms can send. A header of one's own is what they cannot.
    trusted = "X-Hello-Api" in request.headers
    as_json = trusted
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPBadRequest(text="send the file as multipart/form-data")
    if (request.content_length or 0) > MAX_UPLOAD + 64 * 1024:
        raise web.HTTPRequestEntityTooLarge(MAX_UPLOAD, request.content_length)
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if part.name == "token":
            require_token(request, (await part.read_chunk(4096)).decode("ascii", "replace"))
            trusted = True
        elif part.name == "file" and part.filename:
            if not trusted:
                require_token(request, None)
            return await keep(request, part, as_json)
    raise web.HTTPBadRequest(text="the form has no file")


async def keep(request, part, as_json: bool):
    name = files.clean_name(part.filename)
    try:
        upload_id, size = await files.receive(part)
    except files.TooLarge:
        raise web.HTTPRequestEntityTooLarge(MAX_UPLOAD, MAX_UPLOAD + 1) from None
    # A file whose row fails to be written is an orphan, which "hello tidy" removes.
    async with request.app[POOL].acquire() as connection:
        await store.add_upload(connection, upload_id, name, size)
    if as_json:
        return web.json_response({"id": str(upload_id), "name": name, "size": size}, status=201)
    raise web.HTTPSeeOther("/")


def upload_id_of(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.match_info["id"])
    except ValueError:
        raise web.HTTPNotFound(text="there is no such file") from None


async def upload_row(request):
    upload_id = upload_id_of(request)
    async with request.app[POOL].acquire() as connection:
        row = await store.upload(connection, upload_id)
    if row is None or not files.path_of(upload_id).is_file():
        raise web.HTTPNotFound(text="there is no such file")
    return row


@routes.get(r"/uploads/{id}.json")
async def upload_facts(request):
    row = await upload_row(request)
    processed = row["processed_at"]
    return web.json_response({
        "id": str(row["id"]), "name": row["name"], "size": row["size"], "sha256": row["sha256"],
        "preview": row["preview"], "processed_at": processed.isoformat() if processed else None})


@routes.get("/uploads/{id}")
async def download(request):
    row = await upload_row(request)
    # What strangers uploaded is saved, never shown: it must not run in this site's name.
    response = web.FileResponse(files.path_of(row["id"]), headers={
        "Content-Type": "application/octet-stream",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    })
    ascii_name = row["name"].encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{ascii_name}"; filename*=UTF-8\'\'{quote(row["name"], safe="")}')
    return response


@routes.post("/ledger")
async def add_ledger(request):
    body = await json_object(request)
    n, total = body.get("n"), body.get("sum")
    if not isinstance(n, int) or isinstance(n, bool) or abs(n) >= 2**63:
        raise web.HTTPBadRequest(text="n must be a whole number")
    if not isinstance(total, (int, str)) or len(str(total)) > 200:
        raise web.HTTPBadRequest(text="sum must be a number or a short text")
    async with request.app[POOL].acquire() as connection:
        row_id = await store.add_ledger(connection, n, total)
    return web.json_response({"id": row_id, "n": n, "sum": total}, status=201)


@routes.get("/ledger.json")
async def ledger(request):
    async with request.app[POOL].acquire() as connection:
        return web.json_response(await store.ledger_after(connection, after(request)))
