"""What Indico's own commands cannot do unattended.

indico-care schema        role, database and extensions; Indico's tables, made or brought to this version
indico-care plugins       the plugins' tables
indico-care admin [--reset]  the administrator: made where missing; with --reset the generated password
indico-care status        JSON; exit code 1 if a migration is missing or beat and worker stand still
indico-care dump          writes the database to exchange/
indico-care migrate-from  puts exchange/indico.dump, of this or an older version, in the database's place
"""

import datetime
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from importlib.metadata import entry_points, version
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql

EXCHANGE = Path("/opt/indico/exchange")
DUMP = EXCHANGE / "indico.dump"
OWNER = "indico"
IMPORT = "indico_import"
EXTENSIONS = ("unaccent", "pg_trgm")
LONGEST_SILENCE = datetime.timedelta(minutes=65)


def secret(name):
    try:
        return Path("/run/secrets", name).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        sys.exit(f"there is no secret {name} here: run this as a job, \"stead run APP JOB\"")


def database():
    return os.environ.get("INDICO_DB_NAME") or OWNER


def connect(name=None, superuser=False):
    connection = psycopg2.connect(
        host=os.environ.get("INDICO_DB_HOST") or "db",
        dbname=name or database(),
        user="postgres" if superuser else OWNER,
        password=secret("db_superuser_password" if superuser else "db_password"),
        connect_timeout=10,
    )
    connection.autocommit = True
    return closing(connection)


def ask(connection, query, values=()):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def named(text, *names):
    return sql.SQL(text).format(*map(sql.Identifier, names))


def indico(*arguments, name=None):
    environment = {**os.environ, "INDICO_DB_NAME": name or database()}
    print("$ indico " + " ".join(arguments), flush=True)
    code = subprocess.run(["indico", *arguments], env=environment, check=False).returncode
    if code:
        sys.exit(f"\"indico {' '.join(arguments)}\" ended with exit code {code}")


# --- database, tables ---


def role(server):
    if not ask(server, "SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)):
        ask(server, named("CREATE ROLE {}", OWNER))
    ask(
        server,
        sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER CREATEDB PASSWORD {}").format(
            sql.Identifier(OWNER), sql.Literal(secret("db_password"))
        ),
    )


def exists(server, name):
    return bool(ask(server, "SELECT 1 FROM pg_database WHERE datname = %s", (name,)))


def create(server, name):
    ask(server, named("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", name, OWNER))


def extend(name):
    with connect(name, superuser=True) as connection:
        for extension in EXTENSIONS:
            ask(connection, named("CREATE EXTENSION IF NOT EXISTS {}", extension))


def table(connection, name):
    return ask(connection, "SELECT to_regclass(%s)", (name,))[0][0] is not None


def prepared(connection):
    """The system's user is in the last transaction of "indico db prepare"."""
    return table(connection, "users.users") and bool(
        ask(connection, "SELECT 1 FROM users.users WHERE is_system")
    )


def started(connection):
    """Whether "indico db prepare" was broken off here; it would refuse to go on."""
    return table(connection, "public.alembic_version") or table(connection, "users.users")


def schema():
    with connect("postgres", superuser=True) as server:
        role(server)
        if not exists(server, database()):
            create(server, database())
        with connect() as connection:
            done, begun = prepared(connection), started(connection)
        if begun and not done:
            print("an earlier preparation was broken off; it begins again")
            ask(server, named("DROP DATABASE {} WITH (FORCE)", database()))
            create(server, database())
    extend(database())
    indico("db", "upgrade") if done else indico("db", "prepare")
    plugins()
    verify(database())


def plugins(name=None):
    if installed():
        indico("db", "--all-plugins", "upgrade", name=name)


def verify(name):
    with connect(name) as connection:
        missing = behind(connection)
    if missing:
        sys.exit("not all migrations are in the database: " + ", ".join(missing))


# --- what there is ---


def installed():
    return {
        entry.name: entry.value.partition(":")[0] for entry in entry_points(group="indico.plugins")
    }


