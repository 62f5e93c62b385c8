"""learn: what the feedback so far changes in the models."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from time import perf_counter
from typing import Any

from core.cli.lines import note, put
from core.errors import InputRejected
from core.i18n import N_
from core.studio import Studio
from core.teaching import Learnt, TaughtVersion, exam_name
from core.tuning import Tuned, TunedVersion

MODELS = ("reader", "ranker", "writer")
SHIPPED = "shipped"


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    command = commands.add_parser(
        "learn",
        help="let corrections teach the reader and ratings the writer",
        description="One JSON object a line per model: model, before, after, adopted, reason. "
        "What the reader learns is adopted only if a fixed set of reviews and every fifth "
        "correction are read no worse than before; what the writer learns only if the taste is "
        "plain from the ratings and its texts for fixed briefs fit it better and are no worse.",
    )
    command.add_argument("model", nargs="?", choices=(*MODELS, "all"), default="all")
    either = command.add_mutually_exclusive_group()
    either.add_argument("--dry-run", action="store_true", help="change nothing")
    command.add_argument(
        "--versions",
        action="store_true",
        help="list what the reader learnt so far, with “writer” what the writer did",
    )
    either.add_argument(
        "--use",
        metavar="VERSION",
        help=f'work with an earlier version (its id), or "{SHIPPED}": as the model came',
    )
    command.set_defaults(run=run)


def run(studio: Studio, args: argparse.Namespace) -> int:
    """Let the reader, the ranker and the writer learn, or list and choose the versions."""
    if args.use is not None or args.versions:
        versions = studio.tuning if args.model == "writer" else studio.teaching
        if args.use is not None:
            versions.use(_number(args.use))
        for version in versions.versions():
            put(_line(version))
        return 0
    for model in MODELS if args.model == "all" else (args.model,):
        if model == "reader":
            _reader(studio.teaching.learn(dry_run=args.dry_run), args.dry_run)
        elif model == "writer":
            _writer(studio.tuning.learn(dry_run=args.dry_run), args.dry_run)
        elif studio.ratings.places():
            _ranker(studio)
        else:
            reason = "No draft has a thumb yet, so there is nothing to learn from."
            put({"model": model, "before": None, "after": None, "adopted": False, "reason": reason})
    return 0


def _writer(tuned: Tuned, dry_run: bool) -> None:
    """`before` and `after` are the gate's marks: shares of raw texts, the mean log-probability
    per token of held-out copy, and how probably a raw text is liked."""
    adopted = tuned.adopted and not dry_run
    put(
        {
            "model": "writer",
            "before": tuned.before,
            "after": tuned.after,
            "adopted": adopted,
            "reason": tuned.reason(),
        }
    )
    if tuned.seconds:
        note(f"{tuned.liked} liked, {tuned.disliked} disliked, {tuned.seconds:.0f} s.")
    if tuned.adopted and dry_run:
        note("Nothing was changed (--dry-run).")


def _ranker(studio: Studio) -> None:
    """Fit the taste of every brand and language anew and say how far held-out votes bear it out.

    `before` and `after` are, by place, shares of held-out pairs in the right order; before is
    chance. Adopted means that at least one place's score is shown from now on.
    """
    kept = {(place.brand_id, place.brand, place.language) for place in studio.ratings.places()}
    after: dict[str, float] = {}
    earned: list[str] = []
    for brand_id, brand, language in sorted(kept, key=lambda one: (one[1], one[2])):
        begun = perf_counter()
        state = studio.ranker.state(brand_id, language)
        place = f"{brand} {language}".strip()
        learnt = f"{state.up} liked, {state.down} disliked, {state.edits} edits and redesigns"
        if state.accuracy is None:
            note(f"{place}: {learnt}: held-out accuracy takes five liked and five disliked.")
            continue
        after[place] = round(state.accuracy, 3)
        earned += [place] if state.earned else []
        note(
            f"{place}: {learnt}; {state.accuracy:.0%} of held-out pairs right "
            f"({state.low:.0%} to {state.high:.0%}); {perf_counter() - begun:.1f} s."
        )
    if not after:
        reason = (
            "Each thumb moves the order of the next drafts a little. How well the taste is known "
            "can be said from five liked and five disliked drafts on."
        )
    elif earned:
        reason = f"Held-out votes put it above chance; its score is shown for: {', '.join(earned)}."
    else:
        reason = "Held-out votes do not put it surely above chance, so its score stays hidden."
    put(
        {
            "model": "ranker",
            "before": dict.fromkeys(after, 0.5) or None,
            "after": after or None,
            "adopted": bool(earned),
            "reason": reason,
        }
    )


def _reader(learnt: Learnt, dry_run: bool) -> None:
    def side(name: str) -> dict[str, str] | None:
        sides = {exam: f"{r[name]}/{r['total']}" for exam, r in learnt.results.items()}
        return sides or None

    adopted = learnt.adopted and not dry_run
    before, after, reason = side("before"), side("after"), learnt.reason()
    put({"model": "reader", "before": before, "after": after, "adopted": adopted, "reason": reason})
    for exam, result in learnt.results.items():
        note(
            f"{exam_name(exam)}: {result['before']} of {result['total']} right before, "
            f"{result['after']} after."
        )
    if learnt.results:
        note(f"{learnt.corrections} corrections, {learnt.seconds:.0f} s.")
    if adopted:
        note("Reviews read before keep their readings until they are read again.")
    elif learnt.adopted:
        note("Nothing was changed (--dry-run).")


def _line(version: TaughtVersion | TunedVersion) -> dict[str, Any]:
    values = asdict(version)
    return {"id": values.pop("id"), "version": values.pop("name"), **values}


def _number(text: str) -> int | None:
    if text == SHIPPED:
        return None
    if not text.isdecimal():
        raise InputRejected(
            N_("“{text}” is no version of a model."),
            N_("Give the id of one that “learn --versions” lists, or “shipped”."),
            text=text,
        )
    return int(text)
