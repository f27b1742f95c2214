"""What the page "Try it" asks for, and says while nothing is answered yet. Must not know: widgets, how answers are made."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import sentences
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.protocol.problems import Problem

translate = QCoreApplication.translate


def waiting_words(task: str, *, is_opening: bool, has_failed: bool, is_complete: bool) -> str:
    """Where an answer will stand. is_complete: what stands in the fields is enough to be answered."""
    if is_opening:
        return translate("TryPage", "The model is being loaded…")
    if has_failed:
        return translate("TryPage", "No answer came this time.")
    if is_complete:
        return translate("TryPage", "Answering…")
    if task == "qa":
        return translate("TryPage", "Ask a question above; the answer appears here, marked in the passage.")
    if task == "mlm":
        return translate("TryPage", "Type a sentence above with ___ where a word is missing; the likeliest words appear here.")
    return translate("TryPage", "Type a text above; the answer appears here.")


def banner_words(*, is_opening: bool, is_complete: bool) -> str:
    """Where it will stand in what the two differ."""
    if is_opening:
        return translate("TryPage", "The models are being loaded. You can type already.")
    if is_complete:
        return translate("TryPage", "Your text is being answered…")
    return translate("TryPage", "Where the two differ, it is said here.")


def problem_words(problem: Problem) -> str:
    """Why there is no answer, and the first thing to do."""
    texts = problem_texts(problem)
    return sentences(texts.what, texts.why, *texts.what_to_do[:1])


def what_to_type(task: str) -> str:
    """A few words for the rail."""
    if task == "mlm":
        return translate("TryPage", "Leave a word out")
    return translate("TryPage", "Ask a question") if task == "qa" else translate("TryPage", "Type a sentence")


def unsaved_words(task: str, *, is_answered: bool) -> str:
    """Why what stands cannot be saved as a test case. is_answered: by the student."""
    if task == "mlm" and is_answered:
        return translate("TryPage", "Write ___ in the text where a word is missing first.")
    return translate("TryPage", "Type a text first, and wait for the student’s answer.")


def save_failed_words(reason: str) -> str:
    """reason: as the system says it."""
    words = translate("TryPage", "The test case could not be written to the disk. The system says: {reason}")
    return words.format(reason=reason)
