from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.access import Policy, SignIns
from core.errors import SignedOut

NOW = datetime.now(UTC)
POLICY = Policy.from_mapping(
    {"admins": ["ada@example.com"], "idle_minutes": 30, "longest_hours": 24}
)


def claims(email: str = "ada@example.com", at: datetime = NOW, **more: object) -> dict:
    return {"email": email, "iss": "x", "sub": email, "iat": int(at.timestamp()), **more}


@pytest.fixture
def sign_ins(store) -> SignIns:
    return SignIns(store, POLICY)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def actions(studio) -> list[tuple[str, str]]:
    return [(e.action, e.outcome) for e in reversed(studio.audit.entries())]


def test_a_sign_in_holds_while_something_is_done(sign_ins, studio, monkeypatch) -> None:
    sign_ins.act(claims(), NOW)
    assert actions(studio) == [("sign_in", "done")]
    sign_ins.act(claims(), minutes(29))
    sign_ins.act(claims(), minutes(0.2))
    assert actions(studio) == [("sign_in", "done")]


def test_an_idle_one_is_over_and_stays_so(sign_ins, studio) -> None:
    sign_ins.act(claims(), NOW)
    with pytest.raises(SignedOut, match="nothing was done"):
        sign_ins.act(claims(), minutes(31))
    with pytest.raises(SignedOut):
        sign_ins.act(claims(), minutes(1))
    assert actions(studio) == [("sign_in", "done"), ("time_out", "done")]


def test_an_old_one_is_over_however_busy(sign_ins, studio, store) -> None:
    sign_ins.act(claims(), NOW)
    with store.open() as db:
        db.conn.execute("UPDATE _sign_ins SET seen_at = ?", [minutes(60 * 25).isoformat()])
    with pytest.raises(SignedOut, match="run out"):
        sign_ins.act(claims(), minutes(60 * 25 + 1))


def test_signing_out_ends_every_copy_of_the_cookie(sign_ins, studio) -> None:
    sign_ins.act(claims(), NOW)
    sign_ins.end(claims())
    sign_ins.end(claims())
    with pytest.raises(SignedOut):
        sign_ins.act(claims(), NOW)
    sign_ins.act(claims(at=minutes(1)), minutes(1))
    assert [action for action, _ in actions(studio)] == ["sign_in", "sign_out", "sign_in"]


def test_a_cookie_from_long_ago_lets_nobody_in(sign_ins) -> None:
    for at in (NOW - timedelta(days=29), NOW - timedelta(minutes=31)):
        with pytest.raises(SignedOut):
            sign_ins.act(claims(at=at), NOW)


@pytest.mark.parametrize("issued", [None, "soon", True, 1e300, float("nan")])
def test_a_token_without_a_sound_time_lets_nobody_in(sign_ins, issued: object) -> None:
    with pytest.raises(SignedOut):
        sign_ins.act(claims() | {"iat": issued}, NOW)


def test_two_sign_ins_of_one_person_are_two(sign_ins) -> None:
    sign_ins.act(claims(nonce="a"), NOW)
    sign_ins.act(claims(nonce="b"), NOW)
    sign_ins.end(claims(nonce="a"))
    sign_ins.act(claims(nonce="b"), NOW)


def test_a_refused_one_is_on_record_once(sign_ins, studio) -> None:
    for _ in range(3):
        sign_ins.refused(claims("eve@evil.example"))
    assert actions(studio) == [("sign_in", "refused")]
    assert studio.audit.entries()[0].person == "eve@evil.example"


def test_a_restored_backup_brings_no_ended_sign_in_back(sign_ins, studio, tmp_path) -> None:
    sign_ins.act(claims(), NOW)
    backup = studio.workspace.backup(tmp_path / "early.db")
    sign_ins.end(claims())
    studio.workspace.restore(backup)
    with pytest.raises(SignedOut):
        sign_ins.act(claims(), NOW)
