"""The chosen texts in a few words: their file, how many rows and labels, the exam's file. Must not know: widgets, the project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import labels, rows
from distilstudio.protocol.hub import is_dataset_name
from distilstudio.protocol.inspection import DataInspected
from distilstudio.protocol.recipe import DataChoice

translate = QCoreApplication.translate


def counted(shown: DataInspected) -> list[str]:
    """Rows, and labels where answers have names."""
    return [rows(shown.rows), *([labels(len(shown.labels))] if shown.labels or shown.marks is None else [])]


def file_in_words(choice: DataChoice, shown: DataInspected | None, is_counting: bool) -> str:
    """ "train.csv · 1,600 rows · 2 labels · exam: test.csv"; what is known of it so far."""
    words = [choice.train, choice.config, choice.split] if is_dataset_name(choice.train) else [Path(choice.train).name]
    words = [word for word in words if word]
    if shown is not None and not is_counting:
        words += counted(shown)
    if shown is not None and shown.data.part:
        words.append(translate("DataPage", "sheet “{0}”").format(shown.data.part))
    exam = choice.exam or (shown.data.exam if shown is not None else "")
    if exam:
        words.append(translate("DataPage", "exam: {0}").format(Path(exam).name))
    return " · ".join(words)
