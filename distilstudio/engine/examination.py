"""The exam at the end of a run: teacher and student on the same rows, then on those of the final exam where there are any; and their speed.

Must not know: how the student learnt, what becomes of its scores.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from transformers import PreTrainedModel

from distilstudio.engine import exam
from distilstudio.engine.asking import Asking
from distilstudio.engine.batching import Encoded
from distilstudio.engine.colleagues import Colleagues
from distilstudio.engine.exam import Speed
from distilstudio.engine.keeping import Keeper
from distilstudio.engine.mistakes import review_of
from distilstudio.engine.mistakes.review import Noted
from distilstudio.engine.preparation import Prepared
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import ExamDone, RunEvent
from distilstudio.protocol.mistakes import Mistakes
from distilstudio.protocol.report import TeacherReport

Scores = dict[Side, dict[str, float]]


class Examination:
    """One run's exam. After `hold`, unless the run was left meanwhile, the rest says what it gave.

    scores, final_scores: of the exam and of the final exam, empty without one. speeds: the teacher's, then the student's.
    several: each teacher, where there are several; the teacher's scores are then of all together.
    mistakes: what both said of the exam's rows, to be read; None where the task has no right and wrong. Never of the final exam's: who reads
    its rows chooses by them.
    """

    def __init__(self, context: RunContext, keeper: Keeper, prepared: Prepared, colleagues: Colleagues | None) -> None:
        self._context, self._keeper, self._prepared, self._colleagues = context, keeper, prepared, colleagues
        self._asking = Asking(context, keeper, prepared.task)
        self.scores: Scores = {}
        self.final_scores: Scores = {}
        self.speeds: Sequence[Speed] = []
        self.several: list[TeacherReport] = []
        self.mistakes: Mistakes | None = None
        self._review, self._noted = review_of(prepared.task), dict[Side, Noted]()

    def hold(self, teacher: PreTrainedModel, student: PreTrainedModel, best_step: int) -> Iterator[RunEvent]:
        """Examine both. best_step: of the training, the step whose weights the student has."""
        context, prepared, papers, colleagues = self._context, self._prepared, self._papers(), self._colleagues
        beside = len(colleagues.all) if colleagues is not None else 0
        total, done = sum(len(read["student"]) + (1 + beside) * len(read["teacher"]) for _, read, _ in papers), 0
        with context.stage("exam", total) as begun:
            yield begun
            teacher.to(context.compute.device)
            models: dict[Side, PreTrainedModel] = {"teacher": teacher, "student": student}
            for (rows_from, read, found), (side, model) in itertools.product(papers, models.items()):
                rows = read[side]
                answers = yield from self._asking.examine(f"{rows_from} {side}", model, rows, done, total)
                done += len(rows)
                if colleagues is not None and side == "teacher":
                    answers = yield from colleagues.examine(answers, rows_from, done, total)
                    done += beside * len(rows)
                scores = prepared.task.score(answers, rows)
                if context.control.stop == "leave":  # not all rows were read: no scores to tell
                    return
                found[side] = scores
                if rows_from == "exam":
                    self._note(side, answers, rows)
                step = best_step if side == "student" else 0
                if self._keeper.first_told(f"{rows_from} {side}"):  # nothing is saved between this and the telling
                    yield ExamDone(context.run_id, "exam", step, side, rows_from, rows.texts, prepared.task.score_name, scores)
            texts, tokenizers = exam.texts_to_time(prepared.data.exam), [prepared.tokenizer, prepared.by_student.tokenizer]
            self.speeds = exam.time_models(list(models.values()), tokenizers, texts, prepared.max_length)
            self.several = [] if colleagues is None else colleagues.reports(teacher, self.speeds[0])
        yield context.ended("exam")

    def forget(self) -> None:
        """The scores are kept elsewhere: what was saved of the answers goes."""
        self._asking.forget_exam()

    def _note(self, side: Side, answers: Logits, rows: Encoded) -> None:
        """Keep what this side said until the other has answered too; the logits themselves are too many."""
        if self._review is None:
            return
        self._noted[side] = self._review.note(answers, rows)
        if len(self._noted) == 2:
            data, numbers = self._prepared.data.exam, self._prepared.exam_rows
            teacher, student = self._noted["teacher"], self._noted["student"]
            self.mistakes = self._review.compare(rows, teacher, student, lambda kept: data.take(numbers[kept]))
            self._noted.clear()

    def _papers(self) -> list[tuple[Literal["exam", "final"], dict[Side, Encoded], Scores]]:
        """What is asked: the rows as each side reads them, and where its scores go."""
        prepared, own = self._prepared, self._prepared.by_student
        papers: list[tuple[Literal["exam", "final"], dict[Side, Encoded], Scores]] = [
            ("exam", {"teacher": prepared.exam, "student": own.exam}, self.scores)
        ]
        if prepared.final is not None and own.final is not None:
            papers.append(("final", {"teacher": prepared.final, "student": own.final}, self.final_scores))
        return papers
