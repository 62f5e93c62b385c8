"""Where each limit of the tables of channels and previews comes from, for the catalogue."""

from __future__ import annotations

from core.i18n import N_

SOURCES = (
    N_("House rule: a line that is remembered has two to eight words"),
    N_(
        "Google Ads Help, About responsive search ads: headline 30 characters, double-width "
        "characters count two"
    ),
    N_(
        "Google Ads Help, About responsive search ads: description 90 characters, "
        "double-width characters count two"
    ),
    N_(
        "Google Ads Help, About responsive search ads: up to 15 headlines of 30 and 4 "
        "descriptions of 90 characters, all different"
    ),
    N_(
        "Meta Business Help, image ad design recommendations: primary text is cut after "
        "about 125 characters"
    ),
    N_(
        "House rule: 20 to 60 words, two to four hashtags at the end; Instagram allows 2,200 "
        "characters and 30 hashtags"
    ),
    N_(
        "X Help, Counting characters: 280, CJK counts two; the house keeps 40 free for a "
        "link and a mention"
    ),
    N_("House rule: 45 to 90 words; LinkedIn allows 3,000 characters and folds after about 210"),
    N_("House rule: common mobile clients cut a subject after 40 to 50 characters"),
    N_("House rule: common clients show 40 to 90 characters after the subject"),
    N_("House rule: 55 to 110 words, one idea, a greeting, the call to action as the last line"),
    N_("3GPP TS 23.038: 160 GSM-7 characters a message; the house keeps 10 free for an opt-out"),
    N_("House rule: Android and iOS lock screens show about 120 characters before they fold"),
    N_("House rule: 40 to 80 words fit above the fold of a product page"),
    N_("eBay Help, Creating a listing title: 80 characters; Amazon asks for 80 as well on mobile"),
    N_("House rule: a headline of at most nine words and a line under it of at most 22"),
    N_("House rule: 45 to 90 words before the first section"),
    N_("House rule: thirty seconds at 150 spoken words a minute, a hook first"),
    N_("House rule: 20 to 80 words; app stores allow 350 characters and more"),
    N_("House rule: a spoken line of 4 to 14 characters"),
    N_("Baidu marketing search creative: title up to 50 bytes, that is 25 Chinese characters"),
    N_(
        "Baidu marketing search creative: description up to 80 bytes, that is 40 Chinese characters"
    ),
    N_("Taobao and Tmall listing rules: title up to 60 bytes, that is 30 Chinese characters"),
    N_("House rule: 55 to 120 characters fit one phone screen of a product page"),
    N_(
        "Xiaohongshu editor: title 20 characters, body 1,000; the house keeps the body at 80 to 175"
    ),
    N_("Weibo folds posts after 140 characters; the house keeps 20 free for a topic and a link"),
    N_(
        "House rule: WeChat Moments folds after about six lines; 60 characters are read at a glance"
    ),
    N_("WeChat official accounts: title up to 64 characters, cut in the list after about 28"),
    N_("WeChat official accounts: summary up to 120 characters"),
    N_(
        "House rule: ten to thirty seconds at four to five characters a second, the first "
        "sentence is the hook"
    ),
    N_("House rule: mobile clients show about 22 Chinese characters of a subject"),
    N_(
        "House rule: 85 to 170 characters, a greeting, one idea, the call to action as the "
        "last line"
    ),
    N_("3GPP TS 23.038: 70 UCS-2 characters a message; the house keeps 5 free for the opt-out"),
    N_(
        "House rule: Android and iOS lock screens show about 50 Chinese characters before they fold"
    ),
    N_("House rule: 75 to 140 characters before the first section"),
    N_("House rule: 30 to 120 characters, read in full on a phone"),
    N_("House rule: mobile clients show about 40 Chinese characters after the subject"),
    N_("House rule: three to five sections, read in about four minutes"),
    N_(
        "House rule: an opening, two or three paragraphs and one call to action, read in two "
        "minutes"
    ),
    N_(
        "WeChat official accounts: title up to 64 characters; the house keeps to three or "
        "four sections"
    ),
)
"""Every source in assets/channels.toml."""

PREVIEW_SOURCES = (
    N_("3GPP TS 23.038: 160 GSM-7 or 70 UCS-2 characters a message (2026-11-20)"),
    N_("Baidu marketing search creative: description up to 80 bytes (2026-11-20)"),
    N_("Baidu marketing search creative: title up to 50 bytes (2026-11-20)"),
    N_("Google Ads Help, About responsive search ads: description 90 characters (2026-11-20)"),
    N_("Google Ads Help, About responsive search ads: headline 30 characters (2026-11-20)"),
    N_(
        "Google Ads Help, About responsive search ads: up to three headlines and two "
        "descriptions show at a time (2026-11-20)"
    ),
    N_("House measure: Android and iOS lock screens fold after about 100 columns (2026-11-22)"),
    N_("House measure: LinkedIn folds after about 210 characters (2026-11-20)"),
    N_("House measure: WeChat Moments folds after about six lines of 20 characters (2026-11-20)"),
    N_("House measure: a caption folds after about 125 characters (2026-11-22)"),
    N_("House measure: a headline and the line under it (2026-11-20)"),
    N_("House measure: common clients show 40 to 90 columns after the subject (2026-11-20)"),
    N_(
        "House measure: mobile clients show 40 columns of a subject and more on a wide "
        "screen (2026-11-20)"
    ),
    N_("House measure: search results of shops show about 60 columns of a title (2026-11-22)"),
    N_(
        "Meta Business Help, image ad design recommendations: primary text is cut after "
        "about 125 characters (2026-11-20)"
    ),
    N_(
        "WeChat official accounts: a title is cut in the list after about 28 characters "
        "(2026-11-20)"
    ),
    N_("Weibo folds posts after 140 characters (2026-11-20)"),
    N_("X Help, Counting characters: 280, CJK counts two (2026-11-20)"),
    N_("Xiaohongshu editor: title 20 characters (2026-11-20)"),
)
"""Every source in assets/previews.toml."""
