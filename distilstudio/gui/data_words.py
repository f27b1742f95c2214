"""Which texts are wanted, and the chosen ones in a few words: file, rows, labels, the exam's file. Must not know: widgets, the project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import labels, rows
from distilstudio.protocol.hub import is_dataset_name
from distilstudio.protocol.inspection import DataInspected
from distilstudio.protocol.recipe import DataChoice, Task

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


def wanted_words(task: Task) -> str:
    """What teaches best."""
    match task:
        case "ner":
            return translate("DataPage", "Sentences in which names are marked teach best. Everything stays on this computer.")
        case "qa":
            return translate(
                "DataPage", "Questions with the passages that answer them teach best. Everything stays on this computer."
            )
        case "mlm":
            return translate(
                "DataPage",
                "Any plain text will do, the more the better. No labels are needed. Everything stays on this computer.",
            )
    return translate("DataPage", "Rows of text with their label teach best. Everything stays on this computer.")


def missing_words(task: Task) -> str:
    """What is to be chosen before one can go on."""
    missing = {
        "classification": translate("DataPage", "Choose texts with at least two labels first."),
        "ner": translate("DataPage", "Choose sentences with marked names first."),
        "qa": translate("DataPage", "Choose questions with their answers first."),
    }
    return missing.get(task, translate("DataPage", "Choose texts first."))


def wait_words(*, is_counting: bool) -> str:
    """While a file is read. is_counting: its first rows are there."""
    if is_counting:
        return translate(
            "DataPage",
            "These are the first rows; the rest is being read and checked. You can already say which column is which, or go on with other steps.",
        )
    return translate("DataPage", "Looking at the columns and the health of the rows. A large file takes a moment.")
