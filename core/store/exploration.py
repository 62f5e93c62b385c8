"""Votes by the level of a factor that a draft was written with.

What the studio chose stands in the draft's parameters under `chosen`, what the person chose in
its brief; both tell how a level is liked.
"""

from __future__ import annotations

from sqlite_utils.db import Database

_LEVEL = """coalesce(json_extract(d.parameters, '$.chosen.' || :factor),
                     json_extract(b.content, '$.' || :factor), '')"""
_JOINED = """FROM votes v JOIN drafts d ON d.id = v.draft_id
             LEFT JOIN briefs b ON b.id = d.brief_id"""


def votes(
    db: Database, workspace: int, persona_id: int | None, channel: str, factor: str
) -> dict[str, tuple[int, int]]:
    """Standing thumbs up and down of each level, for a persona (None: drafts for everybody), on
    what engines wrote; edits and redesigns tell nothing of a level."""
    found = db.conn.execute(
        f"""SELECT {_LEVEL} AS level, sum(v.value > 0), sum(v.value < 0) {_JOINED}
            WHERE d.workspace_id = :workspace AND d.persona_id IS :persona
              AND d.channel = :channel AND v.value <> 0 AND d.origin = 'engine'
            GROUP BY level HAVING level <> ''""",
        {"workspace": workspace, "persona": persona_id, "channel": channel, "factor": factor},
    )
    return {str(level): (int(up), int(down)) for level, up, down in found}


def places(db: Database, workspace: int) -> list[tuple[int | None, str, int]]:
    """Personas and channels with standing votes on any draft: persona id, channel, votes; the
    most first."""
    found = db.conn.execute(
        """SELECT d.persona_id, d.channel, count(*) AS n FROM votes v
           JOIN drafts d ON d.id = v.draft_id
           WHERE d.workspace_id = ? AND v.value <> 0
           GROUP BY d.persona_id, d.channel ORDER BY n DESC, d.channel""",
        [workspace],
    )
    return [(persona, str(channel), int(n)) for persona, channel, n in found]
