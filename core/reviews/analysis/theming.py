"""Themes of a workspace: found in a sample, every review put in its own, figures over them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.reviews.analysis.themes import ThemeModel, find_themes
from core.reviews.figures import net_interval
from core.reviews.quotes import Quote, shortened
from core.store import insight_rows, insights
from core.store.columns import columns
from core.store.selections import Selection, select
from core.store.store import Store

LANGUAGES = ("en", "zh")
SAMPLED = 8000
"""So many reviews of a language decide its themes; all of them are then put in one."""
_AT_ONCE = 2000
_NAMING = 3


@dataclass(frozen=True)
class Theme:
    """Something that reviews in one language speak of.

    `words` name it, most typical first; `name` is a person's own name for it or "". Of the
    selection's reviews `reviews` belong to it, of which so many are negative, neutral and
    positive; `net_sentiment` is -100..100, None where none is read.
    """

    id: int
    language: str
    name: str
    words: tuple[str, ...]
    reviews: int
    negative: int
    neutral: int
    positive: int
    net_sentiment: float | None

    @property
    def title(self) -> str:
        """The person's name for it, else its first three words."""
        joint = "、" if self.language == "zh" else ", "
        return self.name or joint.join(self.words[:_NAMING])


def make_themes(store: Store, workspace: int, report: Callable[..., None]) -> dict[str, Any]:
    """Find the themes of each language and put all of its reviews in them.

    Each language's themes replace the old ones in one transaction once all of its reviews have
    theirs, so that a stop leaves the old ones standing. `report(done, total)` counts reviews
    and may raise to stop. Returns {"themes": how many, "reviews": how many have one}.
    """
    totals = {language: len(_in_language(store, workspace, language)) for language in LANGUAGES}
    done, made, placed = 0, 0, 0
    report(done, sum(totals.values()))
    for language in LANGUAGES:
        chosen = _in_language(store, workspace, language)
        with store.open() as db:
            sample = insights.sample(db, chosen, SAMPLED)
        model = find_themes([text for _, text in sample])
        if model is None:
            done += totals[language]
            continue
        ids_of, themes_of, closeness_of = array("q"), array("h"), array("f")
        after = 0
        while batch := _batch(store, workspace, language, after):
            inside, themes, closeness = _placed(model, batch)
            ids_of.extend(inside)
            themes_of.extend(themes)
            closeness_of.extend(closeness)
            after = batch[-1][0]
            done += len(batch)
            report(done, sum(totals.values()))
        with store.writing() as db:
            ids = insight_rows.replace_themes(db, workspace, language, model.words)
            insight_rows.put_in_themes(
                db,
                (
                    (review, ids[theme], round(close, 4))
                    for review, theme, close in zip(ids_of, themes_of, closeness_of, strict=True)
                ),
            )
        made += len(ids)
        placed += len(ids_of)
    return {"themes": made, "reviews": placed}


def _in_language(store: Store, workspace: int, language: str) -> Selection:
    return select(store, columns(store, workspace), {"language": language})


def _batch(store: Store, workspace: int, language: str, after: int) -> list[tuple[int, str]]:
    with store.open() as db:
        return insight_rows.texts_after(db, workspace, language, after, _AT_ONCE)


def _placed(
    model: ThemeModel, batch: list[tuple[int, str]]
) -> tuple[list[int], list[int], list[float]]:
    """Of the reviews that fall in a theme: their ids, the themes' places, the closeness."""
    themes, closeness = model.assign([text for _, text in batch])
    inside = [place for place, theme in enumerate(themes) if theme >= 0]
    return (
        [batch[place][0] for place in inside],
        [int(themes[place]) for place in inside],
        [float(closeness[place]) for place in inside],
    )


def theme_figures(
    stored: list[dict[str, Any]], totals: Mapping[int, Mapping[str, Any]]
) -> list[Theme]:
    """The themes that a selection's reviews belong to, the biggest first."""
    found = []
    for row in stored:
        counts = totals.get(row["id"])
        if counts is None:
            continue
        net = net_interval(counts["negative"], counts["neutral"], counts["positive"])
        found.append(
            Theme(
                id=row["id"],
                language=row["language"],
                name=row["name"],
                words=tuple(row["words"]),
                reviews=counts["reviews"],
                negative=counts["negative"],
                neutral=counts["neutral"],
                positive=counts["positive"],
                net_sentiment=net[0] if net else None,
            )
        )
    return sorted(found, key=lambda theme: (-theme.reviews, theme.id))


def examples(rows: list[tuple[int, str]]) -> list[Quote]:
    """Reviews as quotes."""
    return [Quote(id, shortened(text, 0)) for id, text in rows]
