"""The `url` of `initialize`."""

import pytest
from waii_client._target import Target, parse_url


@pytest.mark.parametrize(
    ("url", "address", "tls"),
    [
        ("localhost:50051", "localhost:50051", False),
        ("  localhost:50051\n", "localhost:50051", False),
        ("localhost:50051/api/", "localhost:50051", False),
        ("my_service.internal.:50051", "my_service.internal.:50051", False),
        ("127.0.0.1:00080", "127.0.0.1:80", False),
        ("[::1]:50051", "[::1]:50051", False),
        ("dns:///waii.example:50051", "dns:///waii.example:50051", False),
        ("dns:waii.example:50051", "dns:///waii.example:50051", False),
        ("dns://8.8.8.8/waii.example:50051", "dns://8.8.8.8:53/waii.example:50051", False),
        ("unix:run/waii.sock", "unix:run/waii.sock", False),
        ("unix:/run/waii.sock", "unix:/run/waii.sock", False),
        ("unix:///run/waii.sock", "unix:///run/waii.sock", False),
        ("grpc://localhost:50051", "localhost:50051", False),
        ("grpcs://waii.example:50051", "waii.example:50051", True),
        ("http://localhost:9859/api/", "localhost:9859", False),
        ("HTTP://localhost:9859?x=1#y", "localhost:9859", False),
        ("http://localhost/api/", "localhost:80", False),
        ("https://waii.example:8443/any/path", "waii.example:8443", True),
        ("https://waii.example/api/", "waii.example:443", True),
        ("https://[2001:db8::1]", "[2001:db8::1]:443", True),
    ],
)
def test_accepted(url: str, address: str, tls: bool) -> None:
    assert parse_url(url) == Target(address, tls)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("localhost", "has no port"),
        ("localhost:", "port that is not a number"),
        ("localhost:http", "port that is not a number"),
        ("localhost:0", "port that is not a number"),
        ("localhost:65536", "port that is not a number"),
        ("localhost:\uff150051", "port that is not a number"),
        ("localhost:-1", "port that is not a number"),
        (":50051", "has no host"),
        ("grpc://localhost", "has no port"),
        ("grpcs://localhost/x:1", "has no port"),
        ("https://", "has no host"),
        ("https:///api", "has no host"),
        ("dns:///localhost", "has no port"),
        ("dns://localhost:50051", "has no host"),
        ("unix:", "no path"),
        ("unix:///", "no path"),
        ("unix://run/waii.sock", "absolute path"),
        ("unix:/run/\0", "NUL"),
        ("ftp://localhost:21", "unknown scheme ftp://"),
        ("::1", "in brackets"),
        ("::1:50051", "in brackets"),
        ("[::g]:50051", "no IPv6 address"),
        ("[::1]50051", "no IPv6 address"),
        ("[::1:50051", "no IPv6 address"),
        ("ho st:50051", "character in its host"),
        ("ho\nst:50051", "character in its host"),
        ("hóst:50051", "character in its host"),
        ("-host:50051", "character in its host"),
        ("http://ann:secret@localhost:50051", "in front of an @"),
    ],
)
def test_refused(url: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as refused:
        parse_url(url)
    assert "expected host:port" in str(refused.value)


@pytest.mark.parametrize("url", [None, 50051, b"localhost:50051"])
def test_another_type(url: object) -> None:
    with pytest.raises(TypeError, match="url must be a str, not"):
        parse_url(url)  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["{}", "{}@localhost:1", "http://x:{}@h:1", "h:{}"])
def test_a_key_in_the_wrong_place_is_not_shown(url: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_url(url.format("waii_S3cret"))
    assert "S3cret" not in str(refused.value)
