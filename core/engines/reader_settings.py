"""What config.json of the bundled reader says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.engines.mixing import Mix
from core.errors import EngineFailed
from core.i18n import N_
from core.text import detect_language

CONFIG = "config.json"
FETCH_AGAIN = N_("Fetch the program again; its models come with it.")


@dataclass(frozen=True)
class ReaderSettings:
    """The reader's files and their checksums, its windows and its calibration.

    `mixes` has a Mix per language, "en" for every one that has none. Of near equals the
    label is neutral where its probability times `neutral_odds` is the largest.
    """

    weights: str
    sha256: str
    window: int
    overlap: int
    batch_tokens: int
    ngrams: str = ""
    ngrams_sha256: str = ""
    mixes: dict[str, Mix] = field(default_factory=lambda: {"en": Mix()})
    neutral_odds: float = 1.0
    polarity_temperature: float = 1.0
    unsure_below: float = 0.0

    def mix(self, text: str) -> Mix:
        return self.mixes.get(detect_language(text), self.mixes["en"])


def read_settings(folder: Path) -> tuple[ReaderSettings, str]:
    """The settings and their version: 12 hex digits that change with any byte of config.json,
    so with any byte of the files whose checksums it holds.

    Raises EngineFailed when they are missing or not a reader's.
    """
    path = folder / CONFIG
    try:
        raw = path.read_bytes()
        config: dict[str, Any] = json.loads(raw)
        said = config["reader"]
        mixes = {language: Mix(**mix) for language, mix in said.pop("mixes").items()}
        settings = ReaderSettings(**said, mixes=mixes)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineFailed(
            N_("The review reader's settings cannot be read: {path}."), FETCH_AGAIN, path=path
        ) from error
    return settings, hashlib.sha256(raw).hexdigest()[:12]
