"""Who may do what: every decision of the server, beside that of an oracle.

A sample is called here; `make torture` calls the whole product.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from matrix import oracle
from matrix.answers import Found, call_all, difference, send
from matrix.cells import (
    RELATIONS,
    VARIANTS,
    Cell,
    changes_something,
    methods,
    product,
    relation,
    sample,
)
from matrix.proof import WHOLE
from matrix.world import REFUSED, MatrixWorld, make, stored
from support.raw import RawClient
from support.server import RunningServer

SAMPLE = 3_531
_SEED = 20_001
_THREADS = 4
_IN_EARNEST = 250
_SHOWN = 20
TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def world(server: RunningServer) -> MatrixWorld:
    return make(server)


@pytest.fixture(scope="module")
def cells(world: MatrixWorld) -> list[Cell]:
    return sample(world, _SEED)


@pytest.fixture(scope="module")
def before(server: RunningServer, world: MatrixWorld) -> dict[str, Any]:
    """What is stored before the first cell is called."""
    return stored(server)


@pytest.fixture(scope="module")
def found(
    server: RunningServer, world: MatrixWorld, cells: list[Cell], before: dict[str, Any]
) -> Found:
    return call_all(server.address, world.facts, cells, _THREADS)


@pytest.fixture(scope="module")
def raw(server: RunningServer) -> Iterator[RawClient]:
    with RawClient(server.address) as client:
        yield client


# What the matrix is.


def test_the_oracle_shares_no_code_with_the_server() -> None:
    program = "import sys, matrix.oracle; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", program],
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "matrix.oracle" in modules
    assert not [name for name in modules if name.startswith(("waii_server", "rpc"))]


def test_the_matrix_knows_every_method_of_the_package() -> None:
    assert len(methods()) >= 26
    assert set(oracle.NEEDS) == set(methods())
    assert {variant.method for variant in VARIANTS} == set(methods())


def test_whatever_changes_something_can_be_tried_without_changing_it() -> None:
    for name, method in methods().items():
        fields = method.input_type.fields_by_name
        assert ("validate_only" in fields) is changes_something(name), name


def test_the_matrix_does_not_shrink(world: MatrixWorld, cells: list[Cell]) -> None:
    assert len(cells) == SAMPLE
    assert sum(1 for _ in product(world)) == WHOLE


def test_the_sample_has_every_credential_with_every_method(
    world: MatrixWorld, cells: list[Cell]
) -> None:
    kinds = {credential.kind for credential in world.credentials}
    assert len(kinds) == len(world.credentials)
    pairs = {(cell.credential.kind, cell.variant.method) for cell in cells}
    assert pairs == {(kind, method) for kind in kinds for method in methods()}


def test_the_sample_has_every_method_in_every_relation(
    world: MatrixWorld, cells: list[Cell]
) -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for cell in cells:
        # Of who is refused before the method, or may be, there is no relation.
        decided = cell.credential.reach != REFUSED and not cell.impersonation.values
        if decided and (collection := cell.variant.target[0]):
            place = (cell.variant.method, collection)
            seen.setdefault(place, set()).update(relation(world.facts, cell))
    # What has no target, or another one than its caller's own keys and config.
    without = set(methods()) - {method for method, _ in seen}
    assert {method.partition("/")[2] for method in without} == {
        *("CreateAccessKey", "ListAccessKeys", "DeleteAccessKey", "RotateAccessKey"),
        *("UpdateConfig", "CreateOrg", "ListOrgs", "GetPrincipal"),
    }
    for (method, collection), relations in seen.items():
        assert relations >= RELATIONS[collection], method


# What the server answers.


def test_every_cell_of_the_sample_is_answered_as_the_oracle_says(found: Found) -> None:
    _require_right(found, SAMPLE)


def test_what_is_foreign_is_answered_like_what_is_absent_to_the_byte(found: Found) -> None:
    _require_indistinct(found)


def test_calls_that_are_only_tried_change_nothing(
    found: Found, server: RunningServer, before: dict[str, Any]
) -> None:
    assert found.cells
    assert stored(server) == before


def test_what_is_refused_when_tried_is_refused_in_earnest_by_the_same_words(
    server: RunningServer, world: MatrixWorld, cells: list[Cell], raw: RawClient, before: Any
) -> None:
    chance = random.Random(_SEED)
    refused: dict[str, list[Cell]] = {}
    for cell in cells:
        decision = oracle.decide(world.facts, cell.call(cell.request()))
        if changes_something(cell.variant.method) and decision.code != "OK":
            refused.setdefault(str(decision), []).append(cell)
    # Of every reason about as many, or there would be bad keys for the most part.
    share = _IN_EARNEST // len(refused)
    chosen = [cell for of in refused.values() for cell in chance.sample(of, min(share, len(of)))]
    assert len(refused) > 15
    assert len({cell.variant.method for cell in chosen}) > 15
    for cell in chosen:
        tried = send(raw, cell, cell.request())
        assert send(raw, cell, cell.request(validate_only=False)) == tried, cell
        assert not difference(cell, oracle.decide(world.facts, cell.call(cell.request())), tried)
    assert stored(server) == before


def _require_right(found: Found, cells: int) -> None:
    assert found.cells == cells
    shown = "\n".join(found.wrong[:_SHOWN])
    assert not found.wrong, f"{len(found.wrong)} of {found.cells} cells:\n{shown}"


def _require_indistinct(found: Found) -> None:
    assert not found.telling, "\n".join(found.telling)
    one_sided = {place for place, kinds in found.missing.items() if len(kinds) < 2}
    # Nothing is foreign to those who may call these at all.
    assert {method for method, _ in one_sided} == {
        f"{service}Org"
        for service in (
            *("UserService/Update", "UserService/Delete"),
            *("SuspensionService/Suspend", "SuspensionService/Reactivate"),
        )
    }
    assert len(found.missing) > 20