def package(module):
    return Path(find_spec(module.partition(".")[0]).origin).parent


def heads(directory):
    """The newest revisions in a directory: those on which no other builds."""
    revisions, below = set(), set()
    for file in directory.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        own = re.search(r"^revision\s*(?::[^=]+)?=\s*['\"](\w+)['\"]", text, re.MULTILINE)
        if own:
            revisions.add(own[1])
            down = re.search(r"^down_revision\s*(?::[^=]+)?=\s*(.+)$", text, re.MULTILINE)
            below.update(re.findall(r"['\"](\w+)['\"]", down[1]) if down else ())
    return revisions - below


def behind(connection):
    """Of Indico itself and its plugins, those whose tables are not of this version."""
    places = {"indico": (package("indico") / "migrations" / "versions", "public.alembic_version")}
    for name, module in installed().items():
        places[name] = (package(module) / "migrations", f"public.alembic_version_plugin_{name}")
    late = []
    for name, (directory, versions) in places.items():
        wanted = heads(directory)
        schema_name, _, table_name = versions.partition(".")
        found = set()
        if table(connection, versions):
            rows = ask(connection, named("SELECT version_num FROM {}.{}", schema_name, table_name))
            found = {row[0] for row in rows}
        if wanted != found:
            late.append(name)
    return late


def last_heartbeat(connection):
    rows = ask(
        connection,
        "SELECT value #>> '{}' FROM indico.settings WHERE module = 'celery' AND name = 'last_ping'",
    )
    if not rows or not rows[0][0]:
        return None
    moment = datetime.datetime.fromisoformat(rows[0][0])
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)


def status():
    with connect() as connection:
        late = behind(connection)
        beat = last_heartbeat(connection)
        users, admins = ask(
            connection,
            "SELECT count(*), count(*) FILTER (WHERE is_admin) FROM users.users"
            " WHERE NOT is_system AND NOT is_deleted AND NOT is_pending",
        )[0]
    silent = beat is None or datetime.datetime.now(datetime.timezone.utc) - beat > LONGEST_SILENCE
    print(
        json.dumps(
            {
                "version": version("indico"),
                "python": ".".join(map(str, sys.version_info[:3])),
                "plugins": sorted(installed()),
                "behind": late,
                "lastHeartbeat": beat.isoformat() if beat else None,
                "users": users,
                "administrators": admins,
            }
        )
    )
    if late:
        print("migrations are missing: " + ", ".join(late), file=sys.stderr)
    if silent:
        print("beat or worker stand still: no heartbeat for 65 minutes", file=sys.stderr)
    sys.exit(1 if late or silent else 0)


# --- the administrator ---


def admin(reset):
    from indico.web.flask.app import make_app

    email = os.environ.get("INDICO_ADMIN_EMAIL", "").lower()
    if not email:
        sys.exit("there is no e-mail address for the administrator: set email: in app.yaml")
    with make_app().app_context():
        print(f"admin, {email}: " + administrator("admin", email, secret("admin_password"), reset))


def administrator(name, email, password, reset):
    from indico.core.db import db
    from indico.modules.auth import Identity
    from indico.modules.users import User
    from indico.modules.users.operations import create_user, grant_admin

    identity = Identity.query.filter_by(provider="indico", identifier=name).first()
    if identity is None:
        identity = Identity(provider="indico", identifier=name, password=password)
        user = User.query.filter(User.all_emails == email, ~User.is_deleted, ~User.is_pending).first()
        if user is None:
            data = {"first_name": "Site", "last_name": "Administrator", "affiliation": ""}
            user = create_user(email, data, identity)
            done = "created"
        else:
            user.identities.add(identity)
            done = "may log in with the generated password besides what there was"
    elif not reset:
        return "there already"
    else:
        user = identity.user
        if not user.is_admin and user.email != email:
            sys.exit(f"the name {name} belongs to {user.email}, who is no administrator")
        identity.password = password
        done = "given the generated password"
    user.is_blocked = False
    db.session.flush()
    if not user.is_admin:
        grant_admin(user)
    db.session.commit()
    return done


