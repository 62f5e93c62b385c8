"""Encoded sources in one file, for a machine that has neither the data folder nor a tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.engines.house.prompt import FIELDS
from core.engines.types import TONES
from core.training.house_writer.encode import Field, Lesson, Source

_LANGUAGES = ("en", "zh")
_PER_SOURCE, _PER_FIELD, _PER_LESSON = 8, 3, 4


def save(path: Path, sources: Sequence[Source]) -> None:
    """Write all sources: ids as uint16, compressed. `load` brings back equal ones."""
    sets = sorted({source.set for source in sources})
    ids: list[int] = []
    heads, fields, lessons = [], [], []
    like: list[int] = []
    for source in sources:
        heads.append(
            (
                sets.index(source.set),
                _LANGUAGES.index(source.language),
                TONES.index(source.tone),
                source.dev,
                len(source.name),
                len(source.fields),
                len(source.lessons),
                len(source.like),
            )
        )
        ids += source.name
        for field in source.fields:
            fields.append((FIELDS.index(field.name), field.swap, len(field.ids)))
            ids += field.ids
        for lesson in source.lessons:
            lessons.append((len(lesson.head), len(lesson.ids), lesson.characters, lesson.start))
            ids += (*lesson.head, *lesson.ids)
        like += source.like
    np.savez_compressed(
        path,
        sets=np.array(sets),
        ids=np.array(ids, np.uint16),
        sources=np.array(heads, np.uint16).reshape(-1, _PER_SOURCE),
        fields=np.array(fields, np.uint16).reshape(-1, _PER_FIELD),
        lessons=np.array(lessons, np.uint16).reshape(-1, _PER_LESSON),
        like=np.array(like, np.int32),
    )


def load(path: Path) -> list[Source]:
    """The sources of a packed file. Raises OSError or ValueError where it is none."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name].tolist() for name in stored.files}
    ids = iter(arrays["ids"])
    fields, lessons, like = (iter(arrays[name]) for name in ("fields", "lessons", "like"))

    def take(count: int) -> tuple[int, ...]:
        return tuple(next(ids) for _ in range(count))

    found = []
    for set_, language, tone, dev, name, n_fields, n_lessons, n_like in arrays["sources"]:
        own = take(name)
        parts = []
        for _ in range(n_fields):
            field, swap, length = next(fields)
            parts.append(Field(FIELDS[field], take(length), swap))
        texts = []
        for _ in range(n_lessons):
            head, length, characters, start = next(lessons)
            texts.append(Lesson(take(head), take(length), characters, start))
        found.append(
            Source(
                arrays["sets"][set_],
                _LANGUAGES[language],
                TONES[tone],
                own,
                tuple(parts),
                tuple(texts),
                bool(dev),
                tuple(next(like) for _ in range(n_like)),
            )
        )
    return found
