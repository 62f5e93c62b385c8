"""Fills the disk its home lies on and goes on working; run by test_full_disk on a tiny one."""

from __future__ import annotations

import os
from collections.abc import Callable

from core.errors import StudioError
from core.store.backups import Backups
from core.studio import open_studio
from tests.faults.acts import must_be_whole


def refused(name: str, work: Callable[[], object]) -> None:
    """Print the name of work that is refused in words about room."""
    try:
        work()
    except StudioError as error:
        text = str(error).lower()
        assert "full" in text or "room" in text or "space" in text, text
        print(name)


def main() -> None:
    studio = open_studio()
    home = studio.settings.home
    studio.reviews.import_paste("before the disk was full")
    with (home / "other people's film").open("wb", buffering=0) as film:
        while True:
            try:
                film.write(os.urandom(4096))
            except OSError:
                break
    text = "\n".join(f"review number {n} is long enough" for n in range(2000))
    refused("import", lambda: studio.reviews.import_paste(text))
    refused("backup", lambda: studio.workspace.backup(home / "mine.db"))
    refused("export", lambda: studio.workspace.export(home / "mine.zip"))
    refused("upkeep", Backups(studio.store).make)
    refused("job", lambda: studio.jobs.submit("upkeep"))
    (home / "other people's film").unlink()
    assert not list(home.glob("mine*"))
    assert [row.text for row in studio.reviews.rows().rows] == ["before the disk was full"]
    must_be_whole(studio.store.path)
    studio.reviews.import_paste("after it had room again")
    print("sound")


if __name__ == "__main__":
    main()
