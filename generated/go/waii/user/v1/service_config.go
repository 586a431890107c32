package userv1

// ServiceConfig repeats the calls that only read when the server is UNAVAILABLE:
// for grpc.WithDefaultServiceConfig.
const ServiceConfig = `{
  "methodConfig": [
    {
      "name": [
        {
          "service": "waii.user.v1.AuditService",
          "method": "ListAuditEvents"
        },
        {
          "service": "waii.user.v1.AuthorizationService",
          "method": "CheckAccess"
        },
        {
          "service": "waii.user.v1.AuthorizationService",
          "method": "GetPrincipal"
        },
        {
          "service": "waii.user.v1.UserService",
          "method": "ListAccessKeys"
        },
        {
          "service": "waii.user.v1.UserService",
          "method": "GetUserInfo"
        },
        {
          "service": "waii.user.v1.UserService",
          "method": "ListUsers"
        },
        {
          "service": "waii.user.v1.UserService",
          "method": "ListTenants"
        },
        {
          "service": "waii.user.v1.UserService",
          "method": "ListOrgs"
        }
      ],
      "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 3,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    }
  ],
  "retryThrottling": {
    "maxTokens": 20,
    "tokenRatio": 0.5
  }
}`
