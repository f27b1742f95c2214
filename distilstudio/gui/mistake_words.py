"""An exam's mistakes in sentences of the language in force. Must not know: widgets, files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import bracketed, count, listed, percent
from distilstudio.gui.models.mistake_counts import is_too_large
from distilstudio.gui.models.mistakes import Spot
from distilstudio.gui.score_words import model_names
from distilstudio.protocol.mistakes import ExamRow, Mistakes, Said

translate = QCoreApplication.translate


def headline(mistakes: Mistakes) -> str:
    """How often the student is wrong, and what its teacher would have said there."""
    wrong, right, rows = mistakes.student_wrong, mistakes.teacher_right, mistakes.rows
    asks = mistakes.shape == "kinds"
    if not wrong:
        words = (
            translate("Mistakes", "The student gives the right answer to all {rows} questions of the exam.")
            if asks
            else translate("Mistakes", "The student is right in all {rows} texts of the exam.")
        )
    elif not right:
        words = (
            translate(
                "Mistakes", "The student misses the right answer to {wrong} of {rows} questions; its teacher misses them too."
            )
            if asks
            else translate(
                "Mistakes", "The student is wrong in {wrong} of {rows} texts; its teacher is wrong in all of these too."
            )
        )
    elif asks:
        words = translate(
            "Mistakes",
            "The student misses the right answer to {wrong} of {rows} questions; its teacher would have given it to {right} of these.",
        )
    else:
        words = translate(
            "Mistakes", "The student is wrong in {wrong} of {rows} texts; its teacher would have been right in {right} of these."
        )
    return words.format(wrong=count(wrong), rows=count(rows), right=count(right))


def line_names(mistakes: Mistakes) -> list[str]:
    """Names of the table's lines."""
    if mistakes.shape != "kinds":
        return mistakes.lines
    known = {
        "right": translate("Mistakes", "Right"),
        "partly": translate("Mistakes", "Right in part"),
        "wrong": translate("Mistakes", "Wrong"),
        "refused": translate("Mistakes", "“No answer”, but there is one"),
        "made_up": translate("Mistakes", "An answer, but there is none"),
    }
    return [known.get(line, line) for line in mistakes.lines]


def column_names(mistakes: Mistakes) -> list[str]:
    """Names of the table's columns; of pairs their three heads."""
    if is_too_large(mistakes):
        return [translate("Mistakes", "Your label"), translate("Mistakes", "Student says"), translate("Mistakes", "Texts")]
    if mistakes.shape == "grid":
        return mistakes.columns
    if mistakes.shape == "kinds":
        return [translate("Mistakes", "Questions")]
    known = {
        "found": translate("Mistakes", "Found"),
        "missed": translate("Mistakes", "Missed"),
        "too_much": translate("Mistakes", "Too much"),
        "wrong_type": translate("Mistakes", "Other type"),
        "wrong_borders": translate("Mistakes", "Other ends"),
        "invented": translate("Mistakes", "Invented"),
    }
    return [known.get(column, column) for column in mistakes.columns]


def how_to_read(mistakes: Mistakes) -> str:
    """What stands in lines and columns."""
    if is_too_large(mistakes):
        return translate("Mistakes", "What is taken for what, the most frequent first. A line shows its texts.")
    return {
        "grid": translate("Mistakes", "Down: your label. Across: the student’s. A cell shows its texts."),
        "per_label": translate("Mistakes", "What the student made of each label. A cell shows its texts."),
        "per_type": translate("Mistakes", "What the student made of the names. A cell shows their texts."),
        "kinds": translate("Mistakes", "How the student answers. A line shows its questions."),
    }[mistakes.shape]


def spot_words(mistakes: Mistakes, spot: Spot) -> str:
    """What was chosen in the table."""
    line = line_names(mistakes)[spot[0]]
    if mistakes.shape == "kinds":
        return line
    if mistakes.shape == "grid":
        if spot[0] == spot[1]:
            return translate("Mistakes", "“{label}”, and the student says so").format(label=line)
        return translate("Mistakes", "“{label}”, called “{said}” by the student").format(
            label=line, said=mistakes.columns[spot[1]]
        )
    words = {
        "found": translate("Mistakes", "“{label}”: found by the student"),
        "missed": translate("Mistakes", "“{label}”: missed by the student"),
        "too_much": translate("Mistakes", "“{label}”: given by the student, but not in your data"),
        "wrong_type": translate("Mistakes", "“{label}”: called something else by the student"),
        "wrong_borders": translate("Mistakes", "“{label}”: begun or ended elsewhere by the student"),
        "invented": translate("Mistakes", "“{label}”: seen by the student where your data mark nothing"),
    }
    return words[mistakes.columns[spot[1]]].format(label=line)


def answer_words(said: Said, row: ExamRow, task: str) -> str:
    """An answer in a few words."""
    if task == "ner":
        names = (bracketed(" ".join(row.text[part.start : part.end].split()), part.label) for part in said.parts)
        return listed(names) or translate("Mistakes", "no names")
    if said.words:
        return listed(" ".join(word.split()) for word in said.words)
    return translate("Mistakes", "no answer") if task == "qa" else translate("Mistakes", "no label")


def heads() -> tuple[str, str, str]:
    """Whose answers they are: the data's, the teacher's, the student's."""
    names = model_names()
    return translate("Mistakes", "Your data"), names["teacher"], names["student"]


def verdict(said: Said) -> str:
    """How sure, and whether it is right; a sign, so that colour is not the only mark."""
    return f"{percent(said.confidence)} {'✓' if said.right else '✗'}"


def the_same() -> str:
    """Of a side that says what the data say."""
    return translate("Mistakes", "the same")


def amount(kept: int, every: int, asks: bool) -> str:
    """How many rows are listed, of how many."""
    if kept < every:
        words = (
            translate("Mistakes", "{kept} of {all} questions are kept to be read, the surest first.")
            if asks
            else translate("Mistakes", "{kept} of {all} texts are kept to be read, the surest first.")
        )
    elif every <= 1:
        words = translate("Mistakes", "1 question.") if asks else translate("Mistakes", "1 text.")
    else:
        words = (
            translate("Mistakes", "{all} questions, the surest first.")
            if asks
            else translate("Mistakes", "{all} texts, the surest first.")
        )
    return words.format(kept=count(kept), all=count(every))


def row_number(row: ExamRow) -> str:
    """Where it stands in the file."""
    return translate("Mistakes", "Row {0}").format(count(row.number + 1))


def in_words(row: ExamRow, task: str) -> str:
    """All that is said of a row, as it is copied and read aloud."""
    yours, teacher, student = heads()
    right, wrong = translate("Mistakes", "right"), translate("Mistakes", "wrong")
    lines = [row.question, row.text, f"{yours}: {answer_words(row.wanted, row, task)}"]
    for name, said in ((teacher, row.teacher), (student, row.student)):
        sure = listed((percent(said.confidence), right if said.right else wrong))
        lines.append(f"{name}: {bracketed(answer_words(said, row, task), sure)}")
    return "\n".join(filter(None, lines))
