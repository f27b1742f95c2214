"""What window and engine say to each other about a file whose texts the student answers. Must not know: how a text is answered, tables."""

from __future__ import annotations

from msgspec import Struct


class AnswerFile(Struct, frozen=True, tag="answer_file", forbid_unknown_fields=True):
    """Let the opened student answer every text of a file. Answers: FileProgress now and then, last FileAnswered.

    column: what the texts are called in the file that the student has learnt from; where the file has no such column it is guessed.
    """

    request_id: int
    path: str
    column: str = ""


class StopAnswerFile(Struct, frozen=True, tag="stop_answer_file", forbid_unknown_fields=True):
    """End it, also where it has yet to begin; nothing of it is kept. Its FileAnswered comes all the same."""

    request_id: int


class SaveAnswers(Struct, frozen=True, tag="save_answers", forbid_unknown_fields=True):
    """Write the table of `answers`, which FileAnswered has told, to `path`: a workbook where that ends in .xlsx, else CSV.
    Answer: AnswersSaved."""

    request_id: int
    answers: str
    path: str


class AnsweredRow(Struct, frozen=True):
    """A text of the file with the student's answer in words. row: its number in the file, from 1; question: what is asked about the text, ""
    where nothing is. confidence: 0..1, of the decision that the student is least sure of; None: there was no text to answer."""

    row: int
    text: str
    question: str
    answer: str
    confidence: float | None


class FileProgress(Struct, frozen=True, tag="file_progress", forbid_unknown_fields=True):
    """How far it is: `done` of `total` rows; total 0 while the file is read. seconds_left: None while that cannot be told."""

    request_id: int
    done: int
    total: int
    seconds_left: float | None = None


class FileAnswered(Struct, frozen=True, tag="file_answered", forbid_unknown_fields=True):
    """Answer to AnswerFile. `answers`: where the engine keeps the whole table until the next file is answered, "": it was stopped.
    `first`: the rows that the student is least sure of, at the end those without a text, of `rows` in all."""

    request_id: int
    answers: str = ""
    rows: int = 0
    first: list[AnsweredRow] = []


class AnswersSaved(Struct, frozen=True, tag="answers_saved", forbid_unknown_fields=True):
    """Answer to SaveAnswers: so many rows lie in `path`."""

    request_id: int
    path: str
    rows: int


FileQuestion = AnswerFile | SaveAnswers
FileCommand = FileQuestion | StopAnswerFile
FileTold = FileProgress | FileAnswered | AnswersSaved
