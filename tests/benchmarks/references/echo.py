"""Answers every call with the bytes of a file: what grpcio itself costs, and nothing else."""

from pathlib import Path

from benchmarks.references.grpc_program import arguments, serve

if __name__ == "__main__":
    given = arguments("method", "answer")
    ANSWER = Path(given.answer).read_bytes()
    serve(given.method, lambda _request, _context: ANSWER, given.threads)
