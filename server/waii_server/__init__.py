"""The Waii user service: organizations, tenants, users and access keys over gRPC."""
