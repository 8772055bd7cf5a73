"""Who is asking, seen through the proxy in front."""

import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True)
class Client:
    address: str
    scheme: str
    host: str
    peer: str
    forwarded: bool


def _private(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return found.is_private or found.is_loopback


def _last(request, header: str) -> str:
    """The value the nearest proxy added; what stands before it came from the visitor."""
    values = request.headers.getall(header, [])
    return values[-1].rsplit(",", 1)[-1].strip() if values else ""


def client(request) -> Client:
    peer = request.remote or ""
    address, scheme, host = peer, "http", request.headers.get("Host", "")
    forwarded = False
    # Only a neighbour can be the proxy; anybody else could write these headers too.
    if _private(peer):
        said = _last(request, "X-Forwarded-For")
        try:
            address = str(ipaddress.ip_address(said.strip("[]")))
            forwarded = True
        except ValueError:
            pass
        if _last(request, "X-Forwarded-Proto") in ("http", "https"):
            scheme = _last(request, "X-Forwarded-Proto")
            forwarded = True
        host = _last(request, "X-Forwarded-Host") or host
    return Client(address, scheme, host, peer, forwarded)
