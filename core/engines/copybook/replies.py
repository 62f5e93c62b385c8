"""Replies to reviews out of frames: sorry, what the policy offers, where to turn, a thank you."""

from __future__ import annotations

import random
from collections.abc import Iterator

from core.engines.types import CopyRequest

_TRIES = 60

_FRAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "named": (
            "We are sorry to read that you are unhappy with the {about}.",
            "Thank you for telling us about the {about}. We are sorry you are disappointed.",
            "We have read what you write about the {about}, and we are sorry to hear it.",
            "Thank you for being open about the {about}; we are sorry you feel let down.",
            "We had hoped you would be happier with the {about}, and we are sorry.",
        ),
        "unnamed": (
            "Thank you for telling us. We are sorry that you are disappointed.",
            "We are sorry to read that this was not what you had hoped for.",
            "We have read your review with care, and we are sorry you feel let down.",
            "Thank you for writing so openly. We are sorry to hear that you are unhappy.",
        ),
        "offer": (
            "Here is what we offer: {offer}.",
            "Our policy says: {offer}.",
            "Under our policy: {offer}.",
        ),
        "general": ("What always holds with us: {offer}.", "For your information: {offer}."),
        "contact": (
            "This is how you reach us: {contact}.",
            "To go on from here: {contact}.",
            "The way to reach us: {contact}.",
        ),
        "thanks": (
            "Thank you for taking the time to write.",
            "Thank you for giving us the chance to answer.",
            "Thank you for putting it so plainly.",
        ),
    },
    "zh": {
        "named": (
            "看到您对{about}不满意，我们很抱歉。",
            "谢谢您告诉我们{about}方面的感受，没能让您满意，抱歉。",
            "您写的关于{about}的话，我们认真看了，让您失望，很抱歉。",
            "谢谢您直说{about}的感受，让您不愉快了，抱歉。",
            "{about}没有达到您的期望，我们很抱歉。",
        ),
        "unnamed": (
            "谢谢您告诉我们，没能让您满意，很抱歉。",
            "您的评论我们认真看了，让您失望，抱歉。",
            "看到您不满意，我们很抱歉，也谢谢您直说。",
            "谢谢您坦率地写下来，让您不愉快了，抱歉。",
        ),
        "offer": (
            "按我们的规定：{offer}。",
            "我们的做法是：{offer}。",
            "我们可以这样做：{offer}。",
        ),
        "general": ("另外，供您参考：{offer}。", "我们一直这样做：{offer}。"),
        "contact": (
            "联系我们：{contact}。",
            "您可以这样找到我们：{contact}。",
            "需要时，请这样联系我们：{contact}。",
        ),
        "thanks": ("谢谢您花时间写下来。", "谢谢您给我们回应的机会。", "谢谢您说得这么清楚。"),
    },
}  # fmt: skip


def write_reply(request: CopyRequest, count: int) -> Iterator[str]:
    """Up to `count` different replies within the length the request asks for.

    The request's options say what to speak of: "about" (what the customer blames), "promises"
    (one a line, the most fitting first; without it the facts), "general" (what holds besides,
    told where no promise fits), "contact" and "sign_off". Nothing is promised but these, nothing
    of the review is repeated.
    """
    seen: set[str] = set()
    for number in range(_TRIES):
        rng = random.Random(f"{request.seed}/{number}")
        text = _reply(request, rng)
        if text not in seen and _fits(text, request):
            seen.add(text)
            yield text
            if len(seen) >= count:
                return


def _reply(request: CopyRequest, rng: random.Random) -> str:
    frames, options = _FRAMES[request.language], request.options
    said = options.get("promises", "\n".join(request.facts)).splitlines()
    about, contact = options.get("about", ""), options.get("contact", "")
    most = rng.choice((1, 2))
    offers = [text for text in said if text][:most]
    general = [] if offers else options.get("general", "").splitlines()[: most if contact else 2]
    if contact and rng.random() < 0.5:
        general = []
    between = "；" if request.language == "zh" else "; "
    parts = [rng.choice(frames["named" if about else "unnamed"]).format(about=about)]
    if offers:
        parts.append(rng.choice(frames["offer"]).format(offer=between.join(offers)))
    if general:
        parts.append(rng.choice(frames["general"]).format(offer=between.join(general)))
    if contact:
        parts.append(rng.choice(frames["contact"]).format(contact=contact))
    if "hank" not in parts[0] and "谢谢" not in parts[0]:
        parts.append(rng.choice(frames["thanks"]))
    text = ("" if request.language == "zh" else " ").join(parts)
    return "\n".join(filter(None, (text, options.get("sign_off", ""))))


def _fits(text: str, request: CopyRequest) -> bool:
    words = request.unit == "words"
    length = len(text.split()) if words else len(text.replace("\n", ""))
    return (request.min_units or 0) <= length <= (request.max_units or length)
