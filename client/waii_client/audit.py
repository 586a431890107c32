"""Requests, responses and data of the audit service: who did what as whom.

    for event in client.audit.iter_audit_events(ListAuditEventsRequest(actor="ann")):
        print(event.event_time.ToDatetime(), event.method, event.target, event.code)

The comments in `protos/waii/user/v1/audit_service.proto` describe every field.
"""

from waii.user.v1 import AuditEvent, ListAuditEventsRequest, ListAuditEventsResponse

__all__ = ["AuditEvent", "ListAuditEventsRequest", "ListAuditEventsResponse"]
