"""What the two plots of learning show, in a sentence below their titles. Must not know: widgets, the run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.protocol.events import Stage
from distilstudio.protocol.scores import LOWER_IS_BETTER

translate = QCoreApplication.translate


def of_loss(score_name: str, stage: Stage) -> str:
    """What the loss is a distance from. score_name: "" before the first exam, when it is not known yet what the run learns from."""
    if not score_name:
        return translate("TrainPage", "How far the answers are from what they should be; lower is better")
    if score_name in LOWER_IS_BETTER:
        if stage == "teacher":
            return translate("TrainPage", "How far the teacher's guesses are from the words that are hidden; lower is better")
        return translate(
            "TrainPage", "How far the student is from its teacher and from the words that are hidden; lower is better"
        )
    if stage == "teacher":
        return translate("TrainPage", "How far the teacher's answers are from your labels; lower is better")
    return translate("TrainPage", "How far the student is from its teacher and from your labels; lower is better")


def of_score(score_name: str) -> str:
    """What the exams ask. score_name: "" before the first one."""
    if score_name in LOWER_IS_BETTER:
        return translate(
            "TrainPage",
            "Perplexity on texts set aside: between how many words it is unsure where one is hidden; lower is better",
        )
    if not score_name:
        return translate("TrainPage", "On texts set aside, which it never learns from")
    return translate("TrainPage", "On texts set aside, which it never learns from; higher is better")
