"""Models from a folder or a hub through transformers' pipelines, one code path for both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.engines.addresses import Address
from core.engines.download import is_here
from core.engines.labels import sentiment_weights
from core.engines.prompts import SEPARATOR, messages, plain, repeats_prompt, split_drafts
from core.engines.samples import with_samples
from core.engines.tokens import estimated_tokens
from core.engines.types import CopyRequest, EngineInfo, Reading, Sentiment
from core.errors import EngineFailed
from core.i18n import N_
from core.text import detect_language

_LONGEST_READ = 512
_READ_AT_ONCE = 16
_UNSURE_BELOW = 0.6
_TRIES_PER_DRAFT = 2
_LONGEST_DRAFT = 600
_USUAL_DRAFT = 300


class HubWriter:
    """A causal language model, asked through its chat template where it has one.

    Its code never comes from the model's folder. Raises EngineFailed when it cannot be loaded.
    """

    def __init__(self, address: Address, info: EngineInfo) -> None:
        self.info = info
        self._pipeline = _load("text-generation", address)

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Write one text after the other; closing the stream stops before the next one.

        Seeds from `request.seed` on make a proposal repeatable on one machine. Raises
        EngineFailed when the model fails at the request.
        """
        import torch

        request = with_samples(request)
        seen: set[str] = set()
        for attempt in range(_TRIES_PER_DRAFT * count):
            torch.manual_seed(request.seed * 1009 + attempt)
            text = next(split_drafts([self._answer(_one_of(request, attempt))], 1), "")
            if text and text not in seen and not repeats_prompt(text, request.language):
                seen.add(text)
                yield text
            if len(seen) >= count:
                return

    def _answer(self, request: CopyRequest) -> str:
        tokenizer = self._pipeline.tokenizer
        chat = bool(getattr(tokenizer, "chat_template", None))
        try:
            answer = self._pipeline(
                messages(request, 1) if chat else plain(request, 1),
                return_full_text=False,
                max_new_tokens=_draft_tokens(request),
                do_sample=True,
                temperature=0.9,
                top_p=0.95,
                stop_strings=[SEPARATOR],
                tokenizer=tokenizer,
            )
        except Exception as error:
            raise _failed(self.info.id, error) from error
        return str(answer[0]["generated_text"]).removesuffix(SEPARATOR)


class HubReader:
    """A sentiment classifier whose labels are mapped to three classes (see `labels`).

    Raises EngineFailed when it cannot be loaded, InputRejected when its labels are no
    sentiments.
    """

    def __init__(self, address: Address, info: EngineInfo) -> None:
        self.info = info
        self._pipeline = _load("text-classification", address)
        config = self._pipeline.model.config
        labels = [str(config.id2label[place]) for place in range(config.num_labels)]
        self._weights = dict(zip(labels, sentiment_weights(labels), strict=True))
        self._longest = _input_limit(self._pipeline)
        self.version = f"{address.id}#{_weights_digest(address, config)}"

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """One Reading per text, without emotion and aspects.

        `polarity` is the mean of the classes' places on -1..1; `confidence` is the model's
        own probability of the sentiment, not calibrated here. A text without words is
        neutral, unsure, with confidence 0. Only the first 512 tokens are read.
        """
        spoken = [detect_language(t) if language == "auto" else language for t in texts]
        readings = [Reading(tongue, "neutral", 0.0, 0.0, True) for tongue in spoken]
        worded = sorted(
            (n for n, text in enumerate(texts) if text.strip()), key=lambda n: len(texts[n])
        )
        answers = self._classify([_encodable(texts[n]) for n in worded])
        for place, scores in zip(worded, answers, strict=True):
            readings[place] = self._reading(spoken[place], scores)
        return readings

    def _classify(self, texts: list[str]) -> list[list[dict[str, Any]]]:
        if not texts:
            return []
        padded = self._pipeline.tokenizer.pad_token is not None
        try:
            return self._pipeline(
                texts,
                top_k=None,
                function_to_apply="softmax",
                truncation=True,
                max_length=self._longest,
                batch_size=_READ_AT_ONCE if padded else 1,
            )
        except Exception as error:
            raise _failed(self.info.id, error) from error

    def _reading(self, language: str, scores: list[dict[str, Any]]) -> Reading:
        sums: dict[Sentiment, float] = {"negative": 0.0, "neutral": 0.0, "positive": 0.0}
        polarity = 0.0
        for item in scores:
            weight, share = self._weights[item["label"]], float(item["score"])
            sums["negative" if weight < 0 else "positive" if weight > 0 else "neutral"] += share
            polarity += weight * share
        sentiment = max(sums, key=lambda name: sums[name])
        confidence = min(1.0, sums[sentiment])
        return Reading(
            language=language,
            sentiment=sentiment,
            polarity=round(max(-1.0, min(1.0, polarity)), 4),
            confidence=round(confidence, 4),
            unsure=confidence < _UNSURE_BELOW,
        )


def _load(task: str, address: Address) -> Any:
    if address.backend == "hub" and not is_here(address.place):
        raise EngineFailed(
            N_("The files of {name} are not on this machine yet."),
            N_("Fetch them on the Engines page, or copy the model into a folder and add that."),
            name=address.place,
        )
    from transformers import pipeline
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    build: Any = pipeline
    place = address.place
    if address.backend == "folder":
        place = str(Path(place).expanduser())
    try:
        # Network, disk, format, memory and library faults all end here: transformers
        # raises dozens of kinds, and to a person they are one: it did not load.
        return build(task, model=place, trust_remote_code=False)
    except Exception as error:
        raise EngineFailed(
            N_("The model {name} could not be loaded: {problem}"),
            N_("Check its files and the free memory."),
            name=place,
            problem=_first_line(error),
        ) from error


def _encodable(text: str) -> str:
    """The text with half characters, which tokenizers refuse, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _failed(id: str, error: Exception) -> EngineFailed:
    return EngineFailed(
        N_("The model {name} failed at this request: {problem}"),
        N_("Try again, or choose another engine."),
        name=id,
        problem=_first_line(error),
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _one_of(request: CopyRequest, attempt: int) -> CopyRequest:
    """The request with one of the texts to be written again, as each answer is one text."""
    if not request.rejected:
        return request
    return replace(request, rejected=(request.rejected[attempt % len(request.rejected)],))


def _draft_tokens(request: CopyRequest) -> int:
    """Room for one text: a token holds about three Latin letters or two thirds of a Han one."""
    limit = request.max_units
    if limit is None:
        return max(_USUAL_DRAFT, min(2 * estimated_tokens(request.source), 4 * _LONGEST_DRAFT))
    if request.language == "zh":
        tokens = limit * 3 // 2
    else:
        tokens = limit * 2 if request.unit == "words" else limit // 3
    return min(_LONGEST_DRAFT, tokens + 24)


def _input_limit(pipeline: Any) -> int:
    # RoBERTa's positions begin at 2, so two of those counted are never free.
    positions = getattr(pipeline.model.config, "max_position_embeddings", None) or _LONGEST_READ
    return int(min(pipeline.tokenizer.model_max_length, _LONGEST_READ, max(positions - 2, 8)))


def _weights_digest(address: Address, config: Any) -> str:
    """The hub's commit, or for a folder a digest of its files' names, sizes and times."""
    commit = getattr(config, "_commit_hash", None)
    if commit:
        return str(commit)[:12]
    digest = hashlib.sha256()
    for path in sorted(Path(address.place).expanduser().iterdir()):
        if path.is_file():
            state = path.stat()
            digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:12]
