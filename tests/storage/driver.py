"""PostgreSQL by its driver alone, beside what the server does."""

from typing import Any

import psycopg
from sqlalchemy import make_url


def connected(url: str, *, autocommit: bool = True) -> "psycopg.Connection[Any]":
    """A connection to the database of a URL as the server takes it."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=autocommit)
