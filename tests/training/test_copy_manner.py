"""The recipe that describes ordinary copy writes what the studio reads, the same every time."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from core.copywriting.brand.style import MEASURES, ordinary, traits_of
from core.training import copy_manner


def corpus(folder: Path) -> Path:
    """A corpus of one brief in each language."""
    texts = {
        "en": ["You boil. You pour, then you wait!", "You boil a kettle.", "You boil water. Now."],
        "zh": ["你烧水。你倒水，再等等！", "你烧一壶水。", "你烧水。好了。"],
    }
    row = dict.fromkeys(
        ("industry", "category", "product", "audience", "tone", "offer", "cta"), "x"
    )
    for language, copies in texts.items():
        full = row | {"id": "1", "lang": language, "facts": [], "keywords": []}
        with gzip.open(folder / f"briefs-{language}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write(json.dumps(full | {"copies": {"slogan": copies}}, ensure_ascii=False) + "\n")
    return folder


def test_it_counts_texts_and_repeats_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ["copy_manner", "--corpus", str(corpus(tmp_path)), "--out", str(tmp_path / "out")]
    monkeypatch.setattr("sys.argv", given)
    copy_manner.main()
    first = (tmp_path / "out" / "copy-en.json.gz").read_bytes()
    copy_manner.main()
    assert (tmp_path / "out" / "copy-en.json.gz").read_bytes() == first
    kept = json.loads(gzip.decompress(first))
    assert kept["texts"] == 2
    assert kept["words"] == {"boil": 3}
    assert (kept["having"]["you"], kept["having"]["exclamations"]) == (2, 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_ships_has_every_trait_and_measure(language) -> None:
    shipped = ordinary(language)
    assert set(shipped.having) == set(traits_of(language))
    assert set(shipped.measures) == set(MEASURES)
    assert all(spread > 0 for _, spread in shipped.measures.values())
    assert len(shipped.words) > 5000
    assert shipped.texts > 4000
