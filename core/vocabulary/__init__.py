"""Words of texts: cutting them out, and telling one group's from another's."""

from core.vocabulary.log_odds import Contrast, contrast, count_texts, mirrored, own
from core.vocabulary.stopwords import STOPWORDS
from core.vocabulary.terms import phrases, terms, words_in_order

__all__ = [
    "STOPWORDS",
    "Contrast",
    "contrast",
    "count_texts",
    "mirrored",
    "own",
    "phrases",
    "terms",
    "words_in_order",
]
