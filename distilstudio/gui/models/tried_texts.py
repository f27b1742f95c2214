"""The last texts that a person tried, with the student's answer. Must not know: widgets, how an answer is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from distilstudio.protocol.answers import Answer

MOST_TEXTS = 20


@dataclass(frozen=True)
class TriedText:
    """A text and what the student said of it. `question` is empty but for question answering."""

    text: str
    answer: Answer
    question: str = ""


class TriedTexts:
    """Newest first, at most MOST_TEXTS, no text twice. Stages of typing one text count as one: the longer replaces the shorter."""

    def __init__(self) -> None:
        self._tried: list[TriedText] = []

    def texts(self) -> list[TriedText]:
        """Newest first."""
        return list(self._tried)

    def add(self, text: str, answer: Answer, question: str = "") -> bool:
        """Keep a text with its answer; tells whether the list is another one now."""
        text, question = text.strip(), question.strip()
        if not text:
            return False
        before = list(self._tried)
        if self._tried and _grown(self._tried[0], text, question):
            del self._tried[0]
        others = [old for old in self._tried if (old.text, old.question) != (text, question)]
        self._tried = [TriedText(text, answer, question), *others][:MOST_TEXTS]
        return self._tried != before


def _grown(old: TriedText, text: str, question: str) -> bool:
    """Whether one is a stage of typing the other; of a question and its text one alone is typed at a time."""
    if question and old.text == text:
        return _begins(old.question, question)
    return old.question == question and _begins(old.text, text)


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
