"""A brand's style guide in words, read off its own texts; what a person changed in it wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from core.copywriting.brand.style import TRAITS, Profile, language_of, profile, sentence_length
from core.copywriting.brand.voice import GuideEdit, Voice
from core.errors import filled
from core.i18n import N_, NN_, translation

_OFTEN, _SELDOM = 0.7, 0.1
_SHORTEST = 40
"""Characters under which a text need not show what the brand usually does."""


@dataclass(frozen=True)
class GuideLine:
    """One rule of the guide.

    `message` is a catalogue entry that `low` and `high`, the bounds of sentences, or `words` fill;
    `own_words` a person's wording in its place ("" = none). `figure` with `params` says what was
    measured. A line that is not `on` is neither asked of engines nor held against a text. `wants`
    says whether a text should have (True) or not have (False) the trait of that name.
    """

    rule: str
    message: str
    figure: str
    params: dict[str, Any]
    on: bool = True
    own_words: str = ""
    low: int | None = None
    high: int | None = None
    words: tuple[str, ...] = ()
    wants: bool | None = None

    def said(self, translate: Callable[[str], str] = str) -> str:
        """The rule in words: a person's own, else ours in the language of `translate`."""
        if self.own_words:
            return self.own_words
        fill = {"low": self.low, "high": self.high, "words": " · ".join(self.words)}
        return filled(translate(self.message), fill)

    def measured(self, translate: Callable[[str], str] = str) -> str:
        """The figure behind it as a sentence."""
        return filled(translate(self.figure), self.params)


_SENTENCES = {
    "en": N_("Sentences have {low} to {high} words."),
    "zh": N_("Sentences have {low} to {high} characters."),
}
_MEAN = {
    "en": N_("{mean} words on average in {count} sentences"),
    "zh": N_("{mean} characters on average in {count} sentences"),
}
_WORDS = N_("Words that are yours, where they fit: {words}")
_STAND_OUT = N_("more frequent in your {texts} texts than chance explains")
_SHARE = N_("in {having} of {texts} texts")
_RULES: dict[str, tuple[str, str]] = {
    "you": (N_("Speak to the reader as “you”."), N_("Do not say “you” to the reader.")),
    "we": (N_("Speak of the brand as “we”."), N_("Do not say “we”.")),
    "exclamations": (N_("Use an exclamation mark."), N_("No exclamation marks.")),
    "questions": (N_("Ask the reader something."), N_("Ask no questions.")),
    "emoji": (N_("Use an emoji."), N_("No emoji.")),
    "digits": (N_("Name a figure of the brief."), N_("Do without figures.")),
    "contractions": (N_("Contract words: it's, you'll."), N_("Write words out: it is, you will.")),
    "polite": (N_("Say 您."), N_("Say 你, not 您.")),
}
_LACKS = {
    "you": N_("Does not say “you”; {having} of your {texts} texts do."),
    "we": N_("Does not say “we”; {having} of your {texts} texts do."),
    "exclamations": N_("No exclamation mark; {having} of your {texts} texts have one."),
    "questions": N_("Asks nothing; {having} of your {texts} texts do."),
    "emoji": N_("No emoji; {having} of your {texts} texts have one."),
    "digits": N_("Names no figure; {having} of your {texts} texts do."),
    "contractions": N_("No contractions; {having} of your {texts} texts have them."),
    "polite": N_("Does not say 您; {having} of your {texts} texts do."),
}
_RHYTHM = {
    "en": N_("Sentences of {own} words; yours have {low} to {high}."),
    "zh": N_("Sentences of {own} characters; yours have {low} to {high}."),
}
# A person's texts may have figures or none as their products do; that is no manner.
_NOT_UNWANTED = frozenset({"digits", "you", "we"})


@lru_cache(maxsize=64)
def style_guide(voice: Voice, language: str) -> tuple[GuideLine, ...]:
    """The rules for one language, those of the texts with a person's changes in them.

    Empty where the voice has fewer than LEAST_TEXTS texts of the language.
    """
    manner = profile(voice.examples, language)
    if manner is None:
        return ()
    edits = {edit.rule: edit for edit in voice.guide if edit.language == manner.language}
    return tuple(_edited(line, edits.get(line.rule)) for line in _learnt(manner))


def guide_in_words(voice: Voice | None, language: str) -> tuple[str, ...]:
    """The rules that are on as sentences in that language, for an engine's prompt."""
    if voice is None:
        return ()
    say = translation(language).gettext
    return tuple(line.said(say) for line in style_guide(voice, language) if line.on)


