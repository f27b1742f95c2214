"""A text file as a string, its encoding settled: the whole, for formats that are no tables, or its beginning, by which a format is known.

Must not know: formats, roles.
"""

from __future__ import annotations

from pathlib import Path

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.encodings import Letters, settle_encoding
from distilstudio.protocol.problems import ProblemError, problem

HEAD_CHARACTERS = 256 * 1024


def read_text(path: Path, encoding: str = "auto") -> tuple[str, str]:
    """The text with line ends as they are, and the recipe's name of its encoding. Raises: ProblemError data_… as `opened_as_text`."""
    codec, name = opened_as_text(path, encoding)
    try:
        with path.open(encoding=codec, newline="") as file:
            return file.read(), name
    except OSError as error:
        raise scanning.not_opened(path, error) from error


def head_text(path: Path, codec: str, characters: int = HEAD_CHARACTERS) -> str:
    """The beginning of a text file that `codec` reads, with line ends as they are."""
    with path.open(encoding=codec, newline="", errors="replace") as file:
        return file.read(characters)


def opened_as_text(path: Path, encoding: str = "auto") -> tuple[str, str]:
    """Python's codec and the recipe's name of the encoding in which a text file can be read to its end. Raises: as `scanned`."""
    letters, _ = scanned(path, encoding)
    return letters.codec, letters.encoding


def scanned(path: Path, encoding: str) -> tuple[Letters, scanning.Scan]:
    """How a text file writes its letters, and what a pass over the whole of it found.

    Raises: ProblemError data_missing, data_unreadable, data_empty, data_binary, data_encoding, data_line_too_long.
    """
    head = scanning.head_of(path, 4096)
    kind = scanning.binary_kind(head)
    if kind:
        raise ProblemError(problem("data_binary", file=path.name, kind=kind))
    wide = encoding == "utf-16" or (encoding == "auto" and head.startswith(scanning.UTF16_MARKS))
    scan = scanning.scan(path, nul_is_text=wide)
    return settle_encoding(path, head, encoding), scan
