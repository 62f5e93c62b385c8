"""Copy from briefs: propose, repair, check, rank, store."""

from core.copywriting.batch import Batch, Batches, BatchPreview, BatchWishes
from core.copywriting.brands import Brand, Brands
from core.copywriting.brief import Brief
from core.copywriting.brief_filling import Filled, fill
from core.copywriting.channels import Channel, channel, channels
from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts
from core.copywriting.cuts import fixed, lines_of
from core.copywriting.draft import CheckedText, Draft, Filters, LibraryRow, Page, WriteReport
from core.copywriting.exports import ending
from core.copywriting.generate import CopyDesk, WriteRun
from core.copywriting.guide import GuideLine
from core.copywriting.heard import Heard
from core.copywriting.library import Library
from core.copywriting.marking import marked, new_words
from core.copywriting.own_channels import Channels
from core.copywriting.previews import Preview, preview
from core.copywriting.provenance import Provenance
from core.copywriting.redesigning import Redesigns
from core.copywriting.replies import CHANNEL as REPLY
from core.copywriting.replies import Complaint, Replies
from core.copywriting.scorecard import score_lines
from core.copywriting.sketches import Sketches
from core.copywriting.transcreate import Transcreated, Transcreation
from core.copywriting.voice import Voice
from core.copywriting.wishes import FOR_REASON
from core.engines.types import TONES

__all__ = [
    "FOR_REASON",
    "REPLY",
    "TONES",
    "Batch",
    "BatchPreview",
    "BatchWishes",
    "Batches",
    "Brand",
    "Brands",
    "Brief",
    "Channel",
    "Channels",
    "Check",
    "CheckedText",
    "Complaint",
    "CopyDesk",
    "Draft",
    "Filled",
    "Filters",
    "GuideLine",
    "Heard",
    "Library",
    "LibraryRow",
    "Page",
    "Preview",
    "Provenance",
    "Redesigns",
    "Replies",
    "Sketches",
    "Transcreated",
    "Transcreation",
    "Voice",
    "WriteReport",
    "WriteRun",
    "channel",
    "channels",
    "ending",
    "fill",
    "fixed",
    "lines_of",
    "marked",
    "new_words",
    "preview",
    "score_lines",
    "used_facts",
]
