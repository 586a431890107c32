"""Options and arguments that several commands have: each is written here once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from waii_cli import complete, values
from waii_cli.connection import TIMEOUT
from waii_cli.output import Format

COMMON = "Common options"
CONNECTION = "Connection"


def _common(*flags: str, **more: Any) -> Any:
    return typer.Option(*flags, rich_help_panel=COMMON, show_default=False, **more)


def _connection(*flags: str, **more: Any) -> Any:
    return typer.Option(*flags, rich_help_panel=CONNECTION, show_default=False, **more)


def _argument(metavar: str, help_text: str, completion: Callable[..., Any] | None = None) -> Any:
    return typer.Argument(
        metavar=metavar, help=help_text, autocompletion=completion, show_default=False
    )


ANYWHERE: dict[str, Any] = {
    "as_user": Annotated[
        str | None,
        _common(
            "--as",
            metavar="USER",
            help="Act as this user, with that user's rights.",
            autocompletion=complete.users,
        ),
    ],
    "profile": Annotated[
        str | None,
        _common(
            metavar="NAME",
            help="Use this profile of `waii login`. Default: WAII_PROFILE, or the current one.",
            autocompletion=complete.profiles,
        ),
    ],
    "url": Annotated[
        str | None,
        _common(
            metavar="URL",
            help="The server: https://host:port, host:port or unix:path. Or WAII_URL.",
        ),
    ],
    "timeout": Annotated[
        float | None,
        _common(
            metavar="SECONDS", min=0.001, help=f"How long a call may take. Default: {TIMEOUT:g}."
        ),
    ],
    "output": Annotated[
        Format | None,
        _common(
            "--output",
            "-o",
            help="How data is printed. Default: a table on a terminal; elsewhere one line for each "
            "thing, its columns divided by tabs, without a heading.",
        ),
    ],
    "quiet": Annotated[bool | None, _common("--quiet", "-q", help="Say nothing but errors.")],
    "verbose": Annotated[
        bool | None, _common("--verbose", "-v", help="Tell of each call on standard error.")
    ],
}
"""What stands before or after the name of any command, and the last one holds."""

OF_CONNECTION: dict[str, Any] = {
    "key_file": Annotated[
        Path | None,
        _connection(
            metavar="FILE", help="File of the access key, for you alone to read. Or WAII_API_KEY."
        ),
    ],
    "tls_ca": Annotated[
        Path | None,
        _connection(metavar="FILE", help="CAs of the server's certificate, PEM. Or WAII_TLS_CA."),
    ],
    "tls_cert": Annotated[
        Path | None,
        _connection(metavar="FILE", help="Certificate of your own, PEM. Or WAII_TLS_CERT."),
    ],
    "tls_key": Annotated[
        Path | None,
        _connection(metavar="FILE", help="Private key of that certificate. Or WAII_TLS_KEY."),
    ],
    "insecure": Annotated[
        bool | None,
        _connection(
            "--insecure",
            help="Send the access key in plaintext to another machine. Or WAII_INSECURE=1.",
        ),
    ],
}
"""What stands before the name of a command, or after `login`."""


UserId = Annotated[str, _argument("USER", "Id of the user.", complete.users)]
NewUserId = Annotated[
    str,
    _argument("USER", "Id of the new user: 1-128 letters, digits and . _ - @ + : of your choice."),
]
TenantId = Annotated[str, _argument("TENANT", "Id of the tenant.", complete.tenants)]
NewTenantId = Annotated[
    str,
    _argument("TENANT", "Id of the new tenant: 1-128 letters, digits and . _ - @ + :."),
]
OrgId = Annotated[str, _argument("ORG", "Id of the organization.", complete.orgs)]
NewOrgId = Annotated[
    str,
    _argument("ORG", "Id of the new organization: 1-128 letters, digits and . _ - @ + :."),
]
KeyName = Annotated[str, _argument("NAME", "Name of the key.", complete.keys)]

Name = Annotated[str | None, typer.Option(help="Display name.", show_default=False)]
RequiredName = Annotated[str, typer.Option(help="Display name.", show_default=False)]
Email = Annotated[str | None, typer.Option(help="E-mail address.", show_default=False)]


def _org(help_text: str) -> Any:
    return typer.Option(
        "--org", metavar="ORG", help=help_text, show_default=False, autocompletion=complete.orgs
    )


def _tenant(help_text: str) -> Any:
    return typer.Option(
        "--tenant",
        metavar="TENANT",
        help=help_text,
        show_default=False,
        autocompletion=complete.tenants,
    )


def _roles(help_text: str) -> Any:
    return typer.Option(
        "--role",
        metavar="ROLE",
        help=help_text,
        show_default=False,
        autocompletion=complete.roles,
    )


def _variables(help_text: str) -> Any:
    return typer.Option("--variable", metavar="NAME=VALUE", help=help_text, show_default=False)


InOrg = Annotated[str | None, _org("Organization that it belongs to. Default: your own.")]
InTenant = Annotated[str | None, _tenant("Tenant that the user belongs to. Default: your own.")]
OfOrg = Annotated[str | None, _org("Those of this organization. Default: your own.")]
OfTenant = Annotated[str | None, _tenant("Only those of this tenant.")]
ToOrg = Annotated[str | None, _org("Organization of the tenant that --tenant names.")]
ToTenant = Annotated[str | None, _tenant("Move the user to this tenant.")]
Roles = Annotated[
    list[str] | None, _roles("A role; may be repeated. Default: the server's default role.")
]
NewRoles = Annotated[
    list[str] | None, _roles("A role, may be repeated: these instead of those that there are.")
]
Variables = Annotated[
    list[str] | None,
    _variables(
        "A variable; may be repeated. VALUE is JSON where it is valid JSON, and else a string."
    ),
]
NewVariables = Annotated[
    list[str] | None,
    _variables(
        "A variable, may be repeated: these instead of ALL that there are. VALUE is JSON where it "
        "is valid JSON, and else a string."
    ),
]
ClearRoles = Annotated[bool, typer.Option("--clear-roles", help="Take all roles away.")]
VariablesFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Variables as a JSON object; - for standard input.",
        show_default=False,
    ),
]
ClearVariables = Annotated[bool, typer.Option("--clear-variables", help="Take all variables away.")]
Etag = Annotated[
    str | None,
    typer.Option(
        metavar="ETAG",
        help="Do it only in this state, which lists show with -o json.",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Have the server check everything, and change nothing.")
]
RequestId = Annotated[
    str | None,
    typer.Option(
        metavar="UUID",
        help="Makes it safe to repeat for a day: the same command with the same UUID acts once.",
        show_default=False,
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=1_000_000_000, help="List N at most.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Delete all that is in it, too.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
ExpiresIn = Annotated[
    timedelta | None,
    typer.Option(
        metavar="DURATION",
        parser=values.duration,
        help="The key ends after this time, such as 90d or 12h.",
        show_default=False,
    ),
]
ExpiresAt = Annotated[
    datetime | None,
    typer.Option(
        metavar="TIME",
        parser=values.time,
        help="The key ends at this time, such as 2027-01-31T12:00:00Z.",
        show_default=False,
    ),
]
