"""A report as one HTML file: no script, nothing loaded, every word escaped."""

from __future__ import annotations

from html import escape

from core.reviews.report import Card, ImpactLine, Moment, Report
from core.reviews.report_charts import course_svg, impacts_svg

_STYLE = """
:root{color-scheme:light}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC",sans-serif;color:#1f2937;background:#fff;margin:0 auto;max-width:820px;
padding:32px 24px}
h1{font-size:28px;margin:0}h2{font-size:18px;margin:28px 0 8px}h3{font-size:15px;margin:14px 0 2px}
p{margin:4px 0}.about,.how{color:#64748b;font-size:13px}
.cards{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}
.card{flex:1 1 110px;background:#f6f7fb;border-radius:10px;padding:12px 14px}
.card b{display:block;font-size:26px;line-height:1.2}.card span{color:#64748b;font-size:12px}
blockquote{margin:4px 0;padding-left:12px;border-left:3px solid #c7d2fe;color:#475569;
font-size:13px}
svg{width:100%;height:auto;display:block}
.sides{display:flex;flex-wrap:wrap;gap:24px}.sides div{flex:1 1 280px}
section{break-inside:avoid}@page{size:A4;margin:14mm}
@media print{body{padding:0;font-size:11px;line-height:1.35;max-width:none}h1{font-size:20px}
h2{font-size:14px;margin:12px 0 4px}h3{font-size:12px;margin:6px 0 0}p,blockquote{margin:1px 0}
.about,.how,blockquote,.card span{font-size:10px}.cards{margin:8px 0;gap:8px;flex-wrap:nowrap}
.card{padding:6px 8px;flex-basis:0}.card b{font-size:18px}svg{max-width:560px}}
"""


def as_html(report: Report) -> str:
    """The report as a page that needs nothing but itself and prints on two sheets."""
    labels = {name: escape(text) for name, text in report.labels.items()}
    language = {"zh": "zh-CN"}.get(report.language, report.language)
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{escape(report.title)}</h1><p class="about">{escape(report.about)}</p>',
        f'<div class="cards">{"".join(_card(card) for card in report.cards)}</div>',
    ]
    if report.course:
        parts.append(f"<section><h2>{labels['course']}</h2>{course_svg(report)}</section>")
    if report.impacts:
        parts.append(f"<section><h2>{labels['impacts']}</h2>{impacts_svg(report)}")
        parts.append(f'<p class="how">{labels["impacts_how"]}</p></section>')
        parts += [_impact(line) for line in report.impacts]
    parts.append(f"<h2>{labels['moments']}</h2>")
    parts += [_moment(moment) for moment in report.moments] or [f"<p>{labels['no_moments']}</p>"]
    parts.append(f'<section><h2>{labels["words"]}</h2><div class="sides">')
    for side, words in (("complaint", report.complaint), ("praise", report.praise)):
        listed = escape(" · ".join(words)) or "–"
        parts.append(f"<div><h3>{labels[side]}</h3><p>{listed}</p></div>")
    parts.append(f'</div></section><p class="how">{labels["how"]}</p></body></html>')
    return "\n".join(parts)


def _card(card: Card) -> str:
    moved = f"<span>{escape(card.moved)}</span>" if card.moved else ""
    name, value = escape(card.name), escape(card.value)
    return f'<div class="card"><span>{name}</span><b>{value}</b>{moved}</div>'


def _impact(line: ImpactLine) -> str:
    quote = f"<blockquote>{escape(line.quote)}</blockquote>" if line.quote else ""
    return f"<section><h3>{escape(line.name)}</h3><p>{escape(line.told)}</p>{quote}</section>"


def _moment(moment: Moment) -> str:
    quotes = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in moment.quotes)
    return f"<section><h3>{escape(moment.title)}</h3><p>{escape(moment.told)}</p>{quotes}</section>"
