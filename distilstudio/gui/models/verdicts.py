"""What an answer comes down to: the label that is meant, whether the model is sure, whether two models differ.

Must not know: widgets, words of a language.
"""

from __future__ import annotations

from dataclasses import dataclass

from distilstudio.protocol.answers import Labels, LabelScore

SURE_MARGIN = 0.20
"""The best label has to be this far ahead of the next one, or the model is called not sure: with two labels, below 60 %."""


@dataclass(frozen=True)
class Verdict:
    """The labels that an answer stands for (one; with several labels a row, any number) and whether they are clear."""

    labels: tuple[LabelScore, ...]
    sure: bool

    @property
    def names(self) -> frozenset[str]:
        """The labels by name."""
        return frozenset(found.label for found in self.labels)


def judge(answer: Labels) -> Verdict:
    """Sum up a classification."""
    if answer.several:
        found = tuple(one for one in answer.labels if one.score >= answer.threshold)
        return Verdict(found, all(abs(one.score - answer.threshold) >= SURE_MARGIN / 2 for one in answer.labels))
    if not answer.labels:
        return Verdict((), False)
    best, *others = answer.labels
    return Verdict((best,), not others or best.score - others[0].score >= SURE_MARGIN)


def differ(one: Verdict, other: Verdict) -> bool:
    """Whether two models mean other labels."""
    return one.names != other.names
