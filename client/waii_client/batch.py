"""Requests and responses of the batch service: many creates at once.

    BatchCreateRequest(rows=[BatchRow(user=User(id="ann")), BatchRow(user=User(id="bob"))])

The comments in `protos/waii/user/v1/batch_service.proto` describe every field.
"""

from waii.user.v1 import (
    BatchCreateRequest,
    BatchCreateResponse,
    BatchFieldViolation,
    BatchRow,
    BatchRowResult,
)

__all__ = [
    "BatchCreateRequest",
    "BatchCreateResponse",
    "BatchFieldViolation",
    "BatchRow",
    "BatchRowResult",
]
