"""What a reply to a review promises or admits beyond its policy."""

from __future__ import annotations

import re

from core.copywriting.briefs.brief import Brief
from core.copywriting.channels.channels import Channel
from core.copywriting.checks.check import Check
from core.i18n import N_

RULE = "reply_policy"
_PROMISE = N_("“{word}” promises what your reply policy does not say.")
_ADMITS = N_("“{word}” admits what your reply policy does not say.")
_HOLE = N_("“{word}” stands for something personal that was masked.")
_MASKED = re.compile(r"\[(?:email|phone|id|card|order)\]")

_PROMISES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\brefund\w*|\bmoney back\b|\breimburs\w+|退款|退钱|全额退|退还|报销",
        r"\breplac(?:e|es|ed|ing|ements?)\b|\bnew one\b|换新|换货|更换|补发|重发|补寄",
        r"\bexchang\w+|\breturns?\b(?! to\b)|\bsend it back\b|退货|退换|可退|换货",
        r"\bcompensat\w+|\bcredit(?:ed|s)?\b|\bvouchers?\b|\bcoupons?\b|\bgifts?\b"
        r"|赔偿|赔付|补偿|优惠券|红包|赠送|礼品|代金券",
        r"\bfree\b|\bat no (?:cost|charge)\b|\bon us\b|免费|包邮|不收费|运费由",
        r"\bdiscount\w*|\b\d+ ?% off\b|折扣|打折|\d折",
        r"\bguarantee\w*|\bwarrant\w+|保修|质保|保证",
        r"\brepair\w*|\bfix(?:ed|ing)?\b|\bcollect(?:ed|ion)?\b|维修|修好|上门",
        r"\b(?:within|in) (?:an? |\d+ |one |two |three )?(?:hours?|days?|weeks?)\b|\btoday\b"
        r"|\btomorrow\b|\bimmediately\b|当天|今天|明天|立即|马上|[\d一二三两]+(?:小时|天|个工作日)内",
    )
]
_ADMISSION = re.compile(
    r"\b(?:our (?:own )?(?:fault|mistake|error|failure)|we (?:were|are) (?:wrong|at fault|to blame)"
    r"|we (?:admit|caused|failed|broke)|(?:is|was|are|were) (?:defective|faulty|unsafe))\b"
    r"|我们的错|我们错了|是我们(?:疏忽|失误|不对)|我们(?:承认|失职)|质量问题|有缺陷",
    re.IGNORECASE,
)


def check_promises(text: str, brief: Brief, channel: Channel) -> list[Check]:
    """Errors for promises and admissions that no fact of the brief makes, and for placeholders
    of masked words. Nothing for channels without the rule "reply_policy"."""
    if RULE not in channel.rules:
        return []
    policy = "\n".join(brief.facts)
    found = [
        Check("reply.masked", "error", _HOLE, {"word": match[0]}, match.span())
        for match in _MASKED.finditer(text)
    ]
    for pattern in _PROMISES:
        if not pattern.search(policy):
            found += [
                Check("reply.promise", "error", _PROMISE, {"word": match[0]}, match.span())
                for match in pattern.finditer(text)
            ]
    found += [
        Check("reply.admission", "error", _ADMITS, {"word": match[0]}, match.span())
        for match in _ADMISSION.finditer(text)
        if match[0].casefold() not in policy.casefold()
    ]
    return found
