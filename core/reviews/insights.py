"""What changed in the reviews, why, and in whose words: the questions the reviews page asks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from core.errors import InputRejected, NotFound
from core.i18n import N_
from core.jobs import Jobs, Progress
from core.reviews.analysis import alerts as alerting
from core.reviews.analysis.alerts import Alert, AlertRule
from core.reviews.analysis.duplicates import near_duplicates
from core.reviews.analysis.explaining import (
    ExplainedSpike,
    SpikeReport,
    explained,
    spike_report,
)
from core.reviews.analysis.groups import DuplicateGroup, NearDuplicates, SegmentFigures
from core.reviews.analysis.headline import Measure, headline
from core.reviews.analysis.impact import Impacts, impacts
from core.reviews.analysis.theming import Theme, examples, make_themes, theme_figures
from core.reviews.analysis.urgent import Urgent
from core.reviews.analysis.words import SAMPLED, WordSides, word_sides
from core.reviews.aspects import label_number, named
from core.reviews.export import export_reviews
from core.reviews.figures import net_interval
from core.reviews.filters import Filters
from core.reviews.praise import MOST_PHRASES, Phrase, phrases
from core.reviews.quotes import Quote, sentence_at
from core.reviews.report import report
from core.reviews.selection import selection
from core.store import counts, insight_rows, insights, labels
from core.store.selections import Selection
from core.store.store import Store

THEMES_JOB = "find_themes"
DUPLICATES_JOB = "find_duplicates"
SEGMENTS = ("product", "origin", "country", "language", "emotion")
_LONGEST_NAME = 60
_BATCH = 5000
_AT_ONCE = 2000
_PRAISING = 200
COMPARED = 200_000
"""So many of the newest reviews are compared in a search for near duplicates."""


class Insights:
    """Questions about the read reviews of one workspace, each answered from the store.

    A call with Filters is about that selection, without about everything.
    """

    def __init__(self, store: Store, jobs: Jobs, workspace: int = 1) -> None:
        self._store = store
        self._jobs = jobs
        self._workspace = workspace

    def headline(self, filters: Filters | None = None) -> tuple[Measure, ...]:
        """Net sentiment, share negative, mean stars, volume and unsure share, each with its
        change against the period of equal length before, where the filters name one."""
        filters = filters or Filters()
        before = filters.before()
        now = counts.totals(self._selection(filters))
        earlier = counts.totals(self._selection(before)) if before else None
        return headline(now, earlier if earlier and earlier["reviews"] else None)

    def impacts(self, filters: Filters | None = None, least: int = 5) -> Impacts:
        """Aspects by what they do to net sentiment; those in fewer than `least` reviews are
        left out."""
        chosen = self._selection(filters)
        everything = counts.totals(chosen)
        read = everything["read"]
        mentions = counts.aspect_totals(chosen, least)
        return Impacts(read, impacts({**everything, "reviews": read}, mentions))

    def aspect_name(self, id: str, language: str) -> str:
        """The name to show of an aspect or of a person's label, by its id."""
        number = label_number(id)
        if number is None:
            return named(id).label(language)
        with self._store.open() as db:
            return labels.names(db, self._workspace).get(number, id)

    def quotes(
        self, aspect: str, polarity: str, filters: Filters | None = None, limit: int = 5
    ) -> list[Quote]:
        """Sentences about an aspect (by id) from reviews of that sentiment, the newest first."""
        chosen = self._selection(filters)
        with self._store.open() as db:
            rows = insights.quotes(db, chosen, aspect, polarity, limit)
        return [Quote(row["id"], sentence_at(row["text"], row["start"])) for row in rows]

    def praise(
        self, aspect: str, filters: Filters | None = None, limit: int = MOST_PHRASES
    ) -> tuple[Phrase, ...]:
        """Short phrases in which customers praise an aspect (by id; "" for anything), each with
        the ids of the reviews behind it; looked for in the 200 newest reviews that do."""
        chosen = self._selection(filters)
        with self._store.open() as db:
            rows = insights.quotes(db, chosen, aspect, "positive", _PRAISING)
        return phrases(rows, limit)

    def spikes(
        self, filters: Filters | None = None, most: int = 6, explain: bool = True
    ) -> SpikeReport:
        """Periods with more complaints or reviews than chance explains, of several the newest
        `most`; with what rose in them and quotes unless `explain` is false."""
        return spike_report(self._store, self._workspace, filters or Filters(), most, explain)

    def explained(self, spike: ExplainedSpike, filters: Filters | None = None) -> ExplainedSpike:
        """One of the spikes of a selection with what rose in it and quotes."""
        return explained(self._store, self._workspace, filters or Filters(), spike)

    def words(self, filters: Filters | None = None, limit: int = 20) -> WordSides:
        """The words of complaint (left) and of praise (right)."""
        filters = filters or Filters()
        return self.words_between(
            replace(filters, sentiment="negative"), replace(filters, sentiment="positive"), limit
        )

    def words_between(self, left: Filters, right: Filters, limit: int = 20) -> WordSides:
        """The words that set two selections apart, from at most 3,000 reviews of each."""
        sides = self._selection(left), self._selection(right)
        with self._store.open() as db:
            one, other = (insights.sample(db, side, SAMPLED) for side in sides)
        return word_sides([text for _, text in one], [text for _, text in other], limit)

    def segments(
        self, column: str, filters: Filters | None = None, limit: int = 12
    ) -> list[SegmentFigures]:
        """Net sentiment side by side for the values of one of SEGMENTS, the commonest first."""
        if column not in SEGMENTS:
            raise InputRejected(
                N_("Reviews cannot be compared by “{value}”."),
                N_("Use one of: {formats}."),
                value=column,
                formats=tuple(SEGMENTS),
            )
        rows = counts.segments(self._selection(filters), column, limit)
        nets = (net_interval(row["negative"], row["neutral"], row["positive"]) for row in rows)
        return [
            SegmentFigures(**row, net_sentiment=net[0], net_low=net[1], net_high=net[2])
            for row, net in zip(rows, nets, strict=True)
            if net
        ]

    def urgent(self, filters: Filters | None = None, limit: int = 20) -> list[Urgent]:
        """The unhappy reviews that should be answered first, with the reasons."""
        return alerting.most_urgent(self._selection(filters), limit)

    def start_themes(self) -> int:
        """Start the job that finds themes; its id."""
        return self._jobs.submit(THEMES_JOB)

    def themes_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of that job. See core.reviews.analysis.theming.make_themes."""
        return make_themes(self._store, self._workspace, progress)

    def themes(self, filters: Filters | None = None) -> list[Theme]:
        """The themes of a selection, biggest first; empty before they were found."""
        with self._store.open() as db:
            stored = insight_rows.themes(db, self._workspace)
        totals = counts.theme_totals(self._selection(filters)) if stored else {}
        return theme_figures(stored, totals)

    def theme_quotes(
        self, theme: int, filters: Filters | None = None, limit: int = 5
    ) -> list[Quote]:
        """The reviews of a selection that are most typical of a theme."""
        chosen = self._selection(filters)
        with self._store.open() as db:
            return examples(insight_rows.theme_examples(db, chosen, theme, limit))

    def rename_theme(self, theme: int, name: str) -> None:
        """Call a theme by a name of up to 60 characters; "" gives its words back.

        The name outlives a new search as long as a theme with half of its words is found.
        Raises NotFound and InputRejected.
        """
        name = " ".join(name.split())
        if len(name) > _LONGEST_NAME:
            raise InputRejected(
                N_("A theme's name has at most 60 characters."), N_("Choose a shorter name.")
            )
        with self._store.writing() as db:
            if not insight_rows.rename_theme(db, self._workspace, theme, name):
                raise NotFound(N_("There is no theme {id}."), id=theme)

    def merge_themes(self, theme: int, into: int) -> None:
        """Give one theme's reviews to another. Raises NotFound, InputRejected for itself."""
        if theme == into:
            raise InputRejected(
                N_("A theme cannot be merged with itself."), N_("Choose another theme.")
            )
        with self._store.writing() as db:
            known = {row["id"] for row in insight_rows.themes(db, self._workspace)}
            for id in (theme, into):
                if id not in known:
                    raise NotFound(N_("There is no theme {id}."), id=id)
            insight_rows.merge_themes(db, theme, into)

    def look_for_duplicates(self) -> None:
        """Look for near duplicates: here and now among up to 2,000 reviews, else as a job."""
        if len(self._selection(None)) <= _AT_ONCE:
            self.duplicates_job({}, lambda *_: None)
        else:
            self._jobs.submit(DUPLICATES_JOB)

    def duplicates_job(
        self, arguments: dict[str, Any], progress: Callable[..., None]
    ) -> dict[str, Any]:
        """The handler of that job: {"reviews", "groups"} of near duplicates it stored, found
        among the COMPARED newest reviews."""
        kept: deque[tuple[int, str]] = deque(maxlen=COMPARED)
        with self._store.open() as db:
            while batch := insight_rows.texts_after(
                db, self._workspace, None, kept[-1][0] if kept else 0, _BATCH
            ):
                kept.extend(batch)
                progress(0, len(kept))
        ids = [id for id, _ in kept]
        found = near_duplicates([text for _, text in kept])
        progress(len(ids), len(ids))
        with self._store.writing() as db:
            insight_rows.replace_near_duplicates(
                db, self._workspace, ((ids[a], ids[b], likeness) for a, b, likeness in found)
            )
        return {"reviews": len(found), "groups": len({first for _, first, _ in found})}

    def duplicates(self, limit: int = 10) -> NearDuplicates:
        """What the last search for near duplicates found."""
        with self._store.open() as db:
            count, groups = insight_rows.near_duplicate_counts(db, self._workspace)
            rows = insight_rows.near_duplicate_groups(db, self._workspace, limit)
        return NearDuplicates(count, groups, tuple(DuplicateGroup(**row) for row in rows))

    def alert_rules(self) -> list[AlertRule]:
        """The rules of the workspace, oldest first."""
        with self._store.open() as db:
            return [AlertRule(**row) for row in insight_rows.rules(db, self._workspace)]

    def save_alert_rule(
        self, kind: str, days: int, share: float = 0.0, product: str = ""
    ) -> AlertRule:
        """Keep a rule; it replaces one of the same kind for the same product.

        Raises InputRejected. See AlertRule.
        """
        alerting.checked(kind, share, days)
        with self._store.writing() as db:
            id = insight_rows.save_rule(
                db, self._workspace, kind, share=share, days=days, product=product
            )
        return AlertRule(id, kind, share, days, product)

    def delete_alert_rule(self, rule: int) -> None:
        """Forget a rule. Raises NotFound."""
        with self._store.writing() as db:
            if not insight_rows.delete_rule(db, self._workspace, rule):
                raise NotFound(N_("There is no alert {id}."), id=rule)

    def alerts(self) -> list[Alert]:
        """The rules that trip now, cheap enough for every look at Home."""
        return alerting.tripped(self._store, self._workspace)

    def report(
        self,
        target: Path | IO[bytes],
        format: str,
        language: str,
        filters: Filters | None = None,
    ) -> None:
        """Write two pages for a reader without the app: "html" or "pdf", "en" or "zh".

        Raises InputRejected for another format and where no review of the selection is read.
        """
        report(self, target, format, language, filters or Filters())

    def export(self, target: Path | IO[bytes], format: str, filters: Filters | None = None) -> int:
        """Write a selection with its readings as a table. See core.reviews.export."""
        return export_reviews(self._selection(filters), target, format)

    def _selection(self, filters: Filters | None) -> Selection:
        return selection(self._store, self._workspace, filters or Filters())
