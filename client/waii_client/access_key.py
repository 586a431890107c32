"""Requests and responses of the access key service: a new secret for a key.

    RotateAccessKeyRequest(name="notebook", overlap=timedelta(days=1))

The comments in `protos/waii/user/v1/access_key_service.proto` describe every field. To create, list
and delete keys, see `waii_client.user`.
"""

from waii.user.v1 import RotateAccessKeyRequest, RotateAccessKeyResponse

__all__ = ["RotateAccessKeyRequest", "RotateAccessKeyResponse"]
