"""Saying that a text was made by a machine: a visible label and data that machines read.

Source: Measures for Labelling AI-Generated Synthetic Content (人工智能生成合成内容标识办法),
Cyberspace Administration of China and three ministries, 14 March 2025, in force since
1 September 2025, articles 4 and 5: who offers downloads or exports puts an explicit label into
the text and implicit data (attribute, provider, content id) into the file. The fields and their
names are those of the national standard GB 45438-2025, annex on file metadata; the label words
are among those it allows ("人工智能" or "AI" with "生成").
"""

from __future__ import annotations

import json

from core.copywriting.draft import Draft

PROVIDER = "Brandloop"
SOURCE = "人工智能生成合成内容标识办法 (2025-09-01); GB 45438-2025"

_LABELS = {"en": "AI-generated", "zh": "AI生成"}
_IS_GENERATED = "1"


def labelled(draft: Draft) -> str:
    """The text with its visible label and the draft's id at the end, on a line of its own.

    An edit by hand of generated text stays labelled: it was made out of it.
    """
    word = _LABELS.get(draft.language, _LABELS["en"])
    joint = "，编号 " if draft.language == "zh" else ", no. "
    opening, closing = ("（", "）") if draft.language == "zh" else ("(", ")")
    return f"{draft.text}\n{opening}{word}{joint}{draft.id}{closing}"


def metadata(draft: Draft, workspace: int = 1) -> str:
    """The implicit label of a draft as the JSON text that a field AIGC holds.

    `ProduceID` leads back to the draft in this studio. The fields of whoever publishes it are
    empty until they do.
    """
    return _json(produce_id(draft, workspace))


def file_metadata(workspace: int = 1) -> str:
    """The implicit label of a file of many drafts, whose own ids stand in its rows."""
    return _json(f"brandloop-{workspace}")


def _json(id: str) -> str:
    return json.dumps(
        {
            "Label": _IS_GENERATED,
            "ContentProducer": PROVIDER,
            "ProduceID": id,
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        },
        ensure_ascii=False,
    )


def produce_id(draft: Draft, workspace: int = 1) -> str:
    """The id under which this studio finds the draft again."""
    return f"brandloop-{workspace}-{draft.id}"
