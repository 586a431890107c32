"""The use cases, one module a noun. Each call is one unit of work."""
