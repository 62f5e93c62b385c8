"""Labels of a person's own: typed ones find words, taught ones learn, and both can go."""

from __future__ import annotations

import json

import numpy as np
import pytest
from word_reader import Engines, WordReader

from core.engines.heads import HeadOffsets
from core.engines.loaded import LoadedEngines
from core.errors import InputRejected, NotFound
from core.jobs import JobCancelled, Jobs
from core.reviews import Candidate, Filters, Reviews
from core.reviews.aspects import labelling
from core.reviews.aspects.clauses import Clause, clauses
from core.reviews.aspects.labels import Labels
from core.reviews.aspects.matching import Matcher, suggest
from core.reviews.aspects.taught import Classifier, learn
from core.reviews.aspects.vocabulary import label_number
from core.store.store import Store
from core.workspace import Workspace

GIFT = ("gift", "present", "birthday", "礼物", "送给", "生日")


class Describing(WordReader):
    """A word reader with features: some for what is given, the others by the letters."""

    def features(self, texts):
        rows = []
        for text in texts:
            given = sum(word in text for word in GIFT)
            rng = np.random.default_rng(sum(map(ord, text)))
            rows.append(np.append(rng.normal(size=15) * 0.3, 3.0 * (given > 0)))
        return np.array(rows, np.float32).reshape(len(texts), 16)


@pytest.fixture
def engines() -> Engines:
    made = Engines()
    made.bundled = Describing("bundled-1", "bundled-reader")
    return made


@pytest.fixture
def reviews(store, settings, engines, inline_jobs) -> Reviews:
    handlers: dict = {}
    made = Reviews(store, settings, engines, Jobs(store, settings, handlers, 1), 1)
    handlers["read_reviews"] = made.read_job
    handlers["label_reviews"] = made.labels.label_job
    return made


PEOPLE = ("sister", "father", "aunt", "friend", "teacher", "neighbour", "cousin", "boss")
EXAMPLES = [f"I bought it as a gift for my {who}" for who in PEOPLE[:5]] + [
    "买来当生日礼物的",
    "送给妈妈的礼物很合适",
    "a birthday present for a colleague",
]


@pytest.fixture
def stocked(reviews) -> Reviews:
    """Eighty reviews of other things, six presents, two smells; all read."""
    others = [f"lamp number {n} is good, and the cable is {n} feet" for n in range(60)]
    others += [f"第{n}次来了，质量很好" for n in range(20)]
    gifts = [f"bad delivery. Meant as a present for my {who}." for who in PEOPLE[4:]]
    gifts += ["good one. 生日礼物送给爸爸了", "gift wrapped and good"]
    smells = ["the lamp is good but it smells bad", "灯很好，就是气味太差了"]
    reviews.import_paste("\n".join([*others, *gifts, *smells]))
    reviews.start_reading()
    return reviews


def hits(reviews: Reviews, id: str) -> list:
    rows = reviews.rows(Filters(aspect=id), limit=100).rows
    return [hit for row in rows for hit in reviews.get(row.id).hits]


@pytest.mark.parametrize(
    ("phrase", "clause", "marked"),
    [
        ("smell", "it smells bad", ["smells"]),
        ("smell", "a smelly room", ["smelly"]),
        ("price", "fair pricing", ["pricing"]),
        ("battery", "two batteries", ["batteries"]),
        ("car", "I do not care", []),
        ("care", "fast cars", []),
        ("Charging Speed", "the speed of charging", ["speed", "charging"]),
        ("charging speed", "the speed is fine", []),
        ("ease of assembly", "assembly was done with ease", ["assembly", "ease"]),
        ("充电速度", "充电的速度太慢", ["充电", "速度"]),
        ("充电速度", "速度太慢", []),
        ("气味", "气味太重", ["气味"]),
        ("wifi速度", "WiFi 的速度慢", ["WiFi", "速度"]),
        ("", "anything", []),
    ],
)
def test_phrases_find_their_words(phrase: str, clause: str, marked: list[str]) -> None:
    assert [clause[a:b] for a, b in Matcher([phrase]).find(clause)] == marked


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Great screen, but it smells bad. Ok!", ["Great screen, but it smells bad.", "Ok!"]),
        (
            "The screen is great, but it smells bad.",
            ["The screen is great", "but it smells bad."],
        ),
        ("屏幕很清晰，但是有股怪味。好", ["屏幕很清晰", "但是有股怪味。", "好"]),
        ("很好，赞", ["很好，赞"]),
        ("", []),
        ("😀", ["😀"]),
    ],
)
def test_clauses(text: str, pieces: list[str]) -> None:
    found = clauses(text)
    assert [clause.text for clause in found] == pieces
    assert all(text[clause.start : clause.end] == clause.text for clause in found)


