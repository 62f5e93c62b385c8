"""English word forms: capitals, articles, plurals, lists, hashtags."""

from __future__ import annotations

import re

from core.engines.copybook.english_words import DETERMINERS, MASS, article, is_plural, word_set
from core.engines.copybook.fact import Fact
from core.engines.types import CopyRequest

PRODUCT = "\ue000"
_SMALL = word_set(
    """
    a an and as at but by for from in of on or per the to up with
    """
)
# Sentences with a subject and a verb, and meanings that are the consequence of a fact.
_SAYS = re.compile(rf"({PRODUCT}|It|There|They|You|With|At) (?!:)")
_FOLLOWS = re.compile(r"(You|Your|There is|It (?!is |was |feels |can be ))")
_LONGEST = 90
_UNITS = word_set(
    """
    cm mm m km g kg ml l cl pm am h hz w kwh gb mb tb dpi
    """
)


def finish(text: str, request: CopyRequest, channel: str) -> str:
    """The text with capitals at sentence starts, tidy marks and the product's name in."""
    text = re.sub(r"([.!?:])\.(?=\s|$)", r"\1", text)
    text = re.sub(r" +([,.!?])", r"\1", text)
    text = re.sub(r"(^|[.!?]\s+|\n\s*)([a-z])", lambda m: m[1] + m[2].upper(), text)
    text = re.sub(r"(\d) (?=[ap]m\b)", "\\1 ", text)
    if channel == "google_headline" and request.tone not in {"minimal", "witty"}:
        text = title(text)
    return text.replace(PRODUCT, request.product).strip()


def capital(text: str) -> str:
    """The text with its first letter upper-case."""
    return text[:1].upper() + text[1:]


def title(text: str) -> str:
    """Headline capitals; units, small words within and words with capitals of their own stay."""
    words = text.split(" ")
    for i, word in enumerate(words):
        bare = word.strip(".,:!?")
        edge = i in {0, len(words) - 1} or words[i - 1][-1:] in ",:."
        if not bare.islower() or bare in _UNITS or (not edge and bare in _SMALL):
            continue
        words[i] = re.sub(r"[a-z]", lambda m: m[0].upper(), word, count=1)
    return " ".join(words)


def lowered(text: str) -> str:
    """The text with a small first letter, unless the first word has other capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def is_plain(fact: Fact) -> bool:
    """Whether a fact can be joined to another with "and"."""
    if fact.text.lower().startswith("no "):
        return False
    last = fact.text.split()[-1].lower()
    if last[-1].isdigit() or last in {"two", "three", "four", "five", "six", "eight", "ten"}:
        return False
    return "," not in fact.text and not re.search(r"\b(and|or|but)\b", fact.text)


def joined(parts: list[str], with_and: bool = True) -> str:
    """Parts as a list in running text."""
    if len(parts) < 2:
        return "".join(parts)
    if not with_and:
        return ", ".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def with_consequence(text: str, meaning: str) -> str | None:
    """A text whose last sentence goes on with what it means, ", so you can come after work.";
    None where one is no plain sentence or the other does not follow from it."""
    last = re.split(r"(?<=[.!?])\s+", text)[-1]
    if not _SAYS.match(last) or not last.endswith(".") or len(last) > _LONGEST:
        return None
    if re.search(r",|\bso\b|\bwhich\b", last) or not _FOLLOWS.match(meaning):
        return None
    if last.startswith("They ") and meaning.startswith("It "):
        return None
    return f"{text[:-1]}, so {lowered(meaning)}"


def head_noun(category: str) -> str:
    """The noun a phrase is about, lower-case: "app" for "budgeting app for couples"."""
    before = re.split(
        r" (?:for|of|with|in|on|to|from|by|at|run|every|per|each|that|who|which|including) |,",
        category,
    )[0].split()
    return before[-1].lower() if before else ""


def is_plural_category(category: str) -> bool:
    """Whether a category is named in the plural already."""
    return is_plural(head_noun(category))


def plural(category: str) -> str:
    """The category as one speaks of it in general: "nursery apps", "invoice finance"."""
    head = head_noun(category).rsplit("-", 1)[-1]
    mass = head in MASS or (head.endswith("ing") and head not in {"ring", "spring", "building"})
    if not head or mass or is_plural_category(category):
        return category
    if re.search(r"(s|sh|ch|x|z)$", head):
        many = head + "es"
    else:
        many = head[:-1] + "ies" if re.search(r"[^aeiou]y$", head) else head + "s"
    place = category.lower().rfind(head) if " " not in head else -1
    start = category.lower().find(head + " ")
    start = place if start < 0 else start
    end = start + len(head)
    if many.startswith(head):
        many = category[start:end] + many[len(head) :]
    return category[:start] + many + category[end:]


def _is_counted(head: str, category: str) -> bool:
    """Whether a noun that is a substance elsewhere is one thing here: a scratching post."""
    done = {"waste", "rubbish", "refuse", "parcel", "litter", "laundry", "clothes"}
    return head == "post" or (head == "collection" and not done & set(category.lower().split()))


def with_article(category: str) -> str:
    """The category with "a" or "an" where it wants one."""
    if not category:
        return ""
    head = head_noun(category).rsplit("-", 1)[-1]
    if (
        category.split(maxsplit=1)[0].lower() in DETERMINERS
        or is_plural_category(category)
        or (head in MASS and not _is_counted(head, category))
    ):
        return category
    if head.endswith("ing") and head not in {"ring", "spring", "string", "building", "setting"}:
        return category
    return f"{article(category)} {category}"


def hashtags(request: CopyRequest, many: int) -> str:
    """Up to that many tags of the product, the keywords and the category, none twice; a plain one
    beside a single tag; without those that hold an avoided wording."""
    tags: list[str] = []
    avoided = [wording.casefold() for wording in request.avoid if wording]
    for name in (request.product, *request.keywords, request.category):
        words = re.findall(r"[^\W_]+", name.replace("'", "").replace("’", ""))
        tag = "#" + "".join(word[:1].upper() + word[1:] for word in words)
        if any(wording in tag.casefold() for wording in avoided):
            continue
        if len(tag) > 2 and len(words) <= 4 and tag.lower() not in {t.lower() for t in tags}:
            tags.append(tag)
    if len(tags) == 1 and many > 1:
        tags.append("#GoodToKnow")
    return " ".join(tags[:many])
