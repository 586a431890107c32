"""`waii_sdk_py.common`, as far as the user service goes."""

from waii_client.user import CommonResponse

__all__ = ["CommonResponse"]
