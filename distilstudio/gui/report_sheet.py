"""What the one-page report of a run says, in words of the language in force: from the run's own report, never a row of the person's texts.

Must not know: how it is laid out, files, widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from distilstudio import __version__
from distilstudio.gui.data_words import file_in_words
from distilstudio.gui.fact_words import pace_words, rows_words
from distilstudio.gui.figures import (
    bracketed,
    duration,
    layers,
    listed,
    megabytes,
    milliseconds,
    pace,
    percent,
    score,
    sentences,
    smallness,
)
from distilstudio.gui.learning_words import of_loss, of_score, practice
from distilstudio.gui.models.run_curves import RunCurves
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.models.shown_settings import changed_keys
from distilstudio.gui.proof_words import worth
from distilstudio.gui.report_curve import WIDTH, Curve
from distilstudio.gui.score_words import (
    figure_glosses,
    figure_names,
    final_words,
    flattery_words,
    headline,
    kept_words,
    model_figures,
    model_names,
    models_in,
    rounding_words,
    teachers_words,
)
from distilstudio.gui.setting_words import setting_name, written
from distilstudio.gui.stage_words import GROUPS, group_names
from distilstudio.gui.tokens import LIGHT
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import field_specs, value_of
from distilstudio.protocol.report import ExportReport, Report
from distilstudio.protocol.scores import LOWER_IS_BETTER
from distilstudio.protocol.usual import usual_for

Row = tuple[str, ...]
STUDENT_KEYS = ("student.preset", "student.layers", "student.layer_map", "student.start")
"""Settings of the student's cards, which the form "Under the hood" does not show again."""
translate = QCoreApplication.translate


@dataclass(frozen=True)
class Heads:
    """What stands over the parts. here, usual: over the values of settings; nothing: said in place of them."""

    models: str
    learning: str
    about: str
    machine: str
    settings: str
    here: str
    usual: str
    nothing: str


@dataclass(frozen=True)
class Sheet:
    """figures: each with what it is. about, machine: name and value. models: a row of heads, then one for each. settings: name, value, usual."""

    title: str
    headline: str
    figures: list[Row]
    about: list[Row]
    models: list[Row]
    curves: list[Curve]
    remarks: list[str]
    settings: list[Row]
    machine: list[Row]
    heads: Heads
    foot: str


def sheet_of(record: RunRecord, report: Report, curves: RunCurves, now: datetime) -> Sheet:
    """The report of a finished run. curves: of its journal."""
    made = translate("RunReport", "Written by DistilStudio {version} on {date}, from the run’s own report.json.")
    return Sheet(
        title=record.folder.name,
        headline=headline(report),
        figures=_figures(report),
        about=_about(record, report),
        models=_models(report),
        curves=_curves(curves),
        remarks=_remarks(report),
        settings=_settings(record.recipe),
        machine=_machine(record, report),
        heads=_heads(),
        foot=made.format(version=__version__, date=_date(now)),
    )


def _heads() -> Heads:
    return Heads(
        models=translate("RunReport", "Teacher and student in the exam"),
        learning=translate("RunReport", "How the student learnt"),
        about=translate("RunReport", "What was distilled"),
        machine=translate("RunReport", "The run"),
        settings=translate("RunReport", "Settings that differ from the defaults"),
        here=translate("RunReport", "In this run"),
        usual=translate("RunReport", "Default"),
        nothing=translate("RecipePage", "Every setting is at its default."),
    )


def _figures(report: Report) -> list[Row]:
    smaller = report.teacher.megabytes / report.student.megabytes if report.student.megabytes else 1.0
    instead = translate("RunReport", "{0} instead of {1}")
    return [
        (percent(report.kept), translate("ScoreBoard", "of the teacher kept")),
        (
            pace(report.speedup),
            translate("RunReport", "{0} for a text, the teacher {1}").format(
                milliseconds(report.student.ms_per_text), milliseconds(report.teacher.ms_per_text)
            ),
        ),
        (smallness(smaller), instead.format(megabytes(report.student.megabytes), megabytes(report.teacher.megabytes))),
    ]


def _about(record: RunRecord, report: Report) -> list[Row]:
    recipe = record.recipe
    teacher = translate("RunsTable", "Starter") if record.is_starter else record.teacher_name
    if record.teacher is not None:
        teacher = sentences(teacher, translate("RunReport", "(trained on these texts first)"))
    return _said(
        (translate("RunReport", "Kind of work"), _work(recipe)),
        (translate("RunReport", "Texts"), file_in_words(recipe.data, None, is_counting=True)),
        (translate("RunFacts", "Rows"), rows_words(report)),
        (translate("RunReport", "Teacher"), f"{teacher} · {layers(report.teacher.layers)}"),
        (translate("RunReport", "Student"), layers(report.student.layers)),
        (translate("RunFacts", "Learnt on from"), report.started_from),
    )


