"""Which of an engine's proposals may be shown: each is mended, checked and scored."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from core.copywriting.checks.check import Check
from core.copywriting.checks.check import usable as is_usable
from core.copywriting.checks.run import check
from core.copywriting.draft import CheckedText, Note
from core.copywriting.measures.similarity import NEAR_DUPLICATE, nearest
from core.copywriting.writing.rank import Candidate, early, score
from core.copywriting.writing.repair import repair
from core.copywriting.writing.requests import WriteOrder
from core.engines.types import Rejected
from core.i18n import N_, NN_, translation

QUALITY_THRESHOLD = 0.45
"""The least total score of a draft that is shown, whoever proposed it."""

_EXAMPLES = 5
# Long pieces on the same facts share many words without being the same piece.
_PIECES_ALIKE = 0.8
_MOST_REJECTED = 8


class Sieve:
    """`pool` holds what may be shown, `reserve` what only may where nothing else is left.

    `earlier` are texts for the same brief, whose near-duplicates fall; `written` any drafts of
    the workspace, whose long runs of words bring a warning.
    `fallen` counts the others per rule id ("duplicate", "lesson" and "quality" among them),
    `examples` shows up to five of them.
    """

    def __init__(
        self, order: WriteOrder, earlier: tuple[str, ...] = (), written: tuple[str, ...] = ()
    ) -> None:
        self.pool: list[Candidate] = []
        self.reserve: list[Candidate] = []
        self.proposed = 0
        self.usable = 0
        self.fallen: Counter[str] = Counter()
        self.examples: list[CheckedText] = []
        self._order = order
        longest = order.lessons.longest
        limit = min(filter(None, (order.channel.limit, longest)), default=None)
        self._tight = replace(order.channel, limit=limit)
        self._earlier = earlier
        self.written = written
        self._seen: set[str] = set()
        self._acted: Counter[str] = Counter()
        self._rejected: list[Rejected] = []

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Up to eight texts that a check forbids, with its reasons in the brief's language."""
        return tuple(self._rejected)

    @property
    def notes(self) -> list[Note]:
        """One for each wording that was turned down before and put proposals back."""
        return [
            (
                NN_(
                    "Put back {count} draft with “{wording}”, which you turned down before.",
                    "Put back {count} drafts with “{wording}”, which you turned down before.",
                    count,
                ),
                {"count": count, "wording": wording},
            )
            for wording, count in self._acted.items()
        ]

    def consider(self, raw: str, engine: str) -> None:
        """Mend and check one proposal; it joins the pool or is counted as fallen."""
        order = self._order
        self.proposed += 1
        calm = bool({"!", "！"} & set(order.lessons.avoid))
        text = repair(raw, order.brief, self._tight, order.voice, calm).text
        if not text or text in self._seen:
            self.fallen["duplicate"] += 1
            return
        self._seen.add(text)
        checks = check(
            text, order.brief, order.channel, order.voice, proposed=True, earlier=self.written
        )
        if not is_usable(checks):
            self._fall(text, checks)
            return
        language = order.brief.lang
        if order.lessons.broken(text, order.channel.count(text)):
            self.fallen["lesson"] += 1
            return
        if nearest(text, order.lessons.disliked, language) >= NEAR_DUPLICATE:
            self.fallen["lesson"] += 1
            return
        alike = _PIECES_ALIKE if order.channel.sections else NEAR_DUPLICATE
        if nearest(text, self._earlier, language) >= alike:
            self.fallen["duplicate"] += 1
            return
        scores = score(text, order.brief, order.channel, checks, order.voice.examples)
        if scores["total"] < QUALITY_THRESHOLD:
            self.fallen["quality"] += 1
            return
        liked = order.taste.promise(text)
        if order.taste.earned:
            scores["learnt"] = round(order.taste.likes(text), 4)
        scores["writer"] = round(early(self.proposed - 1), 4)
        self._admit(Candidate(text, raw, engine, tuple(checks), scores, liked=liked))

    def take(self, chosen: Candidate) -> None:
        """Remove a candidate that is shown now."""
        self.pool = [candidate for candidate in self.pool if candidate is not chosen]

    def drop_repeats(self) -> None:
        """Empty a pool in which everything repeats what is shown."""
        self.fallen["duplicate"] += len(self.pool)
        self.pool = []

    def _admit(self, candidate: Candidate) -> None:
        text = candidate.text
        avoided = next((w for w in self._order.lessons.avoid if w in text.lower()), "")
        if not avoided:
            self.pool.append(candidate)
            self.usable += 1
            return
        # Kept in reserve: shown only where nothing else is left, and then marked.
        self._acted[avoided] += 1
        warned = Check(
            rule="lesson.avoided",
            level="warning",
            message=N_("“{wording}” is wording you turned down before."),
            params={"wording": avoided},
            span=_span(text, avoided),
        )
        self.reserve.append(replace(candidate, avoided=avoided, checks=(*candidate.checks, warned)))

    def _fall(self, text: str, checks: list[Check]) -> None:
        errors = [finding for finding in checks if finding.level == "error"]
        self.fallen.update(dict.fromkeys(finding.rule for finding in errors).keys())
        if len(self.examples) < _EXAMPLES:
            self.examples.append(CheckedText(text, False, tuple(checks)))
        if len(self._rejected) < _MOST_REJECTED:
            say = translation(self._order.brief.lang).gettext
            reasons = dict.fromkeys(finding.reason(say) for finding in errors)
            self._rejected.append(Rejected(text, tuple(reasons)))


def _span(text: str, wording: str) -> tuple[int, int] | None:
    start = text.lower().find(wording)
    return (start, start + len(wording)) if start >= 0 else None
