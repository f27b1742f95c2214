"""What a model says of a text: one shape per task, the same on the wire, in `try --json` and in the window.

Offsets count code points of the text as given. Must not know: models, widgets.
"""

from __future__ import annotations

from msgspec import Struct


class LabelScore(Struct, frozen=True):
    """A label by its name and the model's probability for it, 0..1."""

    label: str
    score: float


class Entity(Struct, frozen=True):
    """A marked span of a text with its type and the model's confidence, 0..1."""

    start: int
    end: int
    label: str
    score: float
    text: str


class AnswerSpan(Struct, frozen=True):
    """A span of the passage that answers the question; `start == end == 0` and no text: no answer here."""

    start: int
    end: int
    text: str
    score: float


class Labels(Struct, frozen=True, tag="labels"):
    """Text classification: every label, best first. With `several` each label stands for itself (multi-label)."""

    labels: list[LabelScore]
    several: bool = False
    threshold: float = 0.5


class UnsureWord(Struct, frozen=True):
    """The word of a text whose tag a model is least sure of, and its probability for every tag there, best first."""

    start: int
    end: int
    text: str
    tags: list[LabelScore]


class Entities(Struct, frozen=True, tag="entities"):
    """Named-entity recognition: spans in the order of the text. unsure: told of a text that is tried; None where no word was read."""

    entities: list[Entity]
    unsure: UnsureWord | None = None


class Answers(Struct, frozen=True, tag="answers"):
    """Extractive question answering: spans of the passage, best first."""

    answers: list[AnswerSpan]


class WordScore(Struct, frozen=True):
    """A word (or a piece of one, as the model's vocabulary has it) and its probability, 0..1."""

    word: str
    score: float


class Blank(Struct, frozen=True):
    """A place in a text where a word is missing, and the likeliest words for it, best first."""

    start: int
    end: int
    words: list[WordScore]


class Blanks(Struct, frozen=True, tag="blanks"):
    """General distillation: the blanks of a text ("[MASK]", or two underscores and more), in its order."""

    blanks: list[Blank]


Answer = Labels | Entities | Answers | Blanks
