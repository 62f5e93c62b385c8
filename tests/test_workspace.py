from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from core.errors import InputRejected
from core.privacy import pseudonym
from core.store import holding, workspaces
from core.store.store import Store
from core.text import search_query, search_terms
from core.workspace import Workspace


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return Workspace(store)


@pytest.fixture
def person(store: Store) -> str:
    """Somebody who left traces in every table; the customer id."""
    with store.writing() as db:
        key = pseudonym(db.table("workspaces").get(1)["pseudonym_key"], "C0042")
        source = {"workspace_id": 1, "name": "f", "mapping": "{}"}
        db.table("sources").insert(source | {"kind": "reviews", "digest": "a"})
        for id, text, customer in (
            (1, "Quillfeather says it leaks", ""),
            (2, "Lovely lid", key),
            (3, "Nobody in particular", "other"),
        ):
            db.table("reviews").insert(
                {
                    "id": id,
                    "workspace_id": 1,
                    "source_id": 1,
                    "digest": str(id),
                    "text": text,
                    "language": "en",
                    "customer_key": customer,
                }
            )
            db.conn.execute(
                "INSERT INTO reviews_terms (rowid, terms) VALUES (?, ?)", [id, search_terms(text)]
            )
        db.table("customers").insert({"workspace_id": 1, "source_id": 1, "customer_key": key})
        db.table("transactions").insert({"workspace_id": 1, "source_id": 1, "customer_key": key})
        db.table("personas").insert(
            {"workspace_id": 1, "name": "p", "content": json.dumps({"quotes": ["QUILLFEATHER"]})}
        )
        db.table("drafts").insert(
            {
                "workspace_id": 1,
                "request": "r",
                "origin": "engine",
                "channel": "slogan",
                "language": "en",
                "text": "Pour.",
                "engine": "echo",
                "usable": 1,
            }
        )
        db.table("ratings").insert({"draft_id": 1, "voter": "quillfeather@example.com", "value": 1})
        db.table("brands").insert(
            {
                "workspace_id": 1,
                "name": "b",
                "voice": json.dumps({"examples": ["Ask Quillfeather, ask us"]}),
            }
        )
    return "C0042"


def test_forget_finds_then_removes_a_name_everywhere(workspace, store, person) -> None:
    found = workspace.holding("quillfeather")
    assert found.counts == {"reviews": 1, "personas": 1, "ratings": 1, "brands": 1}
    assert workspace.forget("quillfeather") == found
    assert workspace.holding("quillfeather").total == 0
    with store.open() as db:
        assert [row["id"] for row in db.table("reviews").rows] == [2, 3]
        assert json.loads(db.table("brands").get(1)["voice"]) == {"examples": ["Ask , ask us"]}
        hits = db.conn.execute(
            "SELECT count(*) FROM reviews_terms WHERE terms MATCH ?", [search_query("quillfeather")]
        )
        assert hits.fetchone()[0] == 0


def test_forget_leaves_no_bytes_behind(workspace, store, person) -> None:
    workspace.forget("Quillfeather")
    for file in store.path.parent.glob("brandloop.db*"):
        assert b"uillfeather" not in file.read_bytes(), file.name


def test_a_customer_id_finds_its_pseudonym(workspace, store, person) -> None:
    assert workspace.forget(person).counts == {"reviews": 1, "customers": 1, "transactions": 1}
    with store.open() as db:
        assert [row["id"] for row in db.table("reviews").rows] == [1, 3]


@pytest.mark.parametrize("pattern", ["", "  ", "ab", "%", "__", "王", "王1"])
def test_a_pattern_too_short_for_one_person_is_refused(workspace, person, pattern) -> None:
    with pytest.raises(InputRejected):
        workspace.forget(pattern)


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("the channel", "Ann", None),
        ("annual Hannah", "Ann", None),
        ("C00421", "C0042", None),
        ("Nguyễna", "Nguyễn", None),
        ("(ANN), ann's", "Ann", "(), 's"),
        ("问Ann吧", "ann", "问吧"),
        ("ann_lee@example.com", "Ann", "_lee@example.com"),
        ("Frau STRASSE geht", "Straße", "Frau  geht"),
        ("Frau Straße geht", "STRASSE", "Frau  geht"),
        ("ИВАН Иванов", "иван", " Иванов"),
        ("我是王芳的", "王芳", "我是的"),
        ("王王芳芳", "王芳", ""),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own(text: str, name: str, left: str | None) -> None:
    assert holding.holds(text, name) == (left is not None)
    assert holding.without(text, name) == (text if left is None else left)


def test_two_chinese_characters_are_a_name(workspace, store) -> None:
    voice = {"王芳": ["王芳说：好", '引号"王芳"和\\n'], "plain": 3}
    with store.writing() as db:
        db.table("brands").insert({"workspace_id": 1, "name": "b", "voice": json.dumps(voice)})
        db.table("jobs").insert({"workspace_id": 1, "kind": "k", "arguments": '{"of": "王芳"}'})
    assert workspace.forget("王芳").counts == {"jobs": 1, "brands": 1}
    with store.open() as db:
        text = db.table("brands").get(1)["voice"]
    assert json.loads(text) == {"王芳": ["说：好", '引号""和\\n'], "plain": 3}
    assert "说" in text


