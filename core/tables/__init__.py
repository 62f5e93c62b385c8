"""Tables in and out of files, whatever wrote them."""

from core.tables.opening import TableFile, open_table, read_table
from core.tables.sniffing import Note
from core.tables.writing import FORMATS, format_of, spreadsheet_safe, write_table

__all__ = [
    "FORMATS",
    "Note",
    "TableFile",
    "format_of",
    "open_table",
    "read_table",
    "spreadsheet_safe",
    "write_table",
]
