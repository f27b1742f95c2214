"""Packs a folder into one zip file beside it, a piece at a time, for `Background`. Must not know: widgets, what is in the folder."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from distilstudio.protocol.problems import Problem, problem

PIECE = 256 * 1024
"""Bytes packed before the thread may rest: some ten milliseconds."""


def zip_folder(folder: Path, target: Path) -> Iterator[Path | Problem | None]:
    """Write `target` with the folder's files under the folder's name; yields None between pieces, and last the file or what went wrong."""
    partial = target.with_name(target.name + ".partial")
    told: Path | Problem = target
    try:
        if not folder.is_dir():  # nothing would be found in it, and an empty zip file be made
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = str(Path(folder.name) / file.relative_to(folder))
                with (
                    file.open("rb") as source,
                    packed.open(zipfile.ZipInfo.from_file(file, name), "w", force_zip64=True) as inside,
                ):
                    while piece := source.read(PIECE):
                        inside.write(piece)
                        yield None
        os.replace(partial, target)
    except OSError as error:
        told = problem("zip_not_written", detail=repr(error), folder=folder, reason=error.strerror or str(error))
    finally:  # also where it is not wanted any more: whoever drops the generator leaves no piece of a file behind
        partial.unlink(missing_ok=True)
    yield told
