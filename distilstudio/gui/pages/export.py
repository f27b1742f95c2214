"""The page where the student is taken home: a folder for transformers, ONNX and ONNX int8, each with what its verification found.

Must not know: the client, how a model is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, megabytes, milliseconds, percent, score, sentences
from distilstudio.gui.focus_ring import hand_over
from distilstudio.gui.models.student_forms import EXPORTED, has_weights
from distilstudio.gui.models.zip_state import ZipState
from distilstudio.gui.pages.page import Page, PrimaryAction, RailState
from distilstudio.gui.score_words import form_warning
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.busy_button import BusyButton
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.export_card import ExportCard
from distilstudio.gui.widgets.folder_dialog import show_folder
from distilstudio.gui.widgets.saved_strip import SavedStrip
from distilstudio.protocol.events import ExportProgress
from distilstudio.protocol.report import ExportReport, Report
from distilstudio.protocol.scores import LOWER_IS_BETTER


class ExportPage(Page):
    """Three forms of one student, side by side, the button that makes the ONNX ones, and one for a report of the run.

    `report_requested`: of the run in this folder, as this file.
    """

    key: ClassVar[str] = "export"

    export_requested = Signal()
    stop_requested = Signal()
    zip_requested = Signal(object)
    report_requested = Signal(object, str)

    def __init__(self, theme: Theme, zips: ZipState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zips = zips or ZipState(parent=self)
        self._folder: Path | None = None
        self._report: Report | None = None
        self._there: list[ExportReport] = []
        self._progress: ExportProgress | None = None
        self.empty = Card()
        self.cards = {kind: ExportCard(kind, theme) for kind in ("transformers", *EXPORTED)}
        self.report_button = self._button("save_report_button", "secondary", self._on_report_clicked)
        self.saved = SavedStrip()
        self.make_card = Card()
        self.make_button, self.stop_button = QPushButton(), BusyButton()
        self.make_button.setObjectName("export_onnx_button")
        self.stop_button.setObjectName("export_stop_button")
        self.bar = CalmBar()
        self.bar.setTextVisible(False)
        self._step = QLabel()
        self._step.setProperty("kind", "note")
        self._build()
        self.make_button.clicked.connect(self._on_make_clicked)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        self._zips.changed.connect(self._on_zips_changed)
        for card in self.cards.values():
            card.open_requested.connect(self._on_open_requested)
            card.zip_requested.connect(self._on_zip_requested)
        self.retranslate()

    def title(self) -> str:
        """Headline."""
        return self.tr("Take your student home")

    def subtitle(self) -> str:
        """Line below it: whose student it is, and what is made of it."""
        whose = self.tr("The student of the run “{0}”.").format(self._folder.name) if self._folder is not None else ""
        return sentences(
            whose, self.tr("Files that work without DistilStudio. Each is checked on the exam rows before it is offered.")
        )

    def primary(self) -> PrimaryAction | None:
        """The student as it is; without one, on to where one is made."""
        if self._first_there() is None:
            return PrimaryAction(self.tr("Go to the recipe"))
        return PrimaryAction(self.tr("Open the folder"), tip=self.tr("Show the student’s files, to copy or to send them"))

    def on_primary(self) -> None:
        """Show its files, or go there."""
        folder = self._first_there()
        if folder is None:
            self.leave_to.emit("recipe")
        else:
            self._on_open_requested(folder)

    def secondary(self) -> list[QAbstractButton]:
        """The report of the run."""
        return [self.report_button]

    def rail_note(self) -> str:
        """What is there to take."""
        if self._report is None:
            return self.tr("Files that stand alone")
        if self._there:
            smallest = min(one.megabytes for one in self._there)
            return self.tr("Ready, from {0}").format(megabytes(smallest))
        return self.tr("Ready, {0}").format(megabytes(self._report.student.megabytes))

    def rail_state(self) -> RailState:
        """Mark of the step."""
        if self._progress is not None:
            return "busy"
        return "done" if self._there else "todo"

    def show_run(self, folder: Path | None, report: Report | None) -> None:
        """The run whose student is taken home; None: there is none yet."""
        before = self._folder
        self._folder, self._report = (folder, report) if report is not None else (None, None)
        if self._folder != before:
            self.saved.hide()
        self._refresh()

    def show_report(self, file: Path) -> None:
        """The report was saved."""
        self.saved.show_file(file)

    def set_progress(self, progress: ExportProgress | None) -> None:
        """How far the export is; None: none goes on."""
        was_busy, self._progress = self._progress is not None, progress
        if not was_busy or progress is None:
            self.stop_button.set_busy(False)
        self._refresh_progress()
        if was_busy != (progress is not None):
            self.header_changed.emit()

    def retranslate(self) -> None:
        """Set every text again."""
        self.empty.set_title(self.tr("There is no student to take home yet"))
        self.empty.set_note(
            self.tr(
                "When a run has ended, its student stands here in three forms: a folder for programs in Python, one file for web services, "
                "phones and other programs, and a smaller file with rounded numbers. Go to “Student & recipe” and press Distil."
            )
        )
        self.make_card.set_title(self.tr("Two more forms, for use without Python"))
        self.make_card.set_note(
            self.tr(
                "ONNX is a kind of file that many programs can read. Both are written, compared with the student on every exam row, and "
                "timed. A file that does not answer as the student does is not kept; with int8, which rounds, you are told how many rows it "
                "answers alike."
            )
        )
        self.report_button.setText(self.tr("Save a report…"))
        self.bar.setAccessibleName(self.tr("Progress of the export"))
        self._refresh()

    def _build(self) -> None:
        """What is there at once stands first; the two forms that have to be made stand beside it, with the button that makes them."""
        made = QHBoxLayout()
        made.setSpacing(16)
        for kind in EXPORTED:
            made.addWidget(self.cards[kind], 1)
        further = QVBoxLayout()
        further.setSpacing(16)
        further.addLayout(made, 1)
        further.addWidget(self.make_card)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.cards["transformers"], 1)
        row.addLayout(further, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.make_button)
        buttons.addWidget(self.stop_button)
        buttons.addWidget(self.bar, 1)
        buttons.addStretch(0)
        self.make_card.body.addLayout(buttons)
        self.make_card.body.addWidget(self._step)
        self._below = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.saved)
        layout.addWidget(self.empty)
        layout.addLayout(row, 1)
        layout.addWidget(self._below, 100)

    def _refresh(self) -> None:
        report, folder = self._report, self._folder
        self.empty.setVisible(report is None)
        self.make_card.setVisible(report is not None)
        self.report_button.setEnabled(report is not None)
        self.report_button.setToolTip(
            self.tr("One page about this run, as PDF or as a web page")
            if report is not None
            else self.tr("There is a report when a run has ended with an exam.")
        )
        if report is None or folder is None:
            self._there = []
            for card in self.cards.values():
                card.show_none()
        else:
            self._show_forms(report, folder)
        self._below.setVisible(not self._there)  # cards that hold nothing yet stay as low as they are
        self._on_zips_changed()
        self._refresh_progress()
        self.header_changed.emit()

    def _first_there(self) -> Path | None:
        return next((card.folder for card in self.cards.values() if card.folder is not None), None)

    def _show_forms(self, report: Report, folder: Path) -> None:
        """What the report tells of and the disk still holds."""
        if has_weights("student", folder / "student"):
            self.cards["transformers"].show_form(folder / "student", self._student_facts(report), "")
        else:
            self.cards["transformers"].show_none(self.tr("The student’s files are not there any more."))
        found = {one.kind: one for one in report.exports}
        self._there = [found[kind] for kind in EXPORTED if kind in found and has_weights(kind, folder / found[kind].folder)]
        for kind in EXPORTED:
            one = found.get(kind)
            if one is None:
                self.cards[kind].show_none()
            elif one in self._there:
                self.cards[kind].show_form(folder / one.folder, self._facts(report, one), form_warning(report, one))
            else:
                self.cards[kind].show_none(self.tr("It was made, but its files are not there any more. Make them again."))

    def _refresh_progress(self) -> None:
        progress = self._progress
        again = self._report is not None and bool(self._report.exports)
        self.make_button.setText(self.tr("Make them again") if again else self.tr("Make ONNX and ONNX int8"))
        self._show_buttons(progress is not None)
        self.bar.setVisible(progress is not None)
        self._step.setVisible(progress is not None)
        if progress is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            words = {
                "read": self.tr("Reading the student and the exam rows …"),
                "write": self.tr("Writing the files …"),
                "verify": self.tr("Comparing answers on the exam rows …"),
                "time": self.tr("Measuring the time for one text …"),
            }
            self._step.setText(words[progress.step])

    def _show_buttons(self, busy: bool) -> None:
        """The keyboard goes from one to the other: there is always something to press where it is."""
        self.stop_button.setText(self.tr("Stopping…") if self.stop_button.is_busy else self.tr("Stop"))
        if busy:
            self.stop_button.setVisible(True)
            hand_over(self.make_button, self.stop_button)
            self.make_button.setEnabled(False)
        else:
            self.make_button.setEnabled(True)
            hand_over(self.stop_button, self.make_button)
            self.stop_button.setVisible(False)

    def _student_facts(self, report: Report) -> list[str]:
        name = report.score_name
        return [
            self._size(report, report.student.megabytes),
            self.tr("{0} for a text; the teacher {1}.").format(
                milliseconds(report.student.ms_per_text), milliseconds(report.teacher.ms_per_text)
            ),
            (
                self.tr("Perplexity {0}; the teacher’s {1}. Lower is better.")
                if name in LOWER_IS_BETTER
                else self.tr("Scores {0}; the teacher {1}.")
            ).format(score(name, report.student.scores[name]), score(name, report.teacher.scores[name])),
        ]

    def _size(self, report: Report, size: float) -> str:
        return self.tr("{0}; the teacher takes {1}.").format(megabytes(size), megabytes(report.teacher.megabytes))

    def _facts(self, report: Report, one: ExportReport) -> list[str]:
        name = report.score_name
        smaller = report.teacher.megabytes / one.megabytes if one.megabytes else 1.0
        return [
            self.tr("{0}, {1} of the teacher’s size.").format(megabytes(one.megabytes), percent(1 / smaller))
            if smaller > 1.05
            else self._size(report, one.megabytes),
            self.tr("{0} for a text; the student’s folder {1}.").format(
                milliseconds(one.ms_per_text), milliseconds(one.student_ms_per_text)
            ),
            (
                self.tr("Perplexity {0}; the student’s {1}. Lower is better.")
                if name in LOWER_IS_BETTER
                else self.tr("Scores {0}; the student {1}.")
            ).format(score(name, one.scores[name]), score(name, report.student.scores[name])),
            self.tr("Verified on 1 exam row: {0} alike.").format(percent(one.agreement, 1))
            if one.rows == 1
            else self.tr("Verified on {0} exam rows: {1} alike.").format(count(one.rows), percent(one.agreement, 1)),
        ]

    @Slot()
    def _on_zips_changed(self) -> None:
        for card in self.cards.values():
            folder = card.folder
            if folder is None:
                card.show_zip(False, None)
            else:
                card.show_zip(self._zips.is_packing(folder), self._zips.file_of(folder))

    @Slot(object)
    def _on_open_requested(self, folder: Path) -> None:
        card = self._card_of(folder)
        if card is not None and not show_folder(folder):
            card.say(self.tr("No program shows folders here. It is {0}").format(folder))

    @Slot(object)
    def _on_zip_requested(self, folder: Path) -> None:
        if self._card_of(folder) is not None:
            self.zip_requested.emit(folder)

    def _card_of(self, folder: Path) -> ExportCard | None:
        """The card of a form; None, and it is said, where its files have gone since the page was shown."""
        self._refresh()
        return next((card for card in self.cards.values() if card.folder == folder), None)

    @Slot()
    def _on_report_clicked(self) -> None:
        folder = self._folder
        if folder is None:
            return
        dialog = QFileDialog(self, self.tr("Save a report"))
        dialog.setObjectName("save_report_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("PDF (*.pdf)"), self.tr("Web page (*.html)")])

        def end_with_type(chosen: str) -> None:
            """Another type is another end; the name stays as it was typed."""
            end = "html" if "*.html" in chosen else "pdf"
            dialog.setDefaultSuffix(end)
            file = Path(dialog.selectedFiles()[0])
            if file.is_dir():  # no name stands there
                file = file / folder.name
            stem = file.stem if file.suffix.lower() in (".pdf", ".html") else file.name
            dialog.selectFile(str(file.with_name(f"{stem}.{end}")))

        dialog.selectFile(f"{folder.name}.pdf")
        dialog.filterSelected.connect(end_with_type)
        end_with_type(dialog.selectedNameFilter())
        dialog.fileSelected.connect(lambda path: self.report_requested.emit(folder, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_make_clicked(self) -> None:
        self.export_requested.emit()

    @Slot()
    def _on_stop_clicked(self) -> None:
        """It takes a moment: the step in hand is finished first."""
        if not self.stop_button.is_busy:
            self.stop_button.set_busy(True)
            self._refresh_progress()
            self.stop_requested.emit()
