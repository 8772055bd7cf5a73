"""What Kiwi TCMS' own commands cannot do unattended."""

import http.client
import json
import os
import sys


def admin(name):
    """Makes the first administrator; one who is there already stays as he is."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    if users.filter(username=name).exists():
        print(f"the administrator {name} is there already")
        return
    with open("/run/secrets/admin_password", encoding="utf-8") as file:
        password = file.read().strip()
    users.create_superuser(name, os.environ.get("KIWI_ADMIN_EMAIL", ""), password)
    print(f"made the administrator {name}")


def probe():
    """Without following redirects: when the database is gone, they lead to a page that is well."""
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    connection.request("GET", "/accounts/login/", headers={"X-Forwarded-Proto": "https"})
    status = connection.getresponse().status
    if status != 200:
        sys.exit(f"the login page answers {status}; 302 means that the database does not answer")


def status():
    import django

    django.setup()
    import tcms
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.sites.models import Site
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    print(
        json.dumps(
            {
                "version": tcms.__version__,
                "django": django.__version__,
                "unapplied": unapplied,
                "domain": Site.objects.get(pk=settings.SITE_ID).domain,
                "users": get_user_model().objects.count(),
                "registration": settings.REGISTRATION_ENABLED,
            }
        )
    )
    sys.exit(1 if unapplied else 0)


if __name__ == "__main__":
    {"admin": admin, "probe": probe, "status": status}[sys.argv[1]](*sys.argv[2:])
