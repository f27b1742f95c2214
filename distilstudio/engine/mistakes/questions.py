"""A review of an exam in which questions were answered: right, right in part, wrong, refused, or made up. Must not know: models, files."""

from __future__ import annotations

import numpy as np

from distilstudio.engine.batching import Encoded
from distilstudio.engine.checks.qa import surest
from distilstudio.engine.mistakes.review import Noted, Pick, cells_of, chosen, said, window
from distilstudio.engine.tasks.qa import Truth, trimmed
from distilstudio.engine.tasks.squad_scores import exact_match, f1
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import MarkedPart
from distilstudio.protocol.mistakes import ANSWER_KINDS, ExamRow, Mistakes, Place, Said, moved

_RIGHT, _PARTLY, _WRONG, _REFUSED, _MADE_UP = range(len(ANSWER_KINDS))


class QuestionsReview:
    """Every question in the line of how it was answered."""

    def note(self, logits: Logits, encoded: Encoded) -> Noted:
        """Where each answer begins and ends in its passage, 0 and 0 where there is said to be none, and its probability."""
        truth = encoded.truth
        assert isinstance(truth, Truth), "only whole encodings can be reviewed"
        places = np.zeros((len(truth.passages), 2), np.int64)
        confidence = np.zeros(len(places), np.float32)
        may_refuse = any(answers == [] for answers in truth.answers)
        for row, (guess, share) in surest(logits, encoded, may_refuse).items():
            places[row], confidence[row] = (guess.start, guess.end), share
        return Noted(places, confidence)

    def compare(self, encoded: Encoded, teacher: Noted, student: Noted, pick: Pick) -> Mistakes:
        """Every question whose answer is known."""
        truth = encoded.truth
        assert isinstance(truth, Truth), "only whole encodings can be reviewed"
        known = np.array([row for row, answers in enumerate(truth.answers) if answers is not None], np.int64)
        theirs, ours = (np.array([_kind(truth, side, row) for row in known.tolist()], np.int64) for side in (teacher, student))
        counts = np.bincount(ours, minlength=len(ANSWER_KINDS))
        both = np.bincount(ours[theirs == _RIGHT], minlength=len(ANSWER_KINDS))
        kept = chosen((theirs != _RIGHT) | (ours != _RIGHT), 2 * ours + (theirs == _RIGHT), student.confidence[known])
        rows = pick(known[kept])
        columns = (rows.table[name].to_pylist() for name in ("row", "question", "start"))
        return Mistakes(
            task="qa",
            shape="kinds",
            rows=len(known),
            student_wrong=int((ours != _RIGHT).sum()),
            teacher_right=int(((ours != _RIGHT) & (theirs == _RIGHT)).sum()),
            lines=list(ANSWER_KINDS),
            columns=[""],
            cells=cells_of("kinds", np.arange(len(ANSWER_KINDS)), np.zeros(len(ANSWER_KINDS), np.int64), counts, both),
            kept=[
                _row(truth, int(known[row]), (teacher, student), (int(theirs[row]), int(ours[row])), number, question, start)
                for row, number, question, start in zip(kept.tolist(), *columns, strict=True)
            ],
        )


def _answer(truth: Truth, side: Noted, row: int) -> tuple[str, list[MarkedPart]]:
    """The words of an answer, and where they stand."""
    passage = truth.passages[row]
    start, end = trimmed(passage, *side.answers[row].tolist())
    return passage[start:end], [MarkedPart(start, end, "")] if start < end else []


def _kind(truth: Truth, side: Noted, row: int) -> int:
    """How a question was answered, by SQuAD's own two measures."""
    start, end = side.answers[row].tolist()
    text, answers = truth.passages[row][start:end], truth.answers[row] or []
    if exact_match(text, answers):
        return _RIGHT
    if not answers:
        return _MADE_UP
    if not text.strip():
        return _REFUSED
    return _PARTLY if f1(text, answers) else _WRONG


def _row(
    truth: Truth, row: int, noted: tuple[Noted, Noted], kinds: tuple[int, int], number: int, question: str, start: int
) -> ExamRow:
    passage, answers = truth.passages[row], truth.answers[row] or []
    wanted = [MarkedPart(start, start + len(answers[0]), "")] if answers else []
    both = [_answer(truth, side, row) for side in noted]
    first = min((part.start for parts in (wanted, both[1][1]) for part in parts), default=0)
    begin, end = window(passage, first)
    teacher, student = (
        said([text] if text else [], side.confidence[row], kind == _RIGHT, moved(parts, -begin, end - begin))
        for (text, parts), side, kind in zip(both, noted, kinds, strict=True)
    )
    return ExamRow(
        number,
        passage[begin:end],
        Said(list(dict.fromkeys(answers)), moved(wanted, -begin, end - begin)),
        teacher,
        student,
        [Place(kinds[1], 0, kinds[0] == _RIGHT)],
        question,
        cut_before=begin > 0,
        cut_behind=end < len(passage),
    )
