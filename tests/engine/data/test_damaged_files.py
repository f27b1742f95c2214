"""Files of every format with bytes changed, cut out, doubled or mixed up, by a fixed seed: each is read or told of, in bounded time.

`DISTILSTUDIO_DAMAGED_FILES=1000` tries so many instead of the few hundred of every day.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import datasets
import pandas as pd
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.protocol.inspection import DataInspected, InspectData
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, Task

FILES = int(os.environ.get("DISTILSTUDIO_DAMAGED_FILES", "210"))
LONGEST_SECONDS = 10.0
FRAME = pd.DataFrame({"text": [f"Ein “Satz”, Nummer {row}; 第 {row} 句" for row in range(30)], "label": ["gut", "bad", "3"] * 10})
CONLL = "\n".join("Ada B-PER\nLovelace I-PER\nwrote O\n" for _ in range(10))
ASKED = [{"question": "Who?", "context": "Ada wrote it.", "answers": {"text": ["Ada"], "answer_start": [0]}}] * 5


def _saved(path: Path) -> None:
    datasets.Dataset.from_pandas(FRAME).save_to_disk(path)


WHOLE: dict[str, tuple[Task, Callable[[Path], object]]] = {
    "a.csv": ("classification", lambda path: FRAME.to_csv(path, index=False)),
    "b.csv": ("classification", lambda path: path.write_bytes(FRAME.to_csv(index=False, sep=";").encode("gb18030"))),
    "a.tsv": ("classification", lambda path: path.write_text(FRAME.to_csv(index=False, sep="\t"), "utf-16")),
    "a.jsonl": ("classification", lambda path: FRAME.to_json(path, orient="records", lines=True)),
    "a.json": ("classification", lambda path: FRAME.to_json(path, orient="records", indent=1)),
    "a.parquet": ("classification", lambda path: FRAME.to_parquet(path)),
    "a.xlsx": ("classification", lambda path: FRAME.to_excel(path, index=False)),
    "a.txt": ("classification", lambda path: path.write_text("\n".join(FRAME["text"]))),
    "saved": ("classification", _saved),
    "a.conll": ("ner", lambda path: path.write_text(CONLL)),
    "marked.jsonl": ("ner", lambda path: path.write_text('{"tokens": ["Ada", "wrote"], "ner_tags": ["B-PER", "O"]}\n' * 10)),
    "squad.json": ("qa", lambda path: path.write_text(json.dumps(ASKED, indent=1))),
    "asked.parquet": ("qa", lambda path: datasets.Dataset.from_list(ASKED).to_parquet(path)),
}


def damaged(content: bytes, draw: random.Random) -> bytes:
    """The bytes after one to four accidents."""
    for _ in range(draw.randint(1, 4)):
        if not content:
            break
        start = draw.randrange(len(content))
        end = min(len(content), start + draw.choice((1, 1, 4, 40, 400)))
        part = content[start:end]
        accident = draw.randrange(6)
        if accident == 0:
            content = content[:start]
        elif accident == 1:
            content = content[:start] + content[end:]
        elif accident == 2:
            content = content[:start] + draw.randbytes(len(part)) + content[end:]
        elif accident == 3:
            content = content[:start] + part * draw.choice((2, 50)) + content[end:]
        elif accident == 4:
            signs = (b'"', b"\n", b"\0", b"{", b"[", b",", b"]]>", b"\xff\xfe", b"\xef\xbb\xbf", b"9" * 30, b"-1", b"\\ud800")
            content = content[:start] + draw.choice(signs) + content[start:]
        else:
            content = content[:start] + bytes(byte ^ (1 << draw.randrange(8)) for byte in part[:2]) + content[start + 2 :]
    return content


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_file_is_read_or_told_of(tmp_path: Path, name: str) -> None:
    task, write = WHOLE[name]
    path = tmp_path / name
    write(path)
    assert isinstance(tried(path, task), DataInspected)
    draw = random.Random(f"damaged {name}")
    inner = sorted(path.iterdir()) if path.is_dir() else [path]
    whole = {file: file.read_bytes() for file in inner}
    told = 0
    for _ in range(-(-FILES // len(WHOLE))):
        for file, content in whole.items():
            file.write_bytes(content)
        hit = draw.choice(inner)
        hit.write_bytes(damaged(whole[hit], draw))
        started = time.monotonic()
        found = tried(path, task)
        if isinstance(found, ProblemError):
            told += 1
            # Some are about a column or about all rows, and the page shows which file that is.
            assert found.problem.values.get("file", path.name) == path.name
        assert time.monotonic() - started < LONGEST_SECONDS
    assert told or name in ("a.txt", "b.csv", "a.csv"), "no damage was ever told of"


def tried(path: Path, task: Task) -> DataInspected | ProblemError:
    """What the data page would be told of the file; anything else that is raised ends the test."""
    try:
        return inspect_data(InspectData(1, task, DataChoice(train=path.name), str(path.parent)))
    except ProblemError as error:
        return error