def test_a_very_long_review_has_a_bounded_number_of_clauses() -> None:
    found = clauses("一二三四五六七，" * 20_000 + "x" * 100_000)
    assert len(found) == 200
    assert max(len(clause.text) for clause in found) <= 400


def test_a_piece_without_a_turn_goes_on_after_400_characters() -> None:
    text = " " + "word " * 180
    found = clauses(text)
    assert [len(clause.text) for clause in found] == [400, 400, 99]
    assert all(text[clause.start : clause.end] == clause.text for clause in found)
    assert "".join(clause.text for clause in found) == text.strip()


@pytest.mark.parametrize(
    ("id", "number"),
    [
        ("label:7", 7),
        (f"label:{2**63 - 1}", 2**63 - 1),
        (f"label:{2**63}", None),
        ("label:" + "9" * 5000, None),
        ("delivery", None),
        (None, None),
    ],
)
def test_numbers_of_labels(id: str | None, number: int | None) -> None:
    assert label_number(id) == number


def test_a_label_too_large_to_be_one_is_in_no_review(stocked) -> None:
    assert stocked.figures(Filters(aspect="label:99999999999999999999")).volume == 0


def test_words_of_the_same_thing_and_neighbours_are_suggested() -> None:
    texts = ["the smell is sour"] * 4 + ["what an odor"] * 3 + ["气味很重"] * 3
    texts += [f"lamp {n} shines" for n in range(40)]
    found = {s.word: (s.clauses, s.why) for s in suggest(["smell"], texts)}
    assert found["odor"] == (3, "group")
    assert found["气味"] == (3, "group")
    assert found["sour"] == (4, "beside")
    assert "lamp" not in found
    assert suggest(["zebra"], texts) == []


def test_a_typed_aspect_is_found_with_the_polarity_of_its_sentence(stocked) -> None:
    number = stocked.labels.type_aspect("Smell", ["气味"])
    english, chinese = sorted(hits(stocked, f"label:{number}"), key=lambda h: len(h.marks[0]) or 0)
    texts = {stocked.get(r.id).text for r in stocked.rows(Filters(aspect=f"label:{number}")).rows}
    assert texts == {"the lamp is good but it smells bad", "灯很好，就是气味太差了"}
    assert {english.polarity, chinese.polarity} == {"negative"}
    for row in stocked.rows(Filters(aspect=f"label:{number}")).rows:
        review = stocked.get(row.id)
        [hit] = review.hits
        assert review.text[slice(*hit.marks[0])] in ("smells", "气味")
        assert review.text[hit.start : hit.end] in ("but it smells bad", "就是气味太差了")
    [figures] = [f for f in stocked.aspects() if f.aspect == f"label:{number}"]
    assert (figures.reviews, figures.negative, figures.label("zh")) == (2, 2, "Smell")
    assert stocked.figures(Filters(aspect=f"label:{number}")).volume == 2
    assert stocked.aspect_name(f"label:{number}", "en") == "Smell"


def test_new_reviews_are_labelled_when_they_are_read(stocked, engines) -> None:
    number = stocked.labels.type_aspect("smell")
    stocked.import_paste("it smells good\nit is a chair")
    read = len(engines.chosen.seen)
    stocked.start_reading()
    assert stocked.figures(Filters(aspect=f"label:{number}")).volume == 2
    # Two reviews and the one clause that matched: nothing that was there is read again.
    assert len(engines.chosen.seen) - read <= 3