def _work(recipe: Recipe) -> str:
    several = translate("RunReport", "Texts get labels, any number each")
    return {
        "classification": several if recipe.data.multi_label else translate("RunReport", "Texts get a label each"),
        "ner": translate("RunReport", "Names are marked in texts"),
        "qa": translate("RunReport", "Questions are answered by a part of a text"),
        "mlm": translate("RunReport", "Hidden words are guessed (general distillation)"),
    }[recipe.task]


def _models(report: Report) -> list[Row]:
    """As the score board says it; a column in which nothing would stand is left out."""
    name, names = report.score_name, model_names()
    heads = ("", *figure_names(name), translate("RunReport", "Same answers as the student"))
    rows: list[Row] = [
        (names.get(kind, kind), *model_figures(one, name), percent(one.agreement, 1) if isinstance(one, ExportReport) else "")
        for kind, one in models_in(report).items()
    ]
    if report.chance is not None:
        rows.append((translate("RunReport", "Guessing alone"), score(name, report.chance), *[""] * 5))
    shown = [place for place in range(len(heads)) if not place or any(row[place] for row in rows)]
    return [tuple(row[place] for place in shown) for row in (heads, *rows)]


def _curves(found: RunCurves) -> list[Curve]:
    """As the page Compare draws them; what was not written down is left out."""
    name, loss = found.score_name, found.loss
    drawn = [_practice_curve(found)]
    if len(loss):
        steps, means = loss.smooth_line("total", float(loss.steps[0]), float(loss.steps[-1]), WIDTH)
        told = translate("RunCurvesCard", "Loss"), of_loss(name, "distil")
        drawn.append(Curve(*told, steps[np.isfinite(means)], means[np.isfinite(means)], "{:.3g}".format, LIGHT.accent))
    return [curve for curve in drawn if curve.is_line]


def _practice_curve(found: RunCurves) -> Curve:
    name, teacher = found.score_name, found.teacher_score
    note = of_score(name, is_examined=True)
    if teacher is not None:
        dashed = translate("RunReport", "Dashed: the teacher, {score}.").format(score=score(name, teacher))
        note = sentences(f"{note}.", dashed)
    return Curve(
        practice(),
        note,
        found.exam_steps,
        found.exam_scores,
        partial(score, name),
        LIGHT.student,
        dots=True,
        ticked="{:g}".format if name in LOWER_IS_BETTER else lambda value: f"{round(100 * value, 3):g} %",
        level=teacher,
        level_color=LIGHT.teacher,
    )


def _remarks(report: Report) -> list[str]:
    return [
        said
        for said in (
            translate("RunLog", "Finished early; the best student is kept.") if report.outcome == "stopped" else "",
            kept_words(report),
            flattery_words(report),
            teachers_words(report),
            final_words(report),
            worth(report.proof) if report.proof is not None else "",
            rounding_words(report),
            *_glosses(report),
        )
        if said
    ]


def _glosses(report: Report) -> list[str]:
    """What scores with names of the field are, where they stand in the table."""
    name = report.score_name
    shown = [head for head, figure in zip(figure_names(name), model_figures(report.student, name), strict=True) if figure]
    words = translate("RunReport", "{name}: {gloss}.")
    return [words.format(name=head, gloss=gloss) for head, gloss in figure_glosses(name).items() if head in shown]


def _settings(recipe: Recipe) -> list[Row]:
    as_usual = usual_for(recipe)
    keys = [key for key in STUDENT_KEYS if value_of(recipe, key) != value_of(as_usual, key)]
    return [
        (setting_name(key), _with_unit(key, value_of(recipe, key)), _with_unit(key, value_of(as_usual, key)))
        for key in (*keys, *changed_keys(recipe))
    ]


def _with_unit(key: str, value: object) -> str:
    unit = field_specs()[key].unit
    return sentences(written(key, value), translate("Recipe", unit) if unit else "")


def _machine(record: RunRecord, report: Report) -> list[Row]:
    versions = report.versions
    names = {"distilstudio": "DistilStudio", "python": "Python", "torch": "PyTorch", "transformers": "transformers"}
    return _said(
        (translate("RunReport", "Begun"), _date(record.made)),
        (translate("RunFacts", "Time taken"), _times(report.seconds)),
        (translate("RunFacts", "Pace"), pace_words(report)),
        (
            translate("RunReport", "Versions"),
            listed(f"{name} {versions[key]}" for key, name in names.items() if versions.get(key)),
        ),
        (translate("RunReport", "Fingerprint of the texts"), f"sha256 {report.data.sha256[:16]}…"),
    )


def _times(seconds: dict[str, float]) -> str:
    """All of it, and the stages that took a second or more."""
    spent = [sum(seconds.get(stage, 0.0) for stage in group) for group in GROUPS]
    parts = [f"{name} {duration(time)}" for name, time in zip(group_names(), spent, strict=True) if time >= 1]
    whole = duration(sum(seconds.values()))
    return bracketed(whole, " · ".join(parts)) if parts else whole


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _said(*rows: Row) -> list[Row]:
    """Those of which something is said."""
    return [row for row in rows if all(row)]
