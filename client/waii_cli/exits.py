"""How a command ends: its exit code, for scripts. The one place that knows these numbers."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes. 1 is for bugs of this program, with a traceback, and for files of its own."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INVALID = 3
    UNAUTHENTICATED = 4
    DENIED = 5
    NOT_FOUND = 6
    CONFLICT = 7
    UNAVAILABLE = 8
    LIMIT = 9
    SERVER = 10
    INTERRUPTED = 130
    PIPE_CLOSED = 141


MEANINGS: dict[Exit, str] = {
    Exit.OK: "done",
    Exit.FAILED: "a file that waii cannot read or write, or a bug of its own",
    Exit.USAGE: "wrong use of waii, nothing was sent",
    Exit.INVALID: "the request breaks a rule",
    Exit.UNAUTHENTICATED: "no access key, or not a valid one",
    Exit.DENIED: "not permitted, also where `access check` says so",
    Exit.NOT_FOUND: "there is no such thing",
    Exit.CONFLICT: "it exists already, is not empty, or has changed meanwhile",
    Exit.UNAVAILABLE: "server not reached or not in time, try again",
    Exit.LIMIT: "over a limit",
    Exit.SERVER: "the server failed, or is another one than thought",
    Exit.INTERRUPTED: "interrupted, or not confirmed",
    Exit.PIPE_CLOSED: "who read the output went away",
}

OF_STATUS: dict[str, Exit] = {
    "INVALID_ARGUMENT": Exit.INVALID,
    "OUT_OF_RANGE": Exit.INVALID,
    "UNAUTHENTICATED": Exit.UNAUTHENTICATED,
    "PERMISSION_DENIED": Exit.DENIED,
    "NOT_FOUND": Exit.NOT_FOUND,
    "ALREADY_EXISTS": Exit.CONFLICT,
    "FAILED_PRECONDITION": Exit.CONFLICT,
    "ABORTED": Exit.CONFLICT,
    "UNAVAILABLE": Exit.UNAVAILABLE,
    "DEADLINE_EXCEEDED": Exit.UNAVAILABLE,
    "CANCELLED": Exit.UNAVAILABLE,
    "RESOURCE_EXHAUSTED": Exit.LIMIT,
    "INTERNAL": Exit.SERVER,
    "UNKNOWN": Exit.SERVER,
    "UNIMPLEMENTED": Exit.SERVER,
    "DATA_LOSS": Exit.SERVER,
}
"""The exit code for each status code that a call can end with."""