def test_a_stop_keeps_what_was_found_and_the_next_run_goes_on(stocked, monkeypatch) -> None:
    monkeypatch.setattr(labelling, "BATCH", 30)
    monkeypatch.setattr(Jobs, "submit", lambda self, kind, arguments=None: 0)
    stocked.labels.type_aspect("lamp")

    def stop(done: int, total: int) -> None:
        if done >= 30:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        stocked.labels.label_job({}, stop)
    assert stocked.labels.all()[0].reviews == 30
    steps: list[tuple[int, int]] = []
    stocked.labels.label_job({}, lambda done, total: steps.append((done, total)))
    assert steps[0] == (0, 58)
    assert stocked.labels.all()[0].reviews == 61
    assert stocked.labels.label_job({}, lambda *step: None) == {"labelled": 0}


def test_a_label_made_or_reworded_while_the_job_runs_is_looked_for_by_it(
    stocked, monkeypatch
) -> None:
    number = stocked.labels.type_aspect("lamp")
    monkeypatch.setattr(Jobs, "submit", lambda self, kind, arguments=None: 0)
    monkeypatch.setattr(labelling, "BATCH", 30)
    stocked.labels.set_words(number, ["light"])
    steps: list[tuple[int, int]] = []

    def meanwhile(done: int, total: int) -> None:
        if not steps:
            stocked.labels.type_aspect("smell")
        elif len(steps) == 1:
            stocked.labels.set_words(number, ["cable"])
        steps.append((done, total))

    stocked.labels.label_job({}, meanwhile)
    assert [label.reviews for label in stocked.labels.all()] == [60, 1]
    assert all(done <= total for done, total in steps)


def test_no_review_is_cut_for_labels_that_were_deleted(stocked, monkeypatch) -> None:
    monkeypatch.setattr(Jobs, "submit", lambda self, kind, arguments=None: 0)
    monkeypatch.setattr(labelling, "BATCH", 10)
    number = stocked.labels.type_aspect("lamp")
    cut: list[str] = []
    monkeypatch.setattr(labelling, "clauses", lambda text: cut.append(text) or clauses(text))

    def delete(done: int, total: int) -> None:
        if done == 0:
            stocked.labels.delete(number)

    stocked.labels.label_job({}, delete)
    assert len(cut) == 10


def test_name_and_words_change_together_or_not_at_all(stocked) -> None:
    number = stocked.labels.type_aspect("smell")
    stocked.labels.type_aspect("cable")
    for change in ({"name": "Scent", "words": ["?!"]}, {"name": "Cable", "words": ["feet"]}):
        with pytest.raises(InputRejected):
            stocked.labels.change(number, **change)
        label = stocked.labels.all()[0]
        assert (label.name, label.words) == ("smell", ("smell",))
    stocked.labels.change(number, name="Length", words=["feet"])
    label = stocked.labels.all()[0]
    assert (label.name, label.words, label.reviews) == ("Length", ("feet",), 60)


def test_two_people_taking_one_name_at_once_are_told(stocked, monkeypatch) -> None:
    other = stocked.labels.type_aspect("cable")
    writing = Store.writing

    def after_another_took_it(self):
        monkeypatch.setattr(Store, "writing", writing)
        stocked.labels.type_aspect("Smell")
        return writing(self)

    for call in (
        lambda: stocked.labels.type_aspect("Smell"),
        lambda: stocked.labels.rename(other, "Smell"),
    ):
        monkeypatch.setattr(Store, "writing", after_another_took_it)
        with pytest.raises(InputRejected, match="already"):
            call()
        [taken] = [label for label in stocked.labels.all() if label.name == "Smell"]
        stocked.labels.delete(taken.number)


def test_words_change_names_change_and_labels_go(stocked, store) -> None:
    number = stocked.labels.type_aspect("smell")
    before = stocked.revision()
    stocked.labels.set_words(number, ["feet"])
    assert stocked.labels.all()[0].reviews == 60
    assert stocked.labels.all()[0].words == ("feet",)
    assert stocked.revision() != before
    stocked.labels.rename(number, "Length")
    assert stocked.labels.all()[0].name == "Length"
    stocked.labels.delete(number)
    assert stocked.labels.all() == []
    with store.open() as db:
        assert db.table("label_hits").count == 0
    for call in (stocked.labels.delete, lambda n: stocked.labels.set_words(n, ["x"])):
        with pytest.raises(NotFound):
            call(number)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "SMELL"])
