"""The fixed briefs that a tuned writer is examined on."""

from __future__ import annotations

from core.settings import Settings
from core.tuning.exam import fixed_exam


def test_the_fixed_briefs_are_held_out_and_checked(settings: Settings) -> None:
    corpus = settings.assets / "corpus"
    english = fixed_exam(corpus, {"en": ["x_post"]}, ("en",))
    assert len(english.tasks) == 16
    assert {(task.request.language, task.request.channel) for task in english.tasks} == {
        ("en", "x_post")
    }
    assert all(request.language == "en" for request, _ in english.learnt)
    assert len(english.learnt) > 16
    exam = fixed_exam(corpus, {"en": ["of my own", "sms", "slogan", "x_post"]})
    judged = [task for task in exam.tasks if task.judged]
    assert len(judged) == 16
    assert {task.request.channel for task in judged} == {"sms", "slogan"}
    assert [task.request.language for task in exam.tasks if not task.judged] == ["zh"] * 10
    assert sum(len(task.copy) for task in exam.tasks) >= 20
    assert all(task.passes(text) for task in exam.tasks[:2] for text in task.copy)
    assert not exam.tasks[0].passes("It costs $1 and weighs 77 tonnes!")


def test_each_judged_task_is_for_another_brief(settings: Settings) -> None:
    exam = fixed_exam(settings.assets / "corpus", {"en": ["sms", "slogan"], "zh": ["weibo"]})
    judged = [(t.request.language, t.request.product, t.request.facts) for t in exam.tasks]
    assert len(judged) == 32
    assert len(set(judged)) == 32


def test_a_channel_without_copy_is_examined_in_the_usual_ones(settings: Settings) -> None:
    exam = fixed_exam(settings.assets / "corpus", {"zh": ["of my own"]}, ("zh",))
    assert {task.request.channel for task in exam.tasks} == {"weibo", "product_description"}
    assert all(task.judged for task in exam.tasks)
