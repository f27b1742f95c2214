"""Reads Parquet files, and folders that `datasets` saved (save_to_disk). Must not know: what the columns mean.

A saved dataset is read by its own small JSON files and Arrow files, which are mapped into memory; nothing of it is ever run.
A folder with several splits is read as its training split; each split is a saved dataset of its own. Of Parquet files each split is a file,
the first of its numbered ones.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from distilstudio.engine.data.readers import columnar, scanning
from distilstudio.engine.data.readers.columnar import Features
from distilstudio.engine.data.readers.jsonl import Record
from distilstudio.engine.data.readers.shards import SHARD, files_within, splits_by_name
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.scratch import PART_ROWS, kept, parts_of
from distilstudio.protocol.problems import ProblemError, problem

SPLITS_FILE = "dataset_dict.json"
STATE_FILE = "state.json"
TRAIN_SPLITS = ("train", "training")
EXAM_SPLITS = ("test", "validation", "valid", "dev", "eval")
_MOST_FILES = 10_000


@dataclass(frozen=True)
class _Columns:
    """A file's columns as they are, rows a part after the other, and what `datasets` says of them."""

    parts: Callable[[], Iterator[pa.Table]]
    rows: int
    features: Features
    format: str


def is_columnar(path: Path) -> bool:
    """Whether a path is a Parquet file or a folder, by its ending and its first bytes. Never raises."""
    if path.is_dir() or path.suffix.lower() in (".parquet", ".pq"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except (OSError, ValueError):
        return False


def read_columns(path: Path, encoding: str = "auto", separator: str = "auto") -> ReadTable:
    """Read it as a table of text. Both wishes mean nothing here. Raises: ProblemError data_missing, data_unreadable, data_broken, data_empty."""
    found = _open(path)
    try:
        table = kept(columnar.as_strings(part, found.features) for part in found.parts())
    except (pa.ArrowException, ValueError) as error:
        raise broken(path, found.format, error) from error
    except OSError as error:
        raise _not_read(path, error, found.format) from error
    if not table.num_columns:
        raise broken(path, found.format, "no column of it holds text")
    return ReadTable(table, found.format.lower(), "", "")


def first_rows(path: Path, most: int) -> tuple[pa.Table, int]:
    """So many rows as they are, with what `datasets` says of them, and how many there are in all. Raises: as `read_columns`, pa.ArrowException."""
    found = _open(path)
    table = next(found.parts()).slice(0, most)
    told = json.dumps({"info": {"features": found.features}}) if found.features else "{}"
    return table.replace_schema_metadata({b"huggingface": told.encode()}), found.rows


def _not_read(path: Path, error: OSError, form: str) -> ProblemError | OSError:
    """Arrow tells of damage by this error too."""
    if error.errno == errno.ENOSPC:
        return error
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError) or not path.exists():
        return scanning.not_opened(path, error)
    return broken(path, form, error)


def read_column_records(path: Path) -> tuple[list[Record], str]:
    """Its rows as records with lists as they are, and the format's name. Raises: as `read_columns`."""
    found = _open(path)
    try:
        return columnar.as_records(pa.concat_tables(found.parts()), found.features), found.format.lower()
    except (pa.ArrowException, ValueError) as error:
        raise broken(path, found.format, error) from error
    except OSError as error:
        raise _not_read(path, error, found.format) from error


def splits_of(path: Path) -> dict[str, Path]:
    """The splits of a saved dataset by name, in its order, or of a folder of Parquet files by theirs; none for any other path. Never raises."""
    try:
        names = json.loads((path / SPLITS_FILE).read_text("utf-8"))["splits"]
        return {name: path / name for name in names if isinstance(name, str) and (path / name / STATE_FILE).is_file()}
    except (OSError, ValueError, KeyError, TypeError):
        return _splits_by_name(path)


def _splits_by_name(path: Path) -> dict[str, Path]:
    try:
        return splits_by_name(path) if path.is_dir() else {}
    except (OSError, ValueError):
        return {}


def broken(path: Path, format_name: str, reason: object) -> ProblemError:
    """The problem of a file whose inside is not what its format asks for."""
    told = " ".join(str(reason).split())[:200] or type(reason).__name__
    return ProblemError(problem("data_broken", file=path.name, format=format_name, reason=told))


def _open(path: Path) -> _Columns:
    """The columns of a file that has rows."""
    try:
        shards = [file for file in files_within(path) if file.suffix == SHARD or not path.is_dir()]
        found = _open_parquet(shards) if shards else _open_saved(path)
    except (pa.ArrowException, ValueError, KeyError, TypeError, EOFError) as error:
        raise broken(path, "Dataset" if path.is_dir() else "Parquet", error) from error
    except OSError as error:
        raise _not_read(path, error, "Dataset" if path.is_dir() else "Parquet") from error
    if not found.rows:
        raise ProblemError(problem("data_empty", file=path.name))
    return found


def _open_parquet(paths: list[Path]) -> _Columns:
    """One file, or a table that was cut into several, as the Hub's are."""
    files = [pq.ParquetFile(path, memory_map=True) for path in paths]

    def parts() -> Iterator[pa.Table]:
        for file in files:
            for batch in file.iter_batches(PART_ROWS):
                yield pa.Table.from_batches([batch])

    rows = sum(file.metadata.num_rows for file in files)
    return _Columns(parts, rows, columnar.features_of(files[0].schema_arrow), "Parquet")


def _open_saved(path: Path) -> _Columns:
    splits = splits_of(path)
    if splits:
        path = next((splits[name] for name in TRAIN_SPLITS if name in splits), next(iter(splits.values())))
    if not (path / STATE_FILE).is_file():
        raise ValueError("this folder holds no dataset that was saved by the datasets library")
    state: Any = json.loads((path / STATE_FILE).read_text("utf-8"))
    names = [entry["filename"] for entry in state["_data_files"]]
    if len(names) > _MOST_FILES or any(Path(name).name != name for name in names):
        raise ValueError("it names files outside of itself")
    parts = [pa.ipc.open_stream(pa.memory_map(str(path / name))).read_all() for name in names]
    if not parts:
        raise ValueError("it holds no rows")
    table = pa.concat_tables(parts)
    features = columnar.features_of(table.schema) or _written_features(path)
    return _Columns(lambda: parts_of(table), table.num_rows, features, "Dataset")


def _written_features(path: Path) -> Features:
    try:
        features = json.loads((path / "dataset_info.json").read_text("utf-8")).get("features")
    except (OSError, ValueError, AttributeError):
        return {}
    return features if isinstance(features, dict) else {}
