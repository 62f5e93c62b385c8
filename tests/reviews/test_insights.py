"""The insights of a planted shop: what drives its score, when it fell, and in whose words."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest

from core.errors import InputRejected, NotFound
from core.jobs import Jobs
from core.reviews import Filters, Insights
from core.reviews.analysis.spikes import NEGATIVES

GOOD = ("good quality and a fine handle", "love the colour of this kettle", "质量很好，颜色漂亮")
BAD = ("awful delivery by the courier", "bad delivery again", "物流太慢了，快递差")
FALL = date(2026, 6, 1)


@pytest.fixture
def insights(store, settings, inline_jobs) -> Insights:
    handlers: dict = {}
    made = Insights(store, Jobs(store, settings, handlers, 1), 1)
    handlers["find_themes"] = made.themes_job
    handlers["find_duplicates"] = made.duplicates_job
    return made


def planted() -> Iterator[str]:
    """Twenty weeks of reviews; in the last two many complain of a leaking lid."""
    random.seed(4)
    first = FALL - timedelta(weeks=18)
    for week in range(20):
        for _ in range(30):
            day = first + timedelta(weeks=week, days=random.randrange(7))
            unhappy = random.random() < 0.25
            text, stars = random.choice(BAD if unhappy else GOOD), 1 if unhappy else 5
            yield f"{day},{stars},{random.choice(('Kettle', 'Lamp'))},{text} {random.random()}"
        for _ in range(25 if week >= 18 else 0):
            day = first + timedelta(weeks=week, days=random.randrange(7))
            yield f"{day},1,Kettle,bad quality: the leaking lid burned me {random.random()}"


@pytest.fixture
def planted_shop(reviews, table, insights) -> Insights:
    reviews.import_table(table("day,stars,product,text", *planted()), "planted.csv")
    reviews.start_reading()
    return insights


def test_an_empty_workspace_answers_everything(insights) -> None:
    assert insights.headline()[0].value is None
    assert insights.impacts().aspects == ()
    assert (insights.spikes().unit, insights.spikes().spikes) == ("", ())
    assert insights.words().left == ()
    assert insights.segments("product") == []
    assert insights.urgent() == []
    assert insights.themes() == []
    assert insights.alerts() == []
    assert insights.duplicates().reviews == 0
    with pytest.raises(InputRejected):
        insights.report(io.BytesIO(), "html", "en")


def test_headline_says_how_surely_it_moved(planted_shop) -> None:
    july = Filters(since="2026-06-01", until="2026-06-14")
    net, negative, stars, volume, unsure = planted_shop.headline(july)
    assert net.change < 0
    assert net.clear
    assert net.change_high < 0
    assert negative.change > 0
    assert negative.clear
    assert stars.value < stars.before
    assert volume.value > volume.before
    assert volume.change == pytest.approx(volume.value / volume.before - 1)
    assert unsure.low <= unsure.value <= unsure.high
    assert planted_shop.headline()[0].change is None


def test_impact_is_the_score_with_less_the_score_without(planted_shop, reviews) -> None:
    everything = reviews.figures()
    found = {item.aspect: item for item in planted_shop.impacts().aspects}
    delivery = found["delivery"]
    counts = reviews.figures(Filters(aspect="delivery"))
    rest = [getattr(everything, n) - getattr(counts, n) for n in ("positive", "negative", "read")]
    without = 100 * (rest[0] - rest[1]) / rest[2]
    assert delivery.reviews == counts.read
    assert delivery.impact == pytest.approx(everything.net_sentiment - without)
    assert delivery.low < delivery.impact < delivery.high < 0
    assert delivery.clear
    assert found["quality"].impact > delivery.impact
    assert planted_shop.impacts(Filters(sentiment="positive")).aspects[0].impact == 0


def test_quotes_are_sentences_about_the_aspect(planted_shop) -> None:
    quotes = planted_shop.quotes("delivery", "negative", limit=3)
    assert len(quotes) == 3
    assert all("delivery" in quote.text or "物流" in quote.text for quote in quotes)
    assert planted_shop.quotes("delivery", "positive") == []


def test_a_spike_is_found_and_explained(planted_shop) -> None:
    report = planted_shop.spikes()
    assert report.unit in {"week", "month"}
    spike = next(found for found in report.spikes if found.spike.kind == NEGATIVES)
    assert spike.since <= "2026-06-14"
    assert spike.until >= "2026-06-01"
    assert spike.spike.observed > spike.spike.expected
    assert spike.aspects[0].name == "quality"
    assert any("lid" in rise.name for rise in spike.phrases)
    assert "lid" in spike.quotes[0].text
    assert planted_shop.spikes(Filters(until="2026-05-31")).spikes == ()


def test_words_of_complaint_and_of_praise(planted_shop) -> None:
    words = planted_shop.words(Filters(language="en"))
    assert any("delivery" in word.word for word in words.left)
    assert any("kettle" in word.word for word in words.right)
    assert {w.word for w in words.left}.isdisjoint(w.word for w in words.right)
    chinese = planted_shop.words(Filters(language="zh"))
    assert any("物流" in word.word for word in chinese.left)
    assert words.left_texts > chinese.left_texts > 0


def test_segments_stand_side_by_side(planted_shop) -> None:
    by_product = {item.value: item for item in planted_shop.segments("product")}
    assert by_product["Kettle"].net_sentiment < by_product["Lamp"].net_sentiment
    assert by_product["Lamp"].net_low < by_product["Lamp"].net_sentiment
    with pytest.raises(InputRejected):
        planted_shop.segments("text")


def test_the_most_urgent_review_comes_first_with_its_reasons(planted_shop, reviews) -> None:
    first = planted_shop.urgent(limit=5)[0]
    assert "burned" in first.text
    kinds = [reason.kind for reason in first.reasons]
    assert kinds[0] == "safety"
    assert first.reasons[0].params == {"word": "burned"}
    assert {"sure", "anger", "stars", "recent"} <= set(kinds)
    assert first.score == pytest.approx(sum(reason.points for reason in first.reasons))
    reviews.import_paste("物流差，再不退款就打12315投诉")
    reviews.start_reading()
    found = planted_shop.urgent(Filters(language="zh"), limit=1)[0]
    assert {"refund", "legal"} <= {reason.kind for reason in found.reasons}


def test_alerts_trip_on_their_rule_only(planted_shop) -> None:
    assert planted_shop.alerts() == []
    rule = planted_shop.save_alert_rule("negative_share", days=14, share=0.4)
    assert planted_shop.save_alert_rule("negative_share", days=14, share=0.3).id == rule.id
    planted_shop.save_alert_rule("negative_share", days=14, share=0.6, product="Lamp")
    planted_shop.save_alert_rule("urgent", days=14)
    share, urgent = planted_shop.alerts()
    assert share.rule.share == 0.3
    assert share.share > 0.3
    assert "burned" in urgent.urgent[0].text
    planted_shop.delete_alert_rule(rule.id)
    assert [alert.rule.kind for alert in planted_shop.alerts()] == ["urgent"]
    with pytest.raises(NotFound):
        planted_shop.delete_alert_rule(rule.id)
    for kind, days, wrong in (("weather", 7, 0.5), ("urgent", 0, 0.5), ("negative_share", 7, 1.5)):
        with pytest.raises(InputRejected):
            planted_shop.save_alert_rule(kind, days, wrong)


def test_near_duplicates_are_counted_in_groups(insights, reviews) -> None:
    text = "The kettle came late and the lid was broken, I am not happy with it at all"
    reviews.import_paste("\n".join([text + ".", text + "!!", "So: " + text, "Good.", "Good!"]))
    insights.look_for_duplicates()
    found = insights.duplicates()
    assert (found.reviews, found.groups) == (2, 1)
    assert found.largest[0].text == text + "."
    assert found.largest[0].repeats == 2
    insights.look_for_duplicates()
    assert insights.duplicates().reviews == 2


def test_themes_are_found_named_and_merged(insights, reviews) -> None:
    topics = (
        "the courier lost my parcel and delivery took weeks at the depot",
        "coffee beans taste fresh with rich aroma and crema in every cup",
        "battery charger cable screen phone died after an hour of charging",
        "soft cotton sheets washed well and the pillow feels smooth in bed",
    )
    random.seed(1)
    lines = [" ".join(random.sample(topics[i % 4].split(), 9)) + f" n{i}" for i in range(240)]
    reviews.import_paste("\n".join(lines))
    reviews.start_reading()
    insights.start_themes()
    themes = insights.themes()
    assert sum(theme.reviews for theme in themes) == 240
    assert 4 <= len(themes) <= 8
    battery = next(theme for theme in themes if "battery" in theme.words)
    assert {"charger", "cable"} & set(battery.words)
    assert "battery" in insights.theme_quotes(battery.id)[0].text or battery.words[0] in (
        insights.theme_quotes(battery.id)[0].text
    )
    insights.rename_theme(battery.id, "  Power ")
    other = next(theme for theme in themes if theme.id != battery.id)
    insights.merge_themes(other.id, battery.id)
    merged = next(theme for theme in insights.themes() if theme.id == battery.id)
    assert merged.title == "Power"
    assert merged.reviews == battery.reviews + other.reviews
    insights.start_themes()
    assert "Power" in [theme.title for theme in insights.themes()]
    for wrong in (lambda: insights.rename_theme(-1, "x"), lambda: insights.merge_themes(-1, 2)):
        with pytest.raises(NotFound):
            wrong()


def test_too_few_reviews_have_no_themes(insights, reviews) -> None:
    reviews.import_paste("good kettle\nbad lamp")
    insights.start_themes()
    assert insights.themes() == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_stands_alone_and_escapes(planted_shop, reviews, language: str) -> None:
    lines = [f"bad delivery <script>alert({i})</script> & <b>late</b>" for i in range(30)]
    reviews.import_paste("\n".join(lines))
    reviews.start_reading()
    page = io.BytesIO()
    planted_shop.report(page, "html", language)
    html = page.getvalue().decode()
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert "&lt;script&gt;" in html
    assert html.count("<svg") == 2
    assert ("zh-CN" in html) == (language == "zh")
    pdf = io.BytesIO()
    planted_shop.report(pdf, "pdf", language, Filters(language="zh"))
    assert pdf.getvalue().startswith(b"%PDF-")
    assert b"STSong" in pdf.getvalue()
    with pytest.raises(InputRejected):
        planted_shop.report(io.BytesIO(), "docx", language)


def test_many_reviews_are_looked_through_as_a_job(insights, reviews, monkeypatch) -> None:
    monkeypatch.setattr("core.reviews.insights._AT_ONCE", 1)
    text = "The kettle came late and the lid was broken, I am not happy with it at all"
    reviews.import_paste(f"{text}.\n{text}!!\nGood.")
    insights.look_for_duplicates()
    assert insights.duplicates().reviews == 1


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "jsonl"])
def test_filtered_rows_go_out_with_their_readings(
    planted_shop, reviews, tmp_path, format: str
) -> None:
    reviews.import_paste("=1+1 is good delivery")
    reviews.start_reading()
    target = tmp_path / f"out.{format}"
    found = Filters(aspect="delivery", language="en")
    assert planted_shop.export(target, format, found) == reviews.figures(found).volume
    read = {
        "csv": pd.read_csv,
        "xlsx": pd.read_excel,
        "parquet": pd.read_parquet,
        "jsonl": lambda path: pd.read_json(path, lines=True),
    }[format]
    frame = read(target)
    assert {"text", "sentiment", "confidence", "aspects"} <= set(frame.columns)
    assert set(frame["sentiment"]) == {"negative", "positive"}
    assert frame["aspects"].astype(str).str.contains("delivery").all()
    formula = frame["text"].iloc[-1]
    assert formula == ("'=1+1 is good delivery" if format in {"csv", "xlsx"} else formula)
    with pytest.raises(InputRejected):
        planted_shop.export(target, "docx")


def test_an_empty_selection_is_a_table_without_rows(insights, tmp_path) -> None:
    assert insights.export(tmp_path / "empty.csv", "csv") == 0
    assert (tmp_path / "empty.csv").read_text("utf-8-sig").startswith("id,date,rating")
