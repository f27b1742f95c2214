"""Where the scores of a final exam are read: on a run's board, in the table of runs, and on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from distilstudio.commandline.score_board import print_score_board
from distilstudio.gui.models.curves import CurveSet
from distilstudio.gui.models.run_curves import RunCurves
from distilstudio.gui.models.run_marks import RunMarks
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.models.runs_table import COLUMNS
from distilstudio.gui.report_sheet import sheet_of
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.runs_table import RunsTable
from distilstudio.gui.widgets.score_board import ScoreBoard
from distilstudio.protocol.report import FinalExam, TeacherReport
from tests.gui.run_folders import RECIPE, a_report

PLAIN = a_report()
EXAMINED = msgspec.structs.replace(
    PLAIN, final_exam=FinalExam(100, {"accuracy": 0.92, "macro_f1": 0.9}, {"accuracy": 0.883, "macro_f1": 0.87}, 0.883 / 0.92)
)
FINAL = COLUMNS.index("final")


def test_the_board_tells_it_in_a_sentence(qtbot: QtBot, qapp: QApplication) -> None:
    board = ScoreBoard(Theme(qapp, "light"))
    qtbot.addWidget(board)
    board.show_report(PLAIN)
    assert board._final.isHidden()
    board.show_report(EXAMINED)
    words = "Final exam, on 100 rows that no choice ever saw: teacher 92.0 %, student 88.3 % (96 % of the teacher kept)."
    assert board._final.text() == words
    assert not board._final.isHidden()
    assert words in board.accessibleDescription()


def test_exam_rows_that_were_learnt_from_before_are_told_everywhere(
    qtbot: QtBot, qapp: QApplication, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    board = ScoreBoard(Theme(qapp, "light"))
    qtbot.addWidget(board)
    board.show_report(PLAIN)
    assert board._flattery.isHidden()
    print_score_board(PLAIN, tmp_path)
    assert "that neither model had learnt from" in capsys.readouterr().out
    flattered = msgspec.structs.replace(PLAIN, data=msgspec.structs.replace(PLAIN.data, learnt_before=40))
    board.show_report(flattered)
    assert board._flattery.text().startswith(f"▲ 40 of the {PLAIN.data.exam_rows:,} exam rows were learnt from in an earlier run")
    assert not board._flattery.isHidden()
    assert board._flattery.text() in board.accessibleDescription()
    record = RunRecord(tmp_path, RECIPE, flattered, RunMarks(), datetime(2026, 11, 25), None, 1, (1,))
    curves = RunCurves(tmp_path, CurveSet(), np.empty(0), np.empty(0))
    assert board._flattery.text() in sheet_of(record, flattered, curves, datetime(2026, 11, 25)).remarks
    print_score_board(flattered, tmp_path)
    told = capsys.readouterr().out
    assert "40 of which were learnt from in an earlier run" in told
    assert "neither model" not in told


def test_final_exam_rows_that_were_learnt_from_before_are_told_with_their_scores(
    qtbot: QtBot, qapp: QApplication, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    board = ScoreBoard(Theme(qapp, "light"))
    qtbot.addWidget(board)
    flattered = msgspec.structs.replace(EXAMINED, final_exam=msgspec.structs.replace(EXAMINED.final_exam, learnt_before=40))
    board.show_report(flattered)
    words = "40 of these 100 rows were learnt from in an earlier run: these scores flatter."
    assert board._final.text().endswith(f"▲ {words}")
    print_score_board(flattered, tmp_path)
    assert words in capsys.readouterr().out


def test_each_of_several_teachers_stands_below_the_board(qtbot: QtBot, qapp: QApplication) -> None:
    board = ScoreBoard(Theme(qapp, "light"))
    qtbot.addWidget(board)
    board.show_report(PLAIN)
    assert board._teachers.isHidden()
    each = [
        TeacherReport(name, weight, {"accuracy": score}, 9, 1.0, 2.0)
        for name, weight, score in (("A", 0.7, 0.9), ("B", 0.3, 0.8))
    ]
    board.show_report(msgspec.structs.replace(PLAIN, teachers=each))
    words = "The teacher is the mean of 2: A 90.0 % (counts 70 %), B 80.0 % (counts 30 %)."
    assert board._teachers.text() == words
    assert words in board.accessibleDescription()


def test_the_table_has_a_column_where_there_are_some(qtbot: QtBot, qapp: QApplication) -> None:
    table = RunsTable(Theme(qapp, "light"))
    qtbot.addWidget(table)
    records = [
        RunRecord(Path(f"/runs/{name}"), RECIPE, report, RunMarks(), datetime(2026, 11, 25), None, 1, (1,))
        for name, report in (("plain", PLAIN), ("examined", EXAMINED))
    ]
    table.runs.set_records(records[:1])
    assert table.isColumnHidden(FINAL)
    table.runs.set_records(records)
    assert not table.isColumnHidden(FINAL)
    words = {record.name: table.runs.index(table.runs.row_of(record.folder), FINAL).data() for record in records}
    assert words == {"plain": "–", "examined": "88.3 %"}


def test_the_command_line_tells_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    print_score_board(PLAIN, tmp_path)
    assert "Final exam" not in capsys.readouterr().out
    print_score_board(EXAMINED, tmp_path)
    told = "Final exam, on 100 rows that no choice ever saw: teacher 92.0 %, student 88.3 % (96.0 % of the teacher kept)."
    assert told in capsys.readouterr().out


def test_the_command_line_calls_a_larger_student_larger(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    large = msgspec.structs.replace(PLAIN.student, parameters=round(1.2 * PLAIN.teacher.parameters))
    print_score_board(msgspec.structs.replace(PLAIN, student=large, speedup=0.5), tmp_path)
    assert "0.5× as fast, 20 % larger." in capsys.readouterr().out
