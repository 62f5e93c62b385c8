"""Copy from briefs: propose, repair, check, rank, store."""

from core.copywriting.brands import Brand, Brands
from core.copywriting.brief import Brief
from core.copywriting.channels import Channel, channel, channels
from core.copywriting.checks.check import Check
from core.copywriting.draft import CheckedText, Draft, Filters, LibraryRow, Page, WriteReport
from core.copywriting.generate import CopyDesk, WriteRun
from core.copywriting.library import Library
from core.copywriting.voice import Voice
from core.engines.types import TONES

__all__ = [
    "TONES",
    "Brand",
    "Brands",
    "Brief",
    "Channel",
    "Check",
    "CheckedText",
    "CopyDesk",
    "Draft",
    "Filters",
    "Library",
    "LibraryRow",
    "Page",
    "Voice",
    "WriteReport",
    "WriteRun",
    "channel",
    "channels",
]
