"""What window and engine say to each other about the texts of a person: what a file holds, its rows, its health, the lengths of its texts.

Must not know: how a file is read, what is shown of it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from distilstudio.protocol.recipe import DataChoice, Task


class InspectData(Struct, frozen=True, tag="inspect_data", forbid_unknown_fields=True):
    """Open a file, guess what is not said, count and preview it. Answer: DataInspected, and before it DataPreviewed where the file is large."""

    request_id: int
    task: Task
    data: DataChoice
    base: str = ""


class ShowRows(Struct, frozen=True, tag="show_rows", forbid_unknown_fields=True):
    """Rows of the training file from number `first` (0-based) on, as the preview shows them. Answer: RowsShown.

    decided: wanted are those that `data.corrections` change or leave out; `first` is of no matter then.
    """

    request_id: int
    task: Task
    data: DataChoice
    base: str = ""
    first: int = 0
    decided: bool = False


class MeasureLengths(Struct, frozen=True, tag="measure_lengths", forbid_unknown_fields=True):
    """How many word pieces the texts have for a teacher's tokenizer; of a large file a sample. Answer: LengthsMeasured."""

    request_id: int
    task: Task
    data: DataChoice
    model: str
    base: str = ""


class LabelCount(Struct, frozen=True):
    """How many rows carry a label."""

    label: str
    rows: int


class HealthFact(Struct, frozen=True):
    """One thing to know of the data. `code` is stable; `values` fill the window's sentence; `rows`: the first row numbers it is about
    (0-based, without the header), at most 1,000. decided: rows that were corrected or dropped, which the window tells from the recipe;
    unknown_pieces, split_words, split_characters: what the teacher cannot read, which it tells from the lengths.
    `names`: labels that are named, the commonest first."""

    code: Literal[
        "rows",
        "decided",
        "labels",
        "labels_together",
        "imbalance",
        "empty_rows",
        "unlabelled_rows",
        "none_of_labels",
        "duplicates",
        "contradictions",
        "exam_overlap",
        "long_texts",
        "unknown_pieces",
        "split_words",
        "split_characters",
        "ragged_rows",
        "tags_turned",
        "refused_marks",
        "answers_lost",
        "no_answers",
        "few_passages",
        "passages_shared",
        "more_texts",
        "odd",
        "wordless",
        "garbled",
        "markup",
        "outsized",
        "other_script",
        "marked_punctuation",
        "whole_passage",
    ]
    level: Literal["ok", "note", "warn"]
    values: dict[str, str]
    rows: list[int] = []
    names: list[str] = []


class MarkedSpan(Struct, frozen=True):
    """What the data mark in a text: code points, and the name of the label; "" for the answer to a question."""

    start: int
    end: int
    label: str


class DataInspected(Struct, frozen=True, tag="data_inspected", forbid_unknown_fields=True):
    """Answer to InspectData. `preview` holds the first rows as text cells, in the order of `columns`.
    `data` is the request's choice with every guess filled in (text, label, encoding, separator). `marks`: what is marked in the text of each
    row of the preview; None where this kind of work marks nothing. `row_labels`: the labels of each of its rows; None where each cell is one
    label."""

    request_id: int
    data: DataChoiceInspected
    columns: list[str]
    preview: list[list[str]]
    rows: int
    exam_rows: int
    labels: list[LabelCount]
    health: list[HealthFact]
    examples: list[str]
    marks: list[list[MarkedSpan]] | None = None
    row_labels: list[list[str]] | None = None


class DataPreviewed(Struct, frozen=True, tag="data_previewed", forbid_unknown_fields=True):
    """Of a large file the first rows, before it is counted: DataInspected follows with the same request_id. Guesses are of these rows alone.
    `rows`: of the whole file, 0 while unknown; the rest as in DataInspected."""

    request_id: int
    data: DataChoiceInspected
    columns: list[str]
    preview: list[list[str]]
    rows: int = 0
    marks: list[list[MarkedSpan]] | None = None
    row_labels: list[list[str]] | None = None


class DataChoiceInspected(Struct, frozen=True):
    """What was guessed or taken as said. Separator and encoding are never "auto" here.

    label_separator: the sign between the labels of one row; "" where each cell is one label. encoding, separator: "" where the format has none.
    part: the sheet of a workbook that was taken; parts: all of its sheets with rows. columns: those of the file, where a row is shown in another
    way than in its columns and these can be chosen all the same; roles: which of them was taken for each role ("text", "label", "question"), "":
    none.
    """

    train: str
    exam: str
    format: str
    encoding: str
    separator: str
    text: str
    label: str
    guessed: list[str]
    multi_label: bool = False
    label_separator: str = ""
    part: str = ""
    unlabelled: str = ""
    parts: list[str] = []
    columns: list[str] = []
    roles: dict[str, str] = {}


class RowsShown(Struct, frozen=True, tag="rows_shown", forbid_unknown_fields=True):
    """Answer to ShowRows: cells, marks and labels as in DataInspected, of the rows from `first` on. `decided`: numbers of the rows that were decided
    about, where these were asked for; none of them may be in the file as it is now."""

    request_id: int
    first: int
    preview: list[list[str]]
    marks: list[list[MarkedSpan]] | None = None
    decided: list[int] | None = None
    row_labels: list[list[str]] | None = None


class LengthsMeasured(Struct, frozen=True, tag="lengths_measured", forbid_unknown_fields=True):
    """Answer to MeasureLengths. `lengths`: word pieces of the texts that were looked at, `rows` their numbers in the file, of `total` rows.

    A question and its passage count together. `tokenizer`: name of the model whose pieces they are, the starter's where the teacher's is not
    on this computer. `longest`: what that model can read at a time. `unknown`: share of the pieces that it does not know, `pieces_a_word`:
    into how many it splits a word, `pieces_a_character`: a character, where no blanks stand between words; each 0 where it is no more than in
    texts that the model was made for, and where it is not the teacher's.
    """

    request_id: int
    tokenizer: str
    lengths: list[int]
    rows: list[int]
    total: int
    longest: int
    unknown: float = 0.0
    pieces_a_word: float = 0.0
    pieces_a_character: float = 0.0


DataQuestion = InspectData | ShowRows | MeasureLengths
DataAnswer = DataPreviewed | DataInspected | RowsShown | LengthsMeasured
