"""A workspace in which every text a person or a model can bring is markup of some kind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pandas as pd

from core.copywriting import Brief, Filters, Voice
from core.copywriting.writing.batch import BatchWishes
from core.studio import Studio

# Short enough for a channel's name; bold, colour, HTML, formula, icon, link.
NAME = "**Qb** :red[Qc] <i>Qh</i> $Q$ :bug: [Ql](//q.ex)"
LONG = f"{NAME} `Qk` ![Qp](//q.ex/p.png) :material/bug_report: <script>Qs</script> \u202eQr"
# What would be markup if it came through as it stands. All of it is lower-case on purpose:
# words are shown in other cases too.
MARKUP = (
    *("**qb", ":red[qc", "<i>qh", "$q$", ":bug:", "[ql](", "`qk`", "![qp]", ":material/bug"),
    *("<script>qs", "\u202e"),
)
MODEL = "**Qb**:red[Qc]<i>Qh</i>$Q$"


def fill(studio: Studio) -> None:
    """Rows for every page; jobs must run at once (`inline_jobs`)."""
    studio.engines.choose("reader", "echo-reader")
    studio.engines.choose("writer", "echo")
    studio.engines.add_endpoint(MODEL, "http://127.0.0.1:9/v1")
    studio.workspace.rename(NAME)
    _reviews(studio)
    _customers(studio)
    _copy(studio)


def _reviews(studio: Studio) -> None:
    rows = [
        {
            "date": f"2026-0{1 + n % 6}-{10 + n % 15}",
            "stars": 1 + 4 * (n % 3 > 0),
            "product": f"{NAME} {n % 2}",
            "source": NAME,
            "country": NAME[:12],
            "text": f"Lamp {n} {LONG} and it is {'fine 👍' if n % 3 else 'odd 👎'} {'x' * (n % 5)}",
        }
        for n in range(36)
    ]
    csv = pd.DataFrame(rows).to_csv(index=False).encode()
    studio.reviews.import_table(csv, f"{NAME}.csv".replace("/", ""))
    studio.reviews.start_reading()
    studio.reviews.labels.type_aspect(NAME, ["lamp", "qc"])
    studio.insights.save_alert_rule("negative_share", 30, 0.1, product=f"{NAME} 0")
    studio.insights.start_themes()
    for theme in studio.insights.themes()[:1]:
        studio.insights.rename_theme(theme.id, NAME)
    studio.insights.look_for_duplicates()


def _customers(studio: Studio) -> None:
    bought = [
        {
            "customer_id": f"C{n % 60:03d}",
            "order_date": f"2025-{1 + n * 7 % 12:02d}-{1 + n * 5 % 28:02d}",
            "amount": 10 + n % 60,
            "product": f"{NAME} {n % 3}",
            "channel": NAME if n % 60 < 30 else "web",
            f"{NAME} kind": NAME if n % 2 else "plain",
        }
        for n in range(360)
    ]
    studio.personas.import_table(pd.DataFrame(bought).to_csv(index=False).encode(), f"{NAME}.csv")
    made = studio.personas.make()
    if made:
        studio.personas.update(made[0].id, NAME, note=LONG)
    studio.personas.assume(NAME, who=LONG, wants=LONG, worries=LONG, words=LONG)


def _copy(studio: Studio) -> None:
    voice = Voice(
        notes=LONG,
        banned=(NAME,),
        preferred=((NAME, "x"), ("y", NAME)),
        examples=tuple(f"{LONG} {n}. It says {n} things, and says them well." for n in range(6)),
    )
    brand = studio.brands.save(NAME, voice)
    own = studio.channels.add("en", NAME, {"limit": 300, "source": NAME})
    brief = Brief.from_dict(
        {
            **dict.fromkeys(("product", "category", "audience", "offer", "industry"), NAME),
            **dict.fromkeys(("tone", "cta"), NAME),
            "lang": "en",
            "facts": [LONG, NAME, "holds 2 litres"],
            "keywords": [NAME],
        }
    )
    persona = studio.personas.list()[0].id
    for channel in (own.id, "x_post", "slogan"):
        list(studio.copy.write(brief, channel, 2, persona_id=persona, brand_id=brand.id))
    plain = Brief.from_dict({"lang": "en", "product": "Kettle", "facts": ["holds 2 litres"]})
    kept = [draft.id for draft in studio.copy.write(plain, "slogan", 2)]
    for id in kept:
        edited = studio.copy.edit(id, f"{LONG} version of {id}")
        studio.ratings.rate(edited.id, -1, reason="dull", comment=LONG)
        studio.ratings.rate(id, 1, voter=NAME)
    drafts = [row.draft.id for row in studio.library.find(Filters()).rows]
    test = studio.experiments.start(drafts[:2], NAME)
    assert test
    studio.experiments.enter({drafts[0]: (1000, 30, 3), drafts[1]: (1000, 40, 4)})
    table = pd.DataFrame({"product": [NAME], "facts": [LONG], NAME: [NAME]})
    held = io.BytesIO()
    table.to_csv(held, index=False)
    studio.batches.start(held.getvalue(), f"{NAME}.csv", BatchWishes(("slogan",), 1, "en"))
    studio.replies.keep_policy("en", [NAME], contact=NAME, sign_off=NAME)


def strings(message: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a protobuf message with the names of the fields that lead to it."""
    for field, value in message.ListFields():  # type: ignore[attr-defined]
        repeated = value if not isinstance(value, str | bytes) and _many(field) else [value]
        for item in repeated:
            here = f"{path}.{field.name}"
            if isinstance(item, str):
                yield here, item
            elif hasattr(item, "ListFields"):
                yield from strings(item, f"{here}")


def chart_texts(spec: str) -> Iterator[str]:
    """Every text in a Plotly chart."""

    def walk(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, list):
            for item in node:
                yield from walk(item)
        elif isinstance(node, dict):
            for item in node.values():
                yield from walk(item)

    yield from walk(json.loads(spec))


def _many(field: object) -> bool:
    return bool(getattr(field, "is_repeated", False))
