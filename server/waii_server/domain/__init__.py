"""Pure rules: no I/O, no gRPC, no database."""
