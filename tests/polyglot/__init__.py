"""One scenario, run by a client of every language against the server as an operator runs it."""
