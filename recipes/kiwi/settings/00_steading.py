# Executed after Kiwi TCMS' own settings, in their scope. The owner's fragments come after this.
import os as _os
from urllib.parse import urlsplit as _urlsplit

from tcms.utils.secrets import get_secret as _get_secret

_building = _os.environ.get("KIWI_BUILDING") == "1"

SECRET_KEY = _get_secret("KIWI_SECRET_KEY", "")
if _building:
    SECRET_KEY = "only while the image is built, and in none of it"
    DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
elif len(SECRET_KEY) < 32:
    # The default is the same in every installation of the package.
    raise RuntimeError("KIWI_SECRET_KEY is missing or too short")
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A connection that died with the database is noticed before a visitor gets it.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

_url = _urlsplit(_os.environ.get("KIWI_URL") or "https://localhost")
_hosts = [host for host in _os.environ.get("KIWI_HOSTS", "").split(",") if host]
_port = "" if _url.port in (None, 443) else f":{_url.port}"
# 127.0.0.1 is the health check's.
ALLOWED_HOSTS = [*_hosts, "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}{_port}" for host in _hosts]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
# Kiwi TCMS' own scripts read this one.
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
# The cache is each worker's own; a session kept in it would be another one for the next worker.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STATIC_ROOT = "/Kiwi/static"
MEDIA_ROOT = "/Kiwi/uploads"
FILE_UPLOAD_PERMISSIONS = 0o644

EMAIL_HOST = _os.environ.get("KIWI_MAIL_HOST") or "localhost"
EMAIL_PORT = int(_os.environ.get("KIWI_MAIL_PORT") or "25")
EMAIL_USE_TLS = _os.environ.get("KIWI_MAIL_TLS") == "starttls"
EMAIL_USE_SSL = _os.environ.get("KIWI_MAIL_TLS") == "tls"
EMAIL_HOST_USER = _os.environ.get("KIWI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = _get_secret("KIWI_MAIL_PASSWORD", "") if EMAIL_HOST_USER else ""
EMAIL_TIMEOUT = 20
SERVER_EMAIL = DEFAULT_FROM_EMAIL = _os.environ.get("KIWI_MAIL_FROM") or f"kiwi@{_url.hostname}"

LOGGING["loggers"]["django.request"]["handlers"] = ["console"]
