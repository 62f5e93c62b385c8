from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core import i18n
from core.errors import InputRejected

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "N_": None, "NN_": (1, 2), "ngettext": (1, 2)}
DATE = re.compile(r"\d+年(\d+月)?(\d+日)?|\d+月(?=[中底初])")
UNEVEN = (
    re.compile(r"[㐀-鿿][A-Za-z0-9$]|[A-Za-z0-9%][㐀-鿿]"),
    re.compile(r"[㐀-鿿][,:;!?()]\s?[㐀-鿿]|[。，：；！？、] |……| %"),
    re.compile("客户|素材库|写手|阅读器|识别引擎|群体|代号"),
)
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")


def used_messages() -> dict[str, str]:
    found = {}
    for folder in ("core", "pages", "pages/_ui"):
        for file, line, message, _, _ in extract_from_dir(
            str(ROOT / folder), [("**.py", "python")], keywords=KEYWORDS
        ):
            for text in [message] if isinstance(message, str) else message:
                found[text] = f"{folder}/{file}:{line}"
    return found


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if code != "en"])
def test_every_message_is_translated_with_its_placeholders(language: str) -> None:
    path = i18n.CATALOGUES / language / "LC_MESSAGES" / "brandloop.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    translated = {}
    for message in catalogue:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        for text in ids:
            translated[text] = "" if message.fuzzy else texts[0]
    used = used_messages()
    missing = {place: text for text, place in used.items() if not translated.get(text)}
    assert not missing
    wrong = {
        text
        for text in used
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(translated[text]))
    }
    assert not wrong
    assert not set(filter(None, translated)) - set(used), "translations nobody uses"


def test_chinese_is_set_and_named_in_one_way() -> None:
    """A space between Chinese and Latin letters or digits (but none in a date), full-width
    stops, 你 for the person addressed, and one name for each thing."""
    path = i18n.CATALOGUES / "zh" / "LC_MESSAGES" / "brandloop.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    odd = {}
    for message in catalogue:
        said = message.string if isinstance(message.string, str) else message.string[0]
        bare = DATE.sub("", said).replace("客户端", "")
        for pattern in UNEVEN:
            if message.id and (found := pattern.search(bare)):
                odd[said] = found.group()
        if "您" in said and "您" not in str(message.id):
            odd[said] = "您"
    assert not odd


def test_every_message_stands_where_it_can_be_collected() -> None:
    for folder in ("core", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"""n?gettext\(\)\(\s*f?["']""", path.read_text("utf-8")), path


def test_guess_language() -> None:
    assert i18n.guess_language("zh-TW") == "zh"
    assert i18n.guess_language(["fr-FR", "zh_CN"]) == "zh"
    assert i18n.guess_language("de") == "en"
    assert i18n.guess_language(None) == "en"


def test_numbers_and_days_follow_the_language() -> None:
    assert i18n.number(1234567.25, "en", 1) == "1,234,567.2"
    assert i18n.compact(12_400, "en") == "12.4K"
    assert i18n.compact(12_400, "zh") == "1.2万"
    assert i18n.compact(870, "en") == "870"
    assert i18n.percent(0.614, "en") == "61%"
    assert i18n.day(date(2026, 8, 1), "zh") == "2026年8月1日"
    assert i18n.day("2026-08-01", "en") == "Aug 1, 2026"


def test_a_message_that_counts_is_kept_and_translated_later() -> None:
    one, many = "{count} review", "{count} reviews"
    zh, en = (i18n.translation(language) for language in ("zh", "en"))
    for count in (0, 1, 2):
        kept = i18n.NN_(one, many, count)
        assert en.gettext(kept) == en.ngettext(one, many, count) == (one if count == 1 else many)
        assert zh.gettext(kept) == zh.ngettext(one, many, count) != kept


def test_the_command_that_collects_messages_knows_every_mark() -> None:
    command = (ROOT / "Makefile").read_text("utf-8")
    for name, forms in KEYWORDS.items():
        assert name == "_" or f"-k {name}{':1,2' if forms else ''} " in command


def test_lists_and_sentences_follow_the_language() -> None:
    assert i18n.listed(["csv", "html"], i18n.translation("en").gettext) == "csv, html"
    assert i18n.listed(["包装", "气味"], i18n.translation("zh").gettext) == "包装、气味"
    assert i18n.in_a_row("Too long.", "", "Shorten it.") == "Too long. Shorten it."
    assert i18n.in_a_row("太长。", "请缩短。") == "太长。请缩短。"
    error = InputRejected(
        "{columns} are missing.", "Use one of: {formats}.", columns=("a", "b"), formats=["c"]
    )
    assert str(error) == "a, b are missing. Use one of: c."
    assert error.text(i18n.translation("zh").gettext).endswith("可用的格式：c。")
