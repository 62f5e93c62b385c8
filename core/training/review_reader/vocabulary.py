"""The bilingual word pieces: MiniLM's English ones that occur, and Chinese words and characters.

A Chinese run is cut by longest match into words of two to four characters where the
table has them, else into characters. So a Chinese review is a third shorter than in single
characters. A word that begins a run and the same word inside one share one embedding row.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece

SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LONGEST_RUN = 24


@dataclass(frozen=True)
class Vocabulary:
    """`rows[token id]` is the embedding row of a token, `names[row]` its piece.

    A piece is written as MiniLM does, a Chinese one without "##". The first `old_rows` rows
    are MiniLM's.
    """

    tokenizer: Tokenizer
    rows: list[int]
    names: list[str]
    old_rows: int


def build_vocabulary(
    english: list[str], chinese: list[str], minilm: dict[str, int], limit: int, latin_limit: int
) -> Vocabulary:
    """Choose at most `limit` embedding rows for these texts; `minilm` is the vocabulary to cut.

    Rows that MiniLM has come first, at most `latin_limit` of them.
    """
    characters = Counter(c for text in chinese for c in text if _HAN.match(c))
    han = sorted(c for c, n in characters.items() if n >= 3)
    signs = Counter(c.lower() for text in [*english, *chinese] for c in set(text))
    odd = {
        c
        for c, n in signs.items()
        if n >= 20 and len(c) == 1 and not c.isspace() and not _HAN.match(c)
    }
    pieces = _used_pieces(english + chinese, minilm, latin_limit)
    latin = [*SPECIALS, *pieces, *sorted(odd - set(pieces))]
    words = _words(chinese, set(han))[: limit - len(latin) - len(han)]
    tokens = {name: i for i, name in enumerate([*latin, *han, *words])}
    for name in [*han, *words]:
        tokens["##" + name] = len(tokens)
    tokenizer = _tokenizer(tokens, "".join(han))
    rows, names = shared_rows(tokenizer)
    return Vocabulary(tokenizer, rows, names, len(SPECIALS) + len(pieces))


def shared_rows(tokenizer: Tokenizer) -> tuple[list[int], list[str]]:
    """The embedding row of each token id, and the piece of each row."""
    tokens = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    row_of: dict[str, int] = {}
    rows = []
    for token, _ in tokens:
        bare = token.removeprefix("##")
        name = bare if _HAN.match(bare) else token
        rows.append(row_of.setdefault(name, len(row_of)))
    return rows, list(row_of)


def _tokenizer(tokens: dict[str, int], han: str) -> Tokenizer:
    """Lower-case, accents off, Chinese runs and signs apart, then longest match."""
    model = WordPiece(tokens, unk_token="[UNK]", max_input_chars_per_word=100)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=False, strip_accents=True, lowercase=True
    )
    runs = (
        rf"[{han}]{{1,{_LONGEST_RUN}}}|[^\p{{L}}\p{{M}}\p{{N}}\s]"
        if han
        else r"[^\p{L}\p{M}\p{N}\s]"
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(runs), "isolated"), pre_tokenizers.WhitespaceSplit()]
    )
    return tokenizer


def _used_pieces(texts: list[str], minilm: dict[str, int], limit: int) -> list[str]:
    """Every one-sign piece of MiniLM and the most frequent others, each seen three times."""
    full = _tokenizer(minilm, "")
    counts: Counter[int] = Counter()
    for at in range(0, len(texts), 4096):
        for encoding in full.encode_batch_fast(texts[at : at + 4096]):
            counts.update(encoding.ids)
    kept: list[str] = []
    for piece, index in sorted(minilm.items(), key=lambda item: (-counts[item[1]], item[1])):
        bare = piece.removeprefix("##")
        if piece in SPECIALS or _HAN.search(bare) or piece.startswith("[unused"):
            continue
        single = len(bare) == 1 and bare.isascii()
        if single or (counts[index] >= 3 and len(kept) < limit):
            kept.append(piece)
    return kept


def _words(texts: Iterable[str], known: set[str]) -> list[str]:
    """Chinese words of two to four known characters, the most frequent first."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    counts: Counter[str] = Counter()
    for text in texts:
        for run in _HAN_RUN.findall(text):
            counts.update(jieba.cut(run, HMM=False))
    return [
        word
        for word, n in counts.most_common()
        if 2 <= len(word) <= 4 and n >= 10 and all(c in known for c in word)
    ]


def starting_rows(vocabulary: Vocabulary, chinese: list[str], like: np.ndarray) -> np.ndarray:
    """Embedding rows (n, d) for pieces MiniLM lacks, from what stands beside what.

    Positive pointwise mutual information within four tokens, cut to d dimensions by a
    truncated SVD (Levy, Goldberg and Dagan 2015), with the mean and spread of the
    rows `like`. The old rows are zero.
    """
    from scipy.sparse import coo_matrix, diags
    from sklearn.utils.extmath import randomized_svd

    rows = np.array(vocabulary.rows)
    size, width = len(vocabulary.names), like.shape[1]
    lefts, rights = [], []
    for at in range(0, len(chinese), 4096):
        encoded = vocabulary.tokenizer.encode_batch_fast(chinese[at : at + 4096])
        stream = np.concatenate([np.append(rows[e.ids], [1] * 4).astype(np.int32) for e in encoded])
        for gap in range(1, 5):
            lefts.append(stream[:-gap])
            rights.append(stream[gap:])
    left, right = np.concatenate(lefts), np.concatenate(rights)
    real = (left > 4) & (right > 4)
    left, right = left[real], right[real]
    counts = coo_matrix((np.ones(len(left), np.float32), (left, right)), (size, size)).tocsr()
    counts = counts + counts.T
    total = np.asarray(counts.sum(1)).ravel() + 1e-9
    smooth = total**0.75
    context = diags(smooth.sum() / smooth) @ counts.T
    scaled = (diags(1 / total) @ context.T).tocsr()
    scaled.data = np.maximum(np.log(np.maximum(scaled.data, 1e-9)), 0)
    scaled.eliminate_zeros()
    u, s, _ = randomized_svd(scaled, min(width, size), n_iter=2, random_state=0)
    vectors = np.zeros((size, width))
    vectors[:, : len(s)] = u * np.sqrt(s)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    spread = np.linalg.norm(like - like.mean(0), axis=1).mean()
    start = like.mean(0) + vectors * spread
    start[: vocabulary.old_rows] = 0
    return start.astype(np.float32)
