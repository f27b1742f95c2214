"""The one-page report of a run: from the button on Take home to a file whose figures are those of the run, as a web page and as PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from distilstudio.gui import reporting
from distilstudio.gui.app import Studio
from distilstudio.gui.models.curves import CurveSet
from distilstudio.gui.models.run_curves import RunCurves
from distilstudio.gui.models.run_records import read_record
from distilstudio.gui.pages.export import ExportPage
from distilstudio.gui.report_curve import Curve, round_numbers, svg_of
from distilstudio.gui.report_html import html_of
from distilstudio.gui.report_pdf import laid_out
from distilstudio.gui.report_sheet import Sheet, sheet_of
from distilstudio.protocol.events import ExamDone
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.report import ExportReport, FinalExam, Proof
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import RECIPE, a_journal, a_report, make_run

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")  # of the offscreen platform
NAME = "2026-03-01 1000 reviews <b>"


class Words(HTMLParser):
    """What a person reads of a web page; nothing of it may come from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language, self._is_style = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not {"src", "href"} & given.keys()
        assert tag != "script"
        self.language = given.get("lang") or self.language
        self._is_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_style:
            self.said.append(data.strip().replace("\u00a0", " "))


@pytest.fixture
def run(studio: Studio) -> Path:
    """A run with all that a report can tell of."""
    recipe = with_value(with_value(RECIPE, "train.epochs", 5), "loss.temperature", 3.0)
    report = msgspec.structs.replace(
        a_report(),
        exports=[
            ExportReport(
                "onnx-int8", 18.1, 1.4, 1999 / 2000, {"accuracy": 0.88, "macro_f1": 0.87}, 200, 0.1, 3.7, "exports/onnx-int8"
            )
        ],
        versions={"distilstudio": "0.1.0", "python": "3.11.7", "torch": "2.13.0"},
        final_exam=FinalExam(160, {"accuracy": 0.925}, {"accuracy": 0.9}, 0.973),
        proof=Proof(200, {"accuracy": 0.88}, {"accuracy": 0.91}, 0.03, 0.01, 0.05, 20_000, "base"),
        chance=0.502,
    )
    studio.project.set_recipe(recipe, "")
    asked = ExamDone("run", "ask_teacher", 0, "teacher", "watch", 160, "accuracy", {"accuracy": 0.931})
    return make_run(studio.settings.runs_folder, NAME, recipe, report, journal=[asked, *a_journal(report)])


def page_of(studio: Studio) -> ExportPage:
    studio.window.show_page("export")
    page = studio.window.page("export")
    assert isinstance(page, ExportPage)
    return page


def save_as(qtbot: QtBot, studio: Studio, file: Path) -> None:
    """Press the button, and answer the question for a file."""
    page = page_of(studio)
    QTest.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog, "save_report_dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    qtbot.waitUntil(lambda: page.saved.isVisible() or studio.window.problem_card.isVisible(), timeout=LONG_MS)


@pytest.mark.parametrize(
    ("accuracy", "alike", "said"),
    [
        (0.88, 0.9, "loses more than it should"),
        (0.91, 0.9, "scores about as well, but answers 20 of 200 exam rows otherwise"),
        (0.91, 0.99, ""),
    ],
)
def test_what_rounding_costs_is_told_as_it_is(run: Path, accuracy: float, alike: float, said: str) -> None:
    scores = {"accuracy": accuracy, "macro_f1": accuracy}
    rounded = ExportReport("onnx-int8", 18.1, 1.4, alike, scores, 200, 0.1, 3.7, "exports/onnx-int8")
    (run / "report.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(a_report(), exports=[rounded])))
    told = [remark for remark in sheet(run).remarks if remark.startswith("Rounded")]
    assert len(told) == bool(said)
    assert said in "".join(told)


def test_scores_with_names_of_the_field_are_explained_and_the_machine_is_named_in_words(run: Path) -> None:
    found = sheet(run)
    (gloss,) = [remark for remark in found.remarks if remark.startswith("Macro-F1: ")]
    assert "label by label" in gloss
    (pace,) = [row[1] for row in found.machine if row[0] == "Pace"]
    assert "Processor · " in pace
    assert "cpu" not in pace


def test_another_type_of_file_keeps_the_name_that_was_typed(studio: Studio, run: Path, tmp_path: Path) -> None:
    page = page_of(studio)
    QTest.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog, "save_report_dialog")
    assert isinstance(dialog, QFileDialog)

    def switch(kind: int) -> str:
        dialog.filterSelected.emit(dialog.nameFilters()[kind])
        return Path(dialog.selectedFiles()[0]).name

    assert [Path(dialog.selectedFiles()[0]).name, switch(1), switch(0)] == [f"{NAME}.pdf", f"{NAME}.html", f"{NAME}.pdf"]
    dialog.selectFile(str(tmp_path / "for v1.2 of us"))
    assert switch(1) == "for v1.2 of us.html"
    assert switch(0) == "for v1.2 of us.pdf"
    dialog.reject()


