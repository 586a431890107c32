"""One table turns domain errors into status codes; nothing else reaches a client."""

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from waii_server.domain import errors
from waii_server.domain.errors import DomainError, FieldViolation, InvalidArgument, Kind, Reason
from waii_server.services.authentication import PrincipalChanged
from waii_server.transport.status import CODES, failure


def detail_names(status: status_pb2.Status) -> list[str]:
    return [detail.TypeName().rpartition(".")[2] for detail in status.details]


def test_every_kind_of_domain_error_has_a_code() -> None:
    public = {kind for kind in DomainError.__subclasses__() if not kind.__name__.startswith("_")}
    public |= set(errors._AboutResource.__subclasses__())
    assert CODES.keys() == public


def test_a_more_special_error_has_the_code_of_its_kind() -> None:
    assert failure(PrincipalChanged(), "id").code is grpc.StatusCode.ABORTED


def test_of_a_bug_the_client_learns_the_request_id_and_nothing_else() -> None:
    failed = failure(RuntimeError("secret"), "request-7")
    assert failed.code is grpc.StatusCode.INTERNAL
    assert failed.status.message == "internal error; request id request-7"
    assert detail_names(failed.status) == ["ErrorInfo", "RequestInfo"]
    assert b"secret" not in failed.status.SerializeToString()


@pytest.mark.parametrize("count", [1, 30, 5000])
def test_a_status_fits_into_the_metadata_that_clients_take(count: int) -> None:
    violations = [FieldViolation(f"updated.{'ж' * 256}[{n}]", "must not") for n in range(count)]
    status = failure(InvalidArgument(violations), "r" * 128).status
    # Percent-encoding triples what is not ASCII; base64 adds a third.
    on_the_wire = 3 * len(status.message.encode()) + 4 * status.ByteSize() // 3
    assert on_the_wire < 8 * 1024 - 512

    listed = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(listed)
    last = listed.field_violations[-1]
    shown = len(listed.field_violations) - (not last.field)
    assert shown >= 1
    if shown < count:
        assert last.description == f"{count - shown} more violation(s) are not listed"


def test_a_long_name_is_shortened_in_the_text_and_whole_in_the_details() -> None:
    name = "ж" * 256
    status = failure(errors.AlreadyExists(Kind.ACCESS_KEY, name), "id").status
    assert len(status.message.encode()) <= 512
    assert status.message.endswith("…")
    resource = error_details_pb2.ResourceInfo()
    assert status.details[1].Unpack(resource)
    assert resource.resource_name == name


def test_reasons_are_spelled_as_in_the_proto() -> None:
    from waii.user.v1 import ErrorReason

    assert {*Reason, "ERROR_REASON_UNSPECIFIED"} == set(ErrorReason.keys())
