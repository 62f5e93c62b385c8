"""Fifty people at once: does the app stay quick, and is every row there exactly once?

    python -m benchmarks.load [--sessions 50] [--seconds 300] [--every 10] [--reviews 10000]

Sessions in the browser's own protocol (benchmarks/_browser_session.py) come to a running app on
loopback, over generated reviews. Each does one thing every ten seconds: it opens a page, fills in
a brief, has copy written for it, rates drafts it was shown, searches reviews and drafts. A rerun
is counted from the message that asks for it to the last one that answers; writing is model work
and counted apart. Afterwards the database is held to what the sessions saw: a draft or a thumb
that was shown and is not there is lost, one that is there twice is doubled. Ends with 1 where
there was an error, a lost or a doubled row, or the 95th percentile is above the bar.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks._browser_session import NotThere, Visit
from benchmarks.review_insights import fill
from tests.e2e.conftest import start_app

BAR = 1.0
"""Seconds: the 95th percentile of a rerun without model work."""

_PATIENCE = 120.0
_MODEL_WORK = {"write"}
_FACTS = "boils in three minutes\nholds one litre\nkeeps tea warm for an hour"
_WORDS = ("part", "fine", "hoped", "what")


@dataclass
class Tally:
    """What all sessions together saw."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    drafts: set[int] = field(default_factory=set)
    votes: dict[int, int] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def quick(self) -> list[float]:
        """The seconds of every rerun without model work."""
        return [s for kind, all_ in self.seconds.items() if kind not in _MODEL_WORK for s in all_]


class Person:
    """One session and what it does, over and over."""

    CYCLE = (
        *("studio", "brief", "write", "rate", "rate"),
        *("reviews", "find", "library", "search"),
    )
    BEGINNINGS = (0, 5, 7)

    def __init__(self, number: int, visit: Visit, tally: Tally) -> None:
        self._number = number
        self._visit = visit
        self._tally = tally
        self._done = self.BEGINNINGS[number % len(self.BEGINNINGS)]
        self._briefs = 0
        self._open: list[int] = []

    async def act(self) -> None:
        """Do the next thing and note how long it took or what went wrong."""
        kind = self.CYCLE[self._done % len(self.CYCLE)]
        if kind == "rate" and not self._open:
            kind = "studio"
        self._done += 1
        try:
            took = await asyncio.wait_for(getattr(self, f"_{kind}")(), _PATIENCE)
            self._tally.seconds.setdefault(kind, []).append(took)
        except (NotThere, TimeoutError, OSError) as error:
            self._tally.errors.append(f"{kind}: {type(error).__name__} {error}")
        self._tally.errors += [f"{kind}: {fault}" for fault in self._visit.screen.faults]

    async def _studio(self) -> float:
        self._open = []
        return await self._visit.open("copy_studio")

    async def _brief(self) -> float:
        self._briefs += 1
        return await self._visit.fill(
            {"copy_studio-product": self._product, "copy_studio-facts": _FACTS}
        )

    async def _write(self) -> float:
        before = self._shown()
        took = await self._visit.click("copy_studio-write")
        self._open = sorted(self._shown() - before)
        self._tally.drafts.update(self._open)
        if not self._visit.screen.faults:
            self._tally.written.add(self._product)
        return took

    async def _rate(self) -> float:
        draft = self._open.pop(0)
        up = draft % 3 != 0
        took = await self._visit.thumb(f"vote-{draft}", up)
        self._tally.votes[draft] = 1 if up else -1
        return took

    async def _reviews(self) -> float:
        self._open = []
        return await self._visit.open("reviews")

    async def _find(self) -> float:
        return await self._visit.fill({"find": _WORDS[self._done % len(_WORDS)]})

    async def _library(self) -> float:
        return await self._visit.open("library")

    async def _search(self) -> float:
        return await self._visit.fill({"q": "kettle" if self._done % 2 else "tea"})

    @property
    def _product(self) -> str:
        return f"Kettle {self._number}-{self._briefs}"

    def _shown(self) -> set[int]:
        keys = self._visit.screen.widgets
        return {int(key.removeprefix("vote-")) for key in keys if key.startswith("vote-")}


async def crowd(address: str, sessions: int, seconds: float, every: float, least: int = 1) -> Tally:
    """Let sessions come and act until the time is over, `least` times at least; what they saw."""
    tally = Tally()

    async def stay(number: int) -> None:
        await asyncio.sleep(every * number / sessions)
        visit = await Visit.begin(address)
        person = Person(number, visit, tally)
        due, done = time.monotonic(), 0
        while due < end or done < least:
            await person.act()
            due, done = due + every, done + 1
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        await visit.end()

    end = time.monotonic() + seconds
    for failure in await asyncio.gather(
        *(stay(number) for number in range(sessions)), return_exceptions=True
    ):
        if failure is not None:
            tally.errors.append(f"session: {type(failure).__name__} {failure}")
    return tally


