"""The vocabularies of the designs: MiniLM's pieces cut and Chinese added, or byte pairs learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers, trainers
from tokenizers.models import BPE

from core.engines.house.marks import MARKS, mark
from core.engines.house.pieces import Pieces
from core.engines.house.slots import SIGNS, Slots
from core.training.review_reader.vocabulary import Vocabulary, build_vocabulary

if TYPE_CHECKING:
    from core.training.house_writer.material import Material

# The copy corpus is small beside the texts of the first lessons and matters more.
_EVERY_NTH_PLAIN = 6
_SIGN_TEXTS = 20


def texts_of(material: Sequence[Material], slots: bool) -> list[tuple[str, str]]:
    """(language, text) of everything that is read or written, with signs where `slots`."""
    found = []
    for item in material:
        hide = Slots.of(item.product, (text for _, text in item.fields)).hide
        texts = [text for _, text in item.fields]
        texts += [text for t in item.targets for text in (t.text, t.given) if text]
        found += [(item.language, hide(text) if slots else text) for text in texts]
    return found


def telling(material: Sequence[Material]) -> list[Material]:
    """The material whose pieces decide: all copy to learn from, some of the public texts."""
    plain = [item for item in material if item.targets[0].order == ("[plain]",)]
    copy = [item for item in material if not item.dev and item.targets[0].order != ("[plain]",)]
    return copy + plain[::_EVERY_NTH_PLAIN]


def marked_vocabulary(
    material: Sequence[Material], minilm: dict[str, int], rows: int, latin_rows: int
) -> Vocabulary:
    """At most `rows` pieces, of which MiniLM's are at most `latin_rows`; the signs are in."""
    english = [" ".join((*SIGNS, *MARKS))] * _SIGN_TEXTS
    chinese: list[str] = []
    for language, text in texts_of(telling(material), slots=True):
        part = chinese if language == "zh" else english
        part.append(mark(text, language == "zh"))
    return build_vocabulary(english, chinese, minilm, rows, latin_rows)


def byte_vocabulary(material: Sequence[Material], rows: int, slots: bool) -> Pieces:
    """Byte-level pairs (as in GPT-2) learnt from these texts; signs are single tokens."""
    tokenizer = Tokenizer(BPE(unk_token=None))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=rows,
        special_tokens=["[PAD]", "[UNK]"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = [" " + text for _, text in texts_of(telling(material), slots)]
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_special_tokens([AddedToken(sign, special=True) for sign in SIGNS])
    return Pieces(tokenizer, "bytes")
