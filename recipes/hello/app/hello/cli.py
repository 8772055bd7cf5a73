"""The command 'hello', but for its probes. Imports happen inside the commands that need them."""

import argparse
import asyncio
import json
import sys


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="hello", description="A guestbook.")
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("web", help="serve the pages")
    commands.add_parser("worker", help="process uploads")
    commands.add_parser("migrate", help="bring the database to this version's schema")
    admin = commands.add_parser("create-admin", help="create an administrator with the password "
                                                     "in the secret admin_password")
    admin.add_argument("--name", required=True)
    admin.add_argument("--reset", action="store_true", help="replace an existing password")
    commands.add_parser("tidy", help="delete files that belong to nothing")
    commands.add_parser("status", help="tell the state as JSON")
    commands.add_parser("probe", help="exit 0 if the part (web, worker) is healthy")
    commands.add_parser("version", help="print the version")
    return top


def migrate() -> int:
    from .migrations import migrate as run
    before, after = asyncio.run(run())
    if before == after:
        print(f"the database is at schema {after} already")
    else:
        print(f"the database went from schema {before} to {after}")
    return 0


def serve(command: str) -> int:
    from . import log
    log.to_stdout(command)
    if command == "web":
        from .web import serve as run
    else:
        from .worker import run
    asyncio.run(run())
    return 0


def chore(arguments: argparse.Namespace) -> int:
    from . import chores
    if arguments.command == "tidy":
        print(json.dumps(asyncio.run(chores.tidy())))
    elif arguments.command == "status":
        print(json.dumps(asyncio.run(chores.status())))
    else:
        print(asyncio.run(chores.create_admin(arguments.name, arguments.reset)))
    return 0


def guarded(work) -> int:
    """Turns what can be expected to go wrong into one line and a non-zero exit."""
    from .chores import EXPECTED
    from .migrations import MigrationError
    try:
        return work()
    except (*EXPECTED, MigrationError) as error:
        reason = str(error).strip() or type(error).__name__
        if isinstance(error, OSError):
            reason = f"the database does not answer: {reason}"
        print(f"hello: {' '.join(reason.split())}", file=sys.stderr)
        return 1


def main(argv: list[str]) -> int:
    arguments = parser().parse_args(argv)
    match arguments.command:
        case "version":
            from . import VERSION
            print(VERSION)
            return 0
        case "web" | "worker":
            return guarded(lambda: serve(arguments.command))
        case "migrate":
            return guarded(migrate)
        case _:
            return guarded(lambda: chore(arguments))
