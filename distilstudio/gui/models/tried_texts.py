"""The last texts that a person tried, with the student's answer. Must not know: widgets, how an answer is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from distilstudio.protocol.answers import Answer

MOST_TEXTS = 20


@dataclass(frozen=True)
class TriedText:
    """A text and what the student said of it."""

    text: str
    answer: Answer


class TriedTexts:
    """Newest first, at most MOST_TEXTS, no text twice. Stages of typing one text count as one: the longer replaces the shorter."""

    def __init__(self) -> None:
        self._tried: list[TriedText] = []

    def texts(self) -> list[TriedText]:
        """Newest first."""
        return list(self._tried)

    def add(self, text: str, answer: Answer) -> bool:
        """Keep a text with its answer; tells whether the list is another one now."""
        text = text.strip()
        if not text:
            return False
        before = list(self._tried)
        if self._tried and _grown(self._tried[0].text, text):
            del self._tried[0]
        self._tried = [TriedText(text, answer), *(old for old in self._tried if old.text != text)][:MOST_TEXTS]
        return self._tried != before


def _grown(old: str, new: str) -> bool:
    return new.startswith(old) or old.startswith(new)
