"""The judge of the gate: the ranker's taste, fitted to the ratings of a whole workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.engines.types import CopyRequest
from core.feedback.material import Material
from core.feedback.preference import Example, Preference, Text
from core.feedback.ranker import features, held_out
from core.training.writer_tuning.gate import Judge, Preferred, Rated


def fitted_judge(rated: Sequence[Rated], preferred: Sequence[Preferred]) -> Judge:
    """What the ratings say of any text, and how far ratings held out from it bear that out."""
    thumbs = [
        Example(_features(one.request, one.text), one.liked, channel=one.request.channel)
        for one in rated
    ]
    pairs = [
        Example(
            _features(one.request, one.better),
            channel=one.request.channel,
            worse=_features(one.request, one.worse),
        )
        for one in preferred
    ]
    proof = held_out(thumbs, pairs)
    preference = Preference((*thumbs, *pairs))

    def likes(request: CopyRequest, text: str) -> float:
        return float(preference.likes([Text(_features(request, text), request.channel)])[0])

    right = 0.5 if proof.accuracy is None else proof.accuracy
    return Judge(likes, right, proof.low, proof.high, proof.sure)


def _features(request: CopyRequest, text: str) -> Mapping[str, float]:
    fields = {name: getattr(request, name) for name in Material.__dataclass_fields__}
    return features(text, Material.from_brief(fields), request.language)
