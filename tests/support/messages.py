"""The messages of the package: every class of `waii.user.v1`."""

from google.protobuf.message import Message
from waii.user import v1

MESSAGES: tuple[type[Message], ...] = tuple(
    cls for cls in vars(v1).values() if isinstance(cls, type) and issubclass(cls, Message)
)
