"""gRPC: from bytes and metadata to use cases, and back."""
