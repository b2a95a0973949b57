"""The ``pydash`` command."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from deploy.local.errors import LocalStackError

_DESCRIPTION = """\
PyDash on this machine, with servers of its own.

The state is kept in the folder PYDASH_HOME (default: .pydash in the project). PORT chooses the port of the
pages and the API (default: 8321, or a free one). PYDASH_DATABASE_URL and PYDASH_REDIS_URL name servers to use
instead of our own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 said why not, 2 wrong usage, 130 interrupted."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except LocalStackError as error:
        sys.stderr.write(f"pydash: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pydash", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="start everything and keep it running until Ctrl-C")
    up.add_argument("--no-demo", action="store_true", help="without the demo's apps and their dashboards")
    up.add_argument("--no-spa", action="store_true", help="without building and serving the pages")
    commands.add_parser("migrate", help="bring the database to the newest schema")
    commands.add_parser("seed", help="make the demo user, and say its password")
    commands.add_parser("api-key", help="print a bearer token of the demo user, and nothing else")
    commands.add_parser("status", help="say what runs; exit code 0 if all of it is ready, else 1")
    return parser


def _run(options: argparse.Namespace) -> int:
    # Each command imports only what it needs: --help should not wait for a database driver.
    if options.command == "up":
        from deploy.local.stack import Options
        from deploy.local.up import up

        up(Options(demo=not options.no_demo, spa=not options.no_spa))
        return 0
    from deploy.local import commands

    if options.command == "status":
        return 0 if asyncio.run(commands.status()) else 1
    work = {"migrate": commands.migrate, "seed": commands.seed, "api-key": commands.api_key}
    asyncio.run(work[options.command]())
    return 0


if __name__ == "__main__":
    sys.exit(main())