def sheet(folder: Path) -> Sheet:
    record = read_record(folder)
    assert record is not None
    assert record.report is not None
    return sheet_of(record, record.report, RunCurves(folder, CurveSet(), np.empty(0), np.empty(0)), datetime(2026, 3, 2, 9, 30))


def test_a_web_page_says_what_take_home_and_compare_say(qtbot: QtBot, studio: Studio, run: Path, tmp_path: Path) -> None:
    save_as(qtbot, studio, tmp_path / "report.html")
    content = (tmp_path / "report.html").read_text(encoding="utf-8")
    words = Words(content)
    assert words.language == "en"
    said = words.said
    assert said[1:4] == [NAME, "Your student keeps 98 % of its teacher and is 2.0× faster.", "98 %"]
    for row in (
        ["Teacher", "93.0 %", "92.7 %", "91 MB", "7.2 ms", "22.7 million"],
        ["Student", "91.0 %", "91.0 %", "70 MB", "3.7 ms", "17.4 million"],
        ["ONNX int8", "88.0 %", "87.0 %", "18 MB", "1.4 ms", "99.9 %"],
        ["Guessing alone", "50.2 %"],
        ["Rows", "1,597 learnt from, 200 in the exam"],
        ["Texts", "reviews.csv"],
        ["Begun", "2026-03-01 10:00"],
        ["Time taken", "27 s (Train the teacher 4 s · Ask the teacher 1 s · Distil 20 s · Exam 1 s)"],
        ["Versions", "DistilStudio 0.1.0, Python 3.11.7, PyTorch 2.13.0"],
        ["Temperature", "3", "2"],
        ["Epochs", "5 epochs", "12 epochs"],
    ):
        start = said.index(row[0], said.index("Teacher and student in the exam"))
        assert said[start : start + len(row)] == row
    assert said.count("Exam score") == 1, "the curve has other rows, and another name"
    note = "On texts held back from training; the exam’s own score stands above. Dashed: the teacher, 93.1 %."
    assert note in said[said.index("Practice exams") :]
    assert content.count("stroke-dasharray") == 1
    assert ">90 %</text>" in content
    assert ">90.0 %</text>" not in content
    together = " ".join(said)
    assert (
        "Final exam, on 160 rows that no choice ever saw: teacher 92.5 %, student 90.0 % (97 % of the teacher kept)." in together
    )
    assert "The teacher’s help is worth 3.0 points (95 %: 1.0 to 5.0) on 200 exam rows." in together
    assert "take the plain ONNX file" in together
    assert content.count("<polyline") == 2  # of its journal: the exams and the loss
    assert page_of(studio).saved.label.text() == f"Saved as {tmp_path / 'report.html'}"


def test_a_pdf_is_one_page(qtbot: QtBot, studio: Studio, run: Path, tmp_path: Path) -> None:
    save_as(qtbot, studio, tmp_path / "report.pdf")
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("report")] == ["report.pdf"]


