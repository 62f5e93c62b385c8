"""What reviews are about, found in their own words without being told what to look for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.reviews.analysis.theme_words import class_weights, theme_words
from core.vocabulary import words_in_order

WORDS = 10
LEAST_TEXTS = 40
_DIMENSIONS = 60
_MOST_WORDS = 20_000
_SEED = 0


@dataclass(frozen=True)
class ThemeModel:
    """Themes of texts in one language, ready to find each new text its own.

    `words` are the ten that name each theme. A text's theme is the nearest of `centres` to its
    TF-IDF vector brought down by `components` (latent semantic analysis).
    """

    words: tuple[tuple[str, ...], ...]
    vocabulary: dict[str, int]
    idf: NDArray[np.float64]
    components: NDArray[np.float64]
    centres: NDArray[np.float64]

    def assign(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Each text's theme and how close it is (cosine, 0..1); -1 for one without a known
        word."""
        counts = _counts([words_in_order(text) for text in texts], self.vocabulary)
        return self.assign_counts(counts)

    def assign_counts(self, counts: Any) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        places = _places(_weighted(counts, self.idf), self.components)
        likeness = places @ self.centres.T
        nearest = likeness.argmax(axis=1)
        empty = ~places.any(axis=1)
        nearest[empty] = -1
        closeness = np.where(empty, 0.0, likeness.max(axis=1, initial=-1.0))
        return nearest, np.clip(closeness, 0.0, 1.0)


def find_themes(texts: Sequence[str], themes: int | None = None) -> ThemeModel | None:
    """Themes of texts in one language; None where too few of them share words.

    Content words (Chinese cut by jieba) weighed by TF-IDF, brought down to 60 dimensions by
    latent semantic analysis (Deerwester et al. (1990), JASIS 41, 391-407) and clustered by
    k-means on the unit sphere. On the reviews this was measured with, that made more coherent
    themes than the vectors of the bundled reader, which place texts by mood rather than by
    matter. A text that comes again counts once. `themes` None takes about the square root of a
    quarter of the texts, 4 to 24.
    """
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD

    texts = list(dict.fromkeys(texts))
    cut = [words_in_order(text) for text in texts]
    vocabulary = _vocabulary(cut)
    usable = sum(any(word in vocabulary for word in words) for words in cut)
    if usable < LEAST_TEXTS or len(vocabulary) < 2 * WORDS:
        return None
    themes = themes or int(np.clip(np.sqrt(usable / 4), 4, 24))
    counts = _counts(cut, vocabulary)
    frequency = np.bincount(counts.indices, minlength=len(vocabulary))
    idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
    weighted = _weighted(counts, idf)
    dimensions = min(_DIMENSIONS, len(vocabulary) - 1)
    components = TruncatedSVD(dimensions, random_state=_SEED).fit(weighted).components_
    places = _places(weighted, components)
    inside = places.any(axis=1)
    clusters = KMeans(themes, n_init=3, random_state=_SEED).fit(places[inside])
    labels = np.full(len(texts), -1, dtype=np.int64)
    labels[inside] = clusters.labels_
    present = (counts > 0).astype(np.float64)
    names = np.array(list(vocabulary))
    words = tuple(
        tuple(str(word) for word in names[columns])
        for columns in theme_words(present, class_weights(present, labels, themes), WORDS)
    )
    return ThemeModel(words, vocabulary, idf, components, _unit(clusters.cluster_centers_))


def _vocabulary(cut: Sequence[Sequence[str]]) -> dict[str, int]:
    """Words of at least three texts (or one in 2,000) and at most a third of them."""
    from collections import Counter

    held = Counter(word for words in cut for word in set(words))
    least, most = max(3, len(cut) // 2000), max(len(cut) / 3, 6)
    kept = [word for word, n in held.most_common(_MOST_WORDS) if least <= n <= most]
    return {word: place for place, word in enumerate(sorted(kept))}


def _counts(cut: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    rows, columns = [], []
    for row, words in enumerate(cut):
        known = [vocabulary[word] for word in words if word in vocabulary]
        rows += [row] * len(known)
        columns += known
    ones = np.ones(len(rows))
    found = csr_matrix((ones, (rows, columns)), shape=(len(cut), len(vocabulary)))
    found.sum_duplicates()
    return found


def _weighted(counts: Any, idf: NDArray[np.float64]) -> Any:
    """TF-IDF with logarithmic term frequency, rows of length 1."""
    from sklearn.preprocessing import normalize

    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * idf[weighted.indices]
    return normalize(weighted)


def _places(weighted: Any, components: NDArray[np.float64]) -> NDArray[np.float64]:
    return _unit(np.asarray(weighted @ components.T))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(lengths > 1e-9, rows / np.maximum(lengths, 1e-9), 0.0)
