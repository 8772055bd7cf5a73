"""The command 'hello probe', apart from the rest: it runs every two seconds; imports are its cost."""

import os
import socket
import sys
import time

# /dev/shm is writable in every container, also where the root file system is read-only.
HEARTBEAT = "/dev/shm/hello-worker"
_SECONDS = 15


def worker() -> int:
    try:
        if time.time() - os.stat(HEARTBEAT).st_mtime < _SECONDS:
            return 0
    except OSError:
        pass
    print(f"the worker has not reached the database in the last {_SECONDS} seconds")
    return 1


def web() -> int:
    port = int(os.environ.get("HELLO_PORT") or "8000")
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=4.5) as connection:
            connection.sendall(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n")
            answer = b""
            while len(answer) < 4000 and (part := connection.recv(4000)):
                answer += part
    except OSError as error:
        print(f"nothing answers on port {port}: {error}")
        return 1
    head, _, body = answer.partition(b"\r\n\r\n")
    print(body.decode(errors="replace").strip())
    return 0 if head.split(b" ", 2)[1:2] == [b"200"] else 1


def main(arguments: list[str]) -> int:
    parts = {"web": web, "worker": worker}
    if len(arguments) != 1 or arguments[0] not in parts:
        print("usage: hello probe web|worker", file=sys.stderr)
        return 2
    return parts[arguments[0]]()