def test_it_is_written_in_the_language_of_the_window(qtbot: QtBot, studio: Studio, run: Path, tmp_path: Path) -> None:
    studio.settings.set("language", "zh_CN")
    save_as(qtbot, studio, tmp_path / "report.html")
    words = Words((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert words.language == "zh-CN"
    assert words.said[2] == "学生模型保留了教师模型 98 % 的能力，速度是教师模型的 2.0 倍。"
    assert "教师模型" in words.said


def test_a_report_that_cannot_be_written_is_told_and_the_old_one_stays(
    qtbot: QtBot, studio: Studio, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(qtbot, studio, tmp_path / "no such folder" / "report.pdf")
    shown = studio.window.problem_card.problem
    assert shown is not None
    assert shown.code == "report_not_saved"
    assert "report.pdf" in shown.what
    assert not page_of(studio).saved.isVisible()
    (tmp_path / "report.pdf").write_bytes(b"an earlier one")
    monkeypatch.setattr(reporting, "write_pdf", lambda sheet, device: bool(device.write(b"half") < 0))
    save_as(qtbot, studio, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes() == b"an earlier one"


def test_a_saved_report_can_be_opened_and_put_away(
    qtbot: QtBot, studio: Studio, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(qtbot, studio, tmp_path / "report.html")
    strip = page_of(studio).saved
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) is None)
    strip.open_button.click()
    assert opened == [str(tmp_path / "report.html")]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    strip.open_button.click()
    assert "No program opens it here" in strip.label.text()
    strip.close_button.click()
    assert not strip.isVisible()


def test_without_a_student_there_is_nothing_to_report(studio: Studio) -> None:
    assert not page_of(studio).report_button.isEnabled()


def test_much_is_drawn_smaller_and_stays_on_its_page(studio: Studio, run: Path) -> None:
    room = QSizeF(688, 1017)
    usual = sheet(run)
    document, scale = laid_out(usual, room)
    assert scale == 1
    assert "1,597 learnt from" in document.toPlainText()
    much = replace(usual, settings=[(f"Setting {number}", "1", "0") for number in range(60)])
    document, scale = laid_out(much, room)
    assert 0.3 < scale < 1
    assert document.size().height() * scale <= room.height()
    assert document.size().width() * scale <= room.width() + 1
    assert "Setting 59" in document.toPlainText()


def test_an_older_or_short_run_leaves_out_what_it_does_not_say(studio: Studio) -> None:
    folder = make_run(studio.settings.runs_folder, "old", RECIPE, a_report(), journal=[])
    said = Words(html_of(sheet(folder), "en")).said
    assert "Guessing alone" not in said
    assert "Same answers as the student" not in said
    assert "How the student learnt" not in said
    assert "Versions" not in said


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [
        (0.52, 0.91, [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
        (3.0, 3.0, [3.0, 4.0]),
        (0.0, 4000.0, [0, 1000, 2000, 3000, 4000]),
        (0.0, 0.0, [0.0, 0.5]),
    ],
)
def test_axes_have_round_numbers_that_hold_the_line(low: float, high: float, numbers: list[float]) -> None:
    found = round_numbers(low, high)
    assert found == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("steps", "values", "is_line"),
    [([0.0, 9.0], [0.5, 0.7], True), ([0.0], [0.5], False), ([0.0, 0.0], [0.5, 0.7], False), ([0.0, 9.0], [0.5, np.nan], False)],
    ids=["two places", "one", "the same place twice", "no number"],
)
def test_a_curve_is_drawn_where_it_is_a_line(steps: list[float], values: list[float], is_line: bool) -> None:
    assert Curve("Exam", "", np.array(steps), np.array(values), "{:.3g}".format, "#2459d6").is_line == is_line


def test_a_drawing_says_what_it_shows() -> None:
    curve = Curve("Loss <b>", "", np.array([1.0, 50.0, 100.0]), np.array([1.0, 0.4, 0.2]), "{:.3g}".format, "#2459d6")
    drawn = svg_of(curve)
    assert 'aria-label="Loss &lt;b&gt;: 1 → 0.2"' in drawn
    assert "100 steps" in drawn
    points = re.search(r'points="([^"]+)"', drawn)
    assert points is not None
    downs = [float(point.split(",")[1]) for point in points[1].split()]
    assert downs == sorted(downs)  # it falls
