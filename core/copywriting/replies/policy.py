"""What a reply to a review may promise: typed once for a workspace and a language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from core.copywriting.briefs.soundness import foreign
from core.errors import InputRejected
from core.i18n import N_
from core.store import workspaces as rows
from core.store.store import Store
from core.text import clean

MOST_PROMISES = 12
LONGEST_PROMISE = {"en": 140, "zh": 50}
_LONGEST = {"contact": 100, "sign_off": 60}


@dataclass(frozen=True)
class ReplyPolicy:
    """Facts a reply may promise, how to reach the shop, and who signs; "" and () for nothing."""

    promises: tuple[str, ...] = ()
    contact: str = ""
    sign_off: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing that a reply could offer."""
        return not (self.promises or self.contact)

    @property
    def facts(self) -> tuple[str, ...]:
        """All of it, as the facts of a brief."""
        return tuple(filter(None, (*self.promises, self.contact, self.sign_off)))


def policy(store: Store, workspace: int, language: str) -> ReplyPolicy:
    """The policy in a language, an empty one where none was typed."""
    with store.open() as db:
        kept = rows.preference(db, workspace, _key(language))
    if not kept:
        return ReplyPolicy()
    fields = json.loads(kept)
    return ReplyPolicy(**fields | {"promises": tuple(fields["promises"])})


def keep_policy(
    store: Store,
    workspace: int,
    language: str,
    *,
    promises: Sequence[str],
    contact: str = "",
    sign_off: str = "",
) -> ReplyPolicy:
    """Store a policy in place of the one before; as stored.

    Raises InputRejected for too many or too long lines and for another language.
    """
    lines = tuple(filter(None, (_line(text).rstrip(".。;；") for text in promises)))
    made = ReplyPolicy(lines, _line(contact).rstrip(".。"), _line(sign_off))
    if len(lines) > MOST_PROMISES:
        raise InputRejected(
            N_("There are {count} lines; {limit} is the most."), count=len(lines),
            limit=MOST_PROMISES,
        )  # fmt: skip
    lengths = [(text, LONGEST_PROMISE[language]) for text in lines]
    lengths += [(getattr(made, name), longest) for name, longest in _LONGEST.items()]
    for text, longest in lengths:
        if len(text) > longest:
            raise InputRejected(
                N_("“{start}…” has {count} characters; {limit} is the most."),
                N_("Make it one short phrase, or split it."),
                start=text[:30], count=len(text), limit=longest,
            )  # fmt: skip
    if foreign(lines, language):
        raise InputRejected(
            N_("These lines are in another language."),
            N_("A reply is written in the customer's language: type them in that one."),
        )
    fields = asdict(replace(made, promises=list(lines)))  # type: ignore[arg-type]
    with store.open() as db:
        rows.set_preference(db, workspace, _key(language), json.dumps(fields, ensure_ascii=False))
    return made


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _key(language: str) -> str:
    return f"reply-policy-{language}"
