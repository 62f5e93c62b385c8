"""What the ranker's habits are called on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.feedback import is_word
from core.i18n import N_

WORD = "word "

HABITS = {
    "length": N_("longer copy"),
    "sentences": N_("more sentences"),
    "sentence length": N_("longer sentences"),
    "clauses": N_("more clauses"),
    "commas": N_("more commas"),
    "one sentence": N_("a single sentence"),
    "short first sentence": N_("a short first sentence"),
    "short last sentence": N_("a short last sentence"),
    "repeats a beginning": N_("sentences that begin alike"),
    "ends in a full stop": N_("a full stop at the end"),
    "ends in a question": N_("a question at the end"),
    "title case": N_("capitalised words"),
    "even clauses": N_("clauses of one length"),
    "has exclamation mark": N_("exclamation marks"),
    "has question": N_("questions"),
    "has ellipsis": N_("three dots"),
    "has dash": N_("dashes"),
    "has colon": N_("colons"),
    "has semicolon": N_("semicolons"),
    "has quotes": N_("quotation marks"),
    "has hashtag": N_("hashtags"),
    "has emoji": N_("emoji"),
    "has brackets": N_("brackets"),
    "has line break": N_("line breaks"),
    "has digits": N_("figures"),
    "has percent": N_("percentages"),
    "has currency": N_("an amount of money"),
    "has capitals": N_("words in capitals"),
    "has contraction": N_("contractions"),
    "opens with a question": N_("a question first"),
    "opens with the product": N_("the product's name first"),
    "opens with a number": N_("a number first"),
    "names the product first": N_("the product in the first sentence"),
    "opens with the audience": N_("the audience addressed first"),
    "opens with the category": N_("the kind of product first"),
    "opens with a fact": N_("a fact first"),
    "ends with a fact": N_("a fact at the end"),
    "fact late": N_("facts late"),
    "facts": N_("more facts"),
    "no fact": N_("no facts"),
    "tells money": N_("the price named"),
    "tells time": N_("times and durations named"),
    "tells amount": N_("sizes and amounts named"),
    "tells other": N_("facts without numbers"),
    "tells the first fact": N_("the brief's first fact"),
    "leads with money": N_("the price before other facts"),
    "leads with time": N_("a duration before other facts"),
    "leads with amount": N_("a size before other facts"),
    "leads with a figure": N_("a fact with a number first"),
    "leads with other": N_("a fact without numbers first"),
    "leads with the first fact": N_("the brief's first fact first"),
    "leads with the last fact": N_("the brief's last fact first"),
    "product late": N_("the product named late"),
    "product before facts": N_("the product before its facts"),
    "no product name": N_("no product name"),
    "says offer": N_("the offer"),
    "says call to action": N_("the call to action"),
    "says audience": N_("the audience's words"),
    "says category": N_("the kind of product named"),
}
TONES = {
    "you": N_("“you”"),
    "we": N_("“we”"),
    "I": N_("“I”"),
    "they": N_("other people"),
    "warmth": N_("warm words"),
    "urgency": N_("urgent words"),
    "senses": N_("words for the senses"),
    "time of day": N_("times of day"),
    "invitation": N_("invitations (“try”, “see”)"),
    "negation": N_("“no” and “not”"),
    "contrast": N_("contrasts (“but”)"),
    "play": N_("playful words"),
    "particles": N_("small talk words"),
    "proof": N_("words of proof"),
    "luxury": N_("quiet, fine words"),
    "choice": N_("“if” and “when”"),
    "habit": N_("everyday words"),
}


def in_words(names: Iterable[str], translate: Callable[[str], str]) -> list[str]:
    """Names of features as a person reads them, each once; Chinese wordings that are cut within
    a word are left out."""
    _ = translate
    found: list[str] = []
    for name in names:
        if name.startswith(WORD):
            if not is_word(name.removeprefix(WORD)):
                continue
            found.append(_("“{wording}”").format(wording=name.removeprefix(WORD)))
        elif name in HABITS:
            found.append(_(HABITS[name]))
        else:
            kind, _space, tone = name.partition(" ")
            if tone in TONES:
                first = _("{what} first") if kind == "opens" else "{what}"
                found.append(first.format(what=_(TONES[tone])))
    return list(dict.fromkeys(found))
