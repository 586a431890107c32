"""`python -m waii_server`, and the `waii-server` command."""

import os
import sys

# grpc reads it when it is imported, and writes to standard error past all logs: by default a
# line for each handshake that fails, and even of errors alone one for each header that it cannot
# parse, with which whoever reaches the port could fill a disk.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")

# What only the extra [server] brings: the distribution installs the client alone by default.
_OF_THE_EXTRA = {
    "alembic",
    "cryptography",
    "grpc_health",
    "grpc_reflection",
    "grpc_status",
    "pydantic",
    "pydantic_settings",
    "sqlalchemy",
    "sqlmodel",
    "structlog",
    "typer",
}


def main() -> None:
    try:
        from waii_server.cli import cli  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _OF_THE_EXTRA:
            raise
        sys.exit(f"{error}: the client alone is installed; the server needs the extra [server]")
    cli()


if __name__ == "__main__":
    main()