def test_unfit_names_are_refused(stocked, name: str) -> None:
    number = stocked.labels.type_aspect("smell")
    with pytest.raises(InputRejected):
        stocked.labels.type_aspect(name, ["odor"])
    with pytest.raises(InputRejected):
        stocked.labels.type_aspect("?!", [])
    stocked.labels.rename(number, "smell")
    assert len(stocked.labels.all()) == 1


def test_a_label_is_taught_with_eight_examples(stocked) -> None:
    number = stocked.labels.teach("Gift", "emotion", EXAMPLES)
    [label] = stocked.labels.all()
    assert (label.kind, label.how, label.examples) == ("emotion", "taught", 8)
    assert label.estimate is not None
    assert label.estimate.recall >= 0.5
    found = hits(stocked, label.id)
    assert len(found) >= 5
    assert all(hit.confidence >= 0.5 for hit in found)
    # The clause counts, not the review: "bad delivery" stands in another one.
    assert {h.polarity for h in found} <= {"neutral", "positive"}
    assert stocked.figures(Filters(emotion=f"label:{number}")).volume == label.reviews


def test_examples_that_have_nothing_in_common_are_refused(stocked, store) -> None:
    mixed = [f"lamp number {n} is good" for n in range(100, 104)]
    mixed += ["第七次来了", "和平常一样吧", "the cable is 9 feet", "chairs everywhere"]
    with pytest.raises(InputRejected, match="cannot be told from other reviews"):
        stocked.labels.teach("Nothing", "aspect", mixed)
    assert stocked.labels.all() == []


def test_too_few_examples_or_reviews_are_refused(reviews, stocked) -> None:
    with pytest.raises(InputRejected, match="these are 7"):
        stocked.labels.teach("Gift", "aspect", [*EXAMPLES[:7], EXAMPLES[0].upper(), " ", "!"])
    with pytest.raises(InputRejected, match="no kind"):
        stocked.labels.teach("Gift", "colour", EXAMPLES)


def test_an_empty_workspace_has_nothing_to_tell_examples_from(reviews) -> None:
    with pytest.raises(InputRejected, match="too few reviews"):
        reviews.labels.teach("Gift", "aspect", EXAMPLES)


def test_examples_without_other_clauses_are_refused(reviews) -> None:
    reviews.import_paste("\n".join(f"{EXAMPLES[n % 8]}{'!' * n}" for n in range(40)))
    picked = reviews.labels.candidates("gift") + reviews.labels.candidates("礼物")
    with pytest.raises(InputRejected, match="too few reviews"):
        reviews.labels.learn([*picked, *EXAMPLES])


def test_a_label_that_cannot_be_learnt_again_leaves_the_reading_alone(stocked, engines) -> None:
    stocked.labels.teach("Gift", "aspect", EXAMPLES)
    before = stocked.labels.all()[0].reviews
    stocked.remove_source(stocked.sources()[0].id)
    stocked.import_paste("a lamp that smells\na chair")
    engines.bundled = Describing("bundled-2", "bundled-reader")
    stocked.labels.type_aspect("smell")
    assert before
    assert stocked.read_job({}, lambda *step: None)["read"] == 2
    assert [label.reviews for label in stocked.labels.all()] == [0, 1]


def test_clauses_are_scored_a_thousand_at_a_time() -> None:
    describing = Describing()
    others = [f"lamp {n} shines on and on" for n in range(40)]
    features = describing.features
    made, _ = learn(EXAMPLES, others, features(EXAMPLES), features(others), "words-1")
    sizes: list[int] = []
    describing.features = lambda texts: sizes.append(len(texts)) or features(texts)
    label = labelling._Label(7, "words-1", 0, None, made)
    texts = [*others * 60, *EXAMPLES]
    pieces = [(n, Clause(text, 0, len(text))) for n, text in enumerate(texts)]
    found = labelling._find([label], pieces, describing)
    assert sizes == [1000, 1000, 408]
    assert {2400 + n for n in range(8)} <= {f.review_id for f in found}
    assert all(texts[f.review_id] == f.clause.text for f in found)


