"""A dataset as the Hub keeps it: a script that is never run, and the Hub's own Parquet copy in two configs."""

from __future__ import annotations

import io

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from datasets import ClassLabel, Features, Value

from tests.hub_stand_in import HubStandIn, Repo
from tests.tiny_models import keyword_rows

NAME = "ada/reviews"


def parquet(rows: list[tuple[str, str]]) -> bytes:
    """As the Hub writes it: labels as numbers, their names beside the columns."""
    features = Features({"text": Value("string"), "label": ClassLabel(names=["neg", "pos"])})
    columns = {"text": [text for text, _ in rows], "label": [int(label == "pos") for _, label in rows]}
    out = io.BytesIO()
    pq.write_table(pa.table(columns, features.arrow_schema), out)
    return out.getvalue()


def reviews() -> list[tuple[str, str]]:
    """All rows: 40 for the exam, then two files of 80 to learn from."""
    return [(text, "pos" if place % 2 else "neg") for place, (text, _) in enumerate(keyword_rows(200))]


def add_reviews(stand_in: HubStandIn) -> Repo:
    """ada/reviews with the parts default/test, default/train and small/train."""
    rows = reviews()
    copy = {
        "default/test/0000.parquet": parquet(rows[:40]),
        "default/train/0000.parquet": parquet(rows[40:120]),
        "default/train/0001.parquet": parquet(rows[120:]),
        "small/train/0000.parquet": parquet(rows[:30]),
    }
    tags = ["task_categories:text-classification", "language:en", "size_categories:n<1K", "license:cc-by-4.0"]
    files = {"reviews.py": b"raise SystemExit", "README.md": b"# Reviews"}
    found = Repo(files, 900, tags, "", {"license": "cc-by-4.0"}, parquet=copy)
    stand_in.repos["datasets/" + NAME] = found
    return found


def add_notes(stand_in: HubStandIn) -> Repo:
    """ada/notes: no copy as a table, but tables of its own among other files; the name of one has blanks."""
    rows = reviews()

    def table(part: list[tuple[str, str]]) -> bytes:
        return ("note;mood\n" + "".join(f"{text};{label}\n" for text, label in part)).encode()

    files = {
        "loader.py": b"raise SystemExit",
        "README.md": b"# Notes",
        "dataset_infos.json": b"{}",
        ".cache/train.csv": b"x;y\n1;2\n",
        "all notes #1/train set.csv": table(rows[40:]),
        "all notes #1/test set.csv": table(rows[:40]),
    }
    found = Repo(files, 12, ["task_categories:text-classification"], "", {}, parquet=None)
    stand_in.repos["datasets/ada/notes"] = found
    return found
