"""English sentences: several things and substances, odd facts, and what a fact means."""

from __future__ import annotations

import re

import pytest

from core.engines.copybook import Copybook
from core.engines.copybook.english_facts import read
from core.engines.copybook.english_forms import with_consequence
from core.engines.copybook.english_placing import of_many
from core.engines.copybook.kinds import type_of
from core.engines.types import CopyRequest


@pytest.fixture(scope="module")
def book() -> Copybook:
    return Copybook()


def written(book: Copybook, category: str, *facts: str) -> str:
    request = CopyRequest(
        language="en",
        channel="product_description",
        product="Featherlow",
        facts=facts,
        category=category,
        audience="people who walk home",
        tone="professional",
        cta="See the range",
    )
    return "\n".join(book.propose(request, 40))


@pytest.mark.parametrize(
    "fact",
    [
        "first Thursday of the month",
        "last Friday of each month",
        "oven to table in two hours",
        "600 boxes",
        "ride date 12 October",
    ],
)
def test_days_spans_and_stocks_stand_by_themselves(fact: str) -> None:
    assert read(fact).kind == "loose"


@pytest.mark.parametrize("fact", ["first lesson with your own teacher", "access to all floors"])
def test_other_things_are_still_told_in_a_sentence(fact: str) -> None:
    assert read(fact).kind == "noun"


def test_several_things_do_what_their_facts_say(book: Copybook) -> None:
    texts = written(
        book,
        "foldable ballet flats",
        "fold to the size of a sandwich",
        "cushioned insole",
        "pouch turns into a bag",
        "spare laces",
    )
    assert "They fold to the size of a sandwich." in texts
    assert not re.search(r"(?:You can|you can) fold|(?:^|[.] )Fold to", texts, re.MULTILINE)


def test_what_is_said_of_several_things_is_in_the_plural(book: Copybook) -> None:
    texts = written(
        book, "lentil crisps", "baked, not fried", "dissolves slowly", "sea salt", "two flavours"
    )
    assert "They dissolve slowly." in texts
    assert "They are baked, not fried." in texts
    assert not re.search(r"\bIt (?:is|dissolves|has)\b", texts)


@pytest.mark.parametrize(
    ("opening", "phrase", "many"),
    [
        ("It", "holds its shape", ("They", "hold its shape")),
        ("It also", "dries overnight", ("They also", "dry overnight")),
        ("It is also", "hand tied", ("They are also", "hand tied")),
        ("It comes with", "a pouch", ("They come with", "a pouch")),
        ("There are", "two pads", ("There are", "two pads")),
    ],
)
def test_openings_and_verbs_have_a_plural(opening: str, phrase: str, many: tuple[str, str]) -> None:
    assert of_many(opening, phrase) == many


@pytest.mark.parametrize(
    ("fact", "kind", "phrase"),
    [
        ("home-compostable", "adjective", "home-compostable"),
        ("five-course dinner at one table", "noun", "a five-course dinner at one table"),
        ("box of 12", "loose", "box of 12"),
        ("visits within the week", "noun", "visits within the week"),
        ("brass rose", "noun", "a brass rose"),
        ("cork grips", "noun", "cork grips"),
        ("412 dogs placed last year", "clause", "412 dogs were placed last year"),
        ("hot lunch for children included", "clause", "a hot lunch for children is included"),
        ("babies welcome on the mat", "clause", "babies are welcome on the mat"),
        ("gloves, bags and pickers provided", "clause", "gloves, bags and pickers are provided"),
        ("grade A teak", "loose", "grade A teak"),
        ("set up for you on request", "loose", "set up for you on request"),
        ("run as a co-operative", "adjective", "run as a co-operative"),
        ("orders close 12 December", "clause", "orders close 12 December"),
        ("orders before 6 pm ship the same day", "loose", "orders before 6 pm ship the same day"),
        ("everything explained in kid words", "clause", "everything is explained in kid words"),
        ("grays out other apps", "verb", "grays out other apps"),
        ("lake 40 steps away", "loose", "lake 40 steps away"),
        ("menus confirmed 14 days ahead", "noun", "menus confirmed 14 days ahead"),
        ("firmness explained before you buy", "noun", "firmness explained before you buy"),
        ("size of a deck of cards", "adjective", "the size of a deck of cards"),
        ("water rinse only", "loose", "water rinse only"),
        ("waterproof to 2 metres", "adjective", "waterproof to 2 metres"),
        ("until 30 November", "loose", "until 30 November"),
        ("name it in the app", "order", "name it in the app"),
        ("swap sizes as often as you need", "order", "swap sizes as often as you need"),
    ],
)
def test_small_things_keep_their_grammar(fact: str, kind: str, phrase: str) -> None:
    assert (read(fact).kind, read(fact).phrase) == (kind, phrase)


