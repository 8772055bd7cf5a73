"""The HTML. Every value that comes from outside goes through escape()."""

import base64
import hashlib
from html import escape

from . import VERSION

STYLE = """
:root { color-scheme: light dark; --ink: #22281f; --soft: #5f6759; --line: #dedfd5;
        --paper: #fffefa; --ground: #f3f2ea; --field: #fff; --edge: #84897a;
        --accent: #2f6144; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e8df; --soft: #a3a898; --line: #3a3f37; --paper: #20241f;
          --ground: #171a16; --field: #171a16; --edge: #7d8375;
          --accent: #8cc7a1; --on: #12211a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
       font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
main, .bar > *, footer { max-width: 43rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-bottom: 1rem; }
.bar { background: var(--paper); border-bottom: 1px solid var(--line); border-top: 4px solid
       var(--accent); margin-bottom: 2rem; }
.bar > * { padding-top: 1.6rem; padding-bottom: 1.6rem; }
.row { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline;
       gap: .1rem 1rem; }
h1, blockquote, .name { font-family: Charter, Georgia, "DejaVu Serif", serif; }
h1 { font-size: clamp(1.6rem, 6vw, 2.3rem); line-height: 1.2; font-weight: 600; margin: 0; }
h2 { font-size: 1.05rem; margin: 2.5rem 0 .7rem; }
.lead { margin: .4rem 0 0; color: var(--soft); }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
        padding: 1.1rem 1.25rem 1.25rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .8rem; }
.card + ul { margin-top: .8rem; }
.name { font-weight: 600; font-size: 1.05rem; }
.soft { color: var(--soft); font-size: .875rem; }
.empty { text-align: center; color: var(--soft); border-style: dashed; background: none; }
blockquote { white-space: pre-wrap; margin: .35rem 0 0; }
.tags { display: flex; flex-wrap: wrap; gap: .5rem; }
.tags li { background: var(--paper); border: 1px solid var(--line); border-radius: 1.2rem;
           padding: .15rem .8rem; }
label { display: block; font-weight: 600; font-size: .9rem; margin: .9rem 0 .3rem; }
form > label:first-of-type { margin-top: 0; }
input, textarea { width: 100%; font: inherit; color: inherit; background: var(--field);
        border: 1px solid var(--edge); border-radius: 6px; padding: .55rem .7rem; }
textarea { resize: vertical; display: block; }
button, ::file-selector-button { font: inherit; font-weight: 600; border-radius: 6px;
        cursor: pointer; }
button { margin-top: 1rem; min-height: 2.75rem; padding: .4rem 1.3rem; border: 0;
         background: var(--accent); color: var(--on); }
::file-selector-button { border: 1px solid var(--edge); background: var(--ground); color: inherit;
        padding: .3rem .8rem; margin-right: .8rem; font-weight: 400; }
button.plain { background: none; border: 1px solid var(--edge); color: inherit; font-weight: 400;
        margin: 0; }
li button.plain { margin-top: .8rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); text-underline-offset: .15em; }
pre { white-space: pre-wrap; margin: .6rem 0 0; font-size: .8125rem; color: var(--soft); }
.told { border-left: 4px solid #b3382c; padding-left: .8rem; margin: 0 0 1rem; }
.narrow { max-width: 26rem; }
footer { padding-top: 1.5rem; padding-bottom: 2.5rem; }
"""

_hash = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
CONTENT_POLICY = (f"default-src 'none'; style-src 'sha256-{_hash}'; form-action 'self'; "
                  "base-uri 'none'; frame-ancestors 'none'")


def page(title: str, lead: str, body: str, links: str = "") -> str:
    below = f'<p class="lead">{lead}</p>' if lead else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f'<body>\n<header class="bar"><div><h1>{escape(title)}</h1>{below}</div></header>\n'
        f"<main>\n{body}\n</main>\n"
        f'<footer class="row soft"><span>hello {escape(VERSION)}</span>{links}</footer>\n'
        "</body>\n</html>\n"
    )


