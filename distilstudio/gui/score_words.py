"""What a run's report says of its scores, in words of the language in force. Must not know: widgets, files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import count, listed, megabytes, milliseconds, pace, parameters, percent, score
from distilstudio.protocol.report import COSTS_TOO_MUCH, ExportReport, ModelReport, Report, points_lost, rows_that_differ
from distilstudio.protocol.scores import LOWER_IS_BETTER

_BESIDE = {"perplexity": "words_right"}
translate = QCoreApplication.translate


def beside_of(score_name: str) -> str:
    """The second score of a kind of work, by its first; macro-F1 where nothing else is known."""
    return _BESIDE.get(score_name, "macro_f1")


def model_names() -> dict[str, str]:
    """What the models of a report are called, by their kind."""
    return {
        "teacher": translate("ScoreBoard", "Teacher"),
        "student": translate("ScoreBoard", "Student"),
        "onnx": translate("ScoreBoard", "ONNX"),
        "onnx-int8": translate("ScoreBoard", "ONNX int8"),
    }


def models_in(report: Report) -> dict[str, ModelReport | ExportReport]:
    """The models of a report, by their kind."""
    return {"teacher": report.teacher, "student": report.student, **{one.kind: one for one in report.exports}}


def figure_names(score_name: str) -> tuple[str, ...]:
    """What stands over the figures of the models."""
    falls = score_name in LOWER_IS_BETTER
    return (
        translate("ScoreBoard", "Perplexity (lower is better)") if falls else translate("ScoreBoard", "Exam score"),
        translate("ScoreBoard", "Words guessed") if falls else translate("ScoreBoard", "Macro-F1"),
        translate("ScoreBoard", "Size"),
        translate("ScoreBoard", "One text takes"),
        translate("ScoreBoard", "Parameters"),
    )


def figure_glosses(score_name: str) -> dict[str, str]:
    """What the scores with names of the field are, each by what stands over it."""
    first, beside = figure_names(score_name)[:2]
    if score_name in LOWER_IS_BETTER:
        return {first: translate("ScoreBoard", "Between how many words the model hesitates where one is hidden")}
    return {
        beside: translate(
            "ScoreBoard", "How right and complete its answers are, label by label; a rare label counts as much as a common one"
        )
    }


def model_figures(model: ModelReport | ExportReport, score_name: str) -> tuple[str, ...]:
    """The figures of a model, as many as `figure_names`; "" where one is not known."""
    beside = beside_of(score_name)
    return (
        score(score_name, model.scores.get(score_name, 0.0)),
        percent(model.scores[beside], 1) if beside in model.scores else "",
        megabytes(model.megabytes),
        milliseconds(model.ms_per_text),
        parameters(model.parameters) if isinstance(model, ModelReport) else "",
    )


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
    return translate("ScoreBoard", "The teacher is the mean of {count}: {each}.").format(count=len(each), each=listed(each))


def final_words(report: Report) -> str:
    """What the final exam gave; "" where none was held."""
    final, name = report.final_exam, report.score_name
    if final is None:
        return ""
    told = translate(
        "ScoreBoard", "Final exam, on {0} rows that no choice ever saw: teacher {1}, student {2} ({3} of the teacher kept)."
    ).format(
        count(final.rows),
        score(name, final.teacher.get(name, 0.0)),
        score(name, final.student.get(name, 0.0)),
        percent(final.kept),
    )
    if not final.learnt_before:
        return told
    flattered = translate("ScoreBoard", "{0} of these {1} rows were learnt from in an earlier run: these scores flatter.").format(
        count(final.learnt_before), count(final.rows)
    )
    return f"{told} ▲ {flattered}"


def kept_words(report: Report) -> str:
    """What “kept” is a share of, where that is not the score itself; else ""."""
    if report.score_name not in LOWER_IS_BETTER:
        return ""
    return translate(
        "RunReport",
        "“Kept” is the teacher’s perplexity divided by the student’s: of two models the one that hesitates less is the better.",
    )


def flattery_words(report: Report) -> str:
    """That exam rows were learnt from before; "" where none was."""
    if not report.data.learnt_before:
        return ""
    return translate(
        "ScoreBoard",
        "▲ {0} of the {1} exam rows were learnt from in an earlier run, from which this one took its teacher or its student: the scores "
        "flatter.",
    ).format(count(report.data.learnt_before), count(report.data.exam_rows))


def form_warning(report: Report, export: ExportReport) -> str:
    """What an exported form costs, beside the form itself; "" where it is as good as the student."""
    lost, differ = points_lost(report, export), rows_that_differ(report, export)
    if lost > COSTS_TOO_MUCH and report.score_name in LOWER_IS_BETTER:
        return translate(
            "ExportPage",
            "▲ Its perplexity is {0} % higher than the student’s: weights rounded to 256 steps lose what it needs. "
            "Take the plain ONNX file where the words matter most.",
        ).format(f"{100 * lost:.1f}")
    if lost > COSTS_TOO_MUCH:
        return translate(
            "ExportPage",
            "▲ It scores {0} points less than the student: weights rounded to 256 steps lose what it needs. Take the plain ONNX file where "
            "the score matters most.",
        ).format(f"{100 * lost:.1f}")
    if differ:
        return translate(
            "ExportPage",
            "▲ It answers {0} of {1} exam rows otherwise than the student, though it scores about as well. Take the plain ONNX file where it "
            "has to answer as the student does.",
        ).format(count(differ), count(export.rows))
    return ""


def rounding_words(report: Report) -> str:
    """What the student's rounded form costs, where nothing stands beside it; "" where it is as good, or was not made."""
    for one in report.exports:
        if points_lost(report, one) > COSTS_TOO_MUCH:
            return translate(
                "RunReport", "Rounded to 8-bit integers this student loses more than it should; take the plain ONNX file."
            )
        if differ := rows_that_differ(report, one):
            return translate(
                "RunReport",
                "Rounded to 8-bit integers this student scores about as well, but answers {0} of {1} exam rows otherwise; take the plain "
                "ONNX file where it has to answer as the student does.",
            ).format(count(differ), count(one.rows))
    return ""
