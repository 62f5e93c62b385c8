"""Which writer is asked first for a channel, and which one wrote what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import streamlit as st

from core.copywriting import Channel, Draft
from core.engines.types import BUNDLED_WRITER
from core.i18n import in_a_row, listed, number
from pages._ui import services
from pages._ui.drafts import Names
from pages._ui.persona_writer import chosen_writer
from pages._ui.texts import plain


def who_writes(channels: Mapping[str, Channel], called: Names) -> None:
    """One line: the writer of the chosen channels, each with its channels where they differ."""
    _ = services.gettext()
    writer = chosen_writer()
    leads = writer.leads
    served: dict[str, list[str]] = {}
    for kind in channels.values():
        first = leads is None or f"{kind.language}/{kind.like}" in leads
        served.setdefault(writer.id if first else BUNDLED_WRITER, []).append(_(kind.name))
    if len(served) > 1:
        said = [
            _("{engine} writes for {channels}.").format(
                engine=called.engines.get(id, id), channels=listed(names, _)
            )
            for id, names in served.items()
        ]
    else:
        said = [_("{engine} writes.").format(engine=called.engines.get(id, id)) for id in served]
    if leads is not None and writer.id in served:
        said.append(
            _("Where too few of its drafts pass, {engine} goes on.").format(
                engine=called.engines.get(BUNDLED_WRITER, BUNDLED_WRITER)
            )
        )
    if said:
        st.caption(plain(in_a_row(*said)))


def who_wrote(drafts: Iterable[Draft], last: str, called: Names) -> str:
    """The names of the engines that drafts came from, with how many from each where several
    wrote; without drafts the name of the one asked `last`."""
    _, language = services.gettext(), services.language()
    wrote = Counter(draft.engine for draft in drafts) or Counter({last: 1})
    names = {id: called.engines.get(id, id) for id in wrote}
    if len(wrote) == 1:
        return names.popitem()[1]
    several = (
        _("{engine} ({count})").format(engine=names[id], count=number(count, language))
        for id, count in wrote.most_common()
    )
    return listed(several, _)
