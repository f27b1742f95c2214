"""The log of a run for the curious: every coarse event as a sentence. Must not know: the engine, files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, duration, rows, score
from distilstudio.gui.models.exams import score_of
from distilstudio.gui.models.run import RunModel
from distilstudio.protocol.events import (
    ExamDone,
    RunEnded,
    RunEvent,
    RunNote,
    RunPaused,
    RunStarted,
    Stage,
    StageDone,
    StageStarted,
)
from distilstudio.protocol.recipe import ODD


class RunLog(QWidget):
    """A read-only text that grows while it is shown."""

    def __init__(self, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._written = 0
        self._written_run = ""
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setObjectName("run_log")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.retranslate()
        run.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        """Write everything again."""
        self.text.setAccessibleName(self.tr("Log of the run"))
        self.text.setPlaceholderText(self.tr("What the engine does is written here, line by line."))
        self._written = 0
        self._on_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_changed(self) -> None:
        history = self._run.history
        if self._run.run_id != self._written_run or len(history) < self._written or self._written == 0:
            self.text.clear()
            self._written, self._written_run = 0, self._run.run_id
        for event in history[self._written :]:
            if sentence := self._sentence(event):
                self.text.appendPlainText(sentence)
        self._written = len(history)

    def _sentence(self, event: RunEvent) -> str:
        match event:
            case RunStarted():
                return self.tr("Run folder: {0}").format(event.out)
            case StageStarted():
                name = self._stage_name(event.stage)
                return self.tr("{0}: reused.").format(name) if event.note == "reused" else self.tr("{0}: begins.").format(name)
            case StageDone():
                return (
                    self.tr("{0}: done in {1}.").format(self._stage_name(event.stage), duration(event.seconds))
                    if event.seconds
                    else ""
                )
            case ExamDone():
                return self._exam_sentence(event)
            case RunNote():
                return self._note_sentence(event)
            case RunPaused():
                return self.tr("Paused.") if event.paused else self.tr("Goes on.")
            case RunEnded():
                return self._end_sentence(event)
        return ""

    def _note_sentence(self, note: RunNote) -> str:
        """The window's own sentence where the code is known, so that it is in the person's language; else the engine's words."""
        sentences = self._sentences_of_rows() | self._sentences_of_learning()
        if "1" in (note.values.get("rows"), note.values.get("exams")):
            sentences |= self._single_sentences()
        try:
            return sentences.get(note.code, note.text.replace("{", "{{").replace("}", "}}")).format_map(note.values)
        except (KeyError, ValueError):
            return note.text

    def _sentences_of_rows(self) -> dict[str, str]:
        """What became of the rows before anything was learnt, by code."""
        return {
            "exam_same_file": self.tr(
                "The exam file is the training file; a part of its rows is set aside for the exam instead."
            ),
            "exam_set_aside": self.tr("{rows} rows were set aside for the exam."),
            "exam_overlap": self.tr("{rows} training rows stand in the exam file too; the student does not learn from them."),
            "exam_left_out": self.tr("{rows} rows of the exam file have no text or no label; they are left out."),
            "more_texts": self.tr(
                "{rows} more texts without labels were added. Left out, because they are there already or in the exam: {left_out}."
            ),
            "few_passages": self.tr(
                "There are only {rows} passages: the exam asks other questions about them than those that are learnt from."
            ),
            "passages_shared": self.tr(
                "{rows} questions of the exam are about passages that are learnt from too, in other questions."
            ),
            "labels_together": self.tr(
                "Each label has a column of its own, marked 0 or 1 ({columns} of them); the column “{column}” has them together."
            ),
            "none_of_labels": self.tr("{rows} rows carry none of the labels; the student learns that too."),
            "empty_is_unlabelled": self.tr(
                "No row says that none of the labels fits it. If that is what an empty cell means, say so on the page of the texts."
            ),
            "learnt_before": self.tr(
                "{learnt} of the {rows} exam rows were learnt from in an earlier run, from which this one takes its teacher or its student: "
                "the scores flatter."
            ),
            "final_kept_back": self.tr("{rows} rows were kept back for the final exam, which no choice ever sees."),
            "duplicates_left_out": self.tr("{rows} rows that repeat an earlier text were left out, as was chosen."),
            "contradictions_left_out": self.tr(
                "{rows} rows whose text carries another label elsewhere were left out, as was chosen."
            ),
            **{f"{kind}_left_out": self.tr("{rows} odd rows were left out, as was chosen.") for kind in ODD},
            "corrections_taken": self.tr("In {rows} rows the teacher’s answer was taken for the label, as was decided."),
            "corrections_dropped": self.tr("{rows} rows on which teacher and label differ were left out, as was decided."),
        }

    def _sentences_of_learning(self) -> dict[str, str]:
        """What teacher and student do, and where it is kept, by code."""
        return {
            "resumed": self.tr("The run goes on where it was saved, at {share}."),
            "resumed_elsewhere": self.tr("Not all is as it was when the run began ({what}): the last digits may differ."),
            "not_saved": self.tr(
                "The run could not be saved just now ({reason}). It goes on and tries again; what was saved before is kept."
            ),
            "cores_shared": self.tr(
                "Other programs keep the processor busy: the run takes {taken} of {cores} cores meanwhile, and is the faster for it."
            ),
            "memory_split": self.tr(
                "Not enough memory for {rows} texts at a time. The run goes on with {fewer}; nothing is lost."
            ),
            "states_kept": self.tr("What goes on inside the teacher is kept on the disk: {megabytes} MB."),
            "states_seen_again": self.tr(
                "What goes on inside the teacher would take {megabytes} MB on the disk, too much for this run. The teacher reads the texts "
                "again in every epoch instead, which takes longer."
            ),
            "states_beside": self.tr(
                "What goes on inside the teacher would take {megabytes} MB of the graphics card, too much for it. The teacher reads the "
                "texts beside its student instead."
            ),
            "vocabulary_used": self.tr(
                "The student knows {kept} of its teacher’s {size} word pieces: those of the texts, and all single signs."
            ),
            "copies_added": self.tr("{rows} varied copies of the texts were added; the teacher answers them."),
            "copies_left_out": self.tr("Varied copies were left out: the student follows the labels alone, and a copy has none."),
            "begins_with": self.tr("The student begins with what {run} knows of the language."),
            "teacher_beside": self.tr(
                "Other words are hidden in every epoch, so the teacher reads each text beside the student instead of once before."
            ),
            "vocabulary_strange": self.tr(
                "Of the word pieces in the exam rows {share} are not among them. The student spells those words from smaller pieces, and knows "
                "them less well; more texts to learn from help, and those need no labels."
            ),
            "teacher_strange": self.tr(
                "The teacher does not know {share} of the word pieces in the texts, and reads each of them as the same empty sign. A teacher "
                "that was made for their language would learn more from them, and so would its student."
            ),
            "teacher_foreign": self.tr(
                "The teacher splits the words of the texts into small pieces, {pieces} a word: it was made for another language. A teacher that "
                "was made for their language would learn more from them, and so would its student."
            ),
            "teacher_spells": self.tr(
                "The teacher splits the characters of the texts into smaller pieces, {pieces} each: it was made for another language. A teacher "
                "that was made for their language would learn more from them, and so would its student."
            ),
            "too_shallow": self.tr(
                "Finding answers takes layers: with fewer than half of its teacher’s {layers} a student is much weaker. With all of them and half "
                "of the width it is smaller still, and finds far more."
            ),
            "teacher_weighed": self.tr("{name}: {score} on the watched rows, weight {weight}."),
            "learns_on": self.tr("The student of “{run}” learns on."),
            "taught_often": self.tr("The texts are few: the teacher sees each {epochs} times, for at least {steps} steps."),
            "read_often": self.tr("The texts are few: the student sees each {epochs} times, for at least {steps} steps."),
            "stopped_early": self.tr("No better practice exam for {exams} epochs in a row: stopped early."),
        }

    def _single_sentences(self) -> dict[str, str]:
        """The same of a single row or epoch, where the words differ."""
        return {
            "exam_set_aside": self.tr("1 row was set aside for the exam."),
            "exam_overlap": self.tr("1 training row stands in the exam file too; the student does not learn from it."),
            "exam_left_out": self.tr("1 row of the exam file has no text or no label; it is left out."),
            "more_texts": self.tr(
                "1 more text without a label was added. Left out, because they are there already or in the exam: {left_out}."
            ),
            "few_passages": self.tr(
                "There is only 1 passage: the exam asks other questions about it than those that are learnt from."
            ),
            "passages_shared": self.tr("1 question of the exam is about a passage that is learnt from too, in other questions."),
            "none_of_labels": self.tr("1 row carries none of the labels; the student learns that too."),
            "corrections_taken": self.tr("In 1 row the teacher’s answer was taken for the label, as was decided."),
            "corrections_dropped": self.tr("1 row on which teacher and label differ was left out, as was decided."),
            "stopped_early": self.tr("No better practice exam for an epoch: stopped early."),
        }

    def _exam_sentence(self, exam: ExamDone) -> str:
        who = self.tr("teacher") if exam.who == "teacher" else self.tr("student")
        figure = score(exam.score_name, score_of(exam))
        if exam.rows_from == "exam":
            return self.tr("Exam: {0} scores {1} on {2}.").format(who, figure, rows(exam.rows))
        if exam.rows_from == "final":
            return self.tr("Final exam: {0} scores {1} on {2}.").format(who, figure, rows(exam.rows))
        return self.tr("Practice exam at step {0}: {1} scores {2} on {3}.").format(count(exam.step), who, figure, rows(exam.rows))

    def _end_sentence(self, end: RunEnded) -> str:
        if end.problem is not None:
            return f"{end.problem.what} {end.problem.why}".strip()
        return {
            "done": self.tr("Done."),
            "stopped": self.tr("Finished early; the best student is kept."),
            "discarded": self.tr("Discarded."),
            "failed": self.tr("Ended early."),
        }[end.outcome]

    def _stage_name(self, stage: Stage) -> str:
        return {
            "preflight": self.tr("Check everything"),
            "data": self.tr("Read the texts"),
            "teacher": self.tr("Train the teacher"),
            "ask_teacher": self.tr("Ask the teacher"),
            "student": self.tr("Build the student"),
            "distil": self.tr("Distil"),
            "exam": self.tr("Exam"),
            "pack": self.tr("Pack"),
        }[stage]
