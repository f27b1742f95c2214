"""A review of an exam in which texts were given labels: one each, or several. Must not know: models, files."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.mistakes.review import (
    Noted,
    Pick,
    best_shares,
    cells_of,
    cells_of_table,
    chosen,
    parts_at_a_time,
    said,
    window,
)
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.mistakes import LABEL_COLUMNS, ExamRow, Mistakes, Place, Said

Marks = NDArray[np.bool_]


class LabelsReview:
    """One label a text: the grid of what it is and what the student says it is."""

    def __init__(self, task: Classification) -> None:
        self._task = task

    def note(self, logits: Logits, encoded: Encoded) -> Noted:
        """The best label of each text, and its probability."""
        return Noted(logits.argmax(-1).astype(np.int32), best_shares(logits))

    def compare(self, encoded: Encoded, teacher: Noted, student: Noted, pick: Pick) -> Mistakes:
        """Every labelled text in its cell."""
        known = np.flatnonzero(self._task.labelled(encoded))
        labels = len(self._task.labels)
        wanted = encoded.targets[known].astype(np.int64)
        theirs, ours = teacher.answers[known], student.answers[known].astype(np.int64)
        teacher_right, student_right = theirs == wanted, ours == wanted
        places, at, counts = np.unique(wanted * labels + ours, return_inverse=True, return_counts=True)
        both = np.bincount(at[teacher_right], minlength=len(places))
        kept = chosen(~(teacher_right & student_right), 2 * at + teacher_right, student.confidence[known])
        return Mistakes(
            task=self._task.name,
            shape="grid",
            rows=len(known),
            student_wrong=int((~student_right).sum()),
            teacher_right=int((teacher_right & ~student_right).sum()),
            lines=self._task.labels,
            columns=self._task.labels,
            cells=cells_of("grid", places // labels, places % labels, counts, both),
            kept=[
                _row(
                    text,
                    [self._task.labels[wanted[row]]],
                    said([self._task.labels[theirs[row]]], teacher.confidence[known[row]], teacher_right[row]),
                    said([self._task.labels[ours[row]]], student.confidence[known[row]], student_right[row]),
                    [Place(int(wanted[row]), int(ours[row]), bool(teacher_right[row]))],
                )
                for row, text in zip(kept.tolist(), _texts(pick(known[kept])), strict=True)
            ],
        )


class SeveralReview:
    """Several labels a text: of each label which texts have it and get it, lack it, or get it without having it."""

    def __init__(self, task: Classification) -> None:
        self._task = task

    def note(self, logits: Logits, encoded: Encoded) -> Noted:
        """The labels of each text, and how sure it is: of a text that is wrong, of the surest label in dispute; else of the least sure one."""
        given, known = encoded.targets > 0.5, self._task.labelled(encoded)
        answers, confidence = logits > 0, np.zeros(len(logits), np.float32)
        for part in parts_at_a_time(len(logits)):
            stands_by = 1 / (1 + np.exp(-np.clip(np.abs(logits[part]), 0, 60)))
            disputed = (answers[part] != given[part]) & known[part, None]
            confidence[part] = np.where(disputed.any(1), np.where(disputed, stands_by, 0).max(1), stands_by.min(1))
        return Noted(answers, confidence)

    def compare(self, encoded: Encoded, teacher: Noted, student: Noted, pick: Pick) -> Mistakes:
        """Every label of every labelled text, but for those that it neither has nor gets."""
        known = np.flatnonzero(self._task.labelled(encoded))
        given, theirs, ours = encoded.targets[known] > 0.5, teacher.answers[known], student.answers[known]
        teacher_right, student_right = (theirs == given).all(1), (ours == given).all(1)
        columns = [given & ours, given & ~ours, ~given & ours]
        agreed = theirs == given
        counts = np.stack([marks.sum(0) for marks in columns], axis=1)
        both = np.stack([(marks & agreed).sum(0) for marks in columns], axis=1)
        disputed = ours != given
        kinds = np.where(disputed.any(1), 1 + disputed.argmax(1), 0) * 2 + teacher_right
        kept = chosen(~(teacher_right & student_right), kinds, student.confidence[known])
        return Mistakes(
            task=self._task.name,
            shape="per_label",
            rows=len(known),
            student_wrong=int((~student_right).sum()),
            teacher_right=int((teacher_right & ~student_right).sum()),
            lines=self._task.labels,
            columns=list(LABEL_COLUMNS),
            cells=cells_of_table("per_label", counts, both),
            kept=[
                _row(
                    text,
                    self._names(given[row]),
                    said(self._names(theirs[row]), teacher.confidence[known[row]], teacher_right[row]),
                    said(self._names(ours[row]), student.confidence[known[row]], student_right[row]),
                    [
                        Place(int(label), column, bool(agreed[row, label]))
                        for column, marks in enumerate(columns)
                        for label in np.flatnonzero(marks[row])
                    ],
                )
                for row, text in zip(kept.tolist(), _texts(pick(known[kept])), strict=True)
            ],
        )

    def _names(self, marks: Marks) -> list[str]:
        return [self._task.labels[label] for label in np.flatnonzero(marks)]


def _texts(rows: Rows) -> Iterator[tuple[int, str]]:
    """Number and text of each row."""
    yield from zip(rows.table["row"].to_pylist(), rows.texts, strict=True)


def _row(numbered: tuple[int, str], wanted: list[str], teacher: Said, student: Said, places: list[Place]) -> ExamRow:
    number, text = numbered
    start, end = window(text)
    return ExamRow(number, text[start:end], Said(wanted), teacher, student, places, cut_behind=end < len(text))
