"""Which kind of work a file is for, by its ending and its first lines. Must not know: widgets, how files are read whole."""

from __future__ import annotations

import re
from pathlib import Path

from distilstudio.protocol.recipe import Task

_HEAD_BYTES = 65_536
_NER_ENDINGS = (".conll", ".conllu", ".conll2003", ".bio", ".iob", ".iob2", ".bioes")
_RECORD_ENDINGS = (".json", ".jsonl", ".ndjson")
_PLAIN = (".txt", ".text", ".md", ".log")
_TABLES = (".csv", ".tsv")
_ALIKE = 0.9
"""Share of the lines, as the reader of such files has it."""
_TAG = re.compile(r"(?:O|[BIESLUM]-\S+)")


def is_saved_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset that the `datasets` library saved, with or without splits."""
    return any((folder / name).is_file() for name in ("dataset_dict.json", "state.json"))


def guess_task(path: Path, current: Task) -> Task:
    """The kind of work; the current one where the file does not say."""
    ending = path.suffix.lower()
    if ending in _NER_ENDINGS:
        return "ner"
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return current
    if ending in _RECORD_ENDINGS:
        return _task_of_records(head, current)
    # The last line may be cut off in the middle.
    lines = [line for line in head[: head.rfind("\n") + 1].splitlines() if line.strip()][:2000]
    columns = {cell.strip().strip('"').casefold() for cell in re.split(r"[,;\t|]", lines[0])} if lines else set()
    if {"question", "context"} <= columns:
        return "qa"
    if columns & {"token", "tokens", "word", "words"} and columns & {"tag", "tags", "ner_tags", "ner", "label"}:
        return "ner"
    tagged = sum(len(cells) in (2, 3, 4) and _TAG.fullmatch(cells[-1]) is not None for cells in (line.split() for line in lines))
    if len(lines) >= 3 and tagged > 0.9 * len(lines):
        return "ner"
    if ending in _PLAIN and not _is_table(lines):
        return "mlm" if lines else current
    if ending in _TABLES and len(columns) == 1:
        return "mlm"
    # Of a table of labelled texts the texts alone can be taken, by who has chosen that.
    return "classification" if ending == ".csv" and len(columns) > 1 and current != "mlm" else current


def _is_table(lines: list[str]) -> bool:
    """Whether nearly all lines have as many cells as the first one, and more than one."""
    for sign in ",;\t|":
        counts = [line.count(sign) for line in lines]
        if counts and counts[0] and sum(count == counts[0] for count in counts) >= _ALIKE * len(counts):
            return True
    return False


def _task_of_records(head: str, current: Task) -> Task:
    keys = set(re.findall(r'"([^"\\]{1,40})"\s*:', head))
    if "qas" in keys or {"question", "context"} <= keys:
        return "qa"
    if keys & {"tokens", "ner_tags", "spans", "entities", "start_offset", "annotations"} or {"start", "end"} <= keys:
        return "ner"
    if re.search(r'"labels?"\s*:\s*\[\s*\[\s*\d', head):  # doccano: [[0, 7, "PER"]]
        return "ner"
    if keys == {"text"}:
        return "mlm"
    return "classification" if keys & {"label", "labels"} and current != "mlm" else current
