"""The review reader that ships: sentiment, emotion and aspects in English and Chinese.

An int8 ONNX network trained by `python -m core.training.review_reader`; it runs on two threads, or
on as many as OMP_NUM_THREADS says.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.engines import windows
from core.engines.describe import describe_folder
from core.engines.ngrams import NO_NGRAMS, NgramTable, load_ngrams
from core.engines.reader_scores import OUTPUTS, Scores, merge
from core.engines.reader_settings import FETCH_AGAIN, read_settings
from core.engines.spans import SENTIMENTS, label_of, read_aspects, softmax
from core.engines.types import BUNDLED_READER, EMOTIONS, EngineInfo, Reading
from core.engines.windows import Encoded, Window
from core.errors import EngineFailed
from core.i18n import N_
from core.text import detect_language

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

    _Opened = tuple[onnxruntime.InferenceSession, Tokenizer, NgramTable]

    from core.engines.heads import HeadOffsets

_TEXTS_AT_ONCE = 2048
_CHARACTERS_AT_ONCE = 500_000
_MOSTLY = 0.5
_THREADS = 2


class BundledReader:
    """Reads reviews with the weights in `folder`. They are loaded by the first call.

    Raises EngineFailed when a file is missing, damaged or not the one that was measured.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or _threads()
        self._lock = threading.Lock()
        self._loaded: _Opened | None = None
        self.settings, self.version = read_settings(folder)
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

    def read(
        self, texts: Sequence[str], language: str = "auto", heads: HeadOffsets | None = None
    ) -> list[Reading]:
        """See ReviewReader.read. Equal texts are read once; a text of any length is read whole.

        A text without a readable word, or mostly of unknown ones, is neutral and unsure.
        `heads` are offsets that a workspace's corrections taught.
        """
        unique = list(dict.fromkeys(texts))
        readings: dict[str, Reading] = {}
        for text, encoded, shipped in self.score(unique):
            scores = heads.applied(shipped) if heads else shipped
            readings[text] = self._reading(text, encoded, scores, language)
        return [readings[text] for text in texts]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """See Embedder.embed: the mean of the last hidden states, of length 1."""
        pooled = self.features(texts)
        vectors = pooled[:, : pooled.shape[1] // 3]
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def features(self, texts: Sequence[str]) -> np.ndarray:
        """See Describer.features: what the text heads see, (len(texts), 3d)."""
        unique = list(dict.fromkeys(texts))
        vectors = {text: scores.pooled for text, _, scores in self.score(unique)}
        if not unique:
            return np.zeros((0, 0), np.float32)
        return np.stack([vectors[text] for text in texts]).astype(np.float32)

    def score(self, texts: Sequence[str]) -> Iterator[tuple[str, Encoded, Scores]]:
        """Each of different texts with its tokens and scores, in bounded memory."""
        for portion in windows.portions(texts, _TEXTS_AT_ONCE, _CHARACTERS_AT_ONCE):
            yield from self._score(portion)

    def _score(self, texts: Sequence[str]) -> Iterator[tuple[str, Encoded, Scores]]:
        """The scores of one portion, those of a text's windows merged."""
        session, tokenizer, table = self._open()
        encoded = windows.encode(tokenizer, texts)
        settings = self.settings
        cut = windows.cut([len(e.ids) for e in encoded], settings.window, settings.overlap)

        def run(batch: list[Window]) -> list[np.ndarray]:
            outputs = session.run(OUTPUTS, {"ids": windows.padded(batch, encoded)})
            outputs[2] = softmax(outputs[2])
            outputs[3] = softmax(outputs[3], settings.polarity_temperature)
            return outputs

        parts: list[list[tuple[Window, list[np.ndarray]]]] = [[] for _ in texts]
        batches = list(windows.batches(cut, settings.batch_tokens))
        # Batches side by side on one thread each: the small steps of a layer gain little by two.
        with ThreadPoolExecutor(self._threads) as pool:
            for batch, outputs in zip(batches, pool.map(run, batches), strict=True):
                for i, window in enumerate(batch):
                    parts[window.text].append((window, [output[i] for output in outputs]))
        for text, e, part in zip(texts, encoded, parts, strict=True):
            part.sort(key=lambda item: item[0].start)
            yield text, e, merge(len(e.ids), part, table.scores(e.ids), settings.mix(text))

    def _reading(self, text: str, encoded: Encoded, scores: Scores, language: str) -> Reading:
        spoken = detect_language(text) if language == "auto" else language
        if encoded.known < _MOSTLY:
            return Reading(spoken, "neutral", 0.0, 1 / 3, True, "neutral")
        settings = self.settings
        odds = softmax(scores.sentiment)
        best = int(label_of(odds, settings.neutral_odds))
        return Reading(
            language=spoken,
            sentiment=SENTIMENTS[best],
            polarity=float(odds[2] - odds[0]),
            confidence=float(odds[best]),
            unsure=bool(odds[best] < settings.unsure_below),
            emotion=EMOTIONS[int(scores.emotion.argmax())],
            aspects=read_aspects(text, encoded.offsets, scores.tokens),
        )

    def _open(self) -> _Opened:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> _Opened:
        import onnxruntime
        from tokenizers import Tokenizer

        settings = self.settings
        path = self._folder / settings.weights
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(
                self._checked(path, settings.sha256), options, providers=["CPUExecutionProvider"]
            )
            table = NO_NGRAMS
            if settings.ngrams:
                path = self._folder / settings.ngrams
                table = load_ngrams(self._checked(path, settings.ngrams_sha256))
            return session, Tokenizer.from_file(str(self._folder / "tokenizer.json")), table
        except EngineFailed:
            raise
        except Exception as error:
            # ONNX Runtime and tokenizers each raise classes of their own for a broken file.
            raise EngineFailed(
                N_("The review reader cannot be loaded from {path}."), FETCH_AGAIN, path=path
            ) from error

    def _checked(self, path: Path, sha256: str) -> bytes:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise EngineFailed(
                N_("The review reader's weights are damaged: {path}."), FETCH_AGAIN, path=path
            )
        return content


def _threads() -> int:
    """The threads this process is to compute on; whoever shares out a machine, as Ray does, says
    it in OMP_NUM_THREADS."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, int(said)) if said.isdecimal() else _THREADS