# --- dumps ---


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d-%H%M%S")


def postgres(program, *arguments, **options):
    environment = {
        **os.environ,
        "PGHOST": os.environ.get("INDICO_DB_HOST") or "db",
        "PGUSER": OWNER,
        "PGPASSWORD": secret("db_password"),
    }
    return subprocess.run([program, *arguments], env=environment, check=False, **options)


def dump():
    target = EXCHANGE / f"indico-{now()}.dump"
    part = target.with_suffix(".part")
    code = postgres("pg_dump", "-Fc", "-f", str(part), database()).returncode
    if code:
        part.unlink(missing_ok=True)
        sys.exit(f"pg_dump ended with exit code {code}")
    part.rename(target)
    print(f"{target}: {target.stat().st_size} bytes")


def contents():
    """The dump's table of contents, without what only a superuser may make and we have made."""
    listed = postgres("pg_restore", "--list", str(DUMP), stdout=subprocess.PIPE, text=True)
    if listed.returncode:
        sys.exit(f"{DUMP} is no dump that this PostgreSQL can read: make it with pg_dump -Fc")
    foreign = re.compile(r"^\d+; \d+ \d+ (EXTENSION|COMMENT - EXTENSION|SCHEMA - public|COMMENT - SCHEMA public)\b")
    return "".join(f"{line}\n" for line in listed.stdout.splitlines() if not foreign.match(line))


def load():
    wanted = EXCHANGE / "contents.part"
    wanted.write_text(contents(), encoding="utf-8")
    try:
        code = postgres(
            "pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
            "--use-list", str(wanted), "--dbname", IMPORT, str(DUMP),
        ).returncode
    finally:
        wanted.unlink()
    if code:
        sys.exit(f"pg_restore ended with exit code {code}; nothing was changed")


def swap(server):
    """Both names change in one transaction, so that at any time one database is Indico's."""
    before = f"indico_before_{now().replace('-', '_')}"
    ask(server, named("ALTER DATABASE {} ALLOW_CONNECTIONS false", OWNER))
    try:
        ask(
            server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (%s, %s)",
            (OWNER, IMPORT),
        )
        server.autocommit = False
        ask(server, named("ALTER DATABASE {} RENAME TO {}", OWNER, before))
        ask(server, named("ALTER DATABASE {} RENAME TO {}", IMPORT, OWNER))
        server.commit()
    except psycopg2.Error:
        server.rollback()
        before = OWNER
        raise
    finally:
        server.autocommit = True
        ask(server, named("ALTER DATABASE {} ALLOW_CONNECTIONS true", before))
    return before


def forget_sessions():
    """They name users by numbers, which are other people's now; so do tasks that wait."""
    from redis import Redis

    for number in (0, 1):
        with Redis(host="redis", db=number) as redis:
            redis.flushdb()


def migrate_from():
    if not DUMP.exists():
        sys.exit(f"there is no {DUMP}: README.md of the recipe says how to put it there")
    with connect("postgres", superuser=True) as server:
        ask(server, named("DROP DATABASE IF EXISTS {} WITH (FORCE)", IMPORT))
        create(server, IMPORT)
        extend(IMPORT)
        load()
        indico("db", "upgrade", name=IMPORT)
        plugins(IMPORT)
        verify(IMPORT)
        with connect(IMPORT) as connection:
            if not prepared(connection):
                sys.exit("the dump has no Indico in it; nothing was changed")
        before = swap(server)
    forget_sessions()
    print(f"the database is the dump's now; what was there before is called {before}")


def main(arguments):
    match arguments:
        case ["schema"]:
            schema()
        case ["plugins"]:
            plugins()
        case ["admin", *rest] if rest in ([], ["--reset"]):
            admin(bool(rest))
        case ["status"]:
            status()
        case ["dump"]:
            dump()
        case ["migrate-from"]:
            migrate_from()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
