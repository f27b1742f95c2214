"""What the two plots of learning show, in a sentence below their titles. Must not know: widgets, the run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.protocol.events import Stage
from distilstudio.protocol.scores import LOWER_IS_BETTER

OF_QUESTIONS = "f1"
"""The score of answers to questions, which have no labels."""
translate = QCoreApplication.translate


def of_loss(score_name: str, stage: Stage) -> str:
    """What the loss is a distance from. score_name: "" before the first exam, when it is not known yet what the run learns from."""
    if not score_name:
        return translate("TrainPage", "How far the answers are from what they should be; lower is better")
    if score_name in LOWER_IS_BETTER:
        if stage == "teacher":
            return translate("TrainPage", "How far the teacher’s guesses are from the words that are hidden; lower is better")
        return translate(
            "TrainPage", "How far the student is from its teacher and from the words that are hidden; lower is better"
        )
    if score_name == OF_QUESTIONS:
        if stage == "teacher":
            return translate("TrainPage", "How far the teacher’s answers are from yours; lower is better")
        return translate("TrainPage", "How far the student is from its teacher and from your answers; lower is better")
    if stage == "teacher":
        return translate("TrainPage", "How far the teacher’s answers are from your labels; lower is better")
    return translate("TrainPage", "How far the student is from its teacher and from your labels; lower is better")


def of_hard_loss(score_name: str) -> str:
    """What the part of the loss that does without the teacher pulls to. score_name: as above."""
    if not score_name:
        return translate("LossPlot", "follow your data")
    if score_name in LOWER_IS_BETTER:
        return translate("LossPlot", "guess the words")
    return (
        translate("LossPlot", "follow your answers") if score_name == OF_QUESTIONS else translate("LossPlot", "follow the labels")
    )


def practice() -> str:
    """What the exams while a student learns are called: their rows are not the exam's, and so are their scores."""
    return translate("TrainPage", "Practice exams")


def of_score(score_name: str, *, is_examined: bool = False) -> str:
    """What the practice exams ask. score_name: "" before the first one; is_examined: the score of the exam itself stands above."""
    if score_name in LOWER_IS_BETTER:
        if is_examined:
            return translate(
                "TrainPage", "Perplexity on texts held back from training; the exam’s own stands above; lower is better"
            )
        return translate(
            "TrainPage",
            "Perplexity on texts held back, not the exam’s own: between how many words it is unsure where one is hidden; lower is better",
        )
    if is_examined:
        return translate("TrainPage", "On texts held back from training; the exam’s own score stands above")
    if not score_name:
        return translate("TrainPage", "On texts held back from training, not the exam’s own")
    return translate("TrainPage", "On texts held back from training, not the exam’s own; higher is better")
