"""What a file really is: its format by its first bytes, its encoding, its delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import IO, Literal

from charset_normalizer import from_bytes

Note = tuple[str, dict[str, object]]
Opener = Callable[[], IO[bytes]]
Kind = Literal["text", "xlsx", "parquet", "zip", "old-office", "picture", "pdf", "binary"]

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "xlsx"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "old-office"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "binary"),
    (b"%PDF", "pdf"),
    (b"SQLite format 3", "binary"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024
_BLOCK = 1024 * 1024
_DELIMITERS = ",;\t|"
# A delimiter no text holds: every line is then one cell.
ONE_COLUMN = "\x1f"
# Of look-alikes (cp1250 and cp1252) only the one more exports are in.
_LEGACY = ["big5", "cp1252", "cp1251", "shift_jis", "euc_kr", "gb18030"]
# The commonest 3,755 characters of GB2312 lie in these bytes; other encodings rarely do.
_GB_COMMON = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe]")


def kind_of(head: bytes) -> Kind:
    """The format that the first bytes of a file tell; "binary" when no table can be in it."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if any(head.startswith(mark) for mark, _ in _BOMS) or b"\x00" not in head:
        return "text"
    return "text" if _utf16_order(head) else "binary"


def encoding_of(opener: Opener) -> tuple[str, bool]:
    """The encoding of a text file and whether all of it decodes.

    A byte order mark decides first, then valid UTF-8, then GB18030 where the bytes are
    mostly everyday Chinese, then charset-normalizer. Reads the whole stream.
    """
    with opener() as stream:
        head = stream.read(_SAMPLE)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding, _failure(opener, encoding) is None
    if b"\x00" in head:
        encoding = _utf16_order(head)
        return encoding, _failure(opener, encoding) is None
    broken = _failure(opener, "utf-8")
    if broken is None:
        return "utf-8", True
    sample = _foreign_sample(opener, broken)
    if _mostly_utf8(sample):
        return "utf-8", False
    encoding = _legacy(sample)
    return encoding, _failure(opener, encoding) is None


def delimiter_of(text: str, hint: str = "") -> str:
    """The delimiter of the first lines of a file, ONE_COLUMN when there is none.

    Only what splits the header counts; of several, the one whose rows agree most, and of
    those the one with the most columns. `hint` wins when it splits the header at all.
    """
    best, best_score = ONE_COLUMN, (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if row]
        if not widths or widths[0] < 2:
            continue
        if delimiter == hint:
            return delimiter
        agree = Counter(widths)[widths[0]] / len(widths)
        if (round(agree, 1), widths[0]) > best_score:
            best, best_score = delimiter, (round(agree, 1), widths[0])
    return best


def _failure(opener: Opener, encoding: str) -> int | None:
    """Where the stream stops being valid, in bytes; None when all of it decodes."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    position = 0
    with opener() as stream:
        while block := stream.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return max(0, position + error.start)
            position += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return position
    return None


def _utf16_order(head: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" for text without a mark, "" when the NULs fit neither."""
    texts = {
        encoding: head[: len(head) // 2 * 2].decode(encoding, "replace")
        for encoding in ("utf-16-le", "utf-16-be")
    }
    # A line end in the wrong order is an unassigned character; letters are not as clear:
    # Latin ones turn into Chinese ones.
    encoding = max(texts, key=lambda order: texts[order].count("\n"))
    text = texts[encoding]
    printable = sum(char.isprintable() or char in "\r\n\t" for char in text)
    return encoding if "\n" in text and printable >= 0.95 * len(text) else ""


def _foreign_sample(opener: Opener, position: int) -> bytes:
    """Up to 64 KB of the lines with bytes beyond ASCII, from where UTF-8 broke."""
    with opener() as stream:
        start = max(0, position - 4096)
        while start > 0:
            skipped = stream.read(min(start, _BLOCK))
            if not skipped:
                break
            start -= len(skipped)
        lines = stream.read(_SAMPLE).splitlines()
    if position > 4096:
        lines = lines[1:]
    return b"\n".join(line for line in lines if not line.isascii())[: 64 * 1024]


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(ord(char) > 127 for char in text) - broken
    return whole > 0 and broken < 0.05 * whole


def _legacy(sample: bytes) -> str:
    high = sum(byte > 127 for byte in sample)
    common = 2 * len(_GB_COMMON.findall(sample))
    if high and common >= 0.6 * high:
        return "gb18030"
    match = from_bytes(sample, cp_isolation=_LEGACY).best()
    return match.encoding if match is not None else "cp1252"
