"""The request for copy as an instruct model gets it, and its answer taken apart again.

The wording lies in assets/prompts/<language>.txt, for people to read and change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from core.engines.types import CopyRequest, Rejected
from core.settings import ASSETS

PROMPTS = ASSETS / "prompts"
SEPARATOR = "==="
FORM = '{"drafts": ["…", "…"]}'

_PART = re.compile(r"^\[(\w+)\]\s*$", re.MULTILINE)
_FIELD = re.compile(r"\{(\w+)\}")
_SEPARATOR_LINE = re.compile(r"^[ \t]*={3,}[ \t]*\n", re.MULTILINE)
_NUMBERED_LINE = re.compile(r"^[ \t]*(?:\(\d{1,2}\)|\d{1,2}[.)、．])(?!\d)[ \t]*", re.MULTILINE)
_LABEL = re.compile(
    r"^(?:\*\*)?(?:draft|option|version|variant|文案|方案|版本)\s*\d{1,2}\s*[:：.]\s*(?:\*\*)?\s*",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'"}


def messages(request: CopyRequest, count: int, as_json: bool = False) -> list[dict[str, str]]:
    """A system and a user message that ask for `count` texts, in JSON or with a "===" line
    between them.

    A line of the request whose field is empty is left out. A request with a `source` asks for
    that text in the request's language, one whose channel is "facts" for its lines.
    """
    parts = _parts(PROMPTS / f"{request.language}.txt")
    fields = _fields(request, count, as_json)
    task = "request"
    if request.source:
        task = "facts" if request.channel == "facts" else "transcreate"
    return [
        {"role": "system", "content": _filled(parts["system"], fields)},
        {"role": "user", "content": _filled(parts[task], fields)},
    ]


def plain(request: CopyRequest, count: int) -> str:
    """The same as one text, for a model without a chat template."""
    return "\n\n".join(message["content"] for message in messages(request, count)) + "\n\n"


def split_drafts(pieces: Iterable[str], count: int) -> Iterator[str]:
    """The texts of an answer that arrives in pieces, each as soon as the next one begins.

    At most `count`, all different, without numbering, labels, surrounding quotes or a
    reasoning model's thoughts. An answer without "===" lines that numbers its texts is cut
    at the numbers.
    """
    seen: set[str] = set()
    rest = ""
    cut = False
    for piece in pieces:
        rest += piece
        if rest.lstrip().startswith("<think>") and "</think>" not in rest:
            continue
        *done, rest = _SEPARATOR_LINE.split(_THOUGHT.sub("", rest))
        cut = cut or bool(done)
        for text in done:
            yield from _new(text, seen, count)
        if len(seen) >= count:
            return
    last = _SEPARATOR_LINE.split(_THOUGHT.sub("", rest) + "\n")
    if count > 1 and not cut and len(_NUMBERED_LINE.findall(last[0])) > 1:
        last = _NUMBERED_LINE.split(last[0])[1:]
    for text in last:
        yield from _new(text, seen, count)


def repeats_prompt(text: str, language: str) -> bool:
    """Whether a text quotes what the writer is told: five words in a row of the system message,
    or in Chinese ten characters."""
    told, said = (_tokens(t) for t in (_parts(PROMPTS / f"{language}.txt")["system"], text))
    run = 10 if language == "zh" else 5
    known = {tuple(told[i : i + run]) for i in range(len(told) - run + 1)}
    return any(tuple(said[i : i + run]) in known for i in range(len(said) - run + 1))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _new(text: str, seen: set[str], count: int) -> Iterator[str]:
    text = stripped(text)
    if text and text not in seen and len(seen) < count:
        seen.add(text)
        yield text


def stripped(text: str) -> str:
    """A text without its number, its label and the quotes around it."""
    text = _LABEL.sub("", _NUMBERED_LINE.sub("", text.strip(), count=1)).strip()
    inner = text[1:-1]
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in inner:
        return inner.strip()
    return text


@lru_cache(maxsize=8)
def _parts(path: Path) -> dict[str, str]:
    pieces = _PART.split(path.read_text(encoding="utf-8"))
    return dict(zip(pieces[1::2], (part.strip() for part in pieces[2::2]), strict=True))


def _filled(template: str, fields: dict[str, str]) -> str:
    lines = []
    for line in template.splitlines():
        names = _FIELD.findall(line)
        if all(fields[name] for name in names):
            lines.append(_FIELD.sub(lambda match: fields[match[1]], line).replace(": \n", ":\n"))
    return "\n".join(lines)


def _fields(request: CopyRequest, count: int, as_json: bool) -> dict[str, str]:
    comma = "、" if request.language == "zh" else ", "
    low, high = request.min_units, request.max_units
    characters = request.unit == "characters"
    return {
        "count": str(count) if count > 1 else "",
        "separator": SEPARATOR if count > 1 and not as_json else "",
        "form": FORM if as_json else "",
        "channel": request.channel.replace("_", " "),
        "product": request.product,
        "category": request.category,
        "industry": request.industry,
        "facts": _listed(request.facts),
        "audience": request.audience,
        "persona": request.persona,
        "tone": request.tone,
        "offer": request.offer,
        "cta": request.cta,
        "keywords": comma.join(request.keywords),
        "talking_points": _listed(request.talking_points),
        "exemplars": _listed(request.exemplars),
        "samples": _listed(request.samples),
        "rejected": _listed(tuple(map(_turned_down, request.rejected))),
        "source": request.source,
        "avoid": comma.join(request.avoid),
        "framework": _framework(request),
        "part": _part(request),
        "instructions": request.instructions,
        "min_characters": str(low) if low and characters else "",
        "max_characters": str(high) if high and characters else "",
        "min_words": str(low) if low and not characters else "",
        "max_words": str(high) if high and not characters else "",
    }


def _framework(request: CopyRequest) -> str:
    """How the framework that the request names tells its copy, "" where it names none."""
    wanted = request.options.get("framework", "")
    return _parts(PROMPTS / f"frameworks-{request.language}.txt").get(wanted, "")


def _part(request: CopyRequest) -> str:
    """What a part of a long piece has to do, "" where the request asks for no such part."""
    said = _parts(PROMPTS / f"parts-{request.language}.txt").get(request.channel, "")
    options = {"heading": request.options.get("heading", ""), "job": request.options.get("job", "")}
    return _FIELD.sub(lambda match: options[match[1]], said)


def _turned_down(rejected: Rejected) -> str:
    return f"{rejected.text}\n  ({' '.join(rejected.reasons)})"


def _listed(items: tuple[str, ...]) -> str:
    return "".join(f"\n- {item}" for item in items)
