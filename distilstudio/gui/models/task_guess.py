"""Which kind of work a file is for, by its ending and its first lines. Must not know: widgets, how files are read whole."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from distilstudio.protocol import column_names
from distilstudio.protocol.recipe import Task

_HEAD_BYTES = 65_536
_NER_ENDINGS = (".conll", ".conllu", ".conll2003", ".bio", ".iob", ".iob2", ".bioes")
_RECORD_ENDINGS = (".json", ".jsonl", ".ndjson")
_PLAIN = (".txt", ".text", ".md", ".log")
_TABLES = (".csv", ".tsv")
_ALIKE = 0.9
"""Share of the lines, as the reader of such files has it."""
_SAMPLE_ROWS = 20
_TAG = re.compile(r"(?:O|[BIESLUM]-\S+)")
_IN_A_LIST = re.compile(r"[^\s\[\](),'\"]+")


def is_saved_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset that the `datasets` library saved, with or without splits."""
    return any((folder / name).is_file() for name in ("dataset_dict.json", "state.json"))


def guess_task(path: Path, current: Task) -> Task:
    """The kind of work; the current one where the file does not say. Of a table of labelled texts the texts alone can be taken."""
    told = told_task(path)
    if told == "classification" and current == "mlm":
        return current
    if told is None and path.suffix.lower() == ".csv" and path.is_file():
        return "mlm" if current == "mlm" else "classification"
    return told or current


def fits(task: Task, told: Task | None) -> bool:
    """Whether a file that is plainly for one kind of work may be for this one: texts are in most, for who wants nothing else of them."""
    return told in (None, task) or (task == "mlm" and told != "ner")


def told_task(path: Path) -> Task | None:
    """The kind of work that a file is plainly for; None where it may be for several."""
    ending = path.suffix.lower()
    if ending in _NER_ENDINGS:
        return "ner"
    try:
        with path.open("rb") as file:
            head = _decoded(file.read(_HEAD_BYTES))
    except OSError:
        return None
    if ending in _RECORD_ENDINGS:
        return _task_of_records(head)
    # The last line may be cut off in the middle.
    lines = [line for line in head[: head.rfind("\n") + 1].splitlines() if line.strip()][:2000]
    columns = [cell.strip().strip('"').casefold() for cell in re.split(r"[,;\t|]", lines[0])] if lines else []
    if task := _task_of_columns(columns, lines):
        return task
    tagged = sum(len(cells) in (2, 3, 4) and _TAG.fullmatch(cells[-1]) is not None for cells in (line.split() for line in lines))
    if len(lines) >= 3 and tagged > 0.9 * len(lines):
        return "ner"
    plain = ending in _PLAIN and not _is_table(lines)
    return "mlm" if lines and (plain or (ending in _TABLES and len(columns) == 1)) else None


def _decoded(head: bytes) -> str:
    """The letters; what is no UTF-8 may be Chinese."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    try:
        return head[: head.rfind(b"\n") + 1 or None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return head.decode("gb18030", errors="replace")


def _task_of_columns(columns: list[str], lines: list[str]) -> Task | None:
    """By the names that the readers know, and by what stands below them: a column of labels may hold the tags of all words of a text."""
    names = frozenset(columns)
    labelled = not names.isdisjoint(column_names.LABEL)
    asked = not names.isdisjoint(column_names.QUESTION) and not names.isdisjoint(column_names.PASSAGE)
    if asked and (not labelled or not names.isdisjoint(column_names.ANSWER)):
        return "qa"
    tagged = not names.isdisjoint(column_names.TAG)
    if tagged and not names.isdisjoint(column_names.WORD):
        return "ner"
    if (labelled or tagged) and _holds_tags(columns, lines):
        return "ner"
    return "classification" if labelled and not names.isdisjoint(column_names.TEXT_NAMES) else None


def _holds_tags(columns: list[str], lines: list[str]) -> bool:
    """Whether the cells of a column called so are lists of tags, as ['O', 'B-PER'] or O B-PER."""
    separator = max(",;\t|", key=lines[0].count)
    rows = list(csv.reader(lines[1 : _SAMPLE_ROWS + 1], delimiter=separator))
    for place in (place for place, name in enumerate(columns) if name in column_names.TAG):
        cells = [_IN_A_LIST.findall(row[place]) for row in rows if place < len(row) and row[place].strip()]
        if (
            cells
            and all(tag == "O" or _TAG.fullmatch(tag) for cell in cells for tag in cell)
            and any(len(cell) > 1 for cell in cells)
        ):
            return True
    return False


def _is_table(lines: list[str]) -> bool:
    """Whether nearly all lines have as many cells as the first one, and more than one."""
    for sign in ",;\t|":
        counts = [line.count(sign) for line in lines]
        if counts and counts[0] and sum(count == counts[0] for count in counts) >= _ALIKE * len(counts):
            return True
    return False


def _task_of_records(head: str) -> Task | None:
    keys = set(re.findall(r'"([^"\\]{1,40})"\s*:', head))
    if "qas" in keys or (not keys.isdisjoint(column_names.QUESTION) and {"context", "passage"} & keys):
        return "qa"
    if "choices" in keys:  # Label Studio: one task of sorting, whatever else its export holds
        return "classification"
    if keys & {"tokens", "ner_tags", "spans", "entities", "start_offset", "annotations"} or {"start", "end"} <= keys:
        return "ner"
    if re.search(r'"words?"\s*:\s*\[', head):  # with a label for each
        return "ner"
    if re.search(r'"labels?"\s*:\s*\[\s*\[\s*\d', head):  # doccano: [[0, 7, "PER"]]
        return "ner"
    if re.search(r'"label"\s*:\s*\{\s*"[^"]+"\s*:\s*\{', head):  # CLUE: {"PER": {"Mei": [[0, 2]]}}
        return "ner"
    if keys == {"text"}:
        return "mlm"
    return "classification" if keys & {"label", "labels"} else None
