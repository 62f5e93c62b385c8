from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.engines.bundled import BundledReader
from core.engines.spans import TokenScores, find_terms, read_aspects
from core.engines.types import EMOTIONS, Embedder, ReviewReader
from core.engines.windows import Window, cut, portions
from core.errors import EngineFailed
from core.settings import ASSETS

SHIPPED = ASSETS / "models" / "review_reader"
AWKWARD = {
    "empty": "",
    "spaces": " \n\t",
    "emoji": "😀😀🎉",
    "address": "https://example.com/a?b=c",
    "nulls": "\x00\x00",
    "arabic": "مرحبا بالعالم",
    "half a character": "\ud83d",
    "signs": "!!! ??? ...",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained reader with every file that the real one has."""
    torch = pytest.importorskip("torch")
    from core.training.review_reader.export import write_reader
    from tests.training.tiny_reader import tiny_network, tiny_vocabulary

    torch.manual_seed(1)
    vocabulary = tiny_vocabulary()
    path = tmp_path_factory.mktemp("reader")
    write_reader(tiny_network(vocabulary).eval(), vocabulary, path, small=True)
    return path


@pytest.fixture(scope="module")
def reader(folder: Path) -> BundledReader:
    return BundledReader(folder)


def test_it_is_a_reader_and_an_embedder(reader: BundledReader) -> None:
    assert isinstance(reader, ReviewReader)
    assert isinstance(reader, Embedder)
    assert reader.info.id == "bundled-reader"
    assert reader.info.size_mb is not None


def test_one_reading_per_text_in_order_and_equal_texts_equal(reader: BundledReader) -> None:
    texts = ["the lid broke", "质量很好", "the lid broke", "the kettle boils fast " * 5]
    readings = reader.read(texts)
    assert [r.language for r in readings] == ["en", "zh", "en", "en"]
    assert readings[0] == readings[2]
    for reading in readings:
        assert reading.sentiment in ("negative", "neutral", "positive")
        assert -1 <= reading.polarity <= 1
        assert 1 / 3 <= reading.confidence <= 1
        assert reading.emotion in EMOTIONS
    assert reader.read(["质量很好"], language="zh")[0].language == "zh"
    assert reader.read([]) == []


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_text_without_a_readable_word_is_neutral_and_unsure(
    reader: BundledReader, text: str
) -> None:
    (reading,) = reader.read([text])
    assert (reading.sentiment, reading.unsure, reading.aspects) == ("neutral", True, ())
    assert reading.confidence < 0.5


def test_a_reading_does_not_hang_on_its_neighbours(reader: BundledReader) -> None:
    texts = [*AWKWARD.values(), "the lid broke", "质量很好 " * 40, "great \x00 kettle"]
    together = reader.read(texts)
    for text, reading in zip(texts, together, strict=True):
        assert reader.read([text])[0].polarity == pytest.approx(reading.polarity, abs=1e-4)


def test_a_text_of_any_length_is_read_to_its_end(reader: BundledReader) -> None:
    long = "the kettle boils fast. " * 300
    encoded, scores = next((e, s) for _, e, s in reader.score([long + "the lid broke"]))
    assert len(encoded.ids) == len(scores.tokens.spans) == 300 * 5 + 3
    assert (scores.tokens.spans.sum(1) > 0.99).all()
    assert len(reader.read(["x" * 100_000, "很" * 100_000])) == 2


def test_vectors_have_length_one(reader: BundledReader) -> None:
    vectors = reader.embed(["the lid broke", "质量很好", "", "the lid broke"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[3])
    assert len(reader.embed([])) == 0


def test_int8_stays_near_the_trained_network(reader: BundledReader, folder: Path) -> None:
    torch = pytest.importorskip("torch")
    from tests.training.tiny_reader import tiny_network, tiny_vocabulary

    torch.manual_seed(1)
    vocabulary = tiny_vocabulary()
    network = tiny_network(vocabulary).eval()
    text = "the kettle boils fast"
    ids = [2, *vocabulary.tokenizer.encode(text).ids, 3]
    with torch.inference_mode():
        expected = network(torch.tensor([ids]))
    _, _, scores = next(reader.score([text]))
    assert scores.sentiment == pytest.approx(expected.sentiment[0].numpy(), abs=0.05)
    assert scores.pooled == pytest.approx(expected.pooled[0].numpy(), abs=0.1)


def test_damaged_weights_are_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    weights = tmp_path / json.loads((folder / "config.json").read_text())["reader"]["weights"]
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(EngineFailed, match="damaged"):
        BundledReader(tmp_path).read(["the lid broke"])
    weights.unlink()
    with pytest.raises(EngineFailed, match="cannot be loaded"):
        BundledReader(tmp_path).read(["the lid broke"])


def test_a_folder_without_settings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="settings"):
        BundledReader(tmp_path)


def test_the_version_changes_with_the_settings(folder: Path, tmp_path: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    config["reader"]["unsure_below"] = 0.9
    (tmp_path / "config.json").write_text(json.dumps(config))
    assert BundledReader(tmp_path).version != BundledReader(folder).version
    assert BundledReader(folder).version == BundledReader(folder).version


def test_windows_cover_every_token_and_overlap() -> None:
    assert cut([0, 5, 10], 10, 2) == [Window(0, 0, 0), Window(1, 0, 5), Window(2, 0, 10)]
    windows = cut([95], 10, 2)
    assert windows[0].start == 0
    assert windows[-1].end == 95
    for a, b in pairwise(windows):
        assert a.end - b.start >= 2
        assert b.end - b.start == 10


def test_portions_bound_texts_and_characters() -> None:
    texts = ["a" * 10, "b" * 10, "c" * 100, "d"]
    assert list(portions(texts, 10, 20)) == [texts[:2], texts[2:3], texts[3:]]
    assert list(portions(texts, 1, 1000)) == [[text] for text in texts]


def test_terms_are_runs_of_begin_and_inside() -> None:
    assert find_terms(np.array([0, 1, 2, 0, 1, 1, 0])) == [(1, 3), (4, 5), (5, 6)]
    assert find_terms(np.array([2, 2, 0])) == [(0, 2)]
    assert find_terms(np.array([1] + [2] * 40)) == []


def test_an_aspect_is_whole_words_with_the_polarity_of_its_tokens() -> None:
    text = "The Bluetooth works"
    offsets = [(0, 3), (4, 8), (8, 13), (14, 19)]
    spans = np.array([[1, 0, 0], [0.1, 0.9, 0], [0.8, 0.1, 0.1], [1, 0, 0]])
    polarity = np.array([[0.2, 0.2, 0.6]] * 4)
    (aspect,) = read_aspects(text, offsets, TokenScores(spans, polarity))
    assert (aspect.aspect, aspect.start, aspect.end) == ("Bluetooth", 4, 13)
    assert aspect.polarity == "positive"
    assert aspect.confidence == pytest.approx(0.6 * 0.9)


def test_reading_loads_no_torch(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from core.engines.bundled import BundledReader; "
        f"BundledReader(Path({str(folder)!r})).read(['the lid broke']); "
        "print(sorted({'torch', 'transformers', 'pandas'} & set(sys.modules)))"
    )
    root = ASSETS.parent
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The kettle boils in a minute and looks lovely. I would buy it again.", 1),
        ("Broke on day two and nobody answered my mails. Waste of money.", -1),
        ("Friendly staff, spotless room, great breakfast!", 1),
        ("The fabric is thin, scratchy and smells of chemicals.", -1),
        ("做工精细，物流也快，老婆很喜欢，五星好评！", 1),
        ("用了三天就坏了，客服根本不理人，太失望了。", -1),
        ("房间干净，前台热情，下次还会住。", 1),
        ("面膜刺激皮肤，脸都红了，再也不会买。", -1),
    ],
)
def test_the_shipped_reader_gets_plain_reviews_right(text: str, sign: int) -> None:
    (reading,) = BundledReader(SHIPPED).read([text])
    assert reading.polarity * sign > 0.3


@pytest.mark.slow
def test_the_shipped_reader_finds_aspects_and_fits_its_bounds() -> None:
    reader = BundledReader(SHIPPED)
    (english, chinese) = reader.read(
        [
            "The food was excellent but the service was terribly slow.",
            "味道不错，就是服务态度太差了。",
        ]
    )
    assert {a.aspect: a.polarity for a in english.aspects}["service"] == "negative"
    assert {a.aspect for a in chinese.aspects} & {"服务态度", "服务", "态度"}
    sizes = [path.stat().st_size for path in SHIPPED.iterdir()]
    assert max(sizes) <= 50_000_000
    assert sum(sizes) <= 60_000_000
    assert reader.info.size_mb is not None
    assert reader.info.size_mb < 30