def test_a_label_is_taught_and_read_with_while_corrections_are_in_force(
    studio, inline_jobs, monkeypatch
) -> None:
    class Shipped(Describing):
        def __init__(self, folder) -> None:
            super().__init__("base-1", "bundled-reader")

        def read(self, texts, language="auto", heads=None):
            return super().read(texts, language)

    adopted = HeadOffsets(np.zeros((4, 3), np.float32), np.zeros(3, np.float32))
    monkeypatch.setattr("core.engines.bundled.BundledReader", Shipped)
    monkeypatch.setattr(studio.engines, "_loaded", LoadedEngines())
    monkeypatch.setattr(type(studio.engines), "heads", lambda self, workspace=1: adopted)
    studio.reviews.import_paste("\n".join(f"lamp number {n} shines" for n in range(40)))
    studio.reviews.labels.teach("Gift", "aspect", EXAMPLES)
    studio.reviews.import_paste("a birthday present for my aunt")
    studio.reviews.start_reading()
    assert [job.state for job in map(studio.jobs.latest, ("label_reviews", "read_reviews"))] == [
        "done",
        "done",
    ]
    assert studio.engines.version() == f"base-1+{adopted.digest}"
    assert studio.reviews.labels.all()[0].reviews == 1


def test_examples_are_found_in_the_reviews(stocked) -> None:
    found = stocked.labels.candidates("present")
    assert [c.text for c in found] == [f"Meant as a present for my {w}." for w in PEOPLE[:3:-1]]
    assert stocked.labels.candidates("礼物")[0].text == "生日礼物送给爸爸了"
    assert stocked.labels.candidates("!") == []


def test_a_model_survives_its_json() -> None:
    describe = Describing().features
    others = [f"lamp {n} shines on and on" for n in range(40)]
    made, estimate = learn(EXAMPLES, others, describe(EXAMPLES), describe(others), "v")
    again = Classifier.from_dict(json.loads(json.dumps(made.to_dict())))
    texts = [*EXAMPLES, "a gift", "lamp 7 shines"]
    np.testing.assert_allclose(
        again.confidence(texts, describe(texts)), made.confidence(texts, describe(texts)), atol=1e-3
    )
    assert estimate.negatives == 40
    assert estimate.passed <= 0.05
    assert made.confidence(texts, describe(texts))[-1] < 0.5


def test_another_bundled_reader_learns_again_from_the_examples(stocked, engines, store) -> None:
    stocked.labels.teach("Gift", "aspect", EXAMPLES)
    before = stocked.labels.all()[0].reviews
    engines.bundled = Describing("bundled-2", "bundled-reader")
    stocked.labels.label_job({}, lambda *step: None)
    with store.open() as db:
        [(model, version)] = db.conn.execute("SELECT model, version FROM labels").fetchall()
    assert json.loads(model)["version"] == "bundled-2"
    assert version == "words-1+bundled-2"
    assert abs(stocked.labels.all()[0].reviews - before) <= 2


def test_a_failing_reader_leaves_clauses_to_the_bundled_one(stocked, engines) -> None:
    engines.chosen.fails_at = len(engines.chosen.seen)
    number = stocked.labels.type_aspect("smell")
    assert {h.polarity for h in hits(stocked, f"label:{number}")} == {"negative"}


def test_pasted_examples_are_masked(stocked, store) -> None:
    lines = [f"{text} write to anna{n}@example.com" for n, text in enumerate(EXAMPLES)]
    stocked.labels.teach("Gift", "aspect", lines)
    with store.open() as db:
        stored = [text for (text,) in db.conn.execute("SELECT text FROM label_examples")]
    assert len(stored) == 8
    assert all("[email]" in text and "@" not in text for text in stored)


