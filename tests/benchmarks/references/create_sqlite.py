"""CreateUser as a transaction a call, on one connection under a lock: no key, rule or check."""

import sqlite3
import threading

import grpc
from waii.user import v1 as pb

from benchmarks import seed
from benchmarks.references.grpc_program import arguments, serve

if __name__ == "__main__":
    given = arguments("database")
    connection = sqlite3.connect(given.database, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    lock = threading.Lock()
    done = pb.CommonResponse().SerializeToString()

    def create(request: bytes, _context: grpc.ServicerContext) -> bytes:
        user = pb.CreateUserRequest.FromString(request).user
        statement, values = seed.insert(user, "?")
        with lock:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(statement, values)
            connection.execute("COMMIT")
        return done

    serve("CreateUser", create, given.threads)
