package userv1

// ServiceConfig repeats the calls that only read when the server is UNAVAILABLE:
// for grpc.WithDefaultServiceConfig.
const ServiceConfig = `@SERVICE_CONFIG@`