def test_a_buyer_still_chooses_for_herself(book: Copybook) -> None:
    texts = written(
        book, "gift boxes", "choose from eight ribbons", "linen lining", "brass clasp", "hand tied"
    )
    assert "They choose" not in texts


@pytest.mark.parametrize("category", ["open-back headphones", "mineral sunscreen"])
def test_a_product_does_not_make_its_own_kind(book: Copybook, category: str) -> None:
    texts = written(book, category, "braided cable", "walnut case", "two spare pads", "soft pouch")
    assert category in texts
    assert "Featherlow makes" not in texts


def test_a_count_of_the_product_itself_is_no_name_of_it(book: Copybook) -> None:
    texts = written(
        book, "laundry sheets", "60 sheets per box", "no dye", "dissolves in cold water"
    )
    assert "60 sheets per box" in texts
    assert not re.search(r"(?:is|makes|:) 60 sheets per box with", texts)


def test_a_substance_throughout_takes_no_article() -> None:
    assert read("toughened glass throughout").phrase == "toughened glass throughout"


@pytest.mark.parametrize(
    ("fact", "kind", "phrase"),
    [
        ("post yours in any padded envelope", "order", "post yours in any padded envelope"),
        ("today's catch on the board by noon", "noun", "today's catch on the board by noon"),
    ],
)
def test_verbs_and_possessives_are_known(fact: str, kind: str, phrase: str) -> None:
    said = read(fact)
    assert (said.kind, said.phrase) == (kind, phrase)


def test_a_button_in_the_readers_voice_stays_a_button(book: Copybook) -> None:
    request = CopyRequest(
        language="en",
        channel="product_description",
        product="Namewatch",
        facts=("covers six family members", "phone line staffed 9 to 9", "plain next steps"),
        category="identity monitoring service",
        audience="families",
        tone="trustworthy",
        cta="Check my email",
    )
    texts = list(book.propose(request, 40))
    assert any("Check my email" in text for text in texts)
    assert not any("check my email" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "meaning", "joined"),
    [
        ("It lies flat.", "It stays open.", "It lies flat, so it stays open."),
        (
            "A. There are two riders.",
            "There is time.",
            "A. There are two riders, so there is time.",
        ),
        ("Fits in a bag.", "It comes along.", None),
        ("It is red, blue or green.", "You can choose.", None),
        ("It is soft.", "It is the kind of thing you keep touching.", None),
        ("It folds flat.", "Small things add up.", None),
    ],
)
def test_a_fact_goes_on_with_its_consequence(text: str, meaning: str, joined: str | None) -> None:
    assert with_consequence(text, meaning) == joined


@pytest.mark.parametrize(
    ("category", "type_"),
    [
        ("candlelit chamber concerts", "event"),
        ("beard oil", "goods"),
        ("olive oil", "food"),
        ("mortgage advice for first-time buyers", "service"),
    ],
)
def test_kinds_are_told_from_their_words(category: str, type_: str) -> None:
    assert type_of(category, "en") == type_
