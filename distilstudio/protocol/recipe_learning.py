"""The half of the recipe about the student: how small it is, what it is to follow, how it is trained.

Must not know: the data, the teacher, how a recipe is written as text, models, widgets.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from distilstudio.protocol.described import about
from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

Preset = Literal["half", "quarter", "tiny", "custom"]
CopiedLayers = Literal["spread", "lowest"]
VocabularyChoice = Literal["whole", "used"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]
Device = Literal["auto", "cpu", "cuda", "mps"]


class StudentChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """How small the student is."""

    preset: Annotated[
        Preset,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Student size"),
            QT_TRANSLATE_NOOP("Recipe", "half, quarter or tiny of the teacher’s layers, or custom."),
        ),
    ] = "half"
    layers: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Student layers"),
            QT_TRANSLATE_NOOP("Recipe", "How many of the teacher’s layers are copied; used with custom."),
            QT_TRANSLATE_NOOP("Recipe", "layers"),
            ge=1,
            le=96,
        ),
    ] = 3
    layer_map: Annotated[
        list[int],
        about(
            QT_TRANSLATE_NOOP("Recipe", "Copied layers"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Numbers of the teacher’s layers that are copied, the first is 0; used with custom. Empty: as many as "
                "said, chosen as below.",
            ),
            max_length=96,
        ),
    ] = []
    copied: Annotated[
        CopiedLayers,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Which layers"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "spread: evenly over the teacher, its first and its last among them. lowest: those next to the word vectors.",
            ),
        ),
    ] = "lowest"
    """What is kept of the teacher, lowest and spread: squadshift_wiki .931 and .905, wikineural_en .995 and .986, sst2 .991 and .984,
    tweet_emotion .989 and .998 (on its dev rows 2.0 points the other way round)."""
    width: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Width"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Share of the teacher’s width that the student has: of its attention heads, neurons and columns the "
                "ones that count most.",
            ),
            gt=0,
            le=1,
        ),
    ] = 1.0
    vocabulary: Annotated[
        VocabularyChoice,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Vocabulary"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "used: the student knows only the word pieces that the texts to learn from use, and spells other words from smaller ones.",
            ),
        ),
    ] = "whole"
    start: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Learn on from"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Folder of a student that has learnt before, which learns on. Empty: the student is cut from its teacher.",
            ),
        ),
    ] = ""

    @property
    def names_layers(self) -> bool:
        """Whether the layers to copy are named one by one."""
        return self.preset == "custom" and bool(self.layer_map)


_WEIGHT = QT_TRANSLATE_NOOP("Recipe", "Weight in the total loss; 0 switches it off.")


class LossChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the parts of the loss, and the temperature. Weights are absolute."""

    temperature: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Temperature"),
            QT_TRANSLATE_NOOP(
                "Recipe", "Above 1 the teacher’s second thoughts weigh more; 1 leaves its probabilities as they are."
            ),
            gt=0,
            le=20,
        ),
    ] = 2.0
    soft: Annotated[float, about(QT_TRANSLATE_NOOP("Recipe", "Soft targets (follow the teacher)"), _WEIGHT, ge=0, le=100)] = 0.5
    hard: Annotated[float, about(QT_TRANSLATE_NOOP("Recipe", "Hard targets (labels or hidden words)"), _WEIGHT, ge=0, le=100)] = (
        0.5
    )
    hidden_cosine: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Hidden states, cosine"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Weight of pointing the student’s last layer the same way as the teacher’s, word piece by word piece; "
                "0 switches it off.",
            ),
            ge=0,
            le=100,
        ),
    ] = 0.0
    hidden_squared: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Hidden states, squared"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Weight of bringing each of the student’s layers to the teacher’s layer it was copied from; 0 switches it off.",
            ),
            ge=0,
            le=100,
        ),
    ] = 0.0
    relations: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Attention relations"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Weight of relating the words of a text to each other as the teacher’s last layer does; 0 switches it off.",
            ),
            ge=0,
            le=100,
        ),
    ] = 0.0

    @property
    def looks_inside(self) -> bool:
        """The student learns what goes on inside its teacher."""
        return max(self.hidden_cosine, self.hidden_squared, self.relations) > 0

    @property
    def follows_teacher(self) -> bool:
        """The student learns from its teacher at all, not from the labels alone."""
        return self.soft > 0 or self.looks_inside


class TrainChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """How the student is trained."""

    epochs: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Epochs"),
            QT_TRANSLATE_NOOP("Recipe", "How often the student sees each row."),
            QT_TRANSLATE_NOOP("Recipe", "epochs"),
            ge=1,
            le=1000,
        ),
    ] = 4
    least_steps: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Fewest steps"),
            QT_TRANSLATE_NOOP("Recipe", "Few texts are seen more often, until teacher and student took so many steps; 0: never."),
            QT_TRANSLATE_NOOP("Recipe", "steps"),
            ge=0,
            le=10_000,
        ),
    ] = 0
    batch_rows: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Batch"),
            QT_TRANSLATE_NOOP("Recipe", "Rows that the student learns from in one step."),
            QT_TRANSLATE_NOOP("Recipe", "rows"),
            ge=1,
            le=4096,
        ),
    ] = 32
    learning_rate: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Learning rate"),
            QT_TRANSLATE_NOOP("Recipe", "Peak learning rate of AdamW."),
            gt=0,
            le=1e-1,
        ),
    ] = 5e-5
    warmup: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Warm-up"),
            QT_TRANSLATE_NOOP("Recipe", "Share of the steps in which the learning rate rises; then it falls in a straight line."),
            ge=0,
            lt=1,
        ),
    ] = 0.1
    early_stop_exams: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Early stop"),
            QT_TRANSLATE_NOOP("Recipe", "Stop after this many epochs in a row without a better practice exam; 0: never."),
            QT_TRANSLATE_NOOP("Recipe", "exams"),
            ge=0,
            le=1000,
        ),
    ] = 3
    precision: Annotated[
        Precision,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Precision"),
            QT_TRANSLATE_NOOP("Recipe", "auto: what a short probe on this computer found fastest."),
        ),
    ] = "auto"
    device: Annotated[
        Device,
        about(QT_TRANSLATE_NOOP("Recipe", "Device"), QT_TRANSLATE_NOOP("Recipe", "auto: the graphics card if there is one.")),
    ] = "auto"
    seed: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Seed"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "The same seed draws the same rows in the same order. Scores may still differ a little: what computes fastest is chosen by the "
                "clock in each run.",
            ),
            ge=0,
            le=2**31 - 1,
        ),
    ] = 0
