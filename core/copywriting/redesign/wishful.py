"""Whether a wish makes sense for a draft, and which words a comment wants gone."""

from __future__ import annotations

import re

from core.copywriting.brand.likeness import brand_likeness
from core.copywriting.briefs.brief import Brief
from core.copywriting.redesign.case import Case, flagged, foreign, length
from core.copywriting.redesign.wishes import SHORTER
from core.errors import InputRejected
from core.i18n import N_
from core.text import clean, longest_shared

_QUOTED = re.compile("[\"“”「『‘'](.{1,40}?)[\"“”」』’']")
_MARKS = (
    (re.compile(r"exclamation|\bshout|感叹号|叹号|惊叹"), ("!", "！")),
    (re.compile(r"question|反问|问号|提问|设问"), ("?", "？")),
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{3,}")
_COMMON = re.compile(
    "about|again|also|because|been|does|dont|don't|from|have|like|more|much|must|need|only|please"
    "|says|should|some|text|than|that|their|them|then|there|these|they|this|those|very|want|what"
    "|when|which|will|with|without|word|words|your"
)
_HAN = re.compile("[\u3400-\u9fff]{2,}")


def unwanted_words(text: str, comment: str, brief: Brief) -> tuple[str, ...]:
    """What a comment on the draft wants gone: quoted wordings, marks it names, and words of
    its own that stand in the text and are not the product's name or a fact's."""
    comment = clean(comment).lower()
    if not comment:
        return ()
    low = text.lower()
    given = " ".join(brief.claims).lower()
    found = [word.strip() for word in _QUOTED.findall(comment)]
    for pattern, marks in _MARKS:
        if pattern.search(comment):
            found += marks
    found += [
        word
        for word in _LATIN.findall(_QUOTED.sub(" ", comment))
        if not _COMMON.fullmatch(word)
        and word not in given
        and re.search(rf"\b{re.escape(word)}\b", low)
    ]
    for run in _HAN.findall(_QUOTED.sub(" ", comment)):
        shared = longest_shared(run, low)
        if shared and shared not in given:
            found.append(shared)
    return tuple(dict.fromkeys(word for word in found if word and word in low))


def must_be_possible(wish: str, case: Case, has_brand: bool) -> None:
    """Raises InputRejected, saying what is missing, where a wish cannot mean anything here."""
    match wish:
        case "shorter":
            _must_have_room(case)
        case "on_brand":
            _must_have_brand(case, has_brand)
        case "audience":
            if not case.audience.strip():
                raise InputRejected(
                    N_("Nothing says whom this draft should speak to."),
                    N_("Choose a persona, or say in the brief for whom it is."),
                )
        case "compliant":
            if not (case.unwanted or flagged(case, ("law.", "google.", "facts."))):
                raise InputRejected(
                    N_("No rule finds fault with this draft."),
                    N_("Quote in the comment what is not allowed; it is then left out."),
                )
        case "language":
            if not foreign(case.text, case.brief):
                raise InputRejected(
                    N_("Every word is in the language of the brief."),
                    N_("Choose the other language under “Write in” for copy in it."),
                )
        case "true":
            if not (case.doubted or case.unwanted or flagged(case, ("facts.",))):
                raise InputRejected(
                    N_("Nothing is left when the only fact is untrue."),
                    N_("Correct the fact in the brief and write again."),
                )


def _must_have_room(case: Case) -> None:
    least = case.channel.minimum
    if least and length(case.text, case.channel) * SHORTER < least:
        raise InputRejected(
            N_("It is already near the least this channel takes: {limit}."),
            N_("Choose a channel with shorter copy."),
            limit=least,
        )


def _must_have_brand(case: Case, has_brand: bool) -> None:
    if not has_brand:
        raise InputRejected(
            N_("This draft was written for no brand."),
            N_("Add your brand on the Workspace page, then write for it."),
        )
    knows = brand_likeness(case.text, case.voice.examples) is not None
    if not (knows or case.unwanted or flagged(case, ("voice.",))):
        raise InputRejected(
            N_("The draft breaks no rule of your brand, and the brand has no texts to compare."),
            N_("Give the brand some of your own texts, or quote the wording in the comment."),
        )
