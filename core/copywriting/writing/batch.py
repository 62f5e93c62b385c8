"""A table of briefs in, the same table with copy in readable columns out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from core.copywriting.briefs.brief import Brief
from core.copywriting.briefs.rows import field_of, row_fields
from core.copywriting.writing.desk import CopyDesk
from core.errors import InputRejected, NotFound, StudioError
from core.i18n import N_
from core.jobs import Jobs, Progress
from core.store import batches as store
from core.tables import open_table, write_table

if TYPE_CHECKING:
    import pandas as pd

JOB = "write_batch"
MOST_ROWS = 2000
_LONGEST_CELL = 10_000
_WITHOUT_HEADING = (".jsonl", ".ndjson", ".json")


@dataclass(frozen=True)
class BatchWishes:
    """What is written for each row: `channels` where the row names none of its own, how many
    variants of each, and for whom. `language` "" lets each row decide."""

    channels: tuple[str, ...]
    count: int = 3
    language: str = ""
    persona_id: int | None = None
    brand_id: int | None = None


@dataclass(frozen=True)
class Batch:
    """A stored table of briefs and how far it is, in rows."""

    id: int
    name: str
    total: int
    waiting: int
    done: int
    failed: int
    created_at: str


@dataclass(frozen=True)
class RowProblem:
    """What was wrong with one row: its number in the file, where a table's heading is row 1, the
    `product` it names ("" for none) and the `reason` in words."""

    row: int
    product: str
    reason: str


@dataclass(frozen=True)
class BatchPreview:
    """A file before it is taken: its columns, each with the field it fills ("" for none that
    is known, whose short cells become facts), and its first rows."""

    columns: tuple[tuple[str, str], ...]
    rows: int
    head: Any


class Batches:
    """The tables of briefs of a workspace. Every row is stored; a stopped job goes on with
    those that wait."""

    def __init__(self, desk: CopyDesk, jobs: Jobs) -> None:
        self._desk = desk
        self._jobs = jobs

    def preview(self, source: Path | bytes | IO[bytes], name: str) -> BatchPreview:
        """Look at a file; nothing is stored. Raises InputRejected for what is no table of
        briefs: none of its columns is a product name, or it has over 2,000 rows."""
        frame = self._read(source, name)
        columns = tuple((column, field_of(column) or "") for column in frame.columns)
        if not any(field == "product" for _, field in columns):
            raise InputRejected(
                N_("No column of {name} holds the product's name."),
                N_("Call it “product” or 商品名称; a “facts” column helps most."),
                name=name,
            )
        return BatchPreview(columns, len(frame), frame.head())

    def start(self, source: Path | bytes | IO[bytes], name: str, wishes: BatchWishes) -> int:
        """Store a file's rows and start writing; the batch's id.

        The same file with the same wishes is not written twice: the earlier batch comes back.
        Raises what `preview` raises, and InputRejected without channels or with a count beyond
        1..12.
        """
        if not wishes.channels or not 1 <= wishes.count <= 12:
            raise InputRejected(
                N_("Choose at least one channel and 1 to 12 variants."),
            )
        self.preview(source, name)
        frame = self._read(source, name)
        cells = frame.to_dict("records")
        asked = json.dumps([cells, asdict(wishes)], ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        desk = self._desk
        with desk.store.writing() as db:
            id = store.same(db, desk.workspace, digest) or store.add(
                db,
                desk.workspace,
                name[:200],
                digest,
                columns=list(frame.columns),
                wishes=asdict(wishes),
                cells=cells,
            )
        self.go_on()
        return id

    def go_on(self) -> int | None:
        """Start the job where rows wait; its id."""
        if not any(batch.waiting for batch in self.list()):
            return None
        return self._jobs.submit(JOB)

    def list(self) -> list[Batch]:
        """All batches, newest first."""
        with self._desk.store.open() as db:
            found = store.listed(db, self._desk.workspace)
        return [_batch(row) for row in found]

    def get(self, id: int) -> Batch:
        """One batch. Raises NotFound."""
        return _batch(self._row(id))

    def problems(self, id: int, translate: Callable[[str], str] = str) -> Sequence[RowProblem]:
        """The rows that were not written, or for which nothing passed, in the file's order.
        Raises NotFound."""
        batch = self._row(id)
        headed = not batch["name"].lower().endswith(_WITHOUT_HEADING)
        with self._desk.store.open() as db:
            found = store.problems(db, self._desk.workspace, id)
        return [
            RowProblem(
                row["position"] + 1 + headed,
                row_fields(row["cells"]).get("product", ""),
                _said(row["problem"], translate),
            )
            for row in found
        ]

    def delete(self, id: int) -> None:
        """Delete a batch; its drafts stay in the library. Raises NotFound."""
        with self._desk.store.writing() as db:
            if not store.delete(db, self._desk.workspace, id):
                raise _no_batch()

    def write_job(self, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """The handler of the job: row after row until none waits, in every batch.

        A row with a problem is kept with its words and the next one goes on.
        """
        desk, written = self._desk, 0
        while True:
            with desk.store.open() as db:
                done, total = store.progress(db, desk.workspace)
                row = store.next_waiting(db, desk.workspace)
            if row is None:
                return {"rows": written}
            progress(done, total)
            self._write(row)
            written += 1

    def result(
        self, id: int, format: str, target: Path | IO[bytes], translate: Callable[[str], str] = str
    ) -> int:
        """Write the file's rows with what was written beside them as csv or xlsx; the row count.

        After the file's own columns come "<channel> 1", "<channel> 2" … and a column that says
        what was wrong with a row, named by `translate`; where the file has a column of that name
        the new one is "<name> (2)" or on. Raises NotFound.
        """
        batch = self._row(id)
        frame = self._result(batch, translate)
        return write_table(frame, target, format, mark=format == "csv")

    def _write(self, row: dict[str, Any]) -> None:
        desk, wishes = self._desk, BatchWishes(**row["wishes"])
        requests: list[str] = []
        state = "done"
        problem: dict[str, Any] = {}
        try:
            fields = row_fields(row["cells"], wishes.language)
            brief = Brief.from_dict(fields)
            for channel in _channels(row["cells"]) or wishes.channels:
                run = desk.write(
                    brief,
                    self._known(channel, brief.lang),
                    count=wishes.count,
                    persona_id=wishes.persona_id,
                    brand_id=wishes.brand_id,
                )
                requests.append(run.id)
                if not [draft for draft in run if draft.usable]:
                    problem = {"message": N_("Nothing that passes every check was found.")}
        except StudioError as error:
            state = "failed"
            problem = {"message": error.message, **error.details}
        with desk.store.writing() as db:
            store.finish(
                db, row["batch_id"], row["position"], state, requests=requests, problem=problem
            )

    def _known(self, channel: str, language: str) -> str:
        """The id of a channel that a row names by its id or its name."""
        wanted = channel.strip().casefold()
        for kind in self._desk.channels.list(language):
            if wanted in (kind.id.casefold(), kind.name.casefold()):
                return kind.id
        return channel.strip()

    def _result(self, batch: dict[str, Any], translate: Callable[[str], str]) -> pd.DataFrame:
        import pandas as pd

        desk = self._desk
        with desk.store.open() as db:
            found = list(store.rows(db, desk.workspace, batch["id"]))
        names: dict[str, str] = {}
        most: dict[str, int] = {}
        made: list[dict[str, Any]] = []
        own = batch["columns"]
        problem = _free(translate(N_("Problem")), own)
        for row in found:
            beside: dict[str, Any] = {}
            counts: dict[str, int] = {}
            for draft in row["drafts"]:
                kind = draft["channel"]
                names.setdefault(kind, self._name(kind, translate))
                counts[kind] = counts.get(kind, 0) + 1
                most[kind] = max(most.get(kind, 0), counts[kind])
                beside[_free(f"{names[kind]} {counts[kind]}", own)] = draft["text"]
            beside[problem] = _said(row["problem"], translate)
            made.append(dict(row["cells"]) | beside)
        written = [(kind, i) for kind in most for i in range(1, most[kind] + 1)]
        order = [*own, *(_free(f"{names[kind]} {i}", own) for kind, i in written), problem]
        return pd.DataFrame(made, columns=list(dict.fromkeys(order))).fillna("")

    def _name(self, channel: str, translate: Callable[[str], str]) -> str:
        for language in ("en", "zh"):
            for kind in self._desk.channels.list(language):
                if kind.id == channel:
                    return translate(kind.name)
        return channel

    def _row(self, id: int) -> dict[str, Any]:
        with self._desk.store.open() as db:
            found = store.listed(db, self._desk.workspace, id)
        if not found:
            raise _no_batch()
        return found[0]

    def _read(self, source: Path | bytes | IO[bytes], name: str) -> pd.DataFrame:
        import pandas as pd

        table = open_table(source, name, self._desk.settings)
        parts: list[pd.DataFrame] = []
        count = 0
        for chunk in table.chunks():
            parts.append(chunk)
            count += len(chunk)
            if count > MOST_ROWS:
                raise InputRejected(
                    N_("The file {name} has more than {limit} rows."),
                    N_("Split it: each row is written for anew."),
                    name=name,
                    limit=MOST_ROWS,
                )
        frame = pd.concat(parts, ignore_index=True)
        return frame.map(lambda cell: cell[:_LONGEST_CELL])


def _free(name: str, taken: Sequence[str]) -> str:
    """The name, with the first number behind it that makes it differ from those taken."""
    names = (name if not i else f"{name} ({i + 1})" for i in count())
    return next(free for free in names if free not in taken)


def _channels(cells: dict[str, str]) -> Sequence[str]:
    for column, cell in cells.items():
        if field_of(column) == "channel" and cell.strip():
            return [part for part in re.split(r"\s*[,，;；|、]\s*", cell.strip()) if part]
    return ()


def _said(problem: dict[str, Any], translate: Callable[[str], str]) -> str:
    return StudioError.kept(problem["message"], problem).text(translate) if problem else ""


def _batch(row: dict[str, Any]) -> Batch:
    return Batch(**{name: row[name] for name in Batch.__dataclass_fields__})


def _no_batch() -> NotFound:
    return NotFound(N_("That batch does not exist."), N_("It may have been deleted."))
