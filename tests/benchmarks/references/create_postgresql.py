"""CreateUser as a transaction a call, on a connection for each thread: no key, rule or check."""

import threading

import grpc
import psycopg
from waii.user import v1 as pb

from benchmarks import seed
from benchmarks.references.grpc_program import arguments, serve

if __name__ == "__main__":
    given = arguments("database")
    local = threading.local()
    done = pb.CommonResponse().SerializeToString()

    def own_connection() -> psycopg.Connection:
        connection: psycopg.Connection | None = getattr(local, "connection", None)
        if connection is None:
            connection = local.connection = psycopg.connect(given.database)
            connection.execute("SET synchronous_commit = on")
            connection.commit()
        return connection

    def create(request: bytes, _context: grpc.ServicerContext) -> bytes:
        user = pb.CreateUserRequest.FromString(request).user
        connection = own_connection()
        connection.execute(*seed.insert(user, "%s"))
        connection.commit()
        return done

    serve("CreateUser", create, given.threads)
