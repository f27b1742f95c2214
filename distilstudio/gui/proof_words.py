"""What a proof run has found, in sentences of the language in force. Must not know: widgets, how it was found."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import count, score
from distilstudio.gui.learning_words import OF_QUESTIONS
from distilstudio.protocol.proof import points, verdict
from distilstudio.protocol.report import Proof
from distilstudio.protocol.scores import LOWER_IS_BETTER

translate = QCoreApplication.translate


def worth(proof: Proof) -> str:
    """The one sentence that counts: "The teacher's help is worth 3.1 points (95 %: 1.9 to 4.3) on 1,200 exam rows."."""
    if in_perplexity(proof):
        return _worth_in_perplexity(proof)
    match verdict(proof):
        case "gain":
            text = translate("Proof", "The teacher’s help is worth {gain} points (95 %: {low} to {high}) on {rows} exam rows.")
        case "loss" if OF_QUESTIONS in proof.alone:
            text = translate(
                "Proof",
                "The teacher did harm: {gain} points (95 %: {low} to {high}) on {rows} exam rows. Your answers alone teach this student more.",
            )
        case "loss":
            text = translate(
                "Proof",
                "The teacher did harm: {gain} points (95 %: {low} to {high}) on {rows} exam rows. The labels alone teach this student more.",
            )
        case _:
            text = translate(
                "Proof",
                "No gain that {rows} exam rows could show: {gain} points (95 %: {low} to {high}). More exam rows would tell finer.",
            )
    return text.format(gain=points(proof.gain), low=points(proof.low), high=points(proof.high), rows=count(proof.rows))


def in_perplexity(proof: Proof) -> bool:
    """Whether the two are compared by a perplexity, which is to be low, and not by a share of right answers."""
    return bool(LOWER_IS_BETTER & set(proof.alone))


def shares(proof: Proof) -> tuple[float, float, float]:
    """The gain and the ends of its interval as they are read: shares of the score; of a perplexity, told in nats a word piece, by which share
    it is lower."""
    found = (proof.gain, proof.low, proof.high)
    if not in_perplexity(proof):
        return found
    gain, low, high = (-math.expm1(-nats) for nats in found)
    return gain, low, high


def _worth_in_perplexity(proof: Proof) -> str:
    match verdict(proof):
        case "gain":
            text = translate(
                "Proof", "With the teacher’s help perplexity is {gain} % lower (95 %: {low} to {high}) on {rows} exam rows."
            )
        case "loss":
            text = translate(
                "Proof",
                "The teacher did harm: with its help perplexity is {gain} % higher (95 %: {low} to {high}) on {rows} exam rows.",
            )
            gain, low, high = (points(math.expm1(-nats)) for nats in (proof.gain, proof.high, proof.low))
            return text.format(gain=gain, low=low, high=high, rows=count(proof.rows))
        case _:
            text = translate(
                "Proof", "No gain that {rows} exam rows could show: perplexity is lower by {gain} % (95 %: {low} to {high})."
            )
    gain, low, high = (points(share) for share in shares(proof))
    return text.format(gain=gain, low=low, high=high, rows=count(proof.rows))


def both_scores(proof: Proof, score_name: str) -> str:
    """The two scores beside each other."""
    alone, student = (score(score_name, side.get(score_name, 0.0)) for side in (proof.alone, proof.student))
    if score_name in LOWER_IS_BETTER:
        text = translate("Proof", "Perplexity without the teacher {alone}, with it {student}; lower is better.")
    else:
        text = translate("Proof", "Exam score without the teacher {alone}, with it {student}.")
    return text.format(alone=alone, student=student)


def without_it_means(proof: Proof) -> str:
    """What was trained without the teacher."""
    if in_perplexity(proof):
        return _without_it_words_are_guessed(proof)
    if OF_QUESTIONS in proof.alone:
        return _without_it_questions_are_answered(proof)
    words = {
        "base": translate(
            "Proof",
            "Without the teacher: the same layers of the model as it came, a new head and your labels, with the same rows, epochs, "
            "learning rate and seed.",
        ),
        "teacher": translate(
            "Proof",
            "This teacher came trained already; what it was before is not known. Without the teacher: the same student as it was cut, "
            "learning from your labels alone.",
        ),
        "student": translate(
            "Proof",
            "This student had learnt before. Without the teacher: the student that it began from, learning on from your labels alone.",
        ),
    }
    return words[proof.start]


def _without_it_questions_are_answered(proof: Proof) -> str:
    """The same where there are answers, and no labels."""
    words = {
        "base": translate(
            "Proof",
            "Without the teacher: the same layers of the model as it came, a new head and your answers, with the same rows, epochs, "
            "learning rate and seed.",
        ),
        "teacher": translate(
            "Proof",
            "This teacher came trained already; what it was before is not known. Without the teacher: the same student as it was cut, "
            "learning from your answers alone.",
        ),
        "student": translate(
            "Proof",
            "This student had learnt before. Without the teacher: the student that it began from, learning on from your answers alone.",
        ),
    }
    return words[proof.start]


def _without_it_words_are_guessed(proof: Proof) -> str:
    """The same where the lesson is the words that were hidden."""
    words = {
        "base": translate(
            "Proof",
            "Without the teacher: the same layers of the model as it came, guessing the hidden words by itself, with the same rows, epochs, "
            "learning rate and seed.",
        ),
        "teacher": translate(
            "Proof",
            "This teacher came trained already; what it was before is not known. Without the teacher: the same student as it was cut, "
            "guessing the hidden words by itself.",
        ),
        "student": translate(
            "Proof",
            "This student had learnt before. Without the teacher: the student that it began from, guessing the hidden words by itself.",
        ),
    }
    return words[proof.start]
