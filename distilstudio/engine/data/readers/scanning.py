"""Looks at a file's bytes before any reader trusts it: can it be opened, is it text, does it ever end a line.

Reads in chunks and keeps none, so that a file of any size is refused or passed in little memory. Must not know: columns, encodings' names.
"""

from __future__ import annotations

import codecs
import csv
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from distilstudio.protocol.problems import ProblemError, problem

CHUNK_BYTES = 4 * 1024 * 1024
LONGEST_LINE_BYTES = 64 * 1024 * 1024
"""A line longer than this is no row of a table; it also bounds the memory that one cell can take."""
# The standard library has one limit for all of its readers, of 128 KB. Every reader of text imports this module, so none meets it.
csv.field_size_limit(LONGEST_LINE_BYTES)

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\xd0\xcf\x11\xe0", "XLS/DOC"),
    (b"\x7fELF", "ELF"),
    (b"GGUF", "GGUF"),
)


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes found."""

    size: int
    quotes: int


def chunks_of(path: Path) -> Iterator[bytes]:
    """The file's bytes in pieces. Raises: ProblemError data_missing, data_unreadable."""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise not_opened(path, error) from error


def not_opened(path: Path, error: OSError | ValueError) -> ProblemError:
    """The problem of a file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return ProblemError(problem("data_missing", str(error), file=path.name, place=path.absolute()))
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ProblemError(problem("data_unreadable", str(error), file=path.name, reason=reason))


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file that can be opened. Raises: ProblemError data_missing, data_unreadable, data_empty."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise not_opened(path, error) from error
    if not stat.S_ISREG(mode):
        reason = "it is a folder" if stat.S_ISDIR(mode) else "it is no ordinary file"
        raise ProblemError(problem("data_unreadable", file=path.name, reason=reason))
    head = b""
    for chunk in chunks_of(path):
        head += chunk
        if len(head) >= size:
            break
    if not head:
        raise ProblemError(problem("data_empty", file=path.name))
    return head[:size]


def binary_kind(head: bytes) -> str:
    """The name of the binary format that a file starts as, "" if it is none that is known."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"xl/" in head or b"[Content_Types].xml" in head:
            return "XLSX"
        return "ZIP"
    return next((kind for magic, kind in _KINDS if head.startswith(magic)), "")


def scan(path: Path, nul_is_text: bool) -> Scan:
    """Pass over the whole file once.

    Raises: ProblemError data_binary for a NUL byte (unless `nul_is_text`, as in UTF-16), data_line_too_long, data_empty when there is
    nothing but blanks.
    """
    size = quotes = lines = run = 0
    blank = True
    for chunk in chunks_of(path):
        if not nul_is_text and (place := chunk.find(b"\0")) >= 0:
            line = lines + chunk.count(b"\n", 0, place) + 1
            raise ProblemError(problem("data_binary", file=path.name, kind=f"NUL byte, line {line}"))
        first = _first_line_end(chunk)
        if first < 0:
            run += len(chunk)
        else:
            longest = run + first
            run = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            if longest > LONGEST_LINE_BYTES:
                raise line_too_long(path, lines + 1)
        if run > LONGEST_LINE_BYTES:
            raise line_too_long(path, lines + chunk.count(b"\n") + 1)
        lines += chunk.count(b"\n")
        quotes += chunk.count(b'"')
        blank = blank and not chunk.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")
        size += len(chunk)
    if blank:
        raise ProblemError(problem("data_empty", file=path.name))
    return Scan(size, quotes)


def line_too_long(path: Path, line: int) -> ProblemError:
    """The problem of a row without end."""
    return ProblemError(problem("data_line_too_long", file=path.name, line=line, limit=LONGEST_LINE_BYTES // 2**20))


def _first_line_end(chunk: bytes) -> int:
    ends = [place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0]
    return min(ends, default=-1)
