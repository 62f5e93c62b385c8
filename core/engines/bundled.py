"""The review reader that ships: sentiment, emotion and aspects in English and Chinese.

An int8 ONNX network trained by `python -m core.training.review_reader`; it runs on two threads.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.engines import windows
from core.engines.describe import describe_folder
from core.engines.spans import SENTIMENTS, TokenScores, read_aspects, softmax
from core.engines.types import BUNDLED_READER, EMOTIONS, EngineInfo, Reading
from core.engines.windows import Encoded, Window
from core.errors import EngineFailed
from core.i18n import N_
from core.text import detect_language

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

CONFIG = "config.json"
_FETCH_AGAIN = N_("Fetch the program again; its models come with it.")
_TEXTS_AT_ONCE = 2048
_CHARACTERS_AT_ONCE = 500_000
_MOSTLY = 0.5


@dataclass(frozen=True)
class ReaderSettings:
    """What config.json says: the weight file and its checksum, windows, calibration."""

    weights: str
    sha256: str
    window: int
    overlap: int
    batch_tokens: int
    sentiment_temperature: float
    emotion_temperature: float
    polarity_temperature: float
    unsure_below: float


@dataclass(frozen=True)
class Scores:
    """One text's merged scores: logits (3,) and (8,), vector (d,), token probabilities."""

    sentiment: np.ndarray
    emotion: np.ndarray
    vector: np.ndarray
    tokens: TokenScores


class BundledReader:
    """Reads reviews with the weights in `folder`. They are loaded by the first call.

    Raises EngineFailed when a file is missing, damaged or not the one that was measured.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded: tuple[onnxruntime.InferenceSession, Tokenizer] | None = None
        self.settings, self.version = self._read_config()
        weights = folder / self.settings.weights
        facts = describe_folder(folder)
        self.info = EngineInfo(
            id=BUNDLED_READER,
            kind="reader",
            name=N_("Review reader"),
            description=N_(
                "Reads sentiment, emotion and aspects in English and Chinese on this machine."
            ),
            licence=facts.licence or "Apache-2.0",
            size_mb=weights.stat().st_size / 1e6 if weights.exists() else None,
            speed=str(facts.speed or ""),
        )

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """See ReviewReader.read. Equal texts are read once; a text of any length is read whole.

        A text without a readable word, or mostly of unknown ones, is neutral and unsure.
        """
        unique = list(dict.fromkeys(texts))
        readings: dict[str, Reading] = {}
        for part in windows.portions(unique, _TEXTS_AT_ONCE, _CHARACTERS_AT_ONCE):
            for text, encoded, scores in self.score(part):
                readings[text] = self._reading(text, encoded, scores, language)
        return [readings[text] for text in texts]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """See Embedder.embed: the mean of the last hidden states, of length 1."""
        unique = list(dict.fromkeys(texts))
        vectors: dict[str, np.ndarray] = {}
        for part in windows.portions(unique, _TEXTS_AT_ONCE, _CHARACTERS_AT_ONCE):
            for text, _, scores in self.score(part):
                vectors[text] = scores.vector / max(float(np.linalg.norm(scores.vector)), 1e-9)
        if not unique:
            return np.zeros((0, 0), np.float32)
        return np.stack([vectors[text] for text in texts]).astype(np.float32)

    def score(self, texts: Sequence[str]) -> Iterator[tuple[str, Encoded, Scores]]:
        """Each different text with its tokens and scores, those of its windows merged."""
        session, tokenizer = self._open()
        encoded = windows.encode(tokenizer, texts)
        settings = self.settings
        cut = windows.cut([len(e.ids) for e in encoded], settings.window, settings.overlap)
        parts: list[list[tuple[Window, list[np.ndarray]]]] = [[] for _ in texts]
        for batch in windows.batches(cut, settings.batch_tokens):
            ids = windows.padded(batch, encoded)
            outputs = session.run(_OUTPUTS, {"ids": ids})
            for i, window in enumerate(batch):
                parts[window.text].append((window, [output[i] for output in outputs]))
        for text, e, part in zip(texts, encoded, parts, strict=True):
            yield text, e, self._merged(len(e.ids), sorted(part, key=lambda item: item[0].start))

    def _merged(self, length: int, parts: list[tuple[Window, list[np.ndarray]]]) -> Scores:
        """Means over windows; a token in two windows is judged by the one it lies deeper in."""
        sentiment, emotion, vector = (
            np.mean([outputs[i] for _, outputs in parts], axis=0) for i in (0, 1, 4)
        )
        spans, polarity = np.zeros((length, 3), np.float32), np.zeros((length, 3), np.float32)
        done = 0
        for number, (window, outputs) in enumerate(parts):
            last = number == len(parts) - 1
            until = window.end if last else (window.end + parts[number + 1][0].start) // 2
            inner = slice(done - window.start + 1, until - window.start + 1)
            spans[done:until], polarity[done:until] = outputs[2][inner], outputs[3][inner]
            done = until
        tokens = TokenScores(softmax(spans), softmax(polarity, self.settings.polarity_temperature))
        return Scores(sentiment, emotion, vector, tokens)

    def _reading(self, text: str, encoded: Encoded, scores: Scores, language: str) -> Reading:
        spoken = detect_language(text) if language == "auto" else language
        if encoded.known < _MOSTLY:
            return Reading(spoken, "neutral", 0.0, 1 / 3, True, "neutral")
        settings = self.settings
        odds = softmax(scores.sentiment, settings.sentiment_temperature)
        best = int(odds.argmax())
        emotions = softmax(scores.emotion, settings.emotion_temperature)
        return Reading(
            language=spoken,
            sentiment=SENTIMENTS[best],
            polarity=float(odds[2] - odds[0]),
            confidence=float(odds[best]),
            unsure=bool(odds[best] < settings.unsure_below),
            emotion=EMOTIONS[int(emotions.argmax())],
            aspects=read_aspects(text, encoded.offsets, scores.tokens),
        )

    def _read_config(self) -> tuple[ReaderSettings, str]:
        path = self._folder / CONFIG
        try:
            raw = path.read_bytes()
            config: dict[str, Any] = json.loads(raw)
            settings = ReaderSettings(**config["reader"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineFailed(
                N_("The review reader's settings cannot be read: {path}."), _FETCH_AGAIN, path=path
            ) from error
        return settings, hashlib.sha256(raw).hexdigest()[:12]

    def _open(self) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
        import onnxruntime
        from tokenizers import Tokenizer

        path = self._folder / self.settings.weights
        try:
            weights = path.read_bytes()
            if hashlib.sha256(weights).hexdigest() != self.settings.sha256:
                raise EngineFailed(
                    N_("The review reader's weights are damaged: {path}."), _FETCH_AGAIN, path=path
                )
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self._threads
            options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(
                weights, options, providers=["CPUExecutionProvider"]
            )
            return session, Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except EngineFailed:
            raise
        except Exception as error:
            # ONNX Runtime and tokenizers each raise classes of their own for a broken file.
            raise EngineFailed(
                N_("The review reader cannot be loaded from {path}."), _FETCH_AGAIN, path=path
            ) from error


_OUTPUTS = ["sentiment", "emotion", "spans", "span_polarity", "vector"]
