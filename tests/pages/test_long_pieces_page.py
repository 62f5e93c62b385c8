"""A long piece on its card: its headings stand out and its outline can be unfolded."""

from __future__ import annotations

from core.copywriting import Brief


def test_a_blog_post_is_one_card_with_its_outline(open_page, studio) -> None:
    facts = ("holds 0.8 litres", "dishwasher safe", "$39")
    brief = Brief("en", "Aurora Kettle", facts, category="electric kettle", cta="Shop now")
    (draft,) = list(studio.copy.write(brief, "blog_post", 1, seed=1, engine="copybook"))
    app = open_page("library")
    unfolded = next(part for part in app.expander if part.label == "Outline")
    said = " ".join(part.value for part in (*unfolded.markdown, *unfolded.caption))
    for section in draft.plan.sections:
        assert section.heading.split()[0].strip(",:?") in said
    assert "holds 0\\.8 litres" in said
    title = draft.text.split("\n")[0]
    assert any(part.value.startswith("#### ") for part in app.markdown), title
