from __future__ import annotations

from datetime import timedelta

import pytest

from core.access import Policy, Role
from core.errors import AccessDenied, InputRejected

POLICY = Policy.from_mapping(
    {
        "admins": ["Ada@Example.com"],
        "writers": ["@example.com", "bo@partner.example"],
        "viewers": ["intern@example.com", "bo@partner.example"],
        "workspaces": {"2": {"writers": ["tea@example.org"], "viewers": ["@example.com"]}},
    }
)


def claims(email: object, verified: object = True) -> dict[str, object]:
    return {"email": email, "email_verified": verified, "sub": "1", "name": "Somebody"}


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("ada@example.com", Role.ADMIN),
        ("ADA@EXAMPLE.COM", Role.ADMIN),
        ("carl@example.com", Role.WRITER),
        ("intern@example.com", Role.VIEWER),  # an address counts before its domain
        ("bo@partner.example", Role.WRITER),  # a higher role before a lower one
        ("tea@example.org", None),
    ],
)
def test_the_lists_say_the_role(email: str, role: Role | None) -> None:
    assert POLICY.admit(claims(email)).role(1) is role


@pytest.mark.parametrize(
    "email",
    [
        "eve@evil.example",
        "eve@notexample.com",
        "eve@x-example.com",
        "eve@example.com.evil.example",
        "eve@sub.example.com",
        "eve@example.com.",
        "eve@example.co",
        "eve@@example.com",
        "eve@evil.example@example.com",
        '"ada@example.com"@evil.example',
        "ada@example.com ",
        "ada@example.com\n",
        "ada@example.com\u200b",
        "ada@ex\u0430mple.com",  # a Cyrillic letter
        "ada@E\u212aample.com",  # the Kelvin sign
        "@example.com",
        "example.com",
        "",
        "a" * 260 + "@example.com",
        None,
        17,
        ["ada@example.com"],
    ],
)
def test_whoever_is_on_no_list_stays_outside(email: object) -> None:
    with pytest.raises(AccessDenied):
        POLICY.admit(claims(email))


def test_small_letters_of_other_alphabets_are_not_ours() -> None:
    policy = Policy.from_mapping({"admins": ["kim@example.com"]})
    assert policy.admit(claims("KIM@example.com"))
    with pytest.raises(AccessDenied):
        policy.admit(claims("\u212aim@example.com"))


@pytest.mark.parametrize("verified", [False, None, "true", 1, "no"])
def test_an_address_must_be_verified(verified: object) -> None:
    with pytest.raises(AccessDenied, match="not verified"):
        POLICY.admit(claims("ada@example.com", verified))


def test_a_provider_that_does_not_say_is_believed_only_where_the_operator_says_so() -> None:
    issuer = "https://id.example.com/tenant/v2.0"
    lists = {"admins": ["ada@example.com"], "issuers_without_email_verified": [issuer]}
    silent = {"email": "ada@example.com", "iss": issuer}
    assert Policy.from_mapping(lists).admit(silent).administers
    with pytest.raises(AccessDenied):
        Policy.from_mapping(lists).admit(silent | {"email_verified": False})
    with pytest.raises(AccessDenied):
        Policy.from_mapping(lists).admit(silent | {"iss": "https://other.example.com"})


@pytest.mark.parametrize("section", [{}, {"admins": []}])
def test_without_lists_nobody_comes_in(section: dict) -> None:
    with pytest.raises(AccessDenied):
        Policy.from_mapping(section).admit(claims("ada@example.com"))


def test_a_workspace_with_lists_of_its_own_goes_by_them_alone() -> None:
    carl, tea = POLICY.admit(claims("carl@example.com")), POLICY.admit(claims("tea@example.org"))
    bo, ada = POLICY.admit(claims("bo@partner.example")), POLICY.admit(claims("ada@example.com"))
    assert (carl.role(1), carl.role(2), carl.role(3)) == (Role.WRITER, Role.VIEWER, Role.WRITER)
    assert (tea.role(1), tea.role(2)) == (None, Role.WRITER)
    assert (bo.role(1), bo.role(2)) == (Role.WRITER, None)
    assert ada.role(2) is Role.ADMIN


@pytest.mark.parametrize("value", [0, -5, 43_201, 10**12, 30.5, True, "480", "long", [480], None])
def test_a_time_that_is_none_is_named_with_what_it_may_be(value: object) -> None:
    with pytest.raises(InputRejected, match="idle_minutes") as refused:
        Policy.from_mapping({"idle_minutes": value})
    assert "1 to 43200" in refused.value.text()
    with pytest.raises(InputRejected, match="longest_hours") as refused:
        Policy.from_mapping({"longest_hours": 721})
    assert "1 to 720" in refused.value.text()


def test_times_may_be_as_short_as_their_unit_and_as_long_as_the_cookie() -> None:
    for minutes, hours in ((1, 1), (43_200, 720)):
        policy = Policy.from_mapping({"idle_minutes": minutes, "longest_hours": hours})
        assert policy.idle == timedelta(minutes=minutes)
        assert policy.longest == timedelta(hours=hours)


def test_an_administrator_of_one_workspace_administers_no_installation() -> None:
    lists = {"workspaces": {"1": {"admins": ["mara@example.com"]}}}
    mara = Policy.from_mapping(lists).admit(claims("mara@example.com"))
    assert mara.role(1) is Role.ADMIN
    assert not mara.administers


@pytest.mark.parametrize(
    "section",
    [
        {"admin": ["ada@example.com"]},
        {"admins": "ada@example.com"},
        {"admins": ["ada"]},
        {"admins": ["*"]},
        {"admins": ["@"]},
        {"admins": ["@*.example.com"]},
        {"admins": ["ada@@example.com"]},
        {"admins": ["@example.com."]},
        {"admins": [7]},
        {"workspaces": []},
        {"workspaces": {"tea": {}}},
        {"workspaces": {"2": ["@example.com"]}},
        {"workspaces": {"2": {"owners": []}}},
        {"idle_minutes": 0},
        {"idle_minutes": "long"},
        {"longest_hours": True},
        {"issuers_without_email_verified": True},
        {"issuers_without_email_verified": [""]},
        {"viewers": 5},
    ],
)
def test_what_is_not_understood_opens_no_door(section: dict) -> None:
    with pytest.raises(InputRejected):
        Policy.from_mapping(section)
