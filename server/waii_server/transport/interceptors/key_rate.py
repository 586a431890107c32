"""So many calls a second for each access key. In the chain only where that is limited."""

from waii_server.domain.errors import RateLimitExceeded
from waii_server.domain.rate_limit import RateLimit
from waii_server.transport.call import Call, Handler, Interceptor


def key_rate(limit: RateLimit) -> Interceptor:
    def intercept(_method: str, handler: Handler) -> Handler:
        def handle(call: Call) -> bytes:
            if not call.counted:  # else made again, after a lost race
                call.counted = True
                if wait := limit.take(call.authenticated.key_id):
                    raise RateLimitExceeded("calls with this access key", limit.rate, wait)
            return handler(call)

        return handle

    return intercept
