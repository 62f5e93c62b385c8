"""What leaves the library: Google Ads Editor, TRL's formats, labelled tables, provenance."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from core.copywriting import Brief, Filters, Library
from core.copywriting.library import exports
from core.copywriting.library.ai_label import labelled
from core.errors import InputRejected
from core.feedback import Ratings
from core.store import drafts as rows
from core.store import outcomes

SET = "\n".join(f"Brindle {i} litres" for i in range(1, 6)) + "\n\nKeeps warm.\nPours slowly."


@pytest.fixture
def shelf(store):
    """A library with an ad set, a headline and two lines of one request, and their ids."""
    brief = Brief.from_dict({"lang": "en", "product": "Brindle", "facts": ["5 litres"]})
    with store.writing() as db:
        kept = rows.keep_brief(db, 1, brief.digest, brief.to_dict())

    other = Brief.from_dict({"lang": "en", "product": "Brindle", "facts": ["6 litres"]})
    with store.writing() as db:
        second = rows.keep_brief(db, 1, other.digest, other.to_dict())

    def add(
        channel: str, text: str, parent: int | None = None, again: bool = False, **change
    ) -> int:
        with store.writing() as db:
            return rows.add_draft(
                db,
                1,
                {
                    "brief_id": second if again else kept,
                    "parent_id": parent,
                    "request": "r",
                    "origin": "redesign" if change else "edit" if parent else "engine",
                    "channel": channel,
                    "language": "en",
                    "text": text,
                    "engine": "copybook",
                    "seed": 4,
                    "parameters": {"proposed": text, "avoid": ["!"]}
                    | ({"change": change} if change else {}),
                    "usable": True,
                    "checks": [],
                    "scores": {"total": 0.5},
                },
            )["id"]

    return Library(store), add


def exported(library: Library, format: str, **wishes) -> list[dict]:
    stream = io.BytesIO()
    library.export(Filters(), format, stream, **wishes)
    text = stream.getvalue().decode("utf-8-sig")
    if format in ("kto", "dpo", "jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text)))


def test_google_ads_editor_gets_one_row_an_ad(shelf) -> None:
    library, add = shelf
    ad = add("google_rsa", SET)
    head = add("google_headline", "Five Litres")
    line = add("google_description", "It holds five litres.")
    add("slogan", "Five litres.")
    ads = exported(library, "google_ads", label=True)
    found = {row["Comment"]: row for row in ads}
    whole = found[f"AI-generated, Brandloop {ad}"]
    assert (whole["Campaign"], whole["Ad type"]) == ("Brindle", "Responsive search ad")
    assert whole["Headline 5"] == "Brindle 5 litres"
    assert whole["Headline 6"] == ""
    assert (whole["Description 1"], whole["Description 2"]) == ("Keeps warm.", "Pours slowly.")
    single = next(row for row in ads if row is not whole)
    assert set(single["Comment"].split()[2:]) == {str(head), str(line)}
    assert (single["Headline 1"], single["Description 1"]) == (
        "Five Litres",
        "It holds five litres.",
    )


def test_headlines_and_lines_beyond_an_ad_go_into_further_ads_and_briefs_stay_apart(
    shelf,
) -> None:
    library, add = shelf
    heads = {f"Litre {i}": add("google_headline", f"Litre {i}") for i in range(17)}
    lines = {f"Line {i}.": add("google_description", f"Line {i}.") for i in range(3)}
    add("google_headline", "Six Litres", again=True)
    ads = exported(library, "google_ads")
    other = [row for row in ads if "Six Litres" in row.values()]
    assert [row["Headline 2"] for row in other] == [""]
    both = [row for row in ads if row not in other]
    found = [[text for text in heads if text in row.values()] for row in both]
    assert sorted(map(len, found)) == [8, 9]
    assert {text for texts in found for text in texts} == set(heads)
    for row, texts in zip(both, found, strict=True):
        assert set(lines) <= set(row.values())
        named = {int(id) for id in row["Comment"].split()[1:]}
        assert named == {heads[text] for text in texts} | set(lines.values())


def test_pairs_and_ads_are_whole_where_their_drafts_are_pages_apart(
    shelf, store, monkeypatch
) -> None:
    monkeypatch.setattr(exports, "_CHUNK", 1)
    library, add = shelf
    Ratings(store).rate(add("slogan", "Five litres."), 1)
    Ratings(store).rate(add("slogan", "So big!"), -1)
    add("google_headline", "Five Litres")
    add("google_description", "It holds five litres.")
    assert [row["chosen"] for row in exported(library, "dpo")] == ["Five litres."]
    (ad,) = exported(library, "google_ads")
    assert (ad["Headline 1"], ad["Description 1"]) == ("Five Litres", "It holds five litres.")
    assert len(exported(library, "csv")) == 4


def test_thumbs_become_kto_rows_and_pairs_dpo_rows(shelf, store) -> None:
    library, add = shelf
    liked, disliked = add("slogan", "Five litres."), add("slogan", "So big!")
    answer = add("slogan", "Big.", disliked, wish="calm", reason="dull")
    ratings = Ratings(store)
    ratings.rate(liked, 1)
    ratings.rate(disliked, -1)
    kto = {row["completion"]: row for row in exported(library, "kto")}
    assert {text: row["label"] for text, row in kto.items()} == {
        "Five litres.": True,
        "So big!": False,
    }
    assert set(kto["So big!"]) == {"prompt", "completion", "label"}
    assert "fact: 5 litres" in kto["So big!"]["prompt"]
    pairs = exported(library, "dpo")
    assert {(row["chosen"], row["rejected"]) for row in pairs} == {
        ("Five litres.", "So big!"),
        ("Big.", "So big!"),
    }
    assert all(set(row) == {"prompt", "chosen", "rejected"} for row in pairs)
    ratings.rate(answer, -1)
    assert {row["chosen"] for row in exported(library, "dpo")} == {"Five litres."}


def test_the_ai_label_stands_in_the_text_and_in_the_file(shelf, tmp_path) -> None:
    library, add = shelf
    id = add("slogan", "Five litres.")
    assert exported(library, "csv")[0]["text"] == "Five litres."
    row = exported(library, "csv", label=True)[0]
    assert row["text"] == f"Five litres.\n(AI-generated, no. {id})"
    assert json.loads(row["AIGC"])["ProduceID"] == f"brandloop-1-{id}"
    path = tmp_path / "labelled.xlsx"
    library.export([id], "xlsx", path, label=True)
    book = openpyxl.load_workbook(path)
    assert json.loads(book.custom_doc_props["AIGC"].value)["Label"] == "1"
    draft = library.get(id)
    assert labelled(draft).endswith(f"{id})")


def test_an_unknown_format_is_refused(shelf, tmp_path) -> None:
    with pytest.raises(InputRejected):
        shelf[0].export(Filters(), "docx", tmp_path / "x")


def test_provenance_tells_brief_engine_votes_and_results(shelf, store) -> None:
    library, add = shelf
    id = add("slogan", "Five litres.")
    Ratings(store).rate(id, -1, reason="dull", comment="flat")
    Ratings(store).rate(id, 1)
    with store.writing() as db:
        outcomes.keep(db, {id: (1000, 30, 4)})
    found = library.provenance(id)
    assert found.brief is not None
    assert (found.brief.product, found.draft.seed, found.raw) == ("Brindle", 4, "Five litres.")
    assert [(vote.value, vote.reason) for vote in found.votes] == [(-1, "dull"), (1, "")]
    assert found.results is not None
    assert (found.results.impressions, found.results.clicks) == (1000, 30)
    with store.open() as db:
        assert outcomes.totals(db, 1, id) == (1000, 30, 4)
        assert outcomes.totals(db, 2, id) is None


def test_pins_are_each_persons_own(shelf) -> None:
    library, add = shelf
    id = add("slogan", "Five litres.")
    library.pin(id, "ann")
    library.pin(id, "ann")
    assert library.find(Filters(voter="ann", pinned=True)).total == 1
    assert library.find(Filters(voter="bob", pinned=True)).total == 0
    library.pin(id, "ann", pinned=False)
    assert library.find(Filters(voter="ann", pinned=True)).total == 0
