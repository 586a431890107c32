"""How fast the service is, beside what else could do the same work. `make bench` runs it."""
