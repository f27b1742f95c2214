"""What the pages say of a finished run that guesses hidden words: its score is a perplexity, and to be low."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.curves import CurveSet
from distilstudio.gui.models.run_curves import RunCurves
from distilstudio.gui.models.run_marks import RunMarks
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.pages.compare import ComparePage
from distilstudio.gui.pages.export import ExportPage
from distilstudio.gui.proof_words import worth
from distilstudio.gui.report_sheet import sheet_of
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.score_board import ScoreBoard
from distilstudio.protocol.events import ExamDone
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.report import ExportReport, Proof, Report
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import RECIPE, a_journal, a_report, make_run

HELPED = Proof(60, {"perplexity": 16.0}, {"perplexity": 8.0}, 0.693, 0.511, 0.799, 2000, "base", 1.0)
HELPED_BY_LABELS = Proof(1200, {"accuracy": 0.879}, {"accuracy": 0.91}, 0.031, 0.019, 0.043, 2000, "base", 64.0)
EXPORTS = [ExportReport("onnx", 95.0, 0.7, 1.0, {"perplexity": 8.0}, 60, 0.0, 3.7, "exports/onnx")]


@pytest.fixture
def report() -> Report:
    """The student hesitates between 8 words, its teacher between 6."""
    plain = a_report()
    teacher, student = (
        msgspec.structs.replace(one, scores={"perplexity": value, "words_right": 0.5})
        for one, value in ((plain.teacher, 6.0), (plain.student, 8.0))
    )
    return msgspec.structs.replace(
        plain, task="mlm", score_name="perplexity", teacher=teacher, student=student, kept=0.75, proof=HELPED, exports=EXPORTS
    )


def test_the_board_says_what_the_share_is_a_share_of(qtbot: QtBot, theme: Theme, report: Report) -> None:
    board = ScoreBoard(theme)
    qtbot.addWidget(board)
    board.show_report(report)
    assert "75 % of the teacher kept (its perplexity ÷ the student’s)" in board.accessibleDescription()
    board.show_report(a_report())
    assert "÷" not in board.accessibleDescription()


def test_the_report_says_what_is_kept(report: Report, tmp_path: Path) -> None:
    record = RunRecord(tmp_path, with_value(RECIPE, "task", "mlm"), report, RunMarks(), datetime(2026, 3, 2), None, 1, (1,))
    curves = RunCurves(tmp_path, CurveSet(), np.empty(0), np.empty(0))
    told = sheet_of(record, report, curves, datetime(2026, 3, 2)).remarks
    assert told[0].startswith("“Kept” is the teacher’s perplexity divided by the student’s")
    assert not any("Kept" in remark for remark in sheet_of(record, a_report(), curves, datetime(2026, 3, 2)).remarks)


def test_compared_runs_are_told_by_their_perplexity(qtbot: QtBot, studio: Studio, tmp_path: Path, report: Report) -> None:
    exam = ExamDone("run", "distil", 400, "student", "watch", 9, "perplexity", {"perplexity": 9.0})
    journal = [event for event in a_journal(None, 400) if not isinstance(event, ExamDone)]
    general = make_run(tmp_path, "2026-03-02 1000 words", with_value(RECIPE, "task", "mlm"), report, journal=[*journal, exam])
    labels = make_run(tmp_path, "2026-03-01 1000 labels", RECIPE, msgspec.structs.replace(a_report(), proof=HELPED_BY_LABELS))
    studio.settings.set("runs_folder", str(tmp_path))
    studio.window.show_page("compare")
    page = cast(ComparePage, studio.window.page("compare"))
    card = page.curves_card
    note = cast(QLabel, card.findChild(QLabel, "practice_note"))
    qtbot.waitUntil(lambda: page.table.runs.rowCount() == 2, timeout=LONG_MS)
    page.table.choose([labels])
    assert page.title() == "Labels: your student keeps 98 % of its teacher."
    page.table.choose([general])
    assert page.title() == "General: your student keeps 75 % of its teacher."
    qtbot.waitUntil(lambda: note.text().startswith("Perplexity") and page.tradeoff.falls, timeout=LONG_MS)
    assert card.tabs.tabText(0) == "Practice exams"
    told = [page.table.runs.words(row, "score") for row in range(2)]
    assert told == ["perplexity 8.0", "91.0 %"]
    assert "lower is better" in note.text()
    notes = [label.text() for label in page.findChildren(QLabel)]
    assert "Perplexity: down is better, left is smaller or faster" in notes
    assert page.proof.note.text().startswith("Perplexity without the teacher 16.0, with it 8.0; lower is better.")
    assert "50.0 % lower (95 %: 40.0 to 55.0)" in page.proof.words.text()
    assert (page.proof.intervals.unit(), page.proof.intervals.figures()) == ("% less perplexity", ["+50.0"])
    page.table.choose([general, labels])
    assert page.proof.intervals.unit() == "points, or % less perplexity"
    page.table.choose([labels])
    qtbot.waitUntil(lambda: "Perplexity" not in note.text() and not page.tradeoff.falls, timeout=LONG_MS)
    assert (page.proof.intervals.unit(), page.proof.intervals.figures()) == ("points", ["+3.1"])


def test_harm_is_told_by_how_much_it_hesitates_more() -> None:
    harmed = msgspec.structs.replace(HELPED, gain=-0.0953, low=-0.182, high=-0.0488)
    assert "perplexity is 10.0 % higher (95 %: 5.0 to 20.0)" in worth(harmed)


def test_what_is_taken_home_is_told_by_its_perplexity(qtbot: QtBot, theme: Theme, tmp_path: Path, report: Report) -> None:
    page = ExportPage(theme)
    qtbot.addWidget(page)
    for folder, weights in (("student", "model.safetensors"), *((one.folder, "model.onnx") for one in report.exports)):
        (tmp_path / "run" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "run" / folder / weights).touch()
    page.show_run(tmp_path / "run", report)
    assert "Perplexity 8.0; the teacher’s 6.0. Lower is better." in page.cards["transformers"].facts.text()
    onnx = page.cards["onnx"].facts.text()
    assert "Perplexity 8.0; the student’s 8.0. Lower is better." in onnx
    assert "95\u00a0MB; the teacher takes 91\u00a0MB." in onnx, "it is not smaller, so nothing is said of that"
