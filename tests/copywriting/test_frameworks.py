"""AIDA and its kin: asked of engines that follow them, and said where one does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.copywriting import Brief, CopyDesk
from core.engines import prompts
from core.engines.types import FRAMEWORKS
from core.errors import InputRejected

LINE = "Aurora Kettle boils one litre in three minutes. Tea is near."


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_prompt_says_what_the_framework_asks_in_either_language(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief, framework: str
) -> None:
    writer = says([LINE])
    run = desk(writer).write(kettle, "x_post", 1, seed=1, framework=framework)
    assert len(list(run)) == 1
    request = writer.requests[0]
    plain = replace(request, options={})
    for language in ("en", "zh"):
        with_it = prompts.plain(replace(request, language=language), 1)
        without = prompts.plain(replace(plain, language=language), 1)
        assert framework.upper()[:2] in with_it.replace("four P", "4P")
        assert len(with_it) > len(without) + 30
    assert any("does not follow a framework" in note for note, _ in run.report.notes)


def test_an_engine_that_obeys_brings_no_note_and_an_unknown_framework_is_refused(
    says: Any, desk: Callable[..., CopyDesk], kettle: Brief
) -> None:
    writer = says([LINE])
    writer.info = replace(writer.info, obeys=frozenset({"framework"}))
    run = desk(writer).write(kettle, "x_post", 1, seed=1, framework="pas")
    list(run)
    assert not any("framework" in note for note, _ in run.report.notes)
    with pytest.raises(InputRejected, match="aida"):
        desk(writer).write(kettle, "x_post", 1, framework="poem")
