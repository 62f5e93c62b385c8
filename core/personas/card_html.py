"""A persona as one HTML page to print, send or save as PDF: no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from core.i18n import N_, in_a_row, percent
from core.personas.card_extras import NOTHING, CardExtras, message_line, price_lines, size_line
from core.personas.cards import Persona
from core.personas.evidence import Trait
from core.personas.phrases import Translate
from core.personas.summaries import summary

_TRAITS = 8
_WIDE = 220
_FAINT = ' class="faint"'
_STYLE = """
:root{color-scheme:light}
body{font:14px/1.45 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC",sans-serif;color:#1f2937;background:#fff;margin:0 auto;max-width:760px;
padding:28px 24px}
header{display:flex;gap:16px;align-items:center;margin-bottom:14px}
.badge{flex:none;width:64px;height:64px;border-radius:50%;background:#4338ca;color:#fff;
font:600 24px/64px system-ui,sans-serif;text-align:center}
h1{font-size:24px;margin:0}h2{font-size:15px;margin:16px 0 6px}p{margin:4px 0}
.about,small{color:#64748b}.mark{color:#9a3412}
table{border-collapse:collapse;width:100%}td,th{padding:4px 8px 4px 0;text-align:left;
vertical-align:middle;font-weight:400}td.n{white-space:nowrap;text-align:right}
.sides{display:flex;flex-wrap:wrap;gap:20px}.sides section{flex:1 1 280px}
ul{margin:4px 0;padding-left:18px}
blockquote{margin:4px 0;white-space:pre-line;padding-left:10px;border-left:3px solid #c7d2fe;
color:#475569}
.faint{color:#94a3b8}section{break-inside:avoid}@page{size:A4;margin:14mm}
@media print{body{padding:0;font-size:12px;max-width:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_ANSWERS = {
    "who": N_("Who they are"),
    "wants": N_("What they want"),
    "worries": N_("What worries them"),
    "words": N_("Words they use"),
}


def as_html(
    persona: Persona, language: str, translate: Translate, extras: CardExtras = NOTHING
) -> str:
    """The card on a sheet: who, how many, what sets them apart, what they say, what to say."""
    title = persona.title(translate)
    badge = extras.badge or persona.initials(translate)
    named = {"zh": "zh-CN"}.get(language, language)
    parts = [
        f'<!doctype html><html lang="{named}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f'<header><div class="badge">{escape(badge)}</div><div>',
        f"<h1>{escape(title)}</h1>{_about(persona, language, translate, extras)}</div></header>",
    ]
    if persona.assumed:
        parts += [
            f"<section><h2>{escape(translate(_ANSWERS[key]))}</h2><p>{escape(text)}</p></section>"
            for key, text in persona.description.items()
            if text and key in _ANSWERS
        ]
    else:
        told = in_a_row(*(one.text for one in summary(persona, language, translate)))
        parts.append(f"<p>{escape(told)}</p>")
        parts.append(_traits(persona.traits[:_TRAITS], language, translate))
        parts.append(_advice(persona, translate))
        parts.append(_prices(persona, language, translate))
        parts.append(_voices(persona, translate))
    parts.append(_messages(extras, translate))
    if persona.note:
        parts.append(_section(translate(N_("Your own note")), f"<p>{escape(persona.note)}</p>"))
    made = translate(N_("Version {n}, {day}")).format(
        n=persona.version, day=(persona.updated_at or persona.created_at)[:10]
    )
    parts.append(f"<p><small>{escape(made)}</small></p></body></html>")
    return "\n".join(part for part in parts if part)


def _about(persona: Persona, language: str, translate: Translate, extras: CardExtras) -> str:
    mark = "mark" if persona.assumed else "about"
    return f'<p class="{mark}">{escape(size_line(persona, language, translate, extras))}</p>'


def _traits(traits: Iterable[Trait], language: str, translate: Translate) -> str:
    rows = []
    for trait in traits:
        numbers = translate(N_("{share} of {n}, {lift}× all")).format(
            share=f"{percent(trait.share, language)} ({percent(trait.low, language)} – "
            f"{percent(trait.high, language)})",
            n=f"{trait.n:,}",
            lift=f"{trait.lift:.1f}",
        )
        kind = "" if trait.reliable else _FAINT
        rows.append(
            f"<tr{kind}><th>{escape(trait.text(translate))}</th><td>{_bar(trait)}</td>"
            f'<td class="n">{escape(numbers)}</td></tr>'
        )
    heading = translate(N_("What sets them apart"))
    return _section(heading, f"<table>{''.join(rows)}</table>") if rows else ""


def _bar(trait: Trait) -> str:
    """The share with its interval, and a tick for everybody's."""
    low, share, high, all_ = (_WIDE * part for part in (trait.low, trait.share, trait.high,
                                                        trait.all_share))  # fmt: skip
    colour = "#6366f1" if trait.reliable else "#94a3b8"
    return (
        f'<svg width="{_WIDE}" height="14" role="img" aria-hidden="true">'
        f'<rect x="0" y="3" width="{_WIDE}" height="8" rx="4" fill="#f1f5f9"/>'
        f'<rect x="0" y="3" width="{share:.1f}" height="8" rx="4" fill="{colour}"/>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="7" y2="7" stroke="#1f2937"/>'
        f'<line x1="{all_:.1f}" x2="{all_:.1f}" y1="0" y2="14" stroke="#64748b" '
        f'stroke-width="2"/></svg>'
    )


def _advice(persona: Persona, translate: Translate) -> str:
    sides = [
        _section(translate(heading), _list(line.text(translate) for line in lines))
        for heading, lines in ((N_("Say"), persona.say), (N_("Avoid"), persona.avoid))
        if lines
    ]
    return f'<div class="sides">{"".join(sides)}</div>' if sides else ""


def _prices(persona: Persona, language: str, translate: Translate) -> str:
    verdict, *lines = price_lines(persona.prices, language, translate)
    signs = zip(persona.prices.signs, lines, strict=True) if lines else ()
    items = "".join(
        f"<li{'' if sign.reliable else _FAINT}>{escape(line)}</li>" for sign, line in signs
    )
    listed = f"<ul>{items}</ul>" if items else ""
    return _section(translate(N_("Price sensitivity")), f"<p>{escape(verdict)}</p>{listed}")


def _messages(extras: CardExtras, translate: Translate) -> str:
    body = "".join(
        f"<blockquote>{escape(text)}</blockquote>"
        f'<p class="about">{escape(message_line(message, translate))}</p>'
        for message, text in extras.written
    )
    return _section(translate(N_("Suggested messages")), body) if body else ""


def _voices(persona: Persona, translate: Translate) -> str:
    sides = []
    for heading, themes in (
        (N_("They praise"), persona.voices.praise),
        (N_("They complain about"), persona.voices.pains),
    ):
        if themes:
            body = "".join(
                f"<p><b>{escape(theme.aspect)}</b> · {theme.n}</p>"
                + "".join(f"<blockquote>{escape(q.text)}</blockquote>" for q in theme.quotes[:1])
                for theme in themes[:3]
            )
            sides.append(_section(translate(heading), body))
    words = " · ".join(word.word for word in persona.words)
    if words:
        sides.append(_section(translate(N_("Their words")), f"<p>{escape(words)}</p>"))
    return f'<div class="sides">{"".join(sides)}</div>' if sides else ""


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>{body}</section>"
