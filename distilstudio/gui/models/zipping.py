"""Packs a folder into one zip file beside it, a piece at a time, for `Background`. Must not know: widgets, what is in the folder."""

from __future__ import annotations

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
    try:
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
        partial.unlink(missing_ok=True)
        yield problem("run_folder", detail=repr(error), path=target.parent, reason=error.strerror or str(error))
        return
    yield target
