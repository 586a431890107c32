"""Free JSON: `variables` and config values."""

import math
from typing import Any

from google.protobuf.struct_pb2 import Struct
from hypothesis import given, settings
from hypothesis import strategies as st
from waii_client import Waii, to_dict
from waii_client.user import UpdateConfigRequest, User

json = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(), json))
def test_comes_back_equal(value: dict[str, Any]) -> None:
    assert to_dict(User(variables=value).variables) == value


def test_plain_types() -> None:
    value = {"a": [1, 1.5, True, None, "x", {"b": {}}], "big": 2**53, "bigger": 2.0**60}
    plain = to_dict(User(variables=value).variables)
    assert plain == value
    assert list(map(type, plain["a"])) == [int, float, bool, type(None), str, dict]
    assert (type(plain["big"]), type(plain["bigger"])) == (int, float)
    assert to_dict(User().variables) == {}


def test_what_the_service_would_refuse() -> None:
    struct = Struct()
    struct.fields["inf"].number_value = math.inf
    struct.fields["nan"].number_value = math.nan
    struct.fields["nothing"].SetInParent()
    plain = to_dict(struct)
    assert plain["inf"] == math.inf
    assert math.isnan(plain["nan"])
    assert plain["nothing"] is None


def test_a_config_reads_like_a_dict(client: Waii) -> None:
    value = {"key": {"list": [1, "two"], "none": None}}
    configs = client.user.update_config(UpdateConfigRequest(updated=value)).configs
    nested: Any = configs["key"]
    assert nested["list"][1] == "two"
    assert "key" in configs
    assert "other" not in configs
    assert to_dict(configs) == value
