"""Finds out how a file writes its letters, by evidence rather than by a table of letter counts.

A byte order mark settles it. Else strict UTF-8 over the whole file; else GB18030 if it decodes strictly into everyday Chinese; else
Latin-1, in which no byte is wrong. A file that is nearly all UTF-8 is damaged UTF-8 and not Latin-1: reading it so would turn every accent into
rubbish without a word. Must not know: columns.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from distilstudio.engine.data.readers import scanning
from distilstudio.protocol.problems import ProblemError, problem

_SAMPLE_BYTES = 1024 * 1024
_UNDEFINED_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


@dataclass(frozen=True)
class Letters:
    """How a file writes its letters: the recipe's name for it, and Python's codec that reads it."""

    encoding: str
    codec: str


def settle_encoding(path: Path, head: bytes, wish: str) -> Letters:
    """The encoding the file will be read in. Raises: ProblemError data_encoding when the wish, or the only likely guess, does not fit."""
    encoding = _guess(path, head) if wish == "auto" else wish
    letters = Letters(encoding, _codec_of(path, head, encoding))
    if wish != "auto" or encoding in ("utf-8-sig", "utf-16"):
        _check(path, letters)
    return letters


def _codec_of(path: Path, head: bytes, encoding: str) -> str:
    match encoding:
        case "utf-8":
            # A mark at the start is never part of the first column's name, also where plain UTF-8 was asked for.
            return "utf-8-sig"
        case "utf-16":
            return _utf16_codec(path, head)
        case "latin-1":
            return _latin_codec(path)
    return encoding


def _utf16_codec(path: Path, head: bytes) -> str:
    """Which of the two bytes comes first: as the mark says, else by where the empty halves of separators and line ends are."""
    if head.startswith(scanning.UTF16_MARKS):
        return "utf-16"
    first, second = head[::2].count(0), head[1::2].count(0)
    if not first and not second:
        raise _wrong(path, Letters("utf-16", "latin-1"), 0)
    return "utf-16-be" if first > second else "utf-16-le"


def _latin_codec(path: Path) -> str:
    """What Windows programs call Latin-1 is cp1252, with typographic quotes at 0x80 to 0x9f; five bytes of it mean nothing."""
    undefined = any(byte in chunk for chunk in scanning.chunks_of(path) for byte in _UNDEFINED_IN_CP1252)
    return "latin-1" if undefined else "cp1252"


def _guess(path: Path, head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith(scanning.UTF16_MARKS):
        return "utf-16"
    place = _first_error(path, "utf-8")
    if place < 0:
        return "utf-8"
    sample = _sample(path, place)
    if _share_of_letters(sample) > 0.8:
        raise _wrong(path, Letters("utf-8", "utf-8"), place)
    if _share_of_everyday_chinese(sample) > 0.7:
        _check(path, Letters("gb18030", "gb18030"))
        return "gb18030"
    return "latin-1"


def _check(path: Path, letters: Letters) -> None:
    place = _first_error(path, letters.codec)
    if place >= 0:
        raise _wrong(path, letters, place)


def _first_error(path: Path, codec: str) -> int:
    """Offset in bytes of the first byte that strict decoding refuses, -1 if there is none."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    done = 0
    waiting = 0
    try:
        for chunk in scanning.chunks_of(path):
            decoder.decode(chunk)
            done += len(chunk)
            waiting = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return max(done - waiting, 0) + error.start
    return -1


def _sample(path: Path, place: int) -> bytes:
    """Bytes around a place, cut at line ends so that no letter is torn."""
    with path.open("rb") as file:
        file.seek(max(0, place - _SAMPLE_BYTES // 2))
        sample = file.read(_SAMPLE_BYTES)
    first, last = sample.find(b"\n"), sample.rfind(b"\n")
    return sample[first + 1 : last] if place > _SAMPLE_BYTES // 2 and last > first else sample


def _share_of_letters(sample: bytes) -> float:
    """Of what is not ASCII, the share that UTF-8 reads, 0..1."""
    text = sample.decode("utf-8", errors="replace")
    signs = [sign for sign in text if sign > "\x7f"]
    if not signs:
        return 0.0
    return 1 - sum(sign == "\ufffd" for sign in signs) / len(signs)


def _share_of_everyday_chinese(sample: bytes) -> float:
    """Of what is not ASCII, the share that GB2312 has, 0..1. Western text read as GB18030 pairs an accented letter with the ASCII letter
    after it, which gives signs of the rare part that GB2312 leaves out."""
    text = sample.decode("gb18030", errors="replace")
    signs = [sign for sign in text if sign > "\x7f"][:20_000]
    if not signs:
        return 0.0
    return sum(bool(sign.encode("gb2312", errors="ignore")) for sign in signs) / len(signs)


def _wrong(path: Path, letters: Letters, place: int) -> ProblemError:
    name = "UTF-8" if letters.encoding.startswith("utf-8") else letters.encoding.upper()
    line = _line_at(path, letters.codec, place)
    return ProblemError(problem("data_encoding", f"byte {place}", file=path.name, encoding=name, line=line))


def _line_at(path: Path, codec: str, place: int) -> int:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    feeds = returns = 0
    left = place
    for chunk in scanning.chunks_of(path):
        text = decoder.decode(chunk[:left])
        feeds += text.count("\n")
        returns += text.count("\r")
        left -= len(chunk)
        if left <= 0:
            break
    return max(feeds, returns) + 1
