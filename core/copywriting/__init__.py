"""Copy from briefs: propose, repair, check, rank, store."""

from core.copywriting.brand.brands import Brand, Brands
from core.copywriting.brand.guide import GuideLine
from core.copywriting.brand.voice import Voice
from core.copywriting.briefs.brief import Brief
from core.copywriting.briefs.filling import Filled, fill
from core.copywriting.briefs.heard import Heard
from core.copywriting.briefs.sketches import Sketches
from core.copywriting.channels.channels import Channel, channel, channels
from core.copywriting.channels.own import Channels
from core.copywriting.channels.previews import Preview, preview
from core.copywriting.checks.check import Check
from core.copywriting.checks.coverage import used_facts
from core.copywriting.draft import CheckedText, Draft, Filters, LibraryRow, Page, WriteReport
from core.copywriting.library.exports import ending
from core.copywriting.library.library import Library
from core.copywriting.library.provenance import Provenance
from core.copywriting.measures.marking import marked, new_words
from core.copywriting.redesign.cuts import fixed, lines_of
from core.copywriting.redesign.redesigning import Redesigns
from core.copywriting.redesign.transcreate import Transcreated, Transcreation
from core.copywriting.redesign.wishes import FOR_REASON
from core.copywriting.replies.replies import CHANNEL as REPLY
from core.copywriting.replies.replies import Complaint, Replies
from core.copywriting.writing.batch import Batch, Batches, BatchPreview, BatchWishes, RowProblem
from core.copywriting.writing.desk import CopyDesk, WriteRun
from core.copywriting.writing.scorecard import score_lines
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
    "RowProblem",
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
