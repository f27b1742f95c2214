"""What a run's report says of its scores, in sentences of the language in force. Must not know: widgets, files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import count, pace, percent, score
from distilstudio.protocol.report import Report
from distilstudio.protocol.scores import LOWER_IS_BETTER

_BESIDE = {"perplexity": "words_right"}
translate = QCoreApplication.translate


def beside_of(score_name: str) -> str:
    """The second score of a kind of work, by its first; macro-F1 where nothing else is known."""
    return _BESIDE.get(score_name, "macro_f1")


def headline(report: Report) -> str:
    """What came of the run, in one sentence."""
    name, speed = report.score_name, pace(report.speedup)
    if name in LOWER_IS_BETTER:
        return translate("TrainPage", "Your student hesitates between {0} words, its teacher between {1}; it is {2}.").format(
            score(name, report.student.scores[name]), score(name, report.teacher.scores[name]), speed
        )
    return translate("TrainPage", "Your student keeps {0} of its teacher and is {1}.").format(percent(report.kept), speed)


def teachers_words(report: Report) -> str:
    """Each of several teachers; "" where there is one."""
    if not report.teachers:
        return ""
    name = report.score_name
    each = [
        translate("ScoreBoard", "{name} {score} (counts {weight})").format(
            name=one.name, score=score(name, one.scores.get(name, 0.0)), weight=percent(one.weight)
        )
        for one in report.teachers
    ]
    return translate("ScoreBoard", "The teacher is the mean of {count}: {each}.").format(count=len(each), each="; ".join(each))


def final_words(report: Report) -> str:
    """What the final exam gave; "" where none was held."""
    final, name = report.final_exam, report.score_name
    if final is None:
        return ""
    return translate(
        "ScoreBoard", "Final exam, on {0} rows that no choice ever saw: teacher {1}, student {2} ({3} of the teacher kept)."
    ).format(
        count(final.rows),
        score(name, final.teacher.get(name, 0.0)),
        score(name, final.student.get(name, 0.0)),
        percent(final.kept),
    )
