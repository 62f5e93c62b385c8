"""The one table of pages: the menu, the home page and the tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.access import Permission
from core.i18n import N_

PAGES = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class PageEntry:
    """A page. Its file's stem is its address; the words are catalogue entries. Only who has the
    permission finds it in the menu."""

    file: str
    section: str
    title: str
    icon: str
    purpose: str
    needs: Permission = Permission.READ

    @property
    def address(self) -> str:
        return Path(self.file).stem

    @property
    def path(self) -> Path:
        return PAGES / self.file


TABLE = (
    PageEntry(
        "start/home.py",
        N_("Start"),
        N_("Home"),
        ":material/home:",
        N_("The loop at a glance and what to do next."),
    ),
    PageEntry(
        "create/copy_studio.py",
        N_("Create"),
        N_("Copy studio"),
        ":material/edit_note:",
        N_("From a brief to checked copy for a channel."),
        Permission.WRITE,
    ),
    PageEntry(
        "create/library.py",
        N_("Create"),
        N_("Library"),
        ":material/bookmarks:",
        N_("Every draft: search, rate and export."),
    ),
    PageEntry(
        "create/loop.py",
        N_("Create"),
        N_("Loop"),
        ":material/autorenew:",
        N_("What your thumbs taught, and what to rate next."),
    ),
    PageEntry(
        "create/experiments.py",
        N_("Create"),
        N_("Experiments"),
        ":material/science:",
        N_("Which draft works better, and how sure that is."),
    ),
    PageEntry(
        "listen/reviews.py",
        N_("Listen"),
        N_("Reviews"),
        ":material/forum:",
        N_("What customers feel, why, and in whose words."),
    ),
    PageEntry(
        "know/personas.py",
        N_("Know"),
        N_("Personas"),
        ":material/groups:",
        N_("Customer segments, each trait with its evidence."),
    ),
    PageEntry(
        "settings/engines.py",
        N_("Settings"),
        N_("Engines"),
        ":material/memory:",
        N_("Which models write and read, and what they send."),
        Permission.MANAGE,
    ),
    PageEntry(
        "settings/channels.py",
        N_("Settings"),
        N_("Channels"),
        ":material/straighten:",
        N_("Limits and manners of every place copy appears."),
    ),
    PageEntry(
        "settings/workspace.py",
        N_("Settings"),
        N_("Workspace"),
        ":material/folder_managed:",
        N_("Brands, backup, export, and taking people out."),
    ),
)


def entry(address: str) -> PageEntry:
    """The page with an address. Raises StopIteration for one that is not in the table."""
    return next(page for page in TABLE if page.address == address)


def file_of(address: str) -> str:
    """What st.page_link and st.switch_page take for a page."""
    return str(entry(address).path)