def departures(text: str, voice: Voice) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Where a text does not keep the guide: rule, catalogue entry and what fills it.

    Only rules that are on; what is missing is held against texts from 40 characters on.
    """
    language = language_of(text)
    found = []
    for line in style_guide(voice, language):
        reason = _departure(text, line, language) if line.on else None
        if reason:
            found.append((line.rule, *reason))
    return tuple(found)


def _departure(
    text: str, line: GuideLine, language: Literal["en", "zh"]
) -> tuple[str, dict[str, Any]] | None:
    if line.rule == "sentences":
        own = round(sentence_length(text))
        if line.low is None or line.high is None or line.low <= own <= line.high:
            return None
        return _RHYTHM[language], {"own": own, "low": line.low, "high": line.high}
    if line.wants is None or bool(TRAITS[line.rule].search(text)) == line.wants:
        return None
    if not line.wants:
        return _has(line.rule, line.params["having"]), line.params
    return (_LACKS[line.rule], line.params) if len(text) >= _SHORTEST else None


def _has(rule: str, n: int) -> str:
    """What is held against a text with a trait that `n` of the voice's have."""
    return {
        "you": NN_(
            "Says “you”; only {having} of your {texts} texts does.",
            "Says “you”; only {having} of your {texts} texts do.",
            n,
        ),
        "we": NN_(
            "Says “we”; only {having} of your {texts} texts does.",
            "Says “we”; only {having} of your {texts} texts do.",
            n,
        ),
        "exclamations": NN_(
            "An exclamation mark; only {having} of your {texts} texts has one.",
            "An exclamation mark; only {having} of your {texts} texts have one.",
            n,
        ),
        "questions": NN_(
            "Asks a question; only {having} of your {texts} texts does.",
            "Asks a question; only {having} of your {texts} texts do.",
            n,
        ),
        "emoji": NN_(
            "An emoji; only {having} of your {texts} texts has one.",
            "An emoji; only {having} of your {texts} texts have one.",
            n,
        ),
        "digits": NN_(
            "Names a figure; only {having} of your {texts} texts does.",
            "Names a figure; only {having} of your {texts} texts do.",
            n,
        ),
        "contractions": NN_(
            "Contractions; only {having} of your {texts} texts has them.",
            "Contractions; only {having} of your {texts} texts have them.",
            n,
        ),
        "polite": NN_(
            "Says 您; only {having} of your {texts} texts does.",
            "Says 您; only {having} of your {texts} texts do.",
            n,
        ),
    }[rule]


def _learnt(manner: Profile) -> list[GuideLine]:
    language = manner.language
    lines = [
        GuideLine(
            "sentences",
            _SENTENCES[language],
            _MEAN[language],
            {"mean": f"{manner.mean:.1f}", "count": manner.sentences},
            low=manner.low,
            high=manner.high,
        )
    ]
    for rule, having in manner.having.items():
        share = having / manner.texts
        wants = True if share >= _OFTEN else False if share <= _SELDOM else None
        if wants is None or (not wants and rule in _NOT_UNWANTED):
            continue
        params = {"having": having, "texts": manner.texts}
        lines.append(GuideLine(rule, _RULES[rule][0 if wants else 1], _SHARE, params, wants=wants))
    if manner.words:
        params = {"texts": manner.texts}
        lines.append(GuideLine("words", _WORDS, _STAND_OUT, params, words=manner.words))
    return lines


def _edited(line: GuideLine, edit: GuideEdit | None) -> GuideLine:
    if edit is None:
        return line
    line = replace(line, on=edit.on, own_words=edit.words)
    if line.rule == "sentences" and edit.low is not None and edit.high is not None:
        return replace(line, low=edit.low, high=edit.high)
    return line


def edits_of(
    lines: Sequence[GuideLine], learnt: Sequence[GuideLine], language: Literal["en", "zh"]
) -> tuple[GuideEdit, ...]:
    """What a person changed: the lines as they want them against the lines as they were learnt."""
    before = {line.rule: line for line in learnt}
    changed = [line for line in lines if line.rule in before and line != before[line.rule]]
    edits = []
    for line in changed:
        same = (line.low, line.high) == (before[line.rule].low, before[line.rule].high)
        low, high = (None, None) if same else (line.low, line.high)
        edits.append(GuideEdit(language, line.rule, line.own_words, line.on, low, high))
    return tuple(edits)