def _when(moment) -> str:
    day = f"{moment.day} {moment:%B %Y}"
    return f'<time datetime="{moment.isoformat()}">{day}, {moment:%H:%M} UTC</time>'


def _token(token: str) -> str:
    return f'<input type="hidden" name="token" value="{escape(token)}">'


def _entry(entry, extra: str = "") -> str:
    return (f'<li class="card"><div class="row"><span class="name">{escape(entry["author"])}</span>'
            f'<span class="soft">{_when(entry["created_at"])}</span></div>'
            f'<blockquote>{escape(entry["text"])}</blockquote>{extra}</li>')


def _list(items: str, nothing: str) -> str:
    return f"<ul>{items}</ul>" if items else f'<p class="card empty">{nothing}</p>'


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} bytes"
    return f"{count / 1024:.1f} KiB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MiB"


def _upload(upload) -> str:
    if upload["processed_at"]:
        state = f'<span title="{upload["sha256"]}">checked</span>'
    else:
        state = "waiting to be checked"
    preview = f'<pre>{escape(upload["preview"])}</pre>' if upload["preview"] else ""
    return (f'<li class="card"><div class="row">'
            f'<a href="/uploads/{upload["id"]}">{escape(upload["name"])}</a> '
            f'<span class="soft">{_size(upload["size"])} · {_when(upload["created_at"])} · '
            f"{state}</span></div>{preview}</li>")


def home(greeting: str, entries, authors, uploads, token: str) -> str:
    written = "".join(_entry(entry) for entry in entries)
    stored = "".join(_upload(upload) for upload in uploads)
    people = ""
    if authors:
        items = "".join(
            f'<li>{escape(a["name"])} <span class="soft">{a["entries"]}</span></li>'
            for a in authors)
        people = f'<h2>Who has written</h2>\n<ul class="tags">{items}</ul>'
    return page(greeting, "A guestbook. Leave a few words for those who come after you.", f"""
<section class="card" aria-label="Sign the guestbook">
<form method="post" action="/entries">{_token(token)}
<label for="author">Your name</label>
<input id="author" name="author" maxlength="80" autocomplete="name" required>
<label for="text">Your message</label>
<textarea id="text" name="text" rows="4" maxlength="2000" required></textarea>
<button>Sign the guestbook</button>
</form>
</section>
<h2>Entries</h2>
{_list(written, "Nobody has written here yet. Be the first!")}
{people}
<h2>Files</h2>
<section class="card" aria-label="Share a file">
<form method="post" action="/uploads" enctype="multipart/form-data">{_token(token)}
<label for="file">Share a file of up to 50 MiB</label>
<input id="file" type="file" name="file" required>
<button>Upload</button>
</form>
</section>
{f'<ul>{stored}</ul>' if stored else ''}""", '<a href="/admin">Administration</a>')


_BACK = '<a href="/">Back to the guestbook</a>'


def login(token: str, problem: str = "") -> str:
    told = f'<p class="told" role="alert">{escape(problem)}</p>' if problem else ""
    return page("Log in", "For the administrator of this guestbook.", f"""
<section class="card narrow" aria-label="Log in">{told}
<form method="post" action="/login">{_token(token)}
<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Log in</button>
</form>
</section>""", _BACK)


def _delete(entry, token: str) -> str:
    label = escape(f'Delete the entry of {entry["author"]}')
    return (f'<form method="post" action="/admin/delete">{_token(token)}'
            f'<input type="hidden" name="id" value="{entry["id"]}">'
            f'<button class="plain" aria-label="{label}">Delete</button></form>')


def admin(name: str, entries, token: str) -> str:
    rows = "".join(_entry(entry, _delete(entry, token)) for entry in entries)
    return page("Administration", f"Logged in as {escape(name)}.", f"""
<form method="post" action="/logout">{_token(token)}<button class="plain">Log out</button></form>
<h2>Entries</h2>
{_list(rows, "There are none.")}""", _BACK)


def problem(title: str, text: str) -> str:
    return page(title, "", f'<p class="card">{escape(text)}</p>', _BACK)
