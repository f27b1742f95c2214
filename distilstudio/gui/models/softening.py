"""What temperature does to a teacher's probabilities, and the loss a student pays for differing from them.

Plain numbers for the live explainer; the engine has its own tensors. All logarithms are natural, so losses are in nats.
Must not know: widgets, tensors, recipes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]

SMALLEST_SHARE = 1e-12
"""A probability shown as 0 stands for a very small one: a softmax never gives 0, and its logarithm must stay finite."""


def softmax(logits: Sequence[float] | Shares, temperature: float = 1.0) -> Shares:
    """Probabilities of logits at a temperature above 0. Source: Hinton et al. 2015, arXiv:1503.02531, section 2."""
    if temperature <= 0:
        raise ValueError(f"temperature is {temperature}, it has to be above 0")
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    powers = np.exp(scaled - scaled.max())
    shares: Shares = powers / powers.sum()
    return shares


def soften(probabilities: Sequence[float] | Shares, temperature: float) -> Shares:
    """The same probabilities at another temperature. Their logarithms serve as logits: softmax forgets the constant between the two."""
    return softmax(np.log(np.clip(np.asarray(probabilities, dtype=np.float64), SMALLEST_SHARE, None)), temperature)


def soften_each(probabilities: Sequence[float] | Shares, temperature: float) -> Shares:
    """The same where each label stands for itself: sigmoid(z / T), z being the logit of the probability. Source: as `softmax`, per label."""
    if temperature <= 0:
        raise ValueError(f"temperature is {temperature}, it has to be above 0")
    shares = np.clip(np.asarray(probabilities, dtype=np.float64), SMALLEST_SHARE, 1 - SMALLEST_SHARE)
    softened: Shares = np.exp(-np.logaddexp(0.0, (np.log1p(-shares) - np.log(shares)) / temperature))  # 1 / (1 + eᶻ) for any z
    return softened


def binary_cross_entropy(target: Sequence[float] | Shares, guess: Sequence[float] | Shares) -> float:
    """L = −Σ yᵢ log ŷᵢ + (1 − yᵢ) log (1 − ŷᵢ) in nats: every label is a question of its own."""
    wanted, answered = np.asarray(target, dtype=np.float64), np.asarray(guess, dtype=np.float64)
    return cross_entropy(wanted, answered) + cross_entropy(1 - wanted, 1 - answered)


def cross_entropy(target: Sequence[float] | Shares, guess: Sequence[float] | Shares) -> float:
    """L = −Σ yᵢ log ŷᵢ in nats, y the target and ŷ the guess. A target of 0 adds nothing, whatever the guess."""
    wanted = np.asarray(target, dtype=np.float64)
    logs = np.log(np.clip(np.asarray(guess, dtype=np.float64), SMALLEST_SHARE, None))
    return float(-(wanted * logs).sum())


def entropy(probabilities: Sequence[float] | Shares) -> float:
    """How undecided a distribution is, in nats: the part of the cross entropy that no student can remove."""
    return cross_entropy(probabilities, probabilities)


def divergence(target: Sequence[float] | Shares, guess: Sequence[float] | Shares) -> float:
    """KL(target ‖ guess) in nats: cross entropy less the target's own entropy; never below 0."""
    return max(0.0, cross_entropy(target, guess) - entropy(target))


@dataclass(frozen=True)
class Lesson:
    """One sentence at one temperature: what the student is shown, what it answers, and what the difference costs it."""

    temperature: float
    shown: Shares
    answered: Shares
    loss: float
    own_entropy: float

    @property
    def counted(self) -> float:
        """T² · KL: what the run adds up for this sentence, before its weight."""
        return self.temperature**2 * max(0.0, self.loss - self.own_entropy)


def teach(teacher: Sequence[float], student: Sequence[float], temperature: float, several: bool = False) -> Lesson:
    """Both models' probabilities (at temperature 1) brought to `temperature`, and the loss between them.

    several: a text may carry several labels, so that each is softened, and paid for, by itself.
    """
    if several:
        shown, answered = soften_each(teacher, temperature), soften_each(student, temperature)
        return Lesson(temperature, shown, answered, binary_cross_entropy(shown, answered), binary_cross_entropy(shown, shown))
    shown, answered = soften(teacher, temperature), soften(student, temperature)
    return Lesson(temperature, shown, answered, cross_entropy(shown, answered), entropy(shown))
