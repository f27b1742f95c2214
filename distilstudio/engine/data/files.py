"""Which files a choice of data means, and what stands in their bytes. Must not know: rows, roles, kinds of work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.parquet import EXAM_SPLITS, TRAIN_SPLITS, splits_of
from distilstudio.engine.data.readers.shards import files_within
from distilstudio.engine.data.reading import resolve
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.dataset import kept_files
from distilstudio.protocol.hub import is_dataset_name
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice, Encoding, Separator

Found = TypeVar("Found")


def files_of(choice: DataChoice, base: Path) -> tuple[Path, Path | None]:
    """The training file and the exam file; an exam file that is the training file is none. Raises: ProblemError data_not_named,
    data_missing, data_not_here, data_no_part.

    Of a saved dataset with splits, of a folder of Parquet files, and of one from the Hub, those for training and for the exam, unless an exam
    file is named.
    """
    if not choice.train:
        raise ProblemError(problem("data_not_named"))
    path = resolve(choice.train, base)
    if is_dataset_name(choice.train) and not path.exists():
        try:
            path, beside = kept_files(Hub(), choice.train, choice.config, choice.split)
        except ProblemError as error:
            # The part before the stroke is a folder here rather than somebody on the Hub.
            if error.problem.code == "data_not_here" and path.parent.is_dir():
                raise ProblemError(problem("data_missing", file=choice.train, place=path.absolute())) from error
            raise
        return path, resolve(choice.exam, base) if choice.exam else beside
    exam = resolve(choice.exam, base) if choice.exam else None
    if splits := splits_of(path):
        path = next((splits[name] for name in TRAIN_SPLITS if name in splits), next(iter(splits.values())))
        exam = exam or next((splits[name] for name in EXAM_SPLITS if name in splits), None)
    return path, None if exam is not None and _same_file(path, exam) else exam


def read_files(choice: DataChoice, base: Path) -> list[Path]:
    """Every file that is read: the training file, and those of the exam and of unlabelled texts where there are any. Raises: as `files_of`."""
    more = [resolve(choice.unlabelled, base)] if choice.unlabelled else []
    return [file for file in (*files_of(choice, base), *more) if file is not None]


def stamps_of(files: Iterable[Path | None]) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of these files, and of those within them: one that was mended meanwhile is another one. None, and what is not there,
    has no stamp."""
    there = (path for path in files if path is not None and path.exists())
    within = [file for path in there for file in dict.fromkeys((path, *files_within(path)))]
    stats = [(str(file), file.stat()) for file in within if file.exists()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def read_like(read: Callable[[Path, Encoding, Separator], Found], path: Path, choice: DataChoice) -> Found:
    """The exam file: as the training file was said to be written, or as it looks where that does not fit. Raises: ProblemError data_…"""
    try:
        return read(path, choice.encoding, choice.separator)
    except ProblemError as error:
        if error.problem.code not in ("data_encoding", "data_malformed") or (choice.encoding, choice.separator) == (
            "auto",
            "auto",
        ):
            raise
        return read(path, "auto", "auto")


def sha256_of(path: Path) -> str:
    """Hash of the file's bytes; of a folder, and of a table in several files, those of its files in the order of their names."""
    digest = hashlib.sha256()
    for file in files_within(path):
        for chunk in scanning.chunks_of(file):
            digest.update(chunk)
    return digest.hexdigest()


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # what is wrong with either is told when it is read
        return False
