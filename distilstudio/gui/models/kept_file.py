"""A JSON file between two starts: written beside and renamed; one that cannot be read is put aside. Must not know: what is in it."""

from __future__ import annotations

import codecs
import contextlib
import os
from pathlib import Path
from typing import Any

import msgspec

from distilstudio import places


class UnreadableError(Exception):
    """The file is there, and torn, or cannot be opened."""


def read(file: Path) -> Any:
    """What is in it; None where there is no such file. Raises: UnreadableError."""
    try:
        return msgspec.json.decode(file.read_bytes().removeprefix(codecs.BOM_UTF8))  # some editors put that before it
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from error


def put_aside(file: Path) -> str:
    """Keep it under a name that is free. Returns: that name, or its own where it has to stay."""
    aside = places.free_name(file.with_suffix(".unreadable"))
    with contextlib.suppress(OSError):
        file.replace(aside)
        return aside.name
    return file.name


def write(file: Path, content: object) -> None:
    """Put this in its place. Raises: OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}.new")  # another window may write too
    try:
        with beside.open("wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(content)))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
