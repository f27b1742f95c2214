"""A review of an exam in which names were marked: found, missed, of another type, with other borders, or where there is none.

Must not know: models, files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.checks.ner import Spans, parts_of, tagged_words
from distilstudio.engine.data.tags import OUTSIDE, mend, spans_of, types_of
from distilstudio.engine.mistakes.review import Noted, Pick, best_shares, cells_of_table, chosen, said, window
from distilstudio.engine.targets import UNLABELLED
from distilstudio.engine.tasks.ner import Ner, Span, Truth
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.mistakes import NAME_COLUMNS, ExamRow, Mistakes, Place, Said, moved

_FOUND, _MISSED, _OTHER_TYPE, _OTHER_BORDERS, _INVENTED = range(len(NAME_COLUMNS))


class NamesReview:
    """Every type of name in its line."""

    def __init__(self, task: Ner) -> None:
        self._task = task
        self._types = types_of(task.labels)
        self._line = {kind: line for line, kind in enumerate(self._types)}
        self._begins = np.array([self._line[label[2:]] if label[0] == "B" else -1 for label in task.labels], np.int64)
        """The line of the type that a tag begins, −1 for others."""

    def note(self, logits: Logits, encoded: Encoded) -> Noted:
        """The tag of every word, as a small number; of each sentence the mean confidence over the words that are wrong, else over its names."""
        truth, at = tagged_words(encoded)
        tags = np.full(len(truth.tags), self._task.labels.index(OUTSIDE), np.int16)
        tags[at] = logits.argmax(-1)
        sure = np.ones(len(truth.tags), np.float32)
        sure[at] = best_shares(logits)
        wrong, named = tags != truth.tags, tags != self._task.labels.index(OUTSIDE)
        confidence = np.ones(len(truth.words), np.float32)
        for words in (np.ones_like(wrong), named, wrong):
            number = _sums(words, truth)
            total = _sums(np.where(words, sure, 0), truth)
            confidence = np.where(number > 0, total / np.maximum(number, 1), confidence).astype(np.float32)
        return Noted(tags, confidence)

    def compare(self, encoded: Encoded, teacher: Noted, student: Noted, pick: Pick) -> Mistakes:
        """Every name of every marked sentence. Only sentences in which somebody says something else than the data are gone through one by one."""
        truth = encoded.truth
        assert isinstance(truth, Truth), "only whole encodings can be reviewed"
        ends = np.cumsum(truth.words)
        marked = (truth.words > 0) & (_sums(truth.tags == UNLABELLED, truth) == 0)
        counts, both = np.zeros((2, len(self._types), len(NAME_COLUMNS)), np.int64)
        apart = marked & (_sums((student.answers != truth.tags) | (teacher.answers != truth.tags), truth) > 0)
        alike = truth.tags[np.repeat(marked & ~apart, truth.words)]
        begun = self._begins[alike]
        counts[:, _FOUND] += np.bincount(begun[begun >= 0], minlength=len(self._types))
        both[:, _FOUND] += counts[:, _FOUND]
        teacher_wrong, student_wrong = np.zeros((2, len(marked)), np.bool_)
        kinds = np.zeros(len(marked), np.int64)
        for row in np.flatnonzero(apart).tolist():
            wanted, theirs, ours = self._all_spans(row, ends, truth, teacher, student)
            teacher_wrong[row], student_wrong[row] = set(theirs) != set(wanted), set(ours) != set(wanted)
            places = self._places(wanted, theirs, ours)
            for (line, column, teacher_right), number in Counter(places).items():
                counts[line, column] += number
                both[line, column] += number * teacher_right
            kinds[row] = 1 + max(
                (2 * (line * len(NAME_COLUMNS) + column) + right for line, column, right in places if column), default=-1
            )
        kept = np.flatnonzero(marked)[chosen((teacher_wrong | student_wrong)[marked], kinds[marked], student.confidence[marked])]
        return Mistakes(
            task=self._task.name,
            shape="per_type",
            rows=int(marked.sum()),
            student_wrong=int(student_wrong.sum()),
            teacher_right=int((student_wrong & ~teacher_wrong).sum()),
            lines=self._types,
            columns=list(NAME_COLUMNS),
            cells=cells_of_table("per_type", counts, both),
            kept=self._rows(kept, ends, truth, teacher, student, pick),
        )

    def _rows(self, kept: IntArray, ends: IntArray, truth: Truth, teacher: Noted, student: Noted, pick: Pick) -> list[ExamRow]:
        rows = pick(kept)
        columns = (rows.table[name].to_pylist() for name in ("row", "text", "words"))
        return [
            self._row(number, text, words, self._all_spans(row, ends, truth, teacher, student), (teacher, student), row)
            for row, number, text, words in zip(kept.tolist(), *columns, strict=True)
        ]

    def _row(
        self,
        number: int,
        text: str,
        words: Sequence[str],
        spans: tuple[Spans, Spans, Spans],
        noted: tuple[Noted, Noted],
        row: int,
    ) -> ExamRow:
        wanted, theirs, ours = spans
        parts = [parts_of(text, words, one) for one in spans]
        disputed = [part.start for one in parts for part in one if any(part not in other for other in parts)]
        start, end = window(text, min(disputed, default=0))
        wanted_parts, *others = ([*moved(one, -start, end - start)] for one in parts)
        teacher, student = (
            said([], side.confidence[row], set(one) == set(wanted), kept)
            for side, one, kept in zip(noted, (theirs, ours), others, strict=True)
        )
        places = [Place(*place) for place in self._places(wanted, theirs, ours)]
        return ExamRow(
            number,
            text[start:end],
            Said(parts=wanted_parts),
            teacher,
            student,
            places,
            cut_before=start > 0,
            cut_behind=end < len(text),
        )

    def _all_spans(self, row: int, ends: IntArray, truth: Truth, teacher: Noted, student: Noted) -> tuple[Spans, Spans, Spans]:
        """The names that the data mark in a sentence, the teacher's and the student's."""
        here = slice(int(ends[row] - truth.words[row]), int(ends[row]))
        wanted = spans_of(self._names(truth.tags[here]))
        theirs, ours = (spans_of(mend(self._names(side.answers[here]))) for side in (teacher, student))
        return wanted, theirs, ours

    def _places(self, wanted: Spans, theirs: Spans, ours: Spans) -> list[tuple[int, int, bool]]:
        """Line, column, and whether the teacher is right, of each name that is marked, and of each that the student made up.

        A name of the student's that touches one of the data's is that one, with another type or other borders.
        """
        places: list[tuple[int, int, bool]] = []
        met: set[Span] = set()
        for name in wanted:
            touching = [other for other in ours if _touch(name, other)]
            met.update(touching)
            if name in ours:
                column = _FOUND
            elif not touching:
                column = _MISSED
            else:
                column = _OTHER_BORDERS if any(other[2] == name[2] for other in touching) else _OTHER_TYPE
            places.append((self._line[name[2]], column, name in theirs))
        for other in ours:
            if other not in met:
                places.append((self._line[other[2]], _INVENTED, not any(_touch(other, one) for one in theirs)))
        return places

    def _names(self, numbers: NDArray[Any]) -> list[str]:
        return [self._task.labels[number] for number in numbers]


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _sums(words: NDArray[Any], truth: Truth) -> NDArray[Any]:
    """Of a figure of every word the sum in each sentence."""
    sums = np.concatenate([[0], np.cumsum(words, dtype=np.float64 if words.dtype.kind == "f" else np.int64)])
    ends = np.cumsum(truth.words)
    return np.asarray(sums[ends] - sums[ends - truth.words])
