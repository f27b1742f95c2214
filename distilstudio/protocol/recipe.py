"""The recipe: everything a person chose for one run. The window edits it, the command line reads it, the run keeps it.

Every field has its range, unit, default and a line of help, from which forms, checks and the README are made (recipe_fields).
Must not know: how it is written as text, what is usual for a kind of work, files, models, widgets.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

Task = Literal["classification", "ner", "qa", "mlm"]
FineTune = Literal["auto", "yes", "no"]
Preset = Literal["half", "quarter", "tiny", "custom"]
Weigh = Literal["score", "equal"]
VocabularyChoice = Literal["whole", "used"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]
Device = Literal["auto", "cpu", "cuda", "mps"]
Encoding = Literal["auto", "utf-8", "utf-8-sig", "utf-16", "gb18030", "latin-1"]
Separator = Literal["auto", ",", ";", "\t", "|"]

STARTER = "starter"
ODD = ("wordless", "garbled", "markup", "outsized", "other_script", "marked_punctuation", "whole_passage")
"""Kinds of odd rows that can be left out: without words, with letters read wrongly, with remains of HTML, far longer than the others, in
another script than the others, with a name that is mere punctuation, answered by the whole passage."""


def _about(title: str, text: str, unit: str = "", **limits: Any) -> Meta:
    return Meta(title=title, description=text, extra={"unit": unit}, **limits)


class TeacherChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which teacher, and whether it is trained on the data first."""

    model: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Teacher"),
            QT_TRANSLATE_NOOP("Recipe", "“starter”, a folder with a model, or its name on the Hugging Face Hub."),
            min_length=1,
        ),
    ] = STARTER
    fine_tune: Annotated[
        FineTune,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Train the teacher first"),
            QT_TRANSLATE_NOOP("Recipe", "auto: only if it has no head for this work yet."),
        ),
    ] = "auto"
    epochs: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Teacher epochs"),
            QT_TRANSLATE_NOOP("Recipe", "How often the teacher sees each row that it learns from."),
            QT_TRANSLATE_NOOP("Recipe", "epochs"),
            ge=1,
            le=100,
        ),
    ] = 3
    learning_rate: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Teacher learning rate"),
            QT_TRANSLATE_NOOP("Recipe", "Peak learning rate of AdamW while the teacher is fine-tuned."),
            gt=0,
            le=1e-2,
        ),
    ] = 1e-4
    more: Annotated[
        list[str],
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Further teachers"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Models that answer with the same labels and are asked too; the student follows the mean of what all say. Their folders or names.",
            ),
            max_length=8,
        ),
    ] = []
    weigh: Annotated[
        Weigh,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Weights of the teachers"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "score: who does better on the watched rows counts more, who only guesses not at all. equal: all count alike.",
            ),
        ),
    ] = "score"
    labels: Annotated[
        dict[str, str],
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Labels of the teacher"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "What the teacher's labels are called in your texts; nothing: none of yours. Two called alike are added up; others keep their names.",
            ),
        ),
    ] = {}


class DataChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows, and what their columns mean. Empty names are guessed."""

    train: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Training texts"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "File with the rows to learn from, relative to the recipe, or the name of a dataset on the Hugging Face Hub.",
            ),
        ),
    ] = ""
    config: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Part of the dataset"),
            QT_TRANSLATE_NOOP("Recipe", "Which config of a dataset on the Hub. Empty: the usual one."),
        ),
    ] = ""
    split: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Split of the dataset"),
            QT_TRANSLATE_NOOP("Recipe", "Which split of a dataset on the Hub is learnt from. Empty: the one for training."),
        ),
    ] = ""
    exam: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Exam texts"),
            QT_TRANSLATE_NOOP(
                "Recipe", "File with rows that are never trained on. Empty: a part of the training texts is set aside."
            ),
        ),
    ] = ""
    unlabelled: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Texts without labels"),
            QT_TRANSLATE_NOOP(
                "Recipe", "File with more texts of the same kind, which nobody labelled: the teacher's answers are their lesson."
            ),
        ),
    ] = ""
    exam_fraction: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Exam share"),
            QT_TRANSLATE_NOOP("Recipe", "Share of the rows set aside for the exam when there is no exam file."),
            gt=0,
            lt=1,
        ),
    ] = 0.1
    text: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Text column"), QT_TRANSLATE_NOOP("Recipe", "Column that holds the text. Empty: guessed.")
        ),
    ] = ""
    label: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Label column"),
            QT_TRANSLATE_NOOP("Recipe", "Column that holds the label. Empty: guessed."),
        ),
    ] = ""
    multi_label: Annotated[
        bool,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Several labels a row"),
            QT_TRANSLATE_NOOP("Recipe", "A row may carry several labels at once."),
        ),
    ] = False
    label_separator: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Between labels"),
            QT_TRANSLATE_NOOP("Recipe", "Sign between the labels of one row. Empty: guessed. none: each cell is one label."),
        ),
    ] = ""
    encoding: Annotated[
        Encoding,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Encoding"),
            QT_TRANSLATE_NOOP("Recipe", "How the file writes its letters. auto: guessed."),
        ),
    ] = "auto"
    separator: Annotated[
        Separator,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Between columns"), QT_TRANSLATE_NOOP("Recipe", "Sign between columns. auto: guessed.")
        ),
    ] = "auto"
    sheet: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Sheet"),
            QT_TRANSLATE_NOOP("Recipe", "Sheet of a workbook. Empty: the first one that has rows."),
        ),
    ] = ""
    final_exam_rows: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Final exam"),
            QT_TRANSLATE_NOOP(
                "Recipe", "Rows kept back for one last exam that no choice ever sees: scored once, at the very end. 0: none."
            ),
            QT_TRANSLATE_NOOP("Recipe", "rows"),
            ge=0,
            le=1_000_000,
        ),
    ] = 0
    leave_out: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Leave out odd rows"),
            QT_TRANSLATE_NOOP("Recipe", "Kinds of odd rows that are not learnt from, with blanks between them."),
            pattern=rf"^({'|'.join(ODD)})?( ({'|'.join(ODD)}))*$",
        ),
    ] = ""
    drop_duplicates: Annotated[
        bool,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Leave out repeated texts"),
            QT_TRANSLATE_NOOP("Recipe", "Of rows with the same text and the same label only the first is learnt from."),
        ),
    ] = False
    drop_contradictions: Annotated[
        bool,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Leave out contradictions"),
            QT_TRANSLATE_NOOP("Recipe", "Rows whose text carries another label elsewhere are not learnt from."),
        ),
    ] = False
    max_length: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Longest text"),
            QT_TRANSLATE_NOOP("Recipe", "Texts are cut after this many word pieces."),
            QT_TRANSLATE_NOOP("Recipe", "word pieces"),
            ge=8,
            le=8192,
        ),
    ] = 128
    copies: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Varied copies"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "So many copies of each text are learnt from too, with some words replaced; the teacher answers them. An epoch takes longer.",
            ),
            QT_TRANSLATE_NOOP("Recipe", "copies"),
            ge=0,
            le=10,
        ),
    ] = 0
    corrections: Annotated[
        dict[str, str],
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Corrected rows"),
            QT_TRANSLATE_NOOP("Recipe", "What was decided of rows on which teacher and label differ. Your file stays as it is."),
        ),
    ] = {}


class StudentChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """How small the student is."""

    preset: Annotated[
        Preset,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Student size"),
            QT_TRANSLATE_NOOP("Recipe", "half, quarter or tiny of the teacher's layers, or custom."),
        ),
    ] = "half"
    layers: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Student layers"),
            QT_TRANSLATE_NOOP("Recipe", "How many of the teacher's layers are copied; used with custom."),
            QT_TRANSLATE_NOOP("Recipe", "layers"),
            ge=1,
            le=96,
        ),
    ] = 3
    layer_map: Annotated[
        list[int],
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Copied layers"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Numbers of the teacher's layers that are copied, the first is 0; used with custom. Empty: as many as said, evenly spread.",
            ),
            max_length=96,
        ),
    ] = []
    width: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Width"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Share of the teacher's width that the student has: of its attention heads, neurons and columns the ones that count most.",
            ),
            gt=0,
            le=1,
        ),
    ] = 1.0
    vocabulary: Annotated[
        VocabularyChoice,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Vocabulary"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "used: the student knows only the word pieces that the texts to learn from use, and spells other words from smaller ones.",
            ),
        ),
    ] = "whole"
    start: Annotated[
        str,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Learn on from"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Folder of a student that has learnt before, which learns on. Empty: the student is cut from its teacher.",
            ),
        ),
    ] = ""


_WEIGHT = QT_TRANSLATE_NOOP("Recipe", "Weight in the total loss; 0 switches it off.")


class LossChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the parts of the loss, and the temperature. Weights are absolute."""

    temperature: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Temperature"),
            QT_TRANSLATE_NOOP(
                "Recipe", "Above 1 the teacher's second thoughts weigh more; 1 leaves its probabilities as they are."
            ),
            gt=0,
            le=20,
        ),
    ] = 2.0
    soft: Annotated[float, _about(QT_TRANSLATE_NOOP("Recipe", "Soft targets (follow the teacher)"), _WEIGHT, ge=0, le=100)] = 0.5
    hard: Annotated[
        float, _about(QT_TRANSLATE_NOOP("Recipe", "Hard targets (labels or hidden words)"), _WEIGHT, ge=0, le=100)
    ] = 0.5
    hidden_cosine: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Hidden states, cosine"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Weight of pointing the student's last layer the same way as the teacher's, word piece by word piece; 0 switches it off.",
            ),
            ge=0,
            le=100,
        ),
    ] = 0.0
    hidden_squared: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Hidden states, squared"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Weight of bringing each of the student's layers to the teacher's layer it was copied from; 0 switches it off.",
            ),
            ge=0,
            le=100,
        ),
    ] = 0.0
    relations: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Attention relations"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Weight of relating the words of a text to each other as the teacher's last layer does; 0 switches it off.",
            ),
            ge=0,
            le=100,
        ),
    ] = 0.0


class TrainChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """How the student is trained."""

    epochs: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Epochs"),
            QT_TRANSLATE_NOOP("Recipe", "How often the student sees each row."),
            QT_TRANSLATE_NOOP("Recipe", "epochs"),
            ge=1,
            le=1000,
        ),
    ] = 4
    batch_rows: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Batch"),
            QT_TRANSLATE_NOOP("Recipe", "Rows that the student learns from in one step."),
            QT_TRANSLATE_NOOP("Recipe", "rows"),
            ge=1,
            le=4096,
        ),
    ] = 32
    learning_rate: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Learning rate"),
            QT_TRANSLATE_NOOP("Recipe", "Peak learning rate of AdamW."),
            gt=0,
            le=1e-1,
        ),
    ] = 5e-5
    warmup: Annotated[
        float,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Warm-up"),
            QT_TRANSLATE_NOOP("Recipe", "Share of the steps in which the learning rate rises; then it falls in a straight line."),
            ge=0,
            lt=1,
        ),
    ] = 0.1
    early_stop_exams: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Early stop"),
            QT_TRANSLATE_NOOP("Recipe", "Stop after this many epochs in a row without a better exam; 0: never."),
            QT_TRANSLATE_NOOP("Recipe", "exams"),
            ge=0,
            le=1000,
        ),
    ] = 3
    precision: Annotated[
        Precision,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Precision"),
            QT_TRANSLATE_NOOP("Recipe", "auto: what a short probe on this computer found fastest."),
        ),
    ] = "auto"
    device: Annotated[
        Device,
        _about(QT_TRANSLATE_NOOP("Recipe", "Device"), QT_TRANSLATE_NOOP("Recipe", "auto: the graphics card if there is one.")),
    ] = "auto"
    seed: Annotated[
        int,
        _about(
            QT_TRANSLATE_NOOP("Recipe", "Seed"),
            QT_TRANSLATE_NOOP("Recipe", "The same seed gives the same run."),
            ge=0,
            le=2**31 - 1,
        ),
    ] = 0


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """What the person chose; the only description of a run."""

    task: Annotated[
        Task, _about(QT_TRANSLATE_NOOP("Recipe", "Kind of work"), QT_TRANSLATE_NOOP("Recipe", "What the model does with a text."))
    ] = "classification"
    teacher: TeacherChoice = TeacherChoice()
    data: DataChoice = DataChoice()
    student: StudentChoice = StudentChoice()
    loss: LossChoice = LossChoice()
    train: TrainChoice = TrainChoice()


class RecipeError(ValueError):
    """A recipe, or one value in it, cannot be used. `key` is dotted, empty where the whole text is meant."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}" if key else reason)
        self.key = key
        self.reason = reason
