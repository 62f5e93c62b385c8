"""What an engine is to the rest of the studio: three small Protocols and their data.

Domains import this file and nothing else of `core.engines`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np

BUNDLED_READER = "bundled-reader"
BUNDLED_WRITER = "copybook"
"""The ids of the engines that come with the program and that the others fall back to."""

HOUSE_WRITER = "house-writer"
"""The id of the network that writes, where its weights are installed."""

Sentiment = Literal["negative", "neutral", "positive"]

EMOTIONS = (
    "joy",
    "love",
    "surprise",
    "anger",
    "sadness",
    "fear",
    "disappointment",
    "neutral",
)

TONES = (
    "friendly",
    "playful",
    "professional",
    "luxurious",
    "urgent",
    "inspiring",
    "witty",
    "minimal",
    "trustworthy",
)

FRAMEWORKS = ("aida", "pas", "bab", "fab", "4p")
"""Orders to tell copy in: attention-interest-desire-action, problem-agitation-solution,
before-after-bridge, features-advantages-benefits, promise-picture-proof-push. A request names
one in `options["framework"]`, for engines that obey "framework"."""


@dataclass(frozen=True)
class AspectReading:
    """One thing a review speaks of. `start` and `end` index the characters of the text."""

    aspect: str
    polarity: Sentiment
    confidence: float
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What a reader says of one text.

    `polarity` lies in -1..1 and its sign decides on two-class data. `confidence` (0..1)
    is the calibrated probability that `sentiment` is right; below the reader's threshold
    `unsure` is true beside the label, never instead of it. `emotion` is one of EMOTIONS
    or "" where the engine reads none.
    """

    language: str
    sentiment: Sentiment
    polarity: float
    confidence: float
    unsure: bool
    emotion: str = ""
    aspects: tuple[AspectReading, ...] = ()


@dataclass(frozen=True)
class EngineInfo:
    """What a page says of an engine before anything is loaded.

    `kind` is "writer" or "reader". `size_mb` is what loading reads from disk (None when
    unknown), `sends` says in words what leaves the machine ("" = nothing does).
    `obeys` names the options of a CopyRequest beyond the brief that the engine heeds; "parts"
    says that it can write the parts of a long piece. `ample` is true for a writer that proposes
    hundreds of texts about as soon as ten, so that a known taste may choose among many.
    `languages` are those it writes or reads. `leads` names, as "en/slogan", the channels for which
    its proposals come before the bundled writer's (None = all); for the others that one is asked.
    """

    id: str
    kind: Literal["writer", "reader"]
    name: str
    description: str
    licence: str = ""
    size_mb: float | None = None
    speed: str = ""
    sends: str = ""
    obeys: frozenset[str] = frozenset()
    ample: bool = False
    languages: tuple[str, ...] = ("en", "zh")
    leads: frozenset[str] | None = None


@dataclass(frozen=True)
class Rejected:
    """A text that an engine proposed, and the reasons why it cannot be used."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Usage:
    """The tokens of one call, as the server counted them or, where it did not, `estimated`."""

    input_tokens: int
    output_tokens: int
    estimated: bool


@dataclass(frozen=True)
class CopyRequest:
    """One request for copy, in words any engine understands.

    `max_units` is the channel's limit (None = no hard limit) counted in `unit`
    ("characters", or "words" in English long forms); `exemplars` are texts liked before,
    `avoid` wordings disliked before, `talking_points` customers' own phrases.
    `samples` are corpus texts for other products, there for their form alone. `rejected` are
    texts to be written again without what is wrong with them. With `source` the copy is not
    written anew: that text, or its lines one by one where `channel` is "facts", is put into
    `language`. With `alike` an ample writer leaves in texts that much resemble one another, for one
    who chooses among them; what it would have brought otherwise comes first. `seed` makes a
    proposal repeatable where the engine can be.
    """

    language: Literal["en", "zh"]
    channel: str
    product: str
    facts: tuple[str, ...]
    category: str = ""
    audience: str = ""
    tone: str = ""
    offer: str = ""
    cta: str = ""
    keywords: tuple[str, ...] = ()
    industry: str = ""
    persona: str = ""
    talking_points: tuple[str, ...] = ()
    exemplars: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    instructions: str = ""
    samples: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    source: str = ""
    min_units: int | None = None
    max_units: int | None = None
    unit: Literal["characters", "words"] = "characters"
    seed: int = 0
    alike: bool = False
    options: dict[str, str] = field(default_factory=dict)


@runtime_checkable
class TextGenerator(Protocol):
    """Proposes copy. It only proposes: limits, facts and law are checked elsewhere."""

    info: EngineInfo

    def propose(self, request: CopyRequest, count: int) -> Iterator[str]:
        """Yield up to `count` different candidate texts, the first as soon as it is ready.

        Raises EngineFailed when the engine cannot answer.
        """
        ...


@runtime_checkable
class Metered(Protocol):
    """A writer whose calls are counted. It serves one caller at a time."""

    usage: Usage | None
    """What the last `propose` took, set when it ends or is closed; None before the first."""


@runtime_checkable
class ReviewReader(Protocol):
    """Reads sentiment, emotion and aspects off review texts."""

    info: EngineInfo
    version: str

    def read(self, texts: Sequence[str], language: str = "auto") -> list[Reading]:
        """One Reading per text, in order, whatever the text holds.

        `version` names weights and settings: readings of one version may be reused.
        Raises EngineFailed when the engine cannot answer.
        """
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into unit vectors whose dot product is their likeness."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """A float32 array of shape (len(texts), dimension) with rows of length 1."""
        ...


@runtime_checkable
class Describer(Protocol):
    """Turns texts into the vectors that an engine's own heads see; a person's labels learn on
    them."""

    version: str

    def features(self, texts: Sequence[str]) -> np.ndarray:
        """A float32 array of shape (len(texts), dimension), comparable within one version."""
        ...


class EngineSource(Protocol):
    """Where a domain gets its engines from; the registry is one, a test another.

    `id` None means the workspace's choice, else the active tuned version, else the bundled
    engine. Raises NotFound for an unknown id, EngineFailed when it cannot be loaded.
    """

    def reader(self, id: str | None = None, workspace: int = 1) -> ReviewReader: ...

    def writer(self, id: str | None = None, workspace: int = 1) -> TextGenerator: ...

    def describer(self) -> Describer:
        """The bundled reader as it came, whichever reader is chosen and whatever it learnt."""
        ...
