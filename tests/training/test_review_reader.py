from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from core.engines.bundled import BundledReader  # noqa: E402
from core.engines.types import EMOTIONS  # noqa: E402
from core.training.review_reader import start  # noqa: E402
from core.training.review_reader.__main__ import main  # noqa: E402
from core.training.review_reader.batches import (  # noqa: E402
    IGNORED,
    Mixture,
    collate,
    encode_rows,
    hide_words,
    mask_tokens,
)
from core.training.review_reader.exported import INT8, load_weights  # noqa: E402
from core.training.review_reader.learn import (  # noqa: E402
    Pace,
    Phase,
    heads_loss,
    train,
    two_class_loss,
)
from core.training.review_reader.measures import (  # noqa: E402
    best_temperature,
    calibration_error,
    macro_f1,
    span_f1,
)
from core.training.review_reader.rows import Row, Term, key, read_corpus, share  # noqa: E402
from tests.training.tiny_reader import CHINESE, ENGLISH, tiny_network, tiny_vocabulary  # noqa: E402


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data files in the shape of the public sets, with sentences written for this test."""
    root = tmp_path / "data"
    good = [f"量杯{n}号质量很好，物流很快" for n in range(40)]
    bad = [f"量杯{n}号质量太差，太慢了" for n in range(40)]
    lines = [{"text": t, "label": 1} for t in good] + [{"text": t, "label": 0} for t in bad]
    write_lines(root / "zh_chnsenticorp" / "train.jsonl.gz", lines)
    write_lines(root / "zh_chnsenticorp" / "dev.jsonl.gz", lines[:4])
    unseen = [{"text": "质量好", "label": 1}, {"text": "物流太慢", "label": 0}]
    write_lines(root / "zh_chnsenticorp" / "test.jsonl.gz", [*lines[4:8], *lines[44:48], *unseen])
    rows = [
        {"text": f"Kettle {n} boils fast.", "labels": ["excitement"], "id": str(n)}
        for n in range(60)
    ]
    rows += [
        {"text": f"Lid {n} broke!", "labels": ["anger", "joy"], "id": f"x{n}"} for n in range(5)
    ]
    write_lines(root / "en_goemotions" / "train.jsonl.gz", rows)
    aspects = [
        {
            "text": f"the lid of lid {n} is rude",
            "aspect": "lid",
            "polarity": "Negative",
            "masked": f"the lid of $T$ {n} is rude",
        }
        for n in range(12)
    ]
    write_lines(root / "absa_en_laptop14" / "train.jsonl.gz", aspects[:8])
    write_lines(root / "absa_en_laptop14" / "test.jsonl.gz", aspects[8:])
    return root


def test_no_test_or_development_text_is_trained_on(folder: Path) -> None:
    corpus = read_corpus(folder)
    held = {
        key(r.text) for part in (corpus.test, corpus.dev) for rows in part.values() for r in rows
    }
    trained = {key(r.text) for rows in corpus.train.values() for r in rows}
    assert len(corpus.test["chnsenticorp"]) == 10
    assert len(corpus.train["chnsenticorp"]) == 80 - 8 - 4
    assert not held & trained
    assert len(corpus.leaked) == 8
    assert {key(r.text) for r in corpus.test["chnsenticorp"]} - corpus.leaked == {
        "质量好",
        "物流太慢",
    }


def test_emotion_names_are_mapped_and_rows_with_two_are_left_out(folder: Path) -> None:
    rows = read_corpus(folder).train["goemotions"]
    assert {row.emotion for row in rows} == {EMOTIONS.index("joy")}
    assert {row.three for row in rows} == {2}


def test_a_term_is_found_where_the_mask_stands(folder: Path) -> None:
    row = read_corpus(folder).train["en_laptop14"][0]
    assert row.terms == (Term(11, 14, 0),)
    assert row.text[11:14] == "lid"


def test_the_split_of_a_text_depends_on_its_characters_alone() -> None:
    assert share(" A  b") == share("ab")
    assert 0.4 < sum(share(str(n)) for n in range(500)) / 500 < 0.6


def test_tokens_of_a_term_are_tagged_and_unmarked_rows_are_ignored() -> None:
    tokenizer = tiny_vocabulary().tokenizer
    marked = Row("the kettle lid broke", terms=(Term(4, 14, 2),), all_terms=True)
    some = Row("the kettle lid broke", terms=(Term(4, 10, 0),))
    batch = collate(encode_rows(tokenizer, [marked, some, Row("service", two=2)]))
    assert batch.spans[0, :6].tolist() == [IGNORED, 0, 1, 2, 0, IGNORED]
    assert set(batch.spans[1].tolist()) == {IGNORED}
    assert batch.polarities[0, :6].tolist() == [IGNORED, IGNORED, 2, 2, IGNORED, IGNORED]
    assert batch.two.tolist() == [-1, -1, 2]


def test_a_chinese_word_shares_its_row_wherever_it_stands() -> None:
    vocabulary = tiny_vocabulary()
    ids = vocabulary.tokenizer.encode("质量很好，很好质量").ids
    tokens = [vocabulary.tokenizer.id_to_token(i) for i in ids]
    assert tokens == ["质量", "##很", "##好", "，", "很", "##好", "##质量"]
    assert vocabulary.rows[ids[0]] == vocabulary.rows[ids[-1]]
    assert vocabulary.names[vocabulary.rows[ids[0]]] == "质量"


def test_windows_are_no_longer_than_asked_and_batches_keep_to_their_tokens() -> None:
    tokenizer = tiny_vocabulary().tokenizer
    examples = {"a": encode_rows(tokenizer, [Row("kettle " * n, two=0) for n in range(1, 60)])}
    stream = iter(Mixture(examples, length=20, budget=200, seed=1))
    for batch in (next(stream) for _ in range(20)):
        assert batch.ids.shape[1] <= 20
        assert batch.ids.numel() <= 200


def test_masking_hides_a_share_of_the_tokens_and_never_the_frame() -> None:
    torch.manual_seed(0)
    ids = torch.randint(5, 60, (40, 30))
    ids[:, 0], ids[:, -1] = 2, 3
    hidden, chosen = mask_tokens(ids, 60)
    assert 0.1 < chosen.float().mean() < 0.2
    assert not chosen[:, [0, -1]].any()
    assert (hidden[~chosen] == ids[~chosen]).all()


def test_words_are_hidden_in_whole_texts_and_not_where_terms_are_tagged() -> None:
    torch.manual_seed(0)
    tokenizer = tiny_vocabulary().tokenizer
    whole = encode_rows(tokenizer, [Row("质量好" * 40, two=2)])
    tagged = encode_rows(tokenizer, [Row("质量好" * 40, terms=(Term(0, 2, 2),), all_terms=True)])
    batch = collate([*whole, *tagged])
    ids = hide_words(batch, 0.3).ids
    changed = ids != batch.ids
    real = batch.ids[0] > 4
    assert 0.1 < changed[0, real].float().mean() < 0.5
    assert not changed[0, ~real].any()
    assert not changed[1].any()
    assert (hide_words(batch, 0.0).ids == batch.ids).all()


def test_two_class_rows_do_not_choose_between_neutral_and_the_right_side() -> None:
    sure = two_class_loss(torch.tensor([[-9.0, -9.0, 9.0]]), torch.tensor([2]))
    wrong = two_class_loss(torch.tensor([[9.0, -9.0, -9.0]]), torch.tensor([2]))
    assert sure < 0.01 < wrong
    unlabelled = two_class_loss(torch.tensor([[9.0, -9.0, -9.0]]), torch.tensor([-1]))
    assert unlabelled == 0


def test_training_lowers_the_loss_and_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    torch.manual_seed(0)
    random.seed(0)
    vocabulary = tiny_vocabulary()
    network = tiny_network(vocabulary)
    rows = [Row(CHINESE[0], two=2), Row(CHINESE[1], two=0), Row(ENGLISH[2], three=1)]
    examples = {"a": encode_rows(vocabulary.tokenizer, rows)}
    phase = Phase("heads", 0.02, Pace(3e-3, 3e-3, 3e-3), heads_loss(torch.ones(8)))
    batch = collate(examples["a"])
    before = phase.loss(network.eval(), batch).item()
    stream = iter(Mixture(examples, 20, 120, 0))
    train(network, phase, stream, tmp_path / "heads.pt", say=lambda line: None)
    after = phase.loss(network.eval(), batch).item()
    assert after < before
    first = torch.load(tmp_path / "heads.pt", weights_only=True)
    again = tiny_network(vocabulary)
    train(again, phase, stream, tmp_path / "heads.pt", say=lambda line: None)
    assert torch.load(tmp_path / "heads.pt", weights_only=True)["step"] == first["step"]
    assert torch.equal(again.new, network.new)


def test_the_command_writes_a_reader_with_metrics_and_card(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    vocabulary = tiny_vocabulary()
    start.save_frame(vocabulary, tiny_network(vocabulary), out)
    main(
        f"--data {folder} --out {out} --resume --batch-tokens 200 "
        "--minutes-mlm 0.001 --minutes 0.001".split()
    )
    model = out / "model"
    metrics = json.loads((model / "metrics.json").read_text("utf-8"))
    assert metrics["sets"]["chnsenticorp"]["n"] == 10
    assert metrics["sets"]["chnsenticorp"]["clean"]["n"] == 2
    assert metrics["sets"]["en_laptop14"]["aspects"]["n"] == 4
    assert metrics["rows"]["goemotions"] > 50
    card = (model / "MODEL_CARD.md").read_text("utf-8")
    assert f"{100 * metrics['sets']['chnsenticorp']['accuracy']:.1f}" in card
    assert len(BundledReader(model).read(["质量很好", ""])) == 2
    fresh_vocabulary, fresh = start.load_frame(model)
    load_weights(fresh, model / INT8)
    trained = torch.load(out / "heads.pt", weights_only=True)["network"]
    assert fresh_vocabulary.names == vocabulary.names
    assert torch.allclose(fresh.new, trained["new"], atol=0.01)


def test_measures() -> None:
    assert calibration_error(np.array([0.75, 0.75, 0.75, 0.75]), np.array([1, 1, 1, 0])) == 0
    assert calibration_error(np.array([1.0, 1.0]), np.array([1, 0])) == 0.5
    assert macro_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0])) == pytest.approx(
        (0.8 + 2 / 3) / 2
    )
    assert span_f1([{(0, 2), (3, 4)}], [{(0, 2)}])["f1"] == pytest.approx(2 / 3)
    logits = np.array([[4.0, 0.0]] * 3 + [[0.0, 4.0]])
    warmth = best_temperature(logits, np.array([0, 0, 0, 0]), np.ones(4))
    assert warmth == pytest.approx(4 / np.log(3), rel=0.03)
