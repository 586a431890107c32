"""`python -m waii_server`, and the `waii-server` command."""

import sys


def main() -> None:
    try:
        from waii_server.cli import cli  # noqa: PLC0415
    except ModuleNotFoundError as error:
        # The distribution brings the client alone unless the server is asked for.
        sys.exit(f"{error}; install the server with: pip install 'waii-user-service[server]'")
    cli()


if __name__ == "__main__":
    main()
