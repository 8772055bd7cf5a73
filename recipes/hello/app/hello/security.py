"""Password hashes, signed cookies and form tokens."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import time

SCRYPT = {"n": 2**14, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}
SESSION_SECONDS = 8 * 3600
FORM_SECONDS = 24 * 3600


def hash_password(password: str) -> str:
    salt = os.urandom(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, **SCRYPT)
    return f"scrypt${salt.hex()}${digest.hex()}"


def password_matches(password: str, hashed: str) -> bool:
    _, salt, digest = hashed.split("$")
    found = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **SCRYPT)
    return hmac.compare_digest(found, bytes.fromhex(digest))


# Compared against where no such administrator exists, so that both answers take equally long.
NOBODY = hash_password(secrets.token_hex())


class Signer:
    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    def pack(self, purpose: str, seconds: int, **fields) -> str:
        fields["until"] = int(time.time()) + seconds
        body = base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()
        return f"{body}.{self._mac(purpose, body)}"

    def unpack(self, purpose: str, token: str) -> dict | None:
        """The fields, or None for anything forged, damaged or expired."""
        body, _, mac = token.partition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(purpose, body).encode()):
            return None
        fields = json.loads(base64.urlsafe_b64decode(body))
        return fields if fields["until"] > time.time() else None

    def form_token(self, visitor: str) -> str:
        return self.pack("form", FORM_SECONDS, visitor=visitor)

    def form_token_valid(self, token: str, visitor: str) -> bool:
        fields = self.unpack("form", token)
        return bool(fields and visitor and hmac.compare_digest(fields["visitor"], visitor))

    def fingerprint(self, hashed: str) -> str:
        """Ties a session to the password it was opened with: a new password ends it."""
        return self._mac("password", hashed)[:16]