def test_a_name_of_backslash_letters_is_cut_out_of_what_json_escapes(workspace, store) -> None:
    with store.writing() as db:
        db.table("brands").insert(
            {"workspace_id": 1, "name": "b", "voice": json.dumps({"a": "x\nnnn y"})}
        )
    assert workspace.forget("nnn").counts == {"brands": 1}
    with store.open() as db:
        assert json.loads(db.table("brands").get(1)["voice"]) == {"a": "x\n y"}


def test_words_of_the_format_find_nothing(workspace, store) -> None:
    with store.writing() as db:
        db.table("briefs").insert(
            {
                "workspace_id": 1,
                "language": "en",
                "product": "Kettle",
                "content": json.dumps({"audience": "campers"}),
                "digest": "d",
            }
        )
        db.table("jobs").insert({"workspace_id": 1, "kind": "k", "result": '{"score": NaN}'})
    assert workspace.holding("audience").total == 0
    assert workspace.holding("campers").counts == {"briefs": 1}


def test_forget_reaches_every_place_a_name_may_lie(workspace, store, person) -> None:
    with store.writing() as db:
        db.table("corrections").insert(
            {"review_id": 3, "field": "emotion", "value": "joy", "voter": "Zoë"}
        )
        db.table("sources").update(1, {"name": "ZOË.csv", "report": '{"note": "from zoë"}'})
        db.table("drafts").update(1, {"checks": '[{"found": "Zoë"}]'})
        db.table("brands").update(1, {"name": "Zoë & Co"})
        db.table("brands").insert({"workspace_id": 1, "name": "Brand 1"})
        db.table("briefs").insert(
            {
                "workspace_id": 1,
                "language": "en",
                "product": "p",
                "content": '{"for": "Zoë"}',
                "digest": "d",
            }
        )
    found = {"corrections": 1, "briefs": 1, "drafts": 1, "sources": 1, "brands": 1}
    assert workspace.holding("zoë").counts == found
    assert workspace.forget("zoë").counts == found
    assert workspace.holding("zoë").total == 0
    with store.open() as db:
        source = db.table("sources").get(1)
        assert (source["name"], source["report"]) == (".csv", '{"note": "from "}')
        assert [row["name"] for row in db.table("brands").rows] == ["Brand 1*", "Brand 1"]
        assert db.table("reviews").count == 3


def test_forget_keeps_to_its_workspace(workspace, store, person) -> None:
    with store.writing() as db:
        db.table("workspaces").insert({"id": 2, "name": "other", "pseudonym_key": "k"})
        db.conn.execute("UPDATE drafts SET workspace_id = 2")
    assert "ratings" not in workspace.forget("quillfeather").counts
    with store.open() as db:
        assert db.table("ratings").count == 1


def test_wildcards_are_letters(workspace, person) -> None:
    assert workspace.holding("%%%").total == 0
    assert workspace.holding("Q_i_l").total == 0


def test_export_holds_every_row_and_no_secret(workspace, store, person, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    written = workspace.export(target)
    with zipfile.ZipFile(target) as archive:
        rows = {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
        }
    assert written == sum(map(len, rows.values()))
    assert [row["text"] for row in rows["reviews.jsonl"]][1] == "Lovely lid"
    assert not [name for name in rows if "terms" in name or "sequence" in name]
    with store.open() as db:
        secret = db.table("workspaces").get(1)["pseudonym_key"]
    assert secret not in json.dumps(rows)
    with pytest.raises(InputRejected):
        workspace.export(target)


def test_names_and_preferences(workspace) -> None:
    assert workspace.preference("theme", "light") == "light"
    workspace.prefer("theme", "dark")
    workspace.prefer("theme", "darker")
    assert workspace.preference("theme") == "darker"
    workspace.rename("  Tea shop ")
    assert workspace.name == "Tea shop"
    for bad in ("", " ", "x" * 81):
        with pytest.raises(InputRejected):
            workspace.rename(bad)


def test_forget_reaches_themes_and_alerts(workspace, store) -> None:
    with store.writing() as db:
        words = json.dumps(["quillfeather", "lamp", "ask Quillfeather"])
        db.table("themes").insert(
            {"workspace_id": 1, "language": "en", "name": "Quillfeather", "words": words}
        )
        for product in ("Quillfeather lamp", "Lamp"):
            db.table("alert_rules").insert(
                {"workspace_id": 1, "kind": "urgent", "days": 7, "product": product}
            )
    assert workspace.forget("quillfeather").counts == {"themes": 1, "alert_rules": 1}
    with store.open() as db:
        [theme] = db.table("themes").rows
        assert (theme["name"], json.loads(theme["words"])) == ("", ["lamp", "ask"])
        assert [row["product"] for row in db.table("alert_rules").rows] == ["Lamp"]
    assert workspace.holding("quillfeather").total == 0


# Names a person gave to nobody, settings, or words that go with the review they are from.
HOLD_NOBODY = {
    "workspaces",
    "preferences",
    "engine_versions",
    "readings",
    "reading_aspects",
    "label_hits",
    "engine_calls",
    "outcomes",
}


def test_forget_knows_every_table_with_text(store) -> None:
    with store.open() as db:
        with_text = {
            table
            for table in workspaces.exported_tables(db)
            if any(column.type == "TEXT" for column in db.table(table).columns)
        }
    assert with_text == HOLD_NOBODY | set(workspaces._DELETED) | set(workspaces._BLANKED)
