"""Settings whose default depends on the machine or on other settings."""

import os

import pytest
from pydantic import ValidationError
from waii_server.settings import Settings


def test_there_is_a_worker_for_each_core_that_may_be_used() -> None:
    cores = os.sched_getaffinity(0)
    assert Settings().worker_count == len(cores)
    os.sched_setaffinity(0, {min(cores)})
    try:
        assert Settings().worker_count == 1
    finally:
        os.sched_setaffinity(0, cores)
    assert Settings(workers=3).worker_count == 3


def test_a_unix_socket_has_one_worker() -> None:
    assert Settings(listen="unix:s").worker_count == 1
    assert Settings(listen="unix:s", workers=1).worker_count == 1
    with pytest.raises(ValidationError, match="cannot share a unix socket"):
        Settings(listen="unix:s", workers=2)


@pytest.mark.parametrize("setting", ["tls_cert", "tls_key", "tls_client_ca", "key_ring"])
@pytest.mark.parametrize(
    "content",
    [
        "-----BEGIN PRIVATE KEY----- hunter2",
        "hunter2\nhunter2",
        '{"primary": "hunter2"}',
        ' {"primary": "hunter2"}',
    ],
)
def test_what_is_in_a_file_is_not_taken_for_its_name(setting: str, content: str) -> None:
    with pytest.raises(ValidationError, match="not what is in it") as refused:
        Settings.model_validate({setting: content})
    assert "hunter2" not in refused.value.errors()[0]["msg"]
    named = Settings.model_validate({setting: "a {file}"})
    assert str(getattr(named, setting)) == "a {file}"