async def warm(address: str) -> None:
    """One visit before the clock starts: pages are compiled and the writer is loaded."""
    visit = await Visit.begin(address)
    person = Person(0, visit, Tally())
    for _ in Person.CYCLE:
        await person.act()
    await visit.end()


def held_to_account(database: Path, tally: Tally) -> tuple[list[str], list[str]]:
    """Rows that were shown and are lost, and rows that are there more than once."""
    with closing(sqlite3.connect(database)) as db:
        drafts = {id for (id,) in db.execute("SELECT id FROM drafts")}
        votes = dict(db.execute("SELECT draft_id, value FROM votes"))
        written = {
            product
            for (product,) in db.execute(
                "SELECT product FROM briefs WHERE id IN (SELECT brief_id FROM drafts)"
            )
        }
        lost = [f"draft {id}" for id in tally.drafts - drafts]
        lost += [f"copy for {product}" for product in tally.written - written]
        lost += [f"vote on {id}" for id, value in tally.votes.items() if votes.get(id) != value]
        doubled = [
            f"{what} {key}"
            for what, sql in (
                ("draft", "SELECT min(id) FROM drafts GROUP BY request, text HAVING count(*) > 1"),
                ("brief", "SELECT product FROM briefs GROUP BY product HAVING count(*) > 1"),
                ("vote", "SELECT draft_id FROM ratings GROUP BY draft_id HAVING count(*) > 1"),
            )
            for (key,) in db.execute(sql)
        ]
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            lost.append("the soundness of the file")
    return lost, doubled


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed; 0 where there are none."""
    return sorted(values)[max(0, -(-int(len(values) * share * 100) // 100) - 1)] if values else 0.0


def report(tally: Tally, lost: list[str], doubled: list[str], cost: Cost) -> bool:
    """Print the table; whether every bar holds."""
    print(f"{'action':<10}{'count':>7}{'median s':>10}{'p95 s':>8}{'most s':>8}")
    for kind, took in tally.seconds.items():
        print(
            f"{kind:<10}{len(took):>7}{statistics.median(took):>10.3f}"
            f"{percentile(took, 0.95):>8.3f}{max(took):>8.3f}"
        )
    quick = percentile(tally.quick(), 0.95)
    print(f"\np95 without model work: {quick:.3f} s (bar {BAR} s)")
    print(f"errors {len(tally.errors)}, rows lost {len(lost)}, doubled {len(doubled)}")
    print(f"drafts shown {len(tally.drafts)}, thumbs given {len(tally.votes)}")
    reruns = sum(map(len, tally.seconds.values()))
    print(
        f"the server: {cost.seconds:.1f} s of processor time, "
        f"{cost.seconds / max(1, reruns):.3f} s for each rerun; {cost.memory:.0f} MB at most"
    )
    for line in [*tally.errors, *lost, *doubled][:20]:
        print("  " + line)
    return not (tally.errors or lost or doubled) and quick <= BAR


@dataclass(frozen=True)
class Cost:
    """What a process took so far: seconds of processor time, and its most megabytes of memory.
    Both are 0 where the system does not say."""

    seconds: float = 0.0
    memory: float = 0.0

    @classmethod
    def of(cls, process: subprocess.Popen[str]) -> Cost:
        about = Path(f"/proc/{process.pid}")
        try:
            ticks = about.joinpath("stat").read_text().rsplit(")", 1)[1].split()[11:13]
            status = about.joinpath("status").read_text().splitlines()
        except OSError:
            return cls()
        most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        return cls(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), most / 1000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--writer", default="", help="an engine's id; default: the bundled one")
    args = parser.parse_args()
    from core.settings import Settings
    from core.studio import open_studio

    with tempfile.TemporaryDirectory() as home:
        studio = open_studio(Settings(home=Path(home)))
        fill(studio.store, args.reviews)
        if args.writer:
            studio.engines.choose("writer", args.writer)
        process, address = start_app(Path(home))
        try:
            asyncio.run(warm(address))
            load, before = os.getloadavg()[0], Cost.of(process)
            begun = time.perf_counter()
            tally = asyncio.run(crowd(address, args.sessions, args.seconds, args.every))
            took = time.perf_counter() - begun
            after = Cost.of(process)
            cost = Cost(after.seconds - before.seconds, after.memory)
        finally:
            process.terminate()
            process.wait(timeout=60)
        lost, doubled = held_to_account(studio.store.path, tally)
    print(
        f"{args.sessions} sessions, one action every {args.every:g} s, {took:.0f} s, "
        f"{args.reviews:,} reviews; load of the machine before: {load:.1f}\n"
    )
    return 0 if report(tally, lost, doubled, cost) else 1


if __name__ == "__main__":
    sys.exit(main())
