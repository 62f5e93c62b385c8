from __future__ import annotations

import pytest

from core.personas.line_breaks import lines_of

TEXT = (
    "下单不少于 9 次：其中 100% 如此，是全体（38%）的 2.6 倍。“coffee”是他们的用词，"
    "共（甲（乙））。Spent $3,128 or more (87% – 92%), “ok”, it’s #Tag.\n第二段"
)


@pytest.mark.parametrize("width", range(10, 60))
def test_a_line_ends_and_begins_where_it_may(width):
    lines = lines_of(TEXT, width, len)
    assert "".join(lines) == TEXT
    assert all(len(line.rstrip()) <= width for line in lines)
    assert not any(line.rstrip()[-1] in "（(“" for line in lines)
    assert not any(line[0] in "）)”，。：、,.% " for line in lines)
    assert lines[-1] == "第二段"
    assert not any("$3" in line and "$3,128" not in line for line in lines)


def test_a_word_wider_than_a_line_is_cut():
    assert lines_of("看 abcdefgh", 4, len) == ["看 ab", "cdef", "gh"]
    assert lines_of("", 4, len) == [""]