def test_an_example_whose_review_is_gone_or_another_workspaces_is_kept_as_pasted(
    stocked, store, monkeypatch
) -> None:
    with store.writing() as db:
        db.table("workspaces").insert({"id": 2, "name": "other", "pseudonym_key": "k"})
        db.conn.execute(
            "UPDATE reviews SET workspace_id = 2 WHERE id = (SELECT max(id) FROM reviews)"
        )
        [foreign] = db.conn.execute("SELECT max(id) FROM reviews").fetchone()
    gone, stays = stocked.labels.candidates("present")[:2]
    learn_then = Labels.learn

    def learn_while_deleted(self, examples):
        lesson = learn_then(self, examples)
        with store.writing() as db:
            db.conn.execute("DELETE FROM reviews WHERE id = ?", [gone.review_id])
        return lesson

    monkeypatch.setattr(Labels, "learn", learn_while_deleted)
    other = Candidate(foreign, "a gift, write to anna@example.com")
    stocked.labels.teach("Gift", "aspect", [gone, stays, other, *EXAMPLES])
    with store.open() as db:
        kept = dict(db.conn.execute("SELECT text, review_id FROM label_examples").fetchall())
    assert kept[gone.text] is None
    assert kept[stays.text] == stays.review_id
    assert kept["a gift, write to [email]"] is None


def test_forgetting_a_person_reaches_examples_words_and_hits(stocked, store) -> None:
    pasted = [f"{text}, says Ottilie" for text in EXAMPLES]
    stocked.labels.teach("Gifts by Ottilie", "aspect", pasted)
    stocked.labels.type_aspect("Ottilie", ["Ottilie's lamp"])
    stocked.import_paste("a gift for Ottilie from Ottilie")
    stocked.start_reading()
    workspace = Workspace(store)
    assert workspace.holding("Ottilie").counts["label_examples"] == 8
    forgotten = workspace.forget("Ottilie")
    assert forgotten.counts["labels"] == 2
    assert workspace.holding("Ottilie").total == 0
    assert {label.name for label in stocked.labels.all()} == {"Label 1", "Label 2"}
    assert b"ttilie" not in store.path.read_bytes()
    with store.open() as db:
        left = db.conn.execute(
            "SELECT count(*) FROM label_hits WHERE review_id NOT IN (SELECT id FROM reviews)"
        ).fetchone()[0]
    assert left == 0
    # What lost its examples is left alone, and the others go on.
    stocked.labels.label_job({}, lambda *step: None)


def test_examples_go_with_their_review(stocked, store) -> None:
    candidates = stocked.labels.candidates("present")
    stocked.labels.teach("Gift", "aspect", [*candidates, *EXAMPLES])
    stocked.remove_source(stocked.sources()[0].id)
    [label] = stocked.labels.all()
    assert (label.examples, label.reviews) == (8, 0)


def test_labels_are_exported_and_erased(stocked, store, tmp_path) -> None:
    import zipfile

    stocked.labels.teach("Gift", "aspect", EXAMPLES)
    target = tmp_path / "out.zip"
    Workspace(store).export(target)
    with zipfile.ZipFile(target) as archive:
        assert {"labels.jsonl", "label_examples.jsonl", "label_hits.jsonl"} <= set(
            archive.namelist()
        )
        assert len(archive.read("label_examples.jsonl").splitlines()) == 8
    Workspace(store).erase()
    assert stocked.labels.all() == []


@pytest.mark.slow
def test_the_shipped_reader_learns_a_label_of_both_languages(studio, inline_jobs) -> None:
    studio.reviews.import_paste(
        "\n".join(
            [f"The lamp has {n} settings and the light is warm." for n in range(30)]
            + [f"水壶第{n}天，烧水很快，盖子有点松。" for n in range(30)]
            + ["Bought as a birthday gift for my sister.", "买来当生日礼物送给老师的。"]
        )
    )
    studio.reviews.start_reading()
    studio.reviews.labels.teach("Gift", "aspect", EXAMPLES)
    found = studio.reviews.rows(Filters(aspect="label:1")).rows
    assert {row.language for row in found} == {"en", "zh"}
    number = studio.reviews.labels.type_aspect("lid", ["盖子"])
    assert studio.reviews.figures(Filters(aspect=f"label:{number}")).volume == 30
