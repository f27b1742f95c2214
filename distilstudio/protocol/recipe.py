"""The recipe: everything a person chose for one run. The window edits it, the command line reads it, the run keeps it.

Every field has its range, unit, default and a line of help, from which forms, checks and the README are made (recipe_fields).
Must not know: how it is written as text, what is usual for a kind of work, files, models, widgets.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from distilstudio.protocol.described import about
from distilstudio.protocol.recipe_learning import LossChoice, StudentChoice, TrainChoice
from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

Task = Literal["classification", "ner", "qa", "mlm"]
FineTune = Literal["auto", "yes", "no"]
Weigh = Literal["score", "equal"]
Encoding = Literal["auto", "utf-8", "utf-8-sig", "utf-16", "gb18030", "latin-1"]
Separator = Literal["auto", ",", ";", "\t", "|"]

STARTER = "starter"
ODD = ("wordless", "garbled", "markup", "outsized", "other_script", "marked_punctuation", "whole_passage")
"""Kinds of odd rows that can be left out: without words, with letters read wrongly, with remains of HTML, far longer than the others, in
another script than the others, with a name that is mere punctuation, answered by the whole passage."""


class TeacherChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which teacher, and whether it is trained on the data first."""

    model: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Teacher"),
            QT_TRANSLATE_NOOP("Recipe", "“starter”, a folder with a model, or its name on the Hugging Face Hub."),
            min_length=1,
        ),
    ] = STARTER
    fine_tune: Annotated[
        FineTune,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Train the teacher first"),
            QT_TRANSLATE_NOOP("Recipe", "auto: only if it has no head for this work yet."),
        ),
    ] = "auto"
    epochs: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Teacher epochs"),
            QT_TRANSLATE_NOOP("Recipe", "How often the teacher sees each row that it learns from."),
            QT_TRANSLATE_NOOP("Recipe", "epochs"),
            ge=1,
            le=100,
        ),
    ] = 3
    learning_rate: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Teacher learning rate"),
            QT_TRANSLATE_NOOP("Recipe", "Peak learning rate of AdamW while the teacher is fine-tuned."),
            gt=0,
            le=1e-2,
        ),
    ] = 1e-4
    more: Annotated[
        list[str],
        about(
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
        about(
            QT_TRANSLATE_NOOP("Recipe", "Weights of the teachers"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "score: who does better on the watched rows counts more, who only guesses not at all. equal: all count alike.",
            ),
        ),
    ] = "score"
    labels: Annotated[
        dict[str, str],
        about(
            QT_TRANSLATE_NOOP("Recipe", "Labels of the teacher"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "What the teacher’s labels are called in your texts; nothing: none of yours. Two called alike are "
                "added up; others keep their names.",
            ),
        ),
    ] = {}


class DataChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows, and what their columns mean. Empty names are guessed."""

    train: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Training texts"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "File with the rows to learn from, relative to the recipe, or the name of a dataset on the Hugging Face Hub.",
            ),
        ),
    ] = ""
    config: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Part of the dataset"),
            QT_TRANSLATE_NOOP("Recipe", "Which config of a dataset on the Hub. Empty: the usual one."),
        ),
    ] = ""
    split: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Split of the dataset"),
            QT_TRANSLATE_NOOP("Recipe", "Which split of a dataset on the Hub is learnt from. Empty: the one for training."),
        ),
    ] = ""
    exam: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Exam texts"),
            QT_TRANSLATE_NOOP(
                "Recipe", "File with rows that are never trained on. Empty: a part of the training texts is set aside."
            ),
        ),
    ] = ""
    unlabelled: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Texts without labels"),
            QT_TRANSLATE_NOOP(
                "Recipe", "File with more texts of the same kind, which nobody labelled: the teacher’s answers are their lesson."
            ),
        ),
    ] = ""
    exam_fraction: Annotated[
        float,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Exam share"),
            QT_TRANSLATE_NOOP("Recipe", "Share of the rows set aside for the exam when there is no exam file."),
            gt=0,
            lt=1,
        ),
    ] = 0.1
    text: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Text column"), QT_TRANSLATE_NOOP("Recipe", "Column that holds the text. Empty: guessed.")
        ),
    ] = ""
    label: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Label column"),
            QT_TRANSLATE_NOOP("Recipe", "Column that holds the label. Empty: guessed."),
        ),
    ] = ""
    question: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Question column"),
            QT_TRANSLATE_NOOP(
                "Recipe", "Column that holds the question, where the text is a passage and the label its answer. Empty: guessed."
            ),
        ),
    ] = ""
    multi_label: Annotated[
        bool,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Several labels a row"),
            QT_TRANSLATE_NOOP("Recipe", "A row may carry several labels at once."),
        ),
    ] = False
    label_separator: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Between labels"),
            QT_TRANSLATE_NOOP("Recipe", "Sign between the labels of one row. Empty: guessed. none: each cell is one label."),
        ),
    ] = ""
    empty_is_none: Annotated[
        bool,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Empty means none of the labels"),
            QT_TRANSLATE_NOOP(
                "Recipe",
                "Where a row may carry several labels: an empty cell says that none of them fits, and that is learnt. Otherwise nobody labelled it.",
            ),
        ),
    ] = False
    encoding: Annotated[
        Encoding,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Encoding"),
            QT_TRANSLATE_NOOP("Recipe", "How the file writes its letters. auto: guessed."),
        ),
    ] = "auto"
    separator: Annotated[
        Separator,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Between columns"), QT_TRANSLATE_NOOP("Recipe", "Sign between columns. auto: guessed.")
        ),
    ] = "auto"
    sheet: Annotated[
        str,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Sheet"),
            QT_TRANSLATE_NOOP("Recipe", "Sheet of a workbook. Empty: the first one that has rows."),
        ),
    ] = ""
    final_exam_rows: Annotated[
        int,
        about(
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
        about(
            QT_TRANSLATE_NOOP("Recipe", "Leave out odd rows"),
            QT_TRANSLATE_NOOP("Recipe", "Kinds of odd rows that are not learnt from, with blanks between them."),
            pattern=rf"^({'|'.join(ODD)})?( ({'|'.join(ODD)}))*$",
        ),
    ] = ""
    drop_duplicates: Annotated[
        bool,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Leave out repeated texts"),
            QT_TRANSLATE_NOOP("Recipe", "Of rows with the same text and the same label only the first is learnt from."),
        ),
    ] = False
    drop_contradictions: Annotated[
        bool,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Leave out contradictions"),
            QT_TRANSLATE_NOOP("Recipe", "Rows whose text carries another label elsewhere are not learnt from."),
        ),
    ] = False
    max_length: Annotated[
        int,
        about(
            QT_TRANSLATE_NOOP("Recipe", "Longest text"),
            QT_TRANSLATE_NOOP("Recipe", "Texts are cut after this many word pieces."),
            QT_TRANSLATE_NOOP("Recipe", "word pieces"),
            ge=8,
            le=8192,
        ),
    ] = 128
    copies: Annotated[
        int,
        about(
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
        about(
            QT_TRANSLATE_NOOP("Recipe", "Corrected rows"),
            QT_TRANSLATE_NOOP("Recipe", "What was decided of rows on which teacher and label differ. Your file stays as it is."),
        ),
    ] = {}


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """What the person chose; the only description of a run."""

    task: Annotated[
        Task, about(QT_TRANSLATE_NOOP("Recipe", "Kind of work"), QT_TRANSLATE_NOOP("Recipe", "What the model does with a text."))
    ] = "classification"
    teacher: TeacherChoice = TeacherChoice()
    data: DataChoice = DataChoice()
    student: StudentChoice = StudentChoice()
    loss: LossChoice = LossChoice()
    train: TrainChoice = TrainChoice()

    @property
    def copies(self) -> int:
        """How many varied copies of each text are learnt from; none where the student follows the labels alone, since a copy has none."""
        return self.data.copies if self.loss.follows_teacher else 0


class RecipeError(ValueError):
    """A recipe, or one value in it, cannot be used. `key` is dotted, empty where the whole text is meant.

    `reason` is the sentence `because` with its places filled with `values`.
    """

    def __init__(self, key: str, because: str, **values: str) -> None:
        reason = because.format_map(values) if values else because
        super().__init__(f"{key}: {reason}" if key else reason)
        self.key = key
        self.reason = reason
        self.because, self.values = because, values
