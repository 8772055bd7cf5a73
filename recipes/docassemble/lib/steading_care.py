"""What docassemble's own commands cannot do unattended.

    docassemble-run schema           makes or migrates the tables, and the administrator
    docassemble-run admin            gives the administrator the generated password again
    docassemble-run status           says in JSON how it is
"""

import json
import os
import sys
from importlib.metadata import distributions, version

import docassemble.base.config

docassemble.base.config.load()

from steading_config import secret  # noqa: E402

# What anybody would try first: upstream makes its accounts with this one.
KNOWN = "password"
QUEUES = {"celery", "single"}
PATIENCE = 10


def schema():
    email = os.environ.get("DOCASSEMBLE_ADMIN_EMAIL", "")
    if not email:
        sys.exit("there is no e-mail address for the administrator: set email: in app.yaml")
    # create_tables makes the account where there is none, and leaves one alone that is there.
    os.environ["DA_ADMIN_EMAIL"] = email
    os.environ["DA_ADMIN_PASSWORD"] = secret("admin_password")
    from docassemble.webapp import create_tables

    create_tables.main()
    with application().app_context():
        if behind():
            sys.exit("not all migrations are in the database")
        close_known()


def application():
    from docassemble.webapp.server import app

    return app


def users():
    from docassemble.webapp.extensions import db
    from docassemble.webapp.users.models import UserModel
    from sqlalchemy import select

    return db.session.execute(select(UserModel)).unique().scalars().all()


def opens(app, user):
    """Whether the known password opens this account, which may have none at all."""
    return bool(user.user_auth and user.user_auth.password) and app.user_manager.verify_password(KNOWN, user)


def privileged(user):
    return user.nickname == "cron" or any(role.name in ("admin", "developer") for role in user.roles)


def close_known():
    """An account that came with a dump, or of upstream's making, does not keep the known password."""
    import secrets as random

    from docassemble.webapp.extensions import db

    app = application()
    for user in users():
        if privileged(user) and opens(app, user):
            user.user_auth.password = app.user_manager.hash_password(random.token_urlsafe(32))
            print(f"{user.email} had the known password, which no longer works")
    db.session.commit()


def admin():
    from docassemble.webapp.extensions import db

    app = application()
    with app.app_context():
        found = [user for user in users() if user.nickname == "admin"]
        if len(found) != 1:
            sys.exit(f"there are {len(found)} accounts with the nickname admin; run schema first")
        user = found[0]
        user.user_auth.password = app.user_manager.hash_password(secret("admin_password"))
        user.active = True
        db.session.commit()
        print(f"{user.email} has the generated password")


def behind():
    from importlib.resources import files

    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from docassemble.webapp.extensions import db
    from sqlalchemy import text

    place = files("docassemble.webapp")
    config = Config(str(place / "alembic.ini"))
    config.set_main_option("script_location", str(place / "alembic"))
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    found = {row[0] for row in db.session.execute(text("SELECT version_num FROM alembic_version"))}
    return wanted != found


def queues():
    """The queues that somebody works at, by asking the workers."""
    from docassemble.webapp.worker import celery_app

    answers = celery_app.control.inspect(timeout=PATIENCE).active_queues() or {}
    return sorted({queue["name"] for served in answers.values() for queue in served})


def status():
    app = application()
    with app.app_context():
        everybody = users()
        late = behind()
        known = [user.email for user in everybody if privileged(user) and opens(app, user)]
        admins = sum(user.active and any(role.name == "admin" for role in user.roles) for user in everybody)
    served = queues()
    ours = {"docassemble.base", "docassemble.demo", "docassemble.webapp"}
    names = {d.metadata["Name"]: d.version for d in distributions() if d.metadata["Name"].startswith("docassemble.")}
    print(
        json.dumps(
            {
                "version": version("docassemble.webapp"),
                "python": ".".join(map(str, sys.version_info[:3])),
                "packages": {name: names[name] for name in sorted(names) if name not in ours},
                "behind": late,
                "queues": served,
                "users": len(everybody),
                "administrators": admins,
                "knownPassword": known,
            }
        )
    )
    if late:
        print("migrations are missing", file=sys.stderr)
    if missing := QUEUES - set(served):
        print("nobody works at: " + ", ".join(sorted(missing)), file=sys.stderr)
    if known:
        print("opened by the known password: " + ", ".join(known), file=sys.stderr)
    sys.exit(1 if late or missing or known else 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["schema"]:
            schema()
        case ["admin"]:
            admin()
        case ["status"]:
            status()
        case _:
            sys.exit(__doc__)
