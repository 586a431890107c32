"""`python -m waii_cli`, and the `waii` command."""

import io
import os
import sys

_OF_THE_EXTRA = {"rich", "typer", "yaml"}


def main() -> None:
    # grpc reads it when it is imported: what it would write to standard error is no answer.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        from waii_cli.app import cli  # noqa: PLC0415
        from waii_cli.failures import end_by_ctrl_c  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _OF_THE_EXTRA:
            raise
        sys.exit(f"waii: {error}: the client alone is installed; `waii` needs the extra [cli]")
    except KeyboardInterrupt:
        sys.exit(130)
    if not all(argument.isprintable() or _is_utf8(argument) for argument in sys.argv):
        sys.stderr.write("waii: an argument is not UTF-8\n")
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        # What is read by programs is UTF-8, whatever the terminal speaks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        cli(prog_name="waii")
    finally:
        end_by_ctrl_c()


def _is_utf8(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
