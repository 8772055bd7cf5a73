"""Writes docassemble's configuration from the app's settings and secrets.

The owner's fragments (*.yml) come after them in the order of their names and win, key by key. It is
run at the start of every container, since the file is on no disk.
"""

import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import yaml

TARGET = Path(os.environ.get("DA_CONFIG_FILE", "/tmp/docassemble/config.yml"))
OWNER = Path("/etc/docassemble/owner")
PLACE = Path("/opt/docassemble")
# Where modules of the playground are imported from; it is on Python's path.
LOCAL = TARGET.parent / "local/lib/python{}.{}/site-packages/docassemble".format(*sys.version_info)
MEGABYTE = 1048576


def env(name, default=""):
    return os.environ.get("DOCASSEMBLE_" + name) or default


def chosen(name):
    return env(name) == "true"


def secret(name):
    try:
        return Path("/run/secrets", name).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def site():
    url = urlsplit(env("URL", "https://localhost"))
    language = re.split(r"[_.]", env("LOCALE", "en_US.UTF-8"))
    return {
        "url root": f"{url.scheme}://{url.netloc}",
        "external hostname": url.hostname,
        "root": env("ROOT", "/"),
        # The gateway alone reaches web; it speaks TLS and sets the headers of a proxy anew.
        "behind https load balancer": True,
        "use https": False,
        "appname": env("NAME", "docassemble"),
        "brandname": env("NAME", "docassemble"),
        "timezone": env("TIMEZONE", "UTC"),
        "language": env("LANGUAGE", language[0]),
        "country": env("COUNTRY", language[1]),
        "locale": env("LOCALE", "en_US.UTF-8").replace(".UTF-8", ".utf8"),
        "os locale": env("LOCALE", "en_US.UTF-8") + " UTF-8",
        "maximum content length": int(env("UPLOAD_LIMIT", "16")) * MEGABYTE,
        "allow demo": chosen("DEMO"),
        "allow registration": chosen("REGISTRATION"),
        **({"default interview": env("DEFAULT_INTERVIEW")} if env("DEFAULT_INTERVIEW") else {}),
    }


def services():
    return {
        "secretkey": secret("secret_key"),
        "db": {
            "prefix": "postgresql+psycopg2://",
            "name": "docassemble",
            "user": "docassemble",
            "password": secret("db_password"),
            "host": "db",
            "port": 5432,
            "backup": False,
        },
        # Connections that died with the database are noticed before somebody's request gets one.
        "sql ping": True,
        # Without a password: websockets could not use one, and nobody else is on this network.
        "redis": "redis://redis:6379/0",
        "rabbitmq": f"pyamqp://docassemble:{secret('queue_password')}@queue:5672/docassemble",
        "celery processes": int(env("WORKER_PROCESSES", "2")),
        "expose websockets": True,
        "websockets ip": "0.0.0.0",
        "websockets port": 5000,
        # Upstream's has the password "password".
        "default cron account": {
            "nickname": "cron",
            "email": "cron@example.com",
            "first_name": "Cron",
            "last_name": "User",
            "password": secret("cron_password"),
        },
    }


def fixed():
    """What follows from one process in each container, of an image that nothing changes."""
    return {
        "uploads": "/var/lib/docassemble/files",
        "log": str(TARGET.parent / "log"),
        "log to std": True,
        "version file": str(PLACE / "VERSION"),
        "ready file": str(TARGET.parent / "ready"),
        "libreoffice macro file": "/tmp/.config/libreoffice/4/user/basic/Standard/Module1.xba",
        "web server": "nginx",
        "use nginx to serve files": False,
        "xsendfile": False,
        "debug": False,
        "allow updates": False,
        "allow configuration editing": False,
        "allow log viewing": False,
        "update on start": False,
        "single server": False,
        "supervisor": {},
    }


def playground():
    """Its modules are copied to where each container imports them from."""
    if not chosen("PLAYGROUND"):
        return {"enable playground": False, "packages": "/venv"}
    return {
        "enable playground": True,
        "packages": str(TARGET.parent / "local"),
        "webapp": str(TARGET.parent / "docassemble.wsgi"),
    }


def mail():
    host = urlsplit(env("URL", "https://localhost")).hostname
    account = {
        "default sender": env("MAIL_FROM", f"no-reply@{host}"),
        "server": env("MAIL_HOST", "localhost"),
        "port": int(env("MAIL_PORT", "25")),
        "use tls": env("MAIL_TLS") == "starttls",
        "use ssl": env("MAIL_TLS") == "tls",
    }
    if env("MAIL_USER"):
        account |= {"username": env("MAIL_USER"), "password": secret("mail_password")}
    return {"mail": [account]}


def storage():
    """Files in a bucket or container instead of the volume; S3 wins, as upstream."""
    if env("S3_BUCKET"):
        given = {
            "access key id": env("S3_ACCESS_KEY"),
            "secret access key": secret("s3_secret_key"),
            "region": env("S3_REGION"),
            "endpoint url": env("S3_ENDPOINT"),
        }
        wanted = {key: value for key, value in given.items() if value}
        return {"s3": {"enable": True, "bucket": env("S3_BUCKET"), **wanted}}
    if env("AZURE_CONTAINER"):
        return {
            "azure": {
                "enable": True,
                "account name": env("AZURE_ACCOUNT"),
                "account key": secret("azure_key"),
                "container": env("AZURE_CONTAINER"),
            }
        }
    return {}


def merged(below, above):
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: merged(below.get(key), value) for key, value in above.items()}}
    return above


def owners(config):
    for file in sorted(OWNER.glob("*.yml")):
        try:
            fragment = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            sys.exit(f"{file.name} is no YAML: {error}")
        if fragment is None:
            continue
        if not isinstance(fragment, dict):
            sys.exit(f"{file.name}: docassemble's configuration is keys with values, such as \"debug: true\"")
        config = merged(config, fragment)
    return config


def configuration():
    return owners(site() | services() | fixed() | playground() | mail() | storage())


def main():
    config = configuration()
    for directory in (TARGET.parent, Path(config["log"]), LOCAL):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Its time changes when docassemble wants to be loaded anew.
    (TARGET.parent / "docassemble.wsgi").touch()
    part = TARGET.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        yaml.safe_dump(config, file, allow_unicode=True, sort_keys=False)
    part.rename(TARGET)


if __name__ == "__main__":
    main()
