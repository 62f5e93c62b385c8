"""What a disk, a folder or another process does to the database, in words a person can act on."""

from __future__ import annotations

from pathlib import Path
from shutil import disk_usage

from core.errors import StoreDamaged, StoreFailed
from core.i18n import N_

_LEAST_FREE = 64 * 1024

OUTSIDE = tuple(
    f"SQLITE_{name}"
    for name in ("FULL", "BUSY", "LOCKED", "CORRUPT", "NOTADB", "CANTOPEN", "READONLY", "IOERR")
)
"""How SQLite's names for such faults begin; any other is a fault of ours."""


def is_damage(error: BaseException) -> bool:
    text = str(error).lower()
    return "malformed" in text or "not a database" in text


def unusable(path: Path, error: BaseException) -> StoreFailed:
    """What to tell of a database that cannot be used: StoreDamaged where it is no sound one."""
    message = N_("The database {path} cannot be used: {problem}.")
    if is_damage(error):
        hint = N_("The file is damaged: restore your last backup.")
        return StoreDamaged(message, hint, path=path, problem=error)
    text = str(error).lower()
    if "full" in text or _no_room(path.parent):
        hint = N_("The disk is full: free some space and try again. Nothing was half-saved.")
    elif "locked" in text or "busy" in text:
        hint = N_("Another process is writing: wait a moment and try again.")
    elif "readonly" in text or "read-only" in text:
        hint = N_("It may only be read: allow this user to write to the folder and the file.")
    else:
        hint = N_("Check that the folder exists and may be written.")
    return StoreFailed(message, hint, path=path, problem=error)


def _no_room(folder: Path) -> bool:
    """Whether the disk of a folder has less than a few pages left."""
    try:
        return disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False
