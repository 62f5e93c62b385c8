"""Replies to reviews promise what the policy says, and nothing else."""

from __future__ import annotations

import pytest

from core.copywriting import Complaint, Filters, Library
from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import channel
from core.copywriting.checks.promises import check_promises
from core.copywriting.replies.replies import Replies
from core.engines.copybook.engine import Copybook
from core.errors import InputRejected

POLICY = {
    "en": (["Faults within 12 months are replaced"], "write to care@hollin.example", "Hollin care"),
    "zh": (["签收后7天内可无理由退货"], "在订单页点“联系客服”", "禾林客服"),
}
ANGRY = {
    "en": Complaint(4, "The lid is a fault, call Ann on [phone]", "en", "Hollin Kettle", ("lid",)),
    "zh": Complaint(4, "物流太慢，要退货，电话[phone]", "zh", "禾林水壶", ("物流",)),
}


@pytest.fixture
def answering(desk, says):
    """Replies whose chosen writer promises too much, so that the copybook takes over."""

    def make(*lines: str) -> Replies:
        return Replies(desk(says(list(lines)), Copybook()))

    return make


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_reply_names_the_aspect_offers_the_policy_and_is_a_draft(
    answering, store, lang: str
) -> None:
    replies = answering("We will refund you at once and send a gift. " * 2)
    promises, contact, sign_off = POLICY[lang]
    replies.keep_policy(lang, promises, contact, sign_off)
    texts = set()
    for seed in range(5):
        draft = replies.suggest(ANGRY[lang], seed=seed)
        texts.add(draft.text)
        assert draft.engine == "copybook"
        assert draft.channel == "review_reply"
        assert promises[0] in draft.text
        assert contact in draft.text
        assert draft.text.endswith(sign_off)
        assert ANGRY[lang].blamed[0] in draft.text
        assert "Ann" not in draft.text
        assert "phone" not in draft.text
    assert len(texts) == 5
    assert replies.latest([4, 5]) == {4: draft}
    assert Library(store).provenance(draft.id).heard[0].reviews == (4,)
    assert Library(store).find(Filters(channel="review_reply")).total == 5


def test_the_chosen_writer_is_kept_when_it_stays_within_the_policy(answering) -> None:
    said = (
        "We are sorry that you are unhappy with the lid of your kettle. Faults within 12 months "
        "are replaced, so please write to care@hollin.example and we will see to it."
    )
    replies = answering(said)
    replies.keep_policy("en", *POLICY["en"])
    draft = replies.suggest(ANGRY["en"], seed=1)
    assert (draft.engine, draft.text) == ("says", said)
    edited = replies._desk.edit(draft.id, said.replace("sorry", "truly sorry"))
    assert edited.usable
    assert replies.latest([4])[4].id == edited.id
    assert not replies._desk.edit(draft.id, said + " You get a refund too.").usable
    assert replies._desk.briefs() == []


def test_promises_and_admissions_need_the_policy() -> None:
    brief = Brief.from_dict({"lang": "en", "product": "x", "facts": ["refund within 30 days"]})
    reply = channel("review_reply", "en")

    def rules(text: str) -> set[str]:
        return {found.rule for found in check_promises(text, brief, reply)}

    assert rules("You get a refund within 30 days.") == set()
    assert rules("We will send a replacement.") == {"reply.promise"}
    assert rules("It was our fault.") == {"reply.admission"}
    assert rules("Dear [email], thank you.") == {"reply.masked"}
    assert check_promises("We give a gift.", brief, channel("slogan", "en")) == []


def test_without_a_policy_nothing_is_written(answering) -> None:
    replies = answering("Hello.")
    with pytest.raises(InputRejected):
        replies.suggest(ANGRY["en"])
    with pytest.raises(InputRejected):
        replies.keep_policy("en", ["签收后七天内可以无理由退货退款"])
    with pytest.raises(InputRejected):
        replies.keep_policy("en", ["x" * 200])
    assert replies.policy("en").empty
