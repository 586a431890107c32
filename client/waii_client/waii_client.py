"""`waii_sdk_py.waii_sdk_py` under the new name: programs that come from there import from here."""

from waii_client.client import WAII, AsyncWaii, Waii

__all__ = ["WAII", "AsyncWaii", "Waii"]
