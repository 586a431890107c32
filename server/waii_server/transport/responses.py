"""From what the use cases return to serialized messages."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from waii.user import v1 as pb

from waii_server.domain import clock
from waii_server.domain.audit import RecordedEvent
from waii_server.domain.errors import InvalidArgument
from waii_server.domain.etag import etag_of
from waii_server.domain.model import Organization, Page, Tenant, User
from waii_server.domain.principal import Identity, Principal
from waii_server.services.access import Decision, Question
from waii_server.services.batches import Results
from waii_server.services.sealed_keys import ShownKey
from waii_server.transport.status import code_and_reason
from waii_server.transport.stored_messages import stored_form

_ListUsersResponse = stored_form(pb.ListUsersResponse, pb.User)
_ListTenantsResponse = stored_form(pb.ListTenantsResponse, pb.Tenant)
_ListOrganizationsResponse = stored_form(pb.ListOrganizationsResponse, pb.Organization)

EMPTY = b""
"""Serialized, a message without a field that is set."""


@lru_cache(maxsize=4096)
def user_info(user: Identity) -> bytes:
    return pb.GetUserInfoResponse(
        id=user.user_id,
        name=user.name or user.user_id,
        email=user.email or user.user_id,
        roles=user.roles,
        permissions=sorted(user.permissions),
    ).SerializeToString()


def users(page: Page[User]) -> bytes:
    response = _ListUsersResponse(next_page_token=page.next_page_token)
    for user in page.entries:
        response.users.add(
            id=user.id,
            name=user.name or user.id,
            tenant_id=user.tenant_id,
            org_id=user.org_id,
            roles=user.roles,
            email=user.email or user.id,
            variables=user.variables,
            suspended=user.suspended,
            etag=etag_of(user),
        )
    return _serialized(response)


def tenants(page: Page[Tenant]) -> bytes:
    response = _ListTenantsResponse(next_page_token=page.next_page_token)
    for tenant in page.entries:
        response.tenants.add(
            id=tenant.id,
            name=tenant.name,
            org_id=tenant.org_id,
            variables=tenant.variables,
            suspended=tenant.suspended,
            etag=etag_of(tenant),
        )
    return _serialized(response)


def organizations(page: Page[Organization]) -> bytes:
    response = _ListOrganizationsResponse(next_page_token=page.next_page_token)
    for organization in page.entries:
        response.organizations.add(
            id=organization.id,
            name=organization.name,
            variables=organization.variables,
            suspended=organization.suspended,
            etag=etag_of(organization),
        )
    return _serialized(response)


def access_keys(keys: Iterable[ShownKey]) -> bytes:
    response = pb.GetAccessKeyResponse()
    for shown in keys:
        _put_key(response.access_keys.add(), shown)
    return _serialized(response)


def rotated_key(shown: ShownKey) -> bytes:
    response = pb.RotateAccessKeyResponse()
    _put_key(response.access_key, shown)
    return _serialized(response)


def decision(question: Question, decided: Decision) -> bytes:
    refusal = decided.refusal
    response = pb.CheckAccessResponse(
        allowed=refusal is None,
        reason=refusal.reason if refusal else None,
        message=refusal.message if refusal else "",
        permission=question.permission or "",
        granting_roles=decided.granting_roles,
    )
    return _serialized(response)


def principal(caller: Principal) -> bytes:
    user = caller.subject
    return pb.GetPrincipalResponse(
        user_id=user.user_id,
        name=user.name or user.user_id,
        email=user.email or user.user_id,
        tenant_id=user.tenant_id,
        org_id=user.org_id,
        roles=user.roles,
        permissions=sorted(user.permissions),
        actor_id=caller.actor.user_id,
        key_id=caller.key_id,
    ).SerializeToString()


def batch_results(results: Results) -> bytes:
    response = pb.BatchCreateResponse()
    for refused in results:
        if refused is None:
            response.results.add()
            continue
        code, reason = code_and_reason(refused)
        result = response.results.add(code=code.value[0], reason=reason, message=refused.message)
        if isinstance(refused, InvalidArgument):
            for violation in refused.violations:
                result.field_violations.add(field=violation.field, description=violation.rule)
    return _serialized(response)


def audit_events(page: Page[RecordedEvent]) -> bytes:
    response = pb.ListAuditEventsResponse(next_page_token=page.next_page_token)
    for recorded in page.entries:
        event = recorded.event
        message = response.events.add(
            sequence=recorded.sequence,
            request_id=event.request_id,
            method=event.method,
            actor=event.actor,
            subject=event.subject,
            key_id=event.key_id,
            peer=event.peer,
            target=event.target,
            org_id=event.org_id,
            code=event.code,
            reason=event.reason,
            changed_fields=event.changed,
            validate_only=event.validate_only,
        )
        _put_time(message.event_time, event.time)
    return _serialized(response)


def config(values: Mapping[str, bytes]) -> bytes:
    response = pb.UpdateConfigResponse()
    response.configs.SetInParent()
    for key, value in values.items():
        response.configs.fields[key].MergeFromString(value)
    return _serialized(response)


def _put_key(message: pb.AccessKey, shown: ShownKey) -> None:
    key = shown.key
    message.access_key = shown.text
    message.user_id = key.user_id
    message.name = key.name
    message.permissions.extend(sorted(key.scope or ()))
    _put_time(message.created_at, key.created_at)
    if key.expires_at is not None:
        _put_time(message.expire_time, key.expires_at)
    if key.last_used_at is not None:
        _put_time(message.last_used_time, key.last_used_at)
    if key.rotated_at is not None:
        _put_time(message.rotate_time, key.rotated_at)
    if key.previous_expires_at is not None and key.previous_expires_at > clock.now():
        _put_time(message.previous_expire_time, key.previous_expires_at)


def _put_time(timestamp: Timestamp, microseconds: int) -> None:
    timestamp.FromMicroseconds(microseconds)


def _serialized(message: Message) -> bytes:
    return message.SerializeToString()
