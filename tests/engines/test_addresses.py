"""Engine ids: what is one, what is none, and that none carries a secret."""

from __future__ import annotations

import pytest

from core.engines.addresses import Address, endpoint_id, parse
from core.errors import InputRejected, NotFound


@pytest.mark.parametrize(
    ("id", "address"),
    [
        ("copybook", Address("copybook", "bundled")),
        ("echo-reader", Address("echo-reader", "echo")),
        ("folder:/a/b c", Address("folder:/a/b c", "folder", "/a/b c")),
        ("hub:org/name-1.5", Address("hub:org/name-1.5", "hub", "org/name-1.5")),
        (
            "endpoint:org/m@7b@http://localhost:11434/v1",
            Address(
                "endpoint:org/m@7b@http://localhost:11434/v1",
                "endpoint",
                "http://localhost:11434/v1",
                "org/m@7b",
            ),
        ),
    ],
)
def test_ids_are_taken_apart(id: str, address: Address) -> None:
    assert parse(id) == address


@pytest.mark.parametrize("id", ["", "gpt", "file:/etc", "endpoint:" + "m" * 600])
def test_unknown_ids(id: str) -> None:
    with pytest.raises(NotFound):
        parse(id)


@pytest.mark.parametrize(
    "id",
    [
        "folder",
        "folder:",
        "folder: ",
        "hub:",
        "hub:a/b/c",
        "hub:../etc",
        "hub:a b",
        "endpoint:",
        "endpoint:m@localhost:80",
        "endpoint:@http://localhost",
        "endpoint:m@http://",
        "endpoint:m@http://localhost:notaport/v1",
        "endpoint:m@ftp://localhost",
    ],
)
def test_badly_formed_ids(id: str) -> None:
    with pytest.raises(InputRejected):
        parse(id)


@pytest.mark.parametrize(
    "url",
    ["https://me:secret@host/v1", "https://secret@host/v1", "https://host/v1?api-key=secret"],
)
def test_an_address_with_a_secret_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InputRejected, match="BRANDLOOP_ENDPOINT_KEY") as raised:
        parse(f"endpoint:m@{url}")
    assert "secret" not in str(raised.value)


def test_an_endpoint_id_is_made_of_what_a_person_types() -> None:
    assert endpoint_id(" m ", " http://h:1/v1/ ") == "endpoint:m@http://h:1/v1"
